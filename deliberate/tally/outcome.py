"""What a count gives back: a value that explains itself.

The rounds are in `rounds.py`, what became of each option in `fates.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from deliberate.tally.fates import Fate
from deliberate.tally.lots import Draw, LotOrder
from deliberate.tally.profile import AnyProfile, B, Exact, Option, Profile
from deliberate.tally.rounds import (
    DoesNotAddUp,
    Lock,
    Purchase,
    RankedRound,
    Round,
    Stage,
)

Setting = str | int


class TooLarge(ArithmeticError):
    """A rule can't count these ballots in numbers that anybody could read; the text says why."""


class Status(StrEnum):
    """How a count ended."""

    DECIDED = "decided"
    TIED = "tied"
    NO_VALID_BALLOTS = "no-valid-ballots"


@dataclass(frozen=True, slots=True)
class Spending:
    """What a budget came to, in minor units.

    `totals` is what each option got: people who chose it or, if `in_points`, points. Under Equal
    Shares, `endowment` is each voter's share in the run that counted, and `raised` how many times
    it had been raised. Where purses fill, `filled` is what had gone into each when the count ended.
    """

    budget: int
    spent: int
    totals: Mapping[int, int]
    in_points: bool = False
    endowment: Fraction | None = None
    raised: int = 0
    filled: Fraction | None = None

    @property
    def left(self) -> int:
        """The money that was not spent."""
        return self.budget - self.spent


@dataclass(frozen=True, slots=True)
class Allocation:
    """How a budget was shared out in parts of any size: shares of 1, and amounts in minor units.

    `came_to` is what the averages or medians came to together before they were brought to 1; where
    it is 0 there were no ballots, or every median was 0 and the average took their place. Shares
    and amounts are of all options that stand; there are none without ballots. Raises DoesNotAddUp.
    """

    budget: int
    shares: Mapping[int, Fraction]
    amounts: Mapping[int, int]
    came_to: Fraction

    def __post_init__(self) -> None:
        whole = sum(self.shares.values()) == 1 and sum(self.amounts.values()) == self.budget
        if self.shares and not whole:
            raise DoesNotAddUp("the shares do not add up to the whole budget")


@dataclass(frozen=True, slots=True)
class Places:
    """What a ranked count had to fill: seats, and the quota (None under IRV).

    `decimals` is how many of the value of a paper were kept; None if all, or if papers are whole.
    """

    seats: int
    quota: int | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """What each option came to under a rule that counts ballots once, without rounds.

    `totals` are exact; `ranking` puts the best first, and those with equal totals in one tier,
    ascending. Withdrawn options are in neither.
    """

    totals: Mapping[int, Exact]
    ranking: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Pairwise:
    """What a rule found that compares options two by two.

    `table[a][b]` is how many ballots put option a above option b; row and column 0 stand empty, so
    that options go by their numbers, and those withdrawn have 0 everywhere. `ranking` puts the best
    first, and those that are level in one tier. `paths[a][b]` is the strength of the strongest
    chain of wins from a to b, where the rule asks for it; `totals` what each option came to, where
    the rule adds up.
    """

    table: tuple[tuple[int, ...], ...]
    ranking: tuple[tuple[int, ...], ...]
    paths: tuple[tuple[int, ...], ...] | None = None
    totals: Mapping[int, Exact] | None = None

    def beats_all(self) -> int | None:
        """Return who beats every other option one to one, if anybody does.

        Rules that compare options two by two put such an option first, and alone there.

        >>> Pairwise(((0, 0, 0), (0, 0, 3), (0, 2, 0)), ranking=((1,), (2,))).beats_all()
        1
        """
        first, *others = [number for tier in self.ranking for number in tier] or [0]
        beaten = all(self.table[first][other] > self.table[other][first] for other in others)
        return first if first and beaten else None


class Described(Protocol):
    """What a rule tells about itself: its name on the command line and all its settings."""

    @property
    def name(self) -> str:
        """The rule's name, as in `deliberate count --rule`."""

    def settings(self) -> Mapping[str, Setting]:
        """Every setting with its value, defaults spelled out."""


class Rule(Described, Protocol[B]):
    """A way of counting: a frozen value whose fields are its settings."""

    def count(self, profile: Profile[B], lots: LotOrder) -> "Outcome":
        """Count the profile. Raises TieRefused if lots are needed and refused."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one count, with all the facts that a page, a text or a file needs.

    `winners` are the numbers of those elected, funded or given a part, in order; `valid` how many
    ballots were counted, `empty` and `invalid` how many were not; `fates` says for each option what
    became of it and why; `draws` lists every tie and how it was settled, and `drawn` those of them
    that belong to no round. `co_winners` are for rules that find a set of winners: all of it,
    before lots chose one.
    """

    rule: Described
    options: tuple[Option, ...]
    lots: LotOrder
    valid: int
    empty: int
    invalid: int
    status: Status
    winners: tuple[int, ...] = ()
    co_winners: frozenset[int] = frozenset()
    rounds: tuple[Round, ...] = ()
    fates: Mapping[int, Fate] = field(default_factory=dict)
    evidence: Places | Spending | Allocation | Scores | Pairwise | None = None
    drawn: tuple[Draw, ...] = ()

    @property
    def stages(self) -> tuple[RankedRound, ...]:
        """The rounds of a ranked count; empty for a budget, and where ballots are counted once."""
        return tuple(stage for stage in self.rounds if isinstance(stage, Stage))

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """What was bought from a budget, in order; empty for a ranked count."""
        return tuple(stage for stage in self.rounds if isinstance(stage, Purchase))

    @property
    def locks(self) -> tuple[Lock, ...]:
        """The wins that ranked pairs locked in or passed over, in order; else empty."""
        return tuple(stage for stage in self.rounds if isinstance(stage, Lock))

    @property
    def places(self) -> Places:
        """What a count in rounds had to fill. Raises TypeError for any other."""
        if isinstance(self.evidence, Places):
            return self.evidence
        raise TypeError("only a count in rounds fills places")

    @property
    def spending(self) -> Spending:
        """What a budget came to. Raises TypeError for a ranked count."""
        if isinstance(self.evidence, Spending):
            return self.evidence
        raise TypeError("a ranked count spends nothing")

    @property
    def allocation(self) -> Allocation:
        """How a budget was shared out. Raises TypeError for a count that doesn't share one out."""
        if isinstance(self.evidence, Allocation):
            return self.evidence
        raise TypeError("this count shares out no budget")

    @property
    def draws(self) -> tuple[Draw, ...]:
        """Every tie and how it was settled: those of the rounds in order, then `drawn`.

        Under Equal Shares these are the ties of the run that counted, not of those before it.
        """
        return tuple(draw for stage in self.rounds for draw in stage.draws) + self.drawn

    @property
    def lot_used(self) -> bool:
        """Say whether a lot decided anything."""
        return any(draw.is_lot for draw in self.draws)


def opened(rule: Described, profile: AnyProfile, lots: LotOrder, valid: int) -> Outcome:
    """Return the outcome of a count that has found no winner yet, with `valid` ballots to count.

    Ballots that are neither valid nor empty are invalid: nobody can read them, or all that they
    name was withdrawn.
    """
    return Outcome(
        rule=rule,
        options=profile.options,
        lots=lots,
        valid=valid,
        empty=profile.empty,
        invalid=profile.papers - profile.empty - valid,
        status=Status.NO_VALID_BALLOTS,
    )
