"""Participatory deliberation and voting; importing it loads nothing, so the tally stays light."""
