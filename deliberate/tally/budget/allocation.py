"""A budget shared out in parts of any size: the average, or the median, of what people would give.

Each ballot shares out the whole budget, in money (Goel, Krishnaswamy, Sakshuwong and Aitamurto
2019, Knapsack Voting for Participatory Budgeting) or in points, and every ballot weighs the same:
its points count as parts of all the points that it gives. An option gets the average of its parts,
or their median. Elkind, Suksompong and Teh 2023 (Settling the Score: Portioning with Cardinal
Preferences) compare both: the average is fair to groups of any size; the median is not moved by a
few who give very much. Medians need not come to the whole budget (Freeman, Pennock, Peters and
Wortman Vaughan 2021, Truthful Aggregation of Budget Proposals), so they are raised or lowered in
proportion until they do.

What these texts leave open is declared here. Ballots that give nothing to an option that stands
are not counted. The median of an even number is halfway between the two in the middle. If every
median is 0, the average takes their place. Amounts are whole minor units, by largest remainder;
lots say who gets the last ones if remainders are equal. What an option costs plays no part.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from deliberate.tally.fates import Allotted, Fate, Uncounted, Withdrawn
from deliberate.tally.lots import Draw, LotOrder, Purpose
from deliberate.tally.outcome import Allocation, Described, Outcome, Setting, Status
from deliberate.tally.profile import Points, Profile


@dataclass(frozen=True, slots=True)
class Given:
    """The parts of their budget that people gave one option: each, lowest first, by how many.

    >>> given = Given({Fraction(0): 2, Fraction(1, 4): 1, Fraction(1, 2): 1})
    >>> given.average, given.median
    (Fraction(3, 16), Fraction(1, 8))
    """

    people_by_part: Mapping[Fraction, int]

    @property
    def average(self) -> Fraction:
        """What people gave it on average."""
        parts = self.people_by_part.items()
        return sum((part * people for part, people in parts), Fraction()) / self._voters

    @property
    def median(self) -> Fraction:
        """What the one in the middle gave it; halfway between two if two are in the middle."""
        low, high = (self._voters - 1) // 2, self._voters // 2
        return (self._at(low) + self._at(high)) / 2

    @property
    def _voters(self) -> int:
        return sum(self.people_by_part.values())

    def _at(self, place: int) -> Fraction:
        """Return the part at a place among all, from 0 for the lowest."""
        up_to = accumulate(self.people_by_part.values())
        parts = zip(self.people_by_part, up_to, strict=True)
        return next(part for part, so_many in parts if so_many > place)


@dataclass(frozen=True, slots=True)
class Average:
    """Give each option the average of what people would give it; the budget is in minor units.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Trees", "Ramp"])
    >>> profile = Profile(options, {((1, 10),): 2, ((1, 5), (2, 5)): 2})
    >>> Average(budget=1000).count(profile, file_order(options)).allocation.amounts
    {1: 750, 2: 250}
    """

    budget: int

    def __post_init__(self) -> None:
        _check(self.budget)

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "average"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"budget": self.budget}

    def count(self, profile: Profile[Points], lots: LotOrder) -> Outcome:
        """Count the ballots. Raises TieRefused if a lot is needed and `lots` refuses."""
        return _count(self, self.budget, profile, lots, lambda given: given.average)


@dataclass(frozen=True, slots=True)
class Median:
    """Give each option the median of what people would give it, brought to the whole budget.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Trees", "Ramp", "Bench"])
    >>> profile = Profile(options, {((1, 10),): 2, ((1, 5), (2, 5)): 2, ((2, 4), (3, 6)): 1})
    >>> Median(budget=900).count(profile, file_order(options)).allocation.amounts
    {1: 500, 2: 400, 3: 0}
    """

    budget: int

    def __post_init__(self) -> None:
        _check(self.budget)

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "median"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"budget": self.budget}

    def count(self, profile: Profile[Points], lots: LotOrder) -> Outcome:
        """Count the ballots. Raises TieRefused if a lot is needed and `lots` refuses."""
        return _count(self, self.budget, profile, lots, lambda given: given.median)


def _check(budget: int) -> None:
    if budget < 0:
        raise ValueError("a budget can't be below 0")


def _count(
    rule: Described,
    budget: int,
    profile: Profile[Points],
    lots: LotOrder,
    middle_of: Callable[[Given], Fraction],
) -> Outcome:
    """Share out a budget by what is in the middle of the ballots, as a rule understands it."""
    given, voters = parts_given(profile)
    middles = {number: middle_of(each) for number, each in given.items()} if voters else {}
    came_to = sum(middles.values(), Fraction())
    if voters and not came_to:
        shares = {number: each.average for number, each in given.items()}
    else:
        shares = {number: middle / came_to for number, middle in middles.items()}
    amounts, draws = whole_amounts(shares, budget, lots)
    return Outcome(
        rule=rule,
        options=profile.options,
        lots=lots,
        valid=voters,
        empty=sum(profile.ballots.values()) - voters + profile.empty,
        invalid=profile.invalid,
        status=Status.DECIDED if voters else Status.NO_VALID_BALLOTS,
        winners=_largest_first(amounts),
        fates=_fates(profile, given, shares, amounts),
        evidence=Allocation(budget, shares, amounts, came_to),
        drawn=draws,
    )


def parts_given(profile: Profile[Points]) -> tuple[dict[int, Given], int]:
    """Return what people gave each option that stands, and how many people gave anything.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {((1, 3), (2, 1)): 2, ((2, 8),): 1})
    >>> given, voters = parts_given(profile)
    >>> given[1].people_by_part, voters
    ({Fraction(0, 1): 1, Fraction(3, 4): 2}, 3)
    """
    found: dict[int, Counter[tuple[int, int]]] = {n: Counter() for n in profile.standing()}
    voters = 0
    for ballot, people in profile.ballots.items():
        standing = [(number, points) for number, points in ballot if number in found]
        whole = sum(points for _number, points in standing)
        voters += people if whole else 0
        for number, points in standing:
            found[number][points, whole] += people
    return {number: _given(parts, voters) for number, parts in found.items()}, voters


def _given(parts: Counter[tuple[int, int]], voters: int) -> Given:
    """Put the parts in order, with those who gave nothing."""
    people_by_part = Counter({Fraction(): voters - parts.total()})
    for (points, whole), people in parts.items():
        people_by_part[Fraction(points, whole)] += people
    return Given({part: people for part, people in sorted(people_by_part.items()) if people})


def whole_amounts(
    shares: Mapping[int, Fraction], budget: int, lots: LotOrder
) -> tuple[dict[int, int], tuple[Draw, ...]]:
    """Share out a budget in whole units by largest remainder; shares come to 1, or there are none.

    >>> third = Fraction(1, 3)
    >>> whole_amounts({1: third, 2: third, 3: third}, 100, LotOrder((2, 1, 3)))[0]
    {1: 33, 2: 34, 3: 33}

    Raises TieRefused if lots are needed for the last units and refused.
    """
    exact = {number: share * budget for number, share in shares.items()}
    amounts = {number: int(amount) for number, amount in exact.items()}
    level: dict[Fraction, list[int]] = {}
    for number in lots.sorted(shares):
        level.setdefault(exact[number] - amounts[number], []).append(number)
    left = budget - sum(amounts.values()) if shares else 0
    draws: list[Draw] = []
    for _remainder, waiting in sorted(level.items(), reverse=True):
        while waiting and left:
            if left < len(waiting):
                draws.append(lots.draw(1, Purpose.FUND, waiting))
            amounts[waiting.pop(0)] += 1
            left -= 1
    return amounts, tuple(draws)


def _largest_first(amounts: Mapping[int, int]) -> tuple[int, ...]:
    """Return who gets something, those with most first, and equal ones as they are numbered."""
    in_order = sorted((-amount, number) for number, amount in amounts.items() if amount)
    return tuple(number for _amount, number in in_order)


def _fates(
    profile: Profile[Points],
    given: Mapping[int, Given],
    shares: Mapping[int, Fraction],
    amounts: Mapping[int, int],
) -> dict[int, Fate]:
    fates: dict[int, Fate] = {}
    for option in profile.options:
        number = option.number
        if option.withdrawn:
            fates[number] = Withdrawn()
        elif number not in shares:
            fates[number] = Uncounted()
        else:
            each = given[number]
            parts = tuple(each.people_by_part)
            fates[number] = Allotted(
                amount=amounts[number],
                share=shares[number],
                people=sum(people for part, people in each.people_by_part.items() if part),
                lowest=parts[0],
                average=each.average,
                median=each.median,
                highest=parts[-1],
            )
    return fates
