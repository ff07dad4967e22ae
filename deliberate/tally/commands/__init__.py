"""What the commands of `deliberate` do with a ballot file, without the command line."""
