"""How sure an outcome is: how few changed ballots would alter it, and what other rules say."""
