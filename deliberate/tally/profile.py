"""Ballots as the tally sees them: options with numbers, equal ballots grouped with a count.

A profile is what every rule starts from. It follows the usual definition of social choice theory
(Brandt, Conitzer, Endriss, Lang and Procaccia 2016, Handbook of Computational Social Choice,
section 2.2): a list of options and, for each way of filling in a ballot, how many people chose it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeGuard, TypeVar

Exact = int | Fraction
"""A number that is never rounded."""

Ranking = tuple[tuple[int, ...], ...]
"""Tiers of option numbers, best first; options within a tier are level and ascend."""

Approval = tuple[int, ...]
"""The chosen option numbers, ascending."""

Points = tuple[tuple[int, int], ...]
"""Pairs of option number and points (above 0), ascending by option."""

B = TypeVar("B")
"""The kind of ballot: Ranking, Approval or Points."""


class BadProfile(ValueError):
    """The options or ballots don't fit together; the text says where."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a contest counts: its number (1, 2, … in file order), id, name and cost.

    The cost is in minor units of the contest's currency (pence), and 0 where nothing is bought.

    >>> Option(1, "p7", "Trees on Mill Road", cost=1_200_00).cost
    120000
    """

    number: int
    id: str
    name: str
    cost: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class Profile(Generic[B]):
    """All ballots of a contest, equal ones grouped: each ballot with how many people cast it.

    `empty` counts ballots that choose nothing; `invalid` those that could not be read.
    Raises BadProfile if the options are not numbered 1, 2, … or a count is below 1.

    >>> ada, bo = Option(1, "1", "Ada"), Option(2, "2", "Bo")
    >>> profile = Profile((ada, bo), {((1,), (2,)): 3, ((2,),): 2}, empty=1)
    >>> profile.papers
    6
    """

    options: tuple[Option, ...]
    ballots: Mapping[B, int]
    empty: int = 0
    invalid: int = 0

    def __post_init__(self) -> None:
        if [option.number for option in self.options] != list(range(1, len(self.options) + 1)):
            raise BadProfile("options must be numbered 1, 2, 3, … in order")
        if self.ballots and min(self.ballots.values()) < 1:
            raise BadProfile("every ballot in a profile was cast at least once")

    @property
    def papers(self) -> int:
        """How many ballots there are in all: filled in, empty and unreadable."""
        return sum(self.ballots.values()) + self.empty + self.invalid

    @property
    def voters(self) -> int:
        """How many readable ballots there are, empty ones included."""
        return sum(self.ballots.values()) + self.empty

    def standing(self) -> tuple[int, ...]:
        """Return the numbers of the options that have not been withdrawn."""
        return tuple(option.number for option in self.options if not option.withdrawn)


AnyProfile = Profile[Ranking] | Profile[Approval] | Profile[Points]


def options_named(names: Sequence[str], costs: Sequence[int] = ()) -> tuple[Option, ...]:
    """Make options of plain names, numbered 1, 2, …; costs are in minor units.

    >>> [option.id for option in options_named(["Ada", "Bo"])]
    ['1', '2']
    """
    known = costs or [0] * len(names)
    return tuple(
        Option(number, str(number), name, cost)
        for number, (name, cost) in enumerate(zip(names, known, strict=True), start=1)
    )


def scores(profile: Profile[Approval] | Profile[Points]) -> dict[int, int]:
    """Add up what each option got: one for each approval, or its points.

    Withdrawn options are left out; every other option is there, with 0 if nobody chose it.

    >>> scores(Profile(options_named(["Ada", "Bo"]), {(1,): 3, (1, 2): 2}))
    {1: 5, 2: 2}
    >>> scores(Profile(options_named(["Ada", "Bo"]), {((1, 4), (2, 1)): 2}))
    {1: 8, 2: 2}
    """
    totals = dict.fromkeys(range(1, len(profile.options) + 1), 0)
    for ballot, count in profile.ballots.items():
        for choice in ballot:
            if isinstance(choice, tuple):
                totals[choice[0]] += choice[1] * count
            else:
                totals[choice] += count
    return {number: totals[number] for number in profile.standing()}


def in_points(profile: Profile[Approval] | Profile[Points]) -> bool:
    """Say whether the ballots give points, and don't just pick options.

    All are of one kind, so the first that chooses something tells.

    >>> in_points(Profile(options_named(["Ada"]), {((1, 4),): 2}))
    True
    """
    first = next((ballot for ballot in profile.ballots if ballot), ())
    return any(isinstance(choice, tuple) for choice in first)


def gives_points(profile: Profile[Approval] | Profile[Points]) -> TypeGuard[Profile[Points]]:
    """Say whether a rule for points can count the profile; without ballots any can.

    >>> gives_points(Profile(options_named(["Ada"]), {(1,): 2}))
    False
    """
    return in_points(profile) or not any(profile.ballots)


def picks_options(profile: Profile[Approval] | Profile[Points]) -> TypeGuard[Profile[Approval]]:
    """Say whether a rule for ballots that pick options can count the profile.

    >>> picks_options(Profile(options_named(["Ada"]), {(1,): 2}))
    True
    """
    return not in_points(profile)


def chosen(profile: Profile[Ranking]) -> Profile[Approval]:
    """Read every option that a ballot ranks as chosen, whatever its rank.

    >>> options = options_named(["Ada", "Bo"])
    >>> chosen(Profile(options, {((2,), (1,)): 3, ((1,), (2,)): 1})).ballots
    {(1, 2): 4}
    """
    ballots: dict[Approval, int] = {}
    for ranking, count in profile.ballots.items():
        approval = tuple(sorted(number for tier in ranking for number in tier))
        ballots[approval] = ballots.get(approval, 0) + count
    return Profile(profile.options, ballots, profile.empty, profile.invalid)
