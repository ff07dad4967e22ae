"""The commands that count ballot files; what they do is in `deliberate.tally.orders`."""
