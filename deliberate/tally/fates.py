"""What became of an option, and why, in numbers.

The questions are those that people ask after a count: why did this one lose, and what would have
been enough.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from deliberate.tally.profile import Exact


class Reason(StrEnum):
    """Why somebody was elected."""

    QUOTA = "quota"
    MAJORITY = "majority"
    LAST_PLACES = "last-places"


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
class MostPoints:
    """Won: it had the most `points`, `ahead` of the next one; level with it if `ahead` is 0."""

    points: Exact
    ahead: Exact


@dataclass(frozen=True, slots=True)
class FewerPoints:
    """Did not win: it had `points`, `behind` the winner; lots went against it if that is 0."""

    points: Exact
    behind: Exact


@dataclass(frozen=True, slots=True)
class Preferred:
    """Won: one to one, it `won` against so many others, was `level` with and `lost` to so many."""

    won: int
    level: int
    lost: int


@dataclass(frozen=True, slots=True)
class LevelWith:
    """Level at the top with the `winner`, whom lots favoured."""

    winner: int


@dataclass(frozen=True, slots=True)
class LostTo:
    """Lost one to one to `by`, by `votes` to `against`, and nothing speaks the other way."""

    by: int
    votes: int
    against: int


@dataclass(frozen=True, slots=True)
class Win:
    """One option's win over another: ballots that put it above, and those that put it below."""

    winner: int
    loser: int
    votes: int
    against: int


@dataclass(frozen=True, slots=True)
class WeakerChain:
    """Behind the one at the start of `chain`, a chain of wins that ends at this option.

    `strength` is that of the chain's weakest win, `back` that of the strongest chain in the other
    direction, 0 if there is none.
    """

    chain: tuple[Win, ...]
    strength: int
    back: int


@dataclass(frozen=True, slots=True)
class LockedBehind:
    """Behind the one at the start of `chain`, a chain of locked wins that ends at this option.

    One to one it was not behind: `votes` put the other above it, and `against` the other way.
    """

    chain: tuple[Win, ...]
    votes: int
    against: int


@dataclass(frozen=True, slots=True)
class WorseLoss:
    """Its worst loss counts for `worst`; the worst one of the winner only for `least`."""

    loss: Win
    worst: int
    least: int


@dataclass(frozen=True, slots=True)
class FewerWins:
    """One to one, it `won`, was `level` and `lost` so often; who won had `most` points."""

    won: int
    level: int
    lost: int
    points: Exact
    most: Exact


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

    `left` is the money of the budget that was left then. `lower_cost` is a cost at which it would
    have been funded with the same shares. `more_votes` is how many further supporters would have
    been enough: people who chose something, and who would have chosen it too, those first who had
    most left of their shares. Both were tried by counting again; they are None where nothing was
    found, or not looked for as that would take long. A count itself leaves `more_votes` out:
    `sure/supporters.py` looks for it.
    """

    votes: int
    cost: int
    shares: Fraction
    left: int
    lower_cost: int | None = None
    more_votes: int | None = None


@dataclass(frozen=True, slots=True)
class Allotted:
    """Given a part of a budget: `amount` in minor units, and the exact `share` of the whole.

    `people` gave it something. The rest is what they gave it, as parts of what each could give:
    the lowest and the highest on any ballot, the average and the median of all ballots.
    """

    amount: int
    share: Fraction
    people: int
    lowest: Fraction
    average: Fraction
    median: Fraction
    highest: Fraction


@dataclass(frozen=True, slots=True)
class StillSaving:
    """Not bought when a count with purses that fill ended: its supporters `had` so much together.

    That is what had gone into their purses since they were last emptied; it is the whole cost if
    another project was level that cost more than the `left`. `more_votes` is the least number of
    further votes, from people who chose nothing else, that would have funded it, all else unchanged
    and ties going against it; `lower_cost` the highest cost that would have, None if none above 0.
    """

    votes: int
    cost: int
    had: Fraction
    left: int
    more_votes: int
    lower_cost: int | None


@dataclass(frozen=True, slots=True)
class Overshot:
    """Not bought: its supporters had its cost together, but only `left` was left of the budget.

    That ended the count. `more_votes` and `lower_cost` are as in StillSaving.
    """

    votes: int
    cost: int
    left: int
    more_votes: int
    lower_cost: int | None


@dataclass(frozen=True, slots=True)
class OverBudget:
    """Not bought: it costs more than the whole budget; `lower_cost` is as in StillSaving."""

    votes: int
    cost: int
    budget: int
    lower_cost: int | None


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
    | MostPoints
    | FewerPoints
    | Preferred
    | LevelWith
    | LostTo
    | WeakerChain
    | LockedBehind
    | WorseLoss
    | FewerWins
    | Withdrawn
    | Uncounted
    | Funded
    | TooDear
    | SharesTooSmall
    | Allotted
    | StillSaving
    | Overshot
    | OverBudget
    | TooFewVotes
    | NobodyChose
)
