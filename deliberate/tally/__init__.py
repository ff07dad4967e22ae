"""The tally: pure counting of ballots. It knows no web, no database and no clock."""
