"""Ranked counts by pref_voting and pyrankvote, as answers that can be compared with ours."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import factorial, prod
from pathlib import Path
from random import Random
from typing import Any

import pyrankvote
from pref_voting.c1_methods import copeland
from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders
from pref_voting.margin_based_methods import (
    beat_path,
    minimax,
    minimax_scores,
    ranked_pairs,
)
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish
from pref_voting.scoring_methods import (
    borda_for_profile_with_ties,
    domination_borda_scores,
    symmetric_borda_scores,
)
from preflibtools.instances import OrdinalInstance

from tests.counts.oracles.plain import Ranking, read_blt

MOST_LOTS = 500
MOST_ORDERS = 1000
Winners = frozenset[int]


@lru_cache(maxsize=4)
def papers_of(path: Path) -> tuple[int, int, dict[Ranking, int]]:
    """Read a file's options, seats (or 1) and papers; PrefLib's files by its own tools."""
    if path.suffix == ".blt":
        return read_blt(path.read_text(encoding="utf-8"))
    instance = OrdinalInstance()
    instance.parse_file(str(path))
    return int(instance.num_alternatives), 1, dict(instance.multiplicity)


@lru_cache(maxsize=4)
def profile_of(path: Path) -> ProfileWithTies:
    """Make the library's profile, in which what isn't ranked is below all that is."""
    options, _seats, papers = papers_of(path)
    rankings = [
        {number: place for place, tier in enumerate(ranking, start=1) for number in tier}
        for ranking in papers
    ]
    profile = ProfileWithTies(
        rankings, list(papers.values()), candidates=list(range(1, options + 1))
    )
    profile.use_extended_strict_preference()
    return profile


class Lots(Random):
    """Lots that are drawn as a script says, and after its end always the last."""

    def __init__(self, script: list[int]) -> None:
        super().__init__(0)
        self.script = script
        self.drawn: list[tuple[int, int]] = []

    def choice(self, of: Any) -> Any:
        at = len(self.drawn)
        picked = self.script[at] if at < len(self.script) else len(of) - 1
        self.drawn.append((picked, len(of)))
        return of[picked]


def with_every_lot(count: Callable[[Lots], Winners]) -> set[Winners]:
    """Count with lots falling one way and the other; return all that came out."""
    found: set[Winners] = set()
    script: list[int] | None = []
    for _ in range(MOST_LOTS):
        if script is None:
            break
        lots = Lots(script)
        found.add(count(lots))
        drawn = lots.drawn
        while drawn and drawn[-1][0] == 0:
            drawn.pop()
        script = [*(pick for pick, _of in drawn[:-1]), drawn[-1][0] - 1] if drawn else None
    return found


def scottish(path: Path) -> set[Winners]:
    """Return every set of winners that the library's Scottish count can end with."""
    _options, seats, _papers = papers_of(path)
    profile = profile_of(path)
    return with_every_lot(lambda lots: frozenset(stv_scottish(profile, num_seats=seats, rng=lots)))


def runoff_by_pref_voting(path: Path) -> Winners:
    return frozenset(instant_runoff_for_truncated_linear_orders(profile_of(path)))


def runoff_by_pyrankvote(path: Path) -> tuple[int, list[dict[int, int]]]:
    """Return who wins, and everyone's votes in each round among those still in it."""
    options, _seats, papers = papers_of(path)
    people = [pyrankvote.Candidate(str(number)) for number in range(1, options + 1)]
    ballots = [
        pyrankvote.Ballot([people[number - 1] for (number,) in ranking])
        for ranking, many in papers.items()
        for _each in range(many)
    ]
    pyrankvote.helpers.random.seed(1)  # it breaks its last ties by chance
    result = pyrankvote.instant_runoff_voting(people, ballots)
    rounds: list[dict[int, int]] = []
    out: set[int] = set()
    for told in result.rounds:
        had = {int(r.candidate.name): r.number_of_votes for r in told.candidate_results}
        rounds.append({n: int(votes) for n, votes in sorted(had.items()) if n not in out})
        out |= {int(r.candidate.name) for r in told.candidate_results if r.status == "Rejected"}
    return int(result.get_winners()[0].name), rounds


def strength(path: Path, settings: dict[str, str]) -> Callable[[int, int], int]:
    profile = profile_of(path)
    function: Callable[[int, int], int] = (
        profile.margin if settings.get("strength") == "margins" else profile.support
    )
    return function


def schulze(path: Path, settings: dict[str, str]) -> Winners:
    return frozenset(beat_path(profile_of(path), strength_function=strength(path, settings)))


def smallest_worst(path: Path, settings: dict[str, str]) -> tuple[Winners, dict[int, Fraction]]:
    """Return minimax's winners and everyone's worst defeat."""
    profile = profile_of(path)
    won = frozenset(minimax(profile, strength_function=strength(path, settings)))
    worst = minimax_scores(profile, score_method=settings.get("strength", "winning"))
    return won, {number: Fraction(-int(score)) for number, score in worst.items()}


def pairs_any_order(path: Path, settings: dict[str, str]) -> Winners | None:
    """Return who wins under some order of level pairs; None if there are too many orders.

    The library's own test for that overflows.
    """
    profile, strong = profile_of(path), strength(path, settings)
    if profile.condorcet_winner() is None:
        level = Counter(
            strong(a, b)
            for a in profile.candidates
            for b in profile.candidates
            if a != b and profile.margin(a, b) >= 0
        )
        if prod(map(factorial, level.values())) > MOST_ORDERS:
            return None
    return frozenset(ranked_pairs(profile, strength_function=strong))


def most_pairs_won(path: Path) -> tuple[Winners, dict[int, Fraction]]:
    """Return Copeland's winners and scores: 1 for a pair won, half for a draw."""
    profile = profile_of(path)
    scores = profile.copeland_scores()
    others = len(profile.candidates) - 1
    points = {n: Fraction(int(score) + others, 2) for n, score in scores.items()}
    return frozenset(copeland(profile)), points


def borda(path: Path, truncated: str) -> tuple[Winners, dict[int, Fraction]]:
    """Return Borda's winners and scores, unranked options on average or with nothing."""
    profile = profile_of(path)
    many, others = int(sum(profile.rcounts)), len(profile.candidates) - 1
    if truncated == "average":
        won = borda_for_profile_with_ties(profile, borda_scores=symmetric_borda_scores)
        scores = symmetric_borda_scores(profile)
        points = {n: Fraction(int(s) + many * others, 2) for n, s in scores.items()}
    else:
        won = borda_for_profile_with_ties(profile, borda_scores=domination_borda_scores)
        points = {n: Fraction(int(s)) for n, s in domination_borda_scores(profile).items()}
    return frozenset(won), points
