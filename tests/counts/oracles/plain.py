"""Short plain computations, to check what a disagreement is said to come from.

They follow a rule's text word by word, are slow, and read files on their own.
"""

from collections.abc import Mapping
from fractions import Fraction
from statistics import mean, median

Ranking = tuple[tuple[int, ...], ...]
Papers = Mapping[Ranking, int]


def read_blt(text: str) -> tuple[int, int, dict[Ranking, int]]:
    """Return the options, the seats and the papers of a BLT file as written by `contests`."""
    lines = text.splitlines()
    options, seats = map(int, lines[0].split())
    papers: dict[Ranking, int] = {}
    for line in lines[1 : lines.index("0")]:
        many, *words = line.split()[:-1]
        ranking = tuple(tuple(sorted(map(int, word.split("=")))) for word in words)
        papers[ranking] = papers.get(ranking, 0) + int(many)
    return options, seats, papers


def first_choices(papers: Papers, standing: frozenset[int]) -> dict[int, int]:
    """Count each paper for the first option on it that stands."""
    votes = dict.fromkeys(sorted(standing), 0)
    for ranking, many in papers.items():
        for (number,) in ranking:
            if number in standing:
                votes[number] += many
                break
    return votes


def runoff_winners(papers: Papers, standing: frozenset[int]) -> frozenset[int]:
    """Return who can win an instant run-off, whoever of those last and level drops out."""
    known: dict[frozenset[int], frozenset[int]] = {}

    def winners(standing: frozenset[int]) -> frozenset[int]:
        if standing not in known:
            votes = first_choices(papers, standing)
            best = max(votes, key=lambda number: votes[number])
            if 2 * votes[best] > sum(votes.values()) or len(standing) == 1:
                known[standing] = frozenset({best})
            else:
                fewest = min(votes.values())
                last = [number for number in votes if votes[number] == fewest]
                known[standing] = frozenset().union(*(winners(standing - {n}) for n in last))
        return known[standing]

    return winners(standing)


def all_last_at_once(papers: Papers, standing: frozenset[int]) -> tuple[frozenset[int], bool]:
    """Return who wins if all the last drop out together, and whether those were ever several."""
    together = False
    while True:
        votes = first_choices(papers, standing)
        most, fewest = max(votes.values()), min(votes.values())
        if 2 * most > sum(votes.values()) or most == fewest:
            return frozenset(n for n in votes if votes[n] == most), together
        last = {number for number in votes if votes[number] == fewest}
        together = together or len(last) > 1
        standing = standing - last


def support(papers: Papers, options: int) -> dict[tuple[int, int], int]:
    """Return how many papers put one option above another; what isn't ranked is last."""
    above = {(a, b): 0 for a in range(1, options + 1) for b in range(1, options + 1) if a != b}
    for ranking, many in papers.items():
        place = {number: at for at, tier in enumerate(ranking) for number in tier}
        for a, b in above:
            if place.get(a, len(ranking)) < place.get(b, len(ranking)):
                above[a, b] += many
    return above


def parts(text: str, how: str) -> dict[str, Fraction]:
    """Return which part of the budget each project gets, by the average or the median ballot.

    Every ballot counts as much; medians are made to come to the whole; if all of them are 0, the
    average counts.
    """
    head, _, votes = text.partition("VOTES\n")
    projects = [row.split(";")[0] for row in head.partition("PROJECTS\n")[2].splitlines()[1:]]
    ballots = []
    for row in votes.splitlines()[1:]:
        _voter, names, *points = row.split(";")
        if names:
            given = dict(zip(names.split(","), map(int, points[0].split(",")), strict=True))
            ballots.append(
                {name: Fraction(had, sum(given.values())) for name, had in given.items()}
            )
    each = {name: [ballot.get(name, Fraction(0)) for ballot in ballots] for name in projects}
    found = {
        name: median(given) if how == "median" else mean(given) for name, given in each.items()
    }
    if not any(found.values()):
        found = {name: mean(given) for name, given in each.items()}
    return {name: had / sum(found.values()) for name, had in found.items()}


def in_whole_units(shares: Mapping[str, Fraction], budget: int) -> dict[str, int]:
    """Round down, then give what is left to the largest remainders, of equal ones the first."""
    amounts = {name: int(share * budget) for name, share in shares.items()}
    lacking = sorted(shares, key=lambda name: amounts[name] - shares[name] * budget)
    for name in lacking[: budget - sum(amounts.values())]:
        amounts[name] += 1
    return amounts
