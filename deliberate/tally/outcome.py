"""What a count gives back: a value that explains itself, and adds up before it exists.

Stages follow what returning officers publish (SSI 2011/399, Schedule 1, rule 53: votes,
transfers, non-transferable papers); purchases and what each project missed follow the questions
that residents ask after a participatory budget.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from deliberate.tally.lots import Draw, LotOrder
from deliberate.tally.profile import B, Exact, Option, Profile

Setting = str | int


class Status(StrEnum):
    """How a count ended."""

    DECIDED = "decided"
    TIED = "tied"
    NO_VALID_BALLOTS = "no-valid-ballots"


class Reason(StrEnum):
    """Why somebody was elected."""

    QUOTA = "quota"
    MAJORITY = "majority"
    LAST_PLACES = "last-places"


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
        """What cutting transfer values off after five places has lost so far."""
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
    five places.
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
    paid from their own share, and None where the whole budget paid.

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
    draws: tuple[Draw, ...] = ()

    def __post_init__(self) -> None:
        if self.left_before - self.cost != self.left_after or self.left_after < 0:
            raise DoesNotAddUp(f"purchase {self.stage} does not add up")


Round = FirstCount | Surplus | Exclusion | Purchase


@dataclass(frozen=True, slots=True)
class Elected:
    """Put in at `stage` with `votes`, for this reason."""

    stage: int
    votes: Exact
    reason: Reason


@dataclass(frozen=True, slots=True)
class Excluded:
    """Out: it had the fewest `votes` at `stage`; `first` people put it first."""

    stage: int
    votes: Exact
    first: int


@dataclass(frozen=True, slots=True)
class Beaten:
    """Still in at the last stage, `behind` the last one elected; `first` put it first."""

    votes: Exact
    behind: Exact
    first: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Taken back before the count."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Neither in nor out, as no ballot made a choice that could be counted."""


@dataclass(frozen=True, slots=True)
class Funded:
    """Bought: `left` was there when its turn came."""

    stage: int
    votes: int
    cost: int
    left: int


@dataclass(frozen=True, slots=True)
class TooDear:
    """Not bought: it costs more than the `left` when its turn came.

    `more_votes` is the least number of further votes that would have funded it, all else
    unchanged and ties going against it; None if no number would. `lower_cost` is the highest cost
    at which it would have been funded with the votes it had; None if no cost above 0 would.
    """

    votes: int
    cost: int
    left: int
    more_votes: int | None
    lower_cost: int | None


@dataclass(frozen=True, slots=True)
class SharesTooSmall:
    """Not bought under Equal Shares: its supporters had `shares` left between them in the end.

    `left` is the money of the budget that was left then; `lower_cost` is a cost at which it would
    have been funded with the same shares (found by running again), None where none was found, or
    not looked for as the count is too large.
    """

    votes: int
    cost: int
    shares: Fraction
    left: int
    lower_cost: int | None = None


@dataclass(frozen=True, slots=True)
class TooFewVotes:
    """Not bought: it has fewer votes than the `least` that the rule asks for."""

    votes: int
    least: int


@dataclass(frozen=True, slots=True)
class NobodyChose:
    """Not bought: no ballot names it."""


Fate = (
    Elected
    | Excluded
    | Beaten
    | Withdrawn
    | Uncounted
    | Funded
    | TooDear
    | SharesTooSmall
    | TooFewVotes
    | NobodyChose
)


@dataclass(frozen=True, slots=True)
class Spending:
    """What a budget came to, in minor units.

    `totals` is what each option got: people who chose it or, if `in_points`, points. Under Equal
    Shares, `endowment` is each voter's share in the run that counted, and `raised` how many times
    it had been raised.
    """

    budget: int
    spent: int
    totals: Mapping[int, int]
    in_points: bool = False
    endowment: Fraction | None = None
    raised: int = 0

    @property
    def left(self) -> int:
        """The money that was not spent."""
        return self.budget - self.spent


@dataclass(frozen=True, slots=True)
class Places:
    """What a ranked count had to fill: seats, and the quota (None under IRV)."""

    seats: int
    quota: int | None = None


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

    `winners` are the numbers of those elected or funded, in order; `valid` how many ballots were
    counted, `empty` and `invalid` how many were not; `fates` says for each option what became of
    it and why; `draws` lists every tie and how it was settled.
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
    evidence: Places | Spending | None = None

    @property
    def stages(self) -> tuple[FirstCount | Surplus | Exclusion, ...]:
        """The rounds of a ranked count; empty for a budget."""
        return tuple(stage for stage in self.rounds if not isinstance(stage, Purchase))

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """What was bought from a budget, in order; empty for a ranked count."""
        return tuple(stage for stage in self.rounds if isinstance(stage, Purchase))

    @property
    def places(self) -> Places:
        """What a ranked count had to fill. Raises TypeError for a budget."""
        if isinstance(self.evidence, Places):
            return self.evidence
        raise TypeError("a budget fills no places")

    @property
    def spending(self) -> Spending:
        """What a budget came to. Raises TypeError for a ranked count."""
        if isinstance(self.evidence, Spending):
            return self.evidence
        raise TypeError("a ranked count spends nothing")

    @property
    def draws(self) -> tuple[Draw, ...]:
        """Every tie in the rounds, in order, and how it was settled.

        Under Equal Shares these are the ties of the run that counted, not of those before it.
        """
        return tuple(draw for stage in self.rounds for draw in stage.draws)

    @property
    def lot_used(self) -> bool:
        """Say whether a lot decided anything."""
        return any(draw.is_lot for draw in self.draws)


def exact(units: int, scale: int) -> Exact:
    """Return units/scale as an int if it is whole, else as a Fraction.

    >>> exact(150000, 100000), exact(300000, 100000)
    (Fraction(3, 2), 3)
    """
    whole, rest = divmod(units, scale)
    return Fraction(units, scale) if rest else whole
