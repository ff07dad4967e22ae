"""Schulze's rule: who has the stronger chain of wins, as Debian and many societies decide.

Markus Schulze 2011, A new monotonic, clone-independent, reversal symmetric, and
Condorcet-consistent single-winner election method, Social Choice and Welfare 36, pages 267 to 303.
A chain of wins leads from one option to another if each beats the next; it is as strong as its
weakest win. An option is ahead of another if its strongest chain to it is stronger than the one
back. Who has nobody ahead wins; there always is somebody, and there may be several.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deliberate.tally.fates import Fate, LostTo, WeakerChain
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Outcome, Pairwise, Setting
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.pairwise import (
    Comparisons,
    Strength,
    Table,
    compared,
    concluded,
    turned,
)
from deliberate.tally.ranked.reach import Reach, along, layers, members, strongest_chains


@dataclass(frozen=True, slots=True)
class Schulze:
    """Schulze's rule; `strength` says what makes a win strong.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> circle = {((1,), (2,), (3,)): 4, ((2,), (3,), (1,)): 3, ((3,), (1,), (2,)): 2}
    >>> Schulze().count(Profile(options, circle), file_order(options)).winners
    (1,)
    """

    strength: Strength = Strength.WINNING

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "schulze"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"strength": self.strength.value}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots; of several whom nobody is ahead of, the one favoured by `lots` wins.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        found = compared(profile)
        strengths = found.strengths(self.strength)
        paths = strongest_paths(strengths)
        ranking = layers(found.standing, _ahead_of(paths))
        tops = lots.sorted(ranking[0] if ranking else ())
        losers = dict(_Reasons(found, strengths, paths).of(tops, lots.order))
        evidence = Pairwise(found.table, ranking, paths=paths)
        return concluded(self, profile, lots, found, evidence, losers)


def strongest_paths(strengths: Table) -> Table:
    """Return how strong the strongest chain of wins is from each option to each other.

    Wins are taken from the strongest to the weakest: a chain has the strength of the win that
    first completes it. `strengths[a][b]` is that of a's win over b, 0 if it is none.

    >>> strongest_paths(((0, 0, 0, 0), (0, 0, 7, 0), (0, 0, 0, 6), (0, 5, 0, 0)))
    ((0, 0, 0, 0), (0, 0, 7, 6), (0, 5, 0, 6), (0, 5, 5, 0))
    """
    wins: dict[int, list[tuple[int, int]]] = {}
    for winner, row in enumerate(strengths):
        for loser, strength in enumerate(row):
            if strength:
                wins.setdefault(strength, []).append((winner, loser))
    paths = [[0] * len(strengths) for _ in strengths]
    reach = Reach(len(strengths))
    for strength in sorted(wins, reverse=True):
        for winner, loser in wins[strength]:
            for start, ends in reach.join(winner, loser):
                row_of_start = paths[start]
                for end in members(ends):
                    row_of_start[end] = strength
    return tuple(map(tuple, paths))


def _ahead_of(paths: Table) -> Sequence[int]:
    """Return for each option those who are ahead of it, as bits."""
    return [
        sum(
            1 << other
            for other, (back, there) in enumerate(zip(column, row, strict=True))
            if back > there
        )
        for row, column in zip(paths, turned(paths), strict=True)
    ]


class _Reasons:
    """Says why each option that is not at the top is behind one that is."""

    def __init__(self, found: Comparisons, strengths: Table, paths: Table) -> None:
        self.found = found
        self.strengths = strengths
        self.paths = paths

    def of(self, tops: Sequence[int], order: Sequence[int]) -> Iterator[tuple[int, Fate]]:
        """Yield the reason of every option that is not among the tops; the first tops go first.

        Somebody at the top is ahead of it: who is ahead of one who is ahead is ahead, too.
        """
        waiting = set(self.found.standing).difference(tops)
        for top in tops:
            behind = {number for number in waiting if self._ahead(top, number)}
            waiting -= behind
            before = strongest_chains(top, order, self.strengths) if behind else {}
            for number in behind:
                direct = self.strengths[top][number] == self.paths[top][number]
                chain = (top, number) if direct else along(before, top, number)
                yield number, self._fate(chain)

    def _ahead(self, one: int, other: int) -> bool:
        return self.paths[one][other] > self.paths[other][one]

    def _fate(self, chain: tuple[int, ...]) -> Fate:
        top, number = chain[0], chain[-1]
        wins = tuple(self.found.win(one, other) for one, other in pairwise(chain))
        back = self.paths[number][top]
        if len(wins) == 1 and not back:
            return LostTo(top, wins[0].votes, wins[0].against)
        return WeakerChain(wins, self.paths[top][number], back)
