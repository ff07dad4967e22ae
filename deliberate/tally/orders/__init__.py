"""What is ordered of the tally: a ballot file and a rule in, an outcome or another file out."""
