"""Whether a library agrees with our count of a contest; if not, a reason that is itself checked.

Each judge takes the contest's file, our count as JSON and its settings, and returns SAME, a key of
REASONS, or UNEXPLAINED.
"""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.counts.oracles import by_pabutools, by_pref_voting
from tests.counts.oracles.plain import (
    all_last_at_once,
    in_whole_units,
    parts,
    runoff_winners,
    support,
)

Ours = dict[str, Any]
Settings = dict[str, str]

SAME = "same"
UNEXPLAINED = "unexplained"
REASONS: Mapping[str, str] = {
    "lots": "Lots decide. The library has our winners too, under other lots.",
    "runoff-tie": "Several are last and level. The library looks at later choices or draws its own "
    "lots, we look back and then draw the declared ones. Both winners are possible.",
    "all-last": "Several are last and level. The library drops them all at once, or calls all "
    "winners if nobody else is left; one after another, ours wins.",
    "too-many-orders": "Not compared: there are too many orders of level pairs for the library.",
    "one-of-several": "Pairs are level. The library has everyone who wins in some order of them, "
    "ours among those.",
    "free": "A project costs nothing. The library doesn't buy it, or not first. All else is equal.",
    "unchosen": "The library also buys what nobody chose. All else is equal.",
    "free-unchosen": "Both of the last two.",
}


def scottish(path: Path, ours: Ours, _settings: Settings) -> str:
    won = frozenset(ours["winners"])
    found = by_pref_voting.scottish(path)
    if found == {won}:
        return SAME
    return "lots" if won in found and ours["lots"] else UNEXPLAINED


def runoff_of_pyrankvote(path: Path, ours: Ours, _settings: Settings) -> str:
    """Compare winners, and everyone's votes in every round with the same people still in it."""
    options, _seats, papers = by_pref_voting.papers_of(path)
    winner, rounds = by_pref_voting.runoff_by_pyrankvote(path)
    known = {frozenset(votes): votes for votes in rounds}
    for stage in ours["rounds"]:
        votes = {int(number): int(had) for number, had in stage["votes"].items()}
        if known.get(frozenset(votes), votes) != votes:
            return UNEXPLAINED
    if ours["winners"] == [winner]:
        return SAME
    possible = runoff_winners(papers, frozenset(range(1, options + 1)))
    tied = any(stage["ties"] for stage in ours["rounds"])
    return "runoff-tie" if tied and {winner, *ours["winners"]} <= possible else UNEXPLAINED


def runoff_of_pref_voting(path: Path, ours: Ours, _settings: Settings) -> str:
    options, _seats, papers = by_pref_voting.papers_of(path)
    everyone = frozenset(range(1, options + 1))
    found = by_pref_voting.runoff_by_pref_voting(path)
    if found == set(ours["winners"]):
        return SAME
    at_once, together = all_last_at_once(papers, everyone)
    possible = runoff_winners(papers, everyone)
    if found != at_once or not set(ours["winners"]) <= possible:
        return UNEXPLAINED
    return "all-last" if together or len(found) > 1 else UNEXPLAINED


def schulze(path: Path, ours: Ours, settings: Settings) -> str:
    return same(by_pref_voting.schulze(path, settings), ours, same_pairs(path, ours))


def minimax(path: Path, ours: Ours, settings: Settings) -> str:
    won, worst = by_pref_voting.smallest_worst(path, settings)
    return same(won, ours, same_totals(worst, ours))


def copeland(path: Path, ours: Ours, _settings: Settings) -> str:
    won, points = by_pref_voting.most_pairs_won(path)
    return same(won, ours, same_totals(points, ours))


def borda(path: Path, ours: Ours, settings: Settings) -> str:
    won, points = by_pref_voting.borda(path, settings["truncated"])
    return same(won, ours, same_totals(points, ours))


def same(won: frozenset[int], ours: Ours, *also: bool) -> str:
    return SAME if won == set(ours["co_winners"]) and all(also) else UNEXPLAINED


def same_totals(points: Mapping[int, Fraction], ours: Ours) -> bool:
    return points == {int(n): Fraction(total) for n, total in ours["totals"].items()}


def same_pairs(path: Path, ours: Ours) -> bool:
    options, _seats, papers = by_pref_voting.papers_of(path)
    table = ours["pairwise"]
    return all(
        int(table[a - 1][b - 1]) == above for (a, b), above in support(papers, options).items()
    )


def ranked_pairs(path: Path, ours: Ours, settings: Settings) -> str:
    possible = by_pref_voting.pairs_any_order(path, settings)
    if possible is None:
        return "too-many-orders"
    won = set(ours["co_winners"])
    if possible == won:
        return SAME
    return "one-of-several" if won < possible else UNEXPLAINED


def greedy(path: Path, ours: Ours, settings: Settings) -> str:
    return purchases(by_pabutools.greedy(path, settings["by"]), path, ours)


def equal_shares(path: Path, ours: Ours, settings: Settings) -> str:
    found = by_pabutools.equal_shares(
        path, settings["utility"], settings["completion"], settings.get("add1_stop", "overspend")
    )
    return purchases(found, path, ours)


def phragmen(path: Path, ours: Ours, _settings: Settings) -> str:
    """Compare what is bought; the library doesn't tell in which order."""
    found = by_pabutools.phragmen(path)
    return purchases(sorted(found), path, ours | {"winners": sorted(ours["winners"])})


def purchases(found: list[str], path: Path, ours: Ours) -> str:
    """Compare purchases in order; what is free or unchosen may make a difference by itself."""
    won: list[str] = ours["winners"]
    if found == won:
        return SAME
    costs, votes = by_pabutools.costs_of(path), by_pabutools.votes_of(path)
    chosen = [name for name in found if votes[name]]
    paid = [name for name in found if costs[name]]
    paid_by_us = [name for name in won if costs[name]]
    if chosen == won:
        return "unchosen"
    if paid == paid_by_us:
        return "free"
    return "free-unchosen" if [n for n in paid if votes[n]] == paid_by_us else UNEXPLAINED


def allocation(path: Path, ours: Ours, _settings: Settings) -> str:
    """Compare everybody's part of the budget, and the whole units it comes to."""
    text = path.read_text(encoding="utf-8")
    shares = parts(text, ours["rule"])
    told = {row["id"]: Fraction(row["share"]) for row in ours["allocation"]}
    amounts = {name: int(amount) for name, amount in ours["amounts"].items()}
    same_amounts = amounts == in_whole_units(shares, int(ours["budget"]))
    return SAME if told == shares and same_amounts else UNEXPLAINED
