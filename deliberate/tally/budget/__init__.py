"""Rules that spend a budget."""
