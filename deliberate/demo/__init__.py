"""The demonstration: questions that people of a made-up town answer, and counts of real ballots.

What is said in it stands in `texts`, the ballots of two real counts in `files`.
"""
