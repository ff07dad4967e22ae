"""Outcomes as canonical JSON: the same count gives the same bytes."""
