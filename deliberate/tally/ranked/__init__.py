"""Rules for ballots that rank options."""
