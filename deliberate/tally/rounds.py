"""The rounds of a count: each adds up before it exists.

Stages follow what returning officers publish (SSI 2011/399, Schedule 1, rule 53: votes,
transfers, non-transferable papers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from deliberate.tally.lots import Draw
from deliberate.tally.profile import Exact
from deliberate.tally.progress import Step, reached


class DoesNotAddUp(ArithmeticError):
    """A round lost or made votes or money: a fault of the engine, never of a ballot."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What every stage of a ranked count shows.

    Votes are exact: integers in units of 1/`scale` of a vote. `non_transferable` is all that had
    no further choice so far, `residue` all that was lost so far by cutting transfer values off;
    with the votes they add up to `total`, or DoesNotAddUp is raised. `elected` are put in by this
    stage's votes; `excluded` is who is put out (STV: whose papers this stage moved; IRV: the last
    one on this round's votes). `draws` are the ties settled on the way.
    """

    stage: int
    units: Mapping[int, int]
    total: int
    scale: int = 1
    non_transferable: int = 0
    residue: int = 0
    elected: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    draws: tuple[Draw, ...] = ()

    def __post_init__(self) -> None:
        if sum(self.units.values()) + self.non_transferable + self.residue != self.total:
            raise DoesNotAddUp(f"stage {self.stage} does not add up to {self.total}")
        reached(Step.ROUND, self.stage)

    @property
    def votes(self) -> dict[int, Exact]:
        """The votes of each option at the end of this stage."""
        return {number: exact(units, self.scale) for number, units in self.units.items()}

    @property
    def counting(self) -> Exact:
        """The votes that still count for somebody."""
        return exact(sum(self.units.values()), self.scale)

    @property
    def without_choice(self) -> Exact:
        """The votes that have had no further choice, up to and including this stage."""
        return exact(self.non_transferable, self.scale)

    @property
    def lost(self) -> Exact:
        """What cutting off the values of papers has lost so far."""
        return exact(self.residue, self.scale)


@dataclass(frozen=True, kw_only=True)
class FirstCount(Stage):
    """The first stage: every ballot lies with its first choice.

    >>> FirstCount(stage=1, units={1: 5, 2: 3}, total=9, non_transferable=1).votes
    {1: 5, 2: 3}
    """


@dataclass(frozen=True, kw_only=True)
class Transfer(Stage):
    """A stage that moves papers of `option`: to whom, and how much had no further choice."""

    option: int
    moved_units: Mapping[int, int]
    lapsed_units: int

    @property
    def moved(self) -> dict[int, Exact]:
        """The votes that went on to each option, only where some did."""
        return {number: exact(units, self.scale) for number, units in self.moved_units.items()}

    @property
    def lapsed(self) -> Exact:
        """The votes that had no further choice at this stage."""
        return exact(self.lapsed_units, self.scale)


@dataclass(frozen=True, kw_only=True)
class Surplus(Transfer):
    """A stage that moves what an elected option had beyond the quota, a part of each paper.

    `value` is what a paper is worth in moving on if it was worth one vote before, cut off after
    five places unless the count is exact.
    """

    surplus_units: int
    value: Fraction

    @property
    def surplus(self) -> Exact:
        """The votes beyond the quota."""
        return exact(self.surplus_units, self.scale)


@dataclass(frozen=True, kw_only=True)
class Exclusion(Transfer):
    """A stage that moves all papers of an option that is out, at their value."""


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """One project bought. Money is in minor units.

    `votes` is what the project got (approvals or points); `share` is the most that one supporter
    paid from their own share, and None where the whole budget paid; `load` is what had gone into
    each voter's purse when the supporters had the cost together, and None where no purses fill. If
    ballots give points and shares pay, `per_point` is what each supporter paid for a point, unless
    their share was used up.

    >>> Purchase(stage=1, option=2, cost=40, votes=9, left_before=100, left_after=60).left_after
    60
    """

    stage: int
    option: int
    cost: int
    votes: int
    left_before: int
    left_after: int
    share: Fraction | None = None
    load: Fraction | None = None
    per_point: Fraction | None = None
    draws: tuple[Draw, ...] = ()

    def __post_init__(self) -> None:
        if self.left_before - self.cost != self.left_after or self.left_after < 0:
            raise DoesNotAddUp(f"purchase {self.stage} does not add up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One option's win over another, when its turn came under ranked pairs.

    `votes` ballots put the winner above the loser, `against` the other way. It was `locked` in, or
    passed over, as it would have closed a circle with wins that were locked before.

    >>> Lock(stage=1, winner=3, loser=4, votes=60, against=40, locked=True).votes
    60
    """

    stage: int
    winner: int
    loser: int
    votes: int
    against: int
    locked: bool
    draws: tuple[Draw, ...] = ()

    def __post_init__(self) -> None:
        if self.votes <= self.against:
            raise DoesNotAddUp(f"lock {self.stage} is no win")


RankedRound = FirstCount | Surplus | Exclusion
"""A stage of a ranked count that moves papers from one to another."""

Round = RankedRound | Purchase | Lock


def exact(units: int, scale: int) -> Exact:
    """Return units/scale as an int if it is whole, else as a Fraction.

    >>> exact(150000, 100000), exact(300000, 100000)
    (Fraction(3, 2), 3)
    """
    whole, rest = divmod(units, scale)
    return Fraction(units, scale) if rest else whole
