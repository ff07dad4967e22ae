"""The pairwise table: for any two options, how many ballots put the one above the other.

Condorcet 1785 (Essai sur l'application de l'analyse à la probabilité des décisions rendues à la
pluralité des voix) compares options two by two: who beats every other one should win. Schulze,
ranked pairs, minimax and Copeland all start from this table, and differ where nobody beats all.

An option that a ballot does not rank is level with the others that it does not rank, below all
those that it ranks. Level options count for neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from deliberate.tally.fates import Fate, LevelWith, Preferred, Uncounted, Win, Withdrawn
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Described, Outcome, Pairwise, opened
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.sets import choose_one
from deliberate.tally.rounds import Round

Table = tuple[tuple[int, ...], ...]
"""table[a][b] belongs to options number a and b; row and column 0 stand empty."""


class Strength(StrEnum):
    """What makes a win strong: the votes for the winner, or how many more they are."""

    WINNING = "winning"
    MARGINS = "margins"

    def of(self, votes: int, against: int) -> int:
        """Return how strong a win is; 0 if it is none.

        >>> Strength.WINNING.of(60, 40), Strength.MARGINS.of(60, 40), Strength.WINNING.of(40, 60)
        (60, 20, 0)
        """
        if votes <= against:
            return 0
        return votes if self is Strength.WINNING else votes - against


@dataclass(frozen=True, slots=True)
class Comparisons:
    """All options of a profile compared two by two.

    `standing` are the numbers of those not withdrawn; `table[a][b]` is how many ballots put a
    above b (0 for withdrawn options); `valid` how many ballots name somebody who stands.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> found = compared(Profile(options, {((1,), (2,)): 4, ((2, 3),): 3}))
    >>> found.table[1][2], found.table[2][1], found.table[2][3], found.table[3][2]
    (4, 3, 4, 0)
    >>> found.record(1), found.record(3)
    (Record(won=2, level=0, lost=0), Record(won=0, level=0, lost=2))
    """

    standing: tuple[int, ...]
    table: Table
    valid: int

    def beats(self, one: int, other: int) -> bool:
        """Say whether more ballots put the one above the other than the other way round."""
        return self.table[one][other] > self.table[other][one]

    def win(self, one: int, other: int) -> Win:
        """Return the one's win over the other, with both counts of ballots."""
        return Win(one, other, self.table[one][other], self.table[other][one])

    def record(self, one: int) -> "Record":
        """Return how an option fared against all others, one to one."""
        won = sum(self.beats(one, other) for other in self.standing)
        lost = sum(self.beats(other, one) for other in self.standing)
        return Record(won, len(self.standing) - 1 - won - lost, lost)

    def strengths(self, strength: Strength) -> Table:
        """Return how strongly each option beats each other; 0 where it does not."""
        return tuple(
            tuple(map(strength.of, row, column))
            for row, column in zip(self.table, turned(self.table), strict=True)
        )


class Record(NamedTuple):
    """How many others an option beat, was level with, and lost to."""

    won: int
    level: int
    lost: int


def turned(table: Table) -> Table:
    """Return a table with rows and columns changed over.

    >>> turned(((1, 2), (3, 4)))
    ((1, 3), (2, 4))
    """
    return tuple(tuple(row[number] for row in table) for number in range(len(table)))


def compared(profile: Profile[Ranking]) -> Comparisons:
    """Compare all options two by two.

    An option's row is kept as one large integer with a field for each option, wide enough for all
    ballots: so one addition adds a ballot to the whole row.
    """
    ballots = _counting(profile)
    valid = sum(ballots.values())
    width = (valid.bit_length() + 7) // 8 or 1
    field = [1 << (8 * width * number) for number in range(len(profile.options) + 1)]
    everyone = sum(field[number] for number in profile.standing())
    rows = [0] * len(field)
    for ranking, count in ballots.items():
        below = count * everyone
        for tier in ranking:
            for number in tier:
                below -= count * field[number]
            for number in tier:
                rows[number] += below
    table = tuple(_unpacked(row, width, len(field)) for row in rows)
    return Comparisons(profile.standing(), table, valid)


def _counting(profile: Profile[Ranking]) -> Mapping[Ranking, int]:
    """Return the ballots that name somebody who stands, without those who don't."""
    standing = frozenset(profile.standing())
    if len(standing) == len(profile.options):
        return {ranking: count for ranking, count in profile.ballots.items() if ranking}
    ballots: dict[Ranking, int] = {}
    for ranking, count in profile.ballots.items():
        tiers = (tuple(number for number in tier if number in standing) for tier in ranking)
        left = tuple(tier for tier in tiers if tier)
        if left:
            ballots[left] = ballots.get(left, 0) + count
    return ballots


def _unpacked(row: int, width: int, fields: int) -> tuple[int, ...]:
    """Take a row apart into its fields of `width` bytes."""
    packed = row.to_bytes(width * fields, "little")
    return tuple(
        int.from_bytes(packed[start : start + width], "little")
        for start in range(0, len(packed), width)
    )


def concluded(
    rule: Described,
    profile: Profile[Ranking],
    lots: LotOrder,
    found: Comparisons,
    evidence: Pairwise,
    losers: Mapping[int, Fate],
    rounds: tuple[Round, ...] = (),
) -> Outcome:
    """Put an outcome together; who comes first in the ranking wins, lots choosing between several.

    `losers` are the fates of those who don't come first. Raises TieRefused.
    """
    tops = evidence.ranking[0] if found.valid else ()
    chosen = choose_one(tops, lots)
    fates: dict[int, Fate] = {}
    for option in profile.options:
        number = option.number
        if option.withdrawn:
            fates[number] = Withdrawn()
        elif not tops:
            fates[number] = Uncounted()
        elif number in chosen.winners:
            fates[number] = Preferred(*found.record(number))
        elif number in losers:
            fates[number] = losers[number]
        else:
            fates[number] = LevelWith(chosen.winners[0])
    return replace(
        opened(rule, profile, lots, found.valid),
        status=chosen.status,
        winners=chosen.winners,
        co_winners=frozenset(tops),
        rounds=rounds,
        fates=fates,
        evidence=evidence if tops else replace(evidence, ranking=()),
        drawn=chosen.drawn,
    )
