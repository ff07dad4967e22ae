"""Phragmén's sequential rule for a budget: everybody's purse fills at the same pace.

Phragmén 1894 for seats; Brill, Freeman, Janson and Lackner 2017/2023 (Phragmén's Voting Methods and
Justified Representation); Los, Christoff and Grossi 2022 (Proportional Budget Allocations) for
projects with costs. As soon as the supporters of a project have its cost together, it is bought and
their purses are empty. What has gone into a purse before it was last emptied is the voter's load:
so the next project is the one with the lowest (cost + loads of its supporters) / supporters, and
that is the load which all of them carry from then on.

The count ends when a project would be next, or level with the next, that costs more than is left.
What costs more than the whole budget, or has no supporters, takes no part.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from math import gcd
from typing import NamedTuple

from deliberate.tally.budget.projects import Project, concluded, known_fates, projects_of
from deliberate.tally.fates import (
    Fate,
    NobodyChose,
    OverBudget,
    Overshot,
    StillSaving,
)
from deliberate.tally.lots import Draw, LotOrder, Purpose
from deliberate.tally.outcome import Outcome, Setting, Spending
from deliberate.tally.profile import Approval, Profile
from deliberate.tally.progress import Step, reached
from deliberate.tally.rounds import DoesNotAddUp, Purchase


class Overshoot(StrEnum):
    """What happens when the next project costs more than is left."""

    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Phragmen:
    """Phragmén's sequential rule with a budget in minor units, as the options' costs.

    Two of these three people want trees, which cost 60, and one wants a bench for 40: when 30 have
    gone into each purse, the two have their trees; ten later the third has the bench.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Trees", "Bench"], costs=[60, 40])
    >>> outcome = Phragmen(budget=100).count(Profile(options, {(1,): 2, (2,): 1}),
    ...                                      file_order(options))
    >>> [(bought.option, bought.load) for bought in outcome.purchases]
    [(1, Fraction(30, 1)), (2, Fraction(40, 1))]
    """

    budget: int
    overshoot: Overshoot = Overshoot.STOP

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise ValueError("a budget can't be below 0")

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "phragmen"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"budget": self.budget, "overshoot": self.overshoot.value}

    def count(self, profile: Profile[Approval], lots: LotOrder) -> Outcome:
        """Count the ballots.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        return _Count(self, profile, lots).run()


class Moment(NamedTuple):
    """When supporters have a project's cost together: at a load of `need` / `payers`.

    `need` is the cost and what they carry already, in the unit of all loads at that time.
    """

    need: int
    payers: int

    def after(self, other: "Moment") -> int:
        """Return a number above 0 if this is later, 0 if both are level, below 0 if earlier.

        >>> Moment(2, 3).after(Moment(3, 4)), Moment(2, 4).after(Moment(1, 2))
        (-1, 0)
        """
        return self.need * other.payers - other.need * self.payers


class Loads:
    """What voters carry, and what the supporters of each project not yet bought carry together.

    All is whole in 1/`unit` of a minor unit, and `unit` grows with each purchase, so that nothing
    is ever rounded. Who last helped to buy the same project carries the same. So a ballot only
    notes which purchase that was, and there are no more loads than purchases.

    >>> from deliberate.tally.profile import options_named
    >>> loads = Loads(Profile(options_named(["Trees", "Ramp"]), {(1, 2): 2, (1,): 1, (2,): 1}))
    >>> loads.buy(Project(1, 40, 3))
    Fraction(40, 3)
    >>> loads.unit, loads.moment(Project(2, 60, 3))
    (3, Moment(need=260, payers=3))
    """

    def __init__(self, profile: Profile[Approval]) -> None:
        self.unit = 1
        self._after_purchase = [0]
        self._ballots = list(profile.ballots)
        people = enumerate(profile.ballots.values())
        self._others = {kind: count - 1 for kind, count in people if count > 1}
        self._last = [0] * len(self._ballots)
        self._supporters: dict[int, list[int]] = {n: [] for n in profile.standing()}
        self._carried = dict.fromkeys(self._supporters, 0)
        for kind, ballot in enumerate(self._ballots):
            for number in ballot:
                if number in self._supporters:
                    self._supporters[number].append(kind)

    def moment(self, project: Project) -> Moment:
        """Say when a project's supporters will have its cost together."""
        need = project.cost * self.unit + self._carried[project.number]
        return Moment(need, project.votes)

    def buy(self, project: Project) -> Fraction:
        """Let a project's supporters buy it; return the load that each of them carries now.

        Raises DoesNotAddUp if what they carry more is not what it costs.
        """
        need, payers = self.moment(project)
        common = gcd(need, payers)
        self._refine(payers // common)
        load = need // common
        paid = 0
        for last, kinds in self._by_last_purchase(project.number).items():
            more = load - self._after_purchase[last]
            chosen = self._chosen_by(kinds)
            paid += chosen[project.number] * more
            for number, people in chosen.items():
                if number in self._carried:
                    self._carried[number] += people * more
        if paid != project.cost * self.unit:
            raise DoesNotAddUp(f"project {project.number} was not paid what it costs")
        del self._carried[project.number]
        self._after_purchase.append(load)
        return Fraction(load, self.unit)

    def _refine(self, times: int) -> None:
        self.unit *= times
        self._after_purchase = [load * times for load in self._after_purchase]
        self._carried = {number: load * times for number, load in self._carried.items()}

    def _by_last_purchase(self, number: int) -> dict[int, list[int]]:
        """Group a project's supporters by their last purchase, and note that it is this one."""
        groups: dict[int, list[int]] = {}
        this = len(self._after_purchase)
        last = self._last
        for kind in self._supporters[number]:
            groups.setdefault(last[kind], []).append(kind)
            last[kind] = this
        return groups

    def _chosen_by(self, kinds: Sequence[int]) -> Counter[int]:
        """Count how many of the people with these ballots chose each project, if any did."""
        # Most ballots of a large budget are cast once, and are counted much faster so.
        chosen = Counter(chain.from_iterable(map(self._ballots.__getitem__, kinds)))
        for kind in filter(self._others.__contains__, kinds):
            for number in self._ballots[kind]:
                chosen[number] += self._others[kind]
        return chosen


class _Count:
    """One count: purchases until one would overshoot the budget, or nothing is left to buy."""

    def __init__(self, rule: Phragmen, profile: Profile[Approval], lots: LotOrder) -> None:
        self.rule = rule
        self.profile = profile
        self.lots = lots
        self.projects = projects_of(profile)
        self.loads = Loads(profile)
        self.left = rule.budget
        self.waiting = {project.number: project for project in self.projects if project.votes}
        self.more_votes: dict[int, int] = {}
        self.lower_cost: dict[int, int] = {}
        self.purchases: list[Purchase] = []
        self.end: Moment | None = None

    def run(self) -> Outcome:
        while level := self._next():
            reached(Step.PURCHASE, len(self.purchases) + 1)
            if any(project.cost > self.left for project in level):
                self.end = self.loads.moment(level[0])
                self._see_what_would_do(self.end, None)
                break
            self._buy(level)
        else:
            # All that could be bought is bought: what is left would have been there for the rest.
            for number in self.waiting:
                self._see_cost(number, self.left)
        spending = Spending(
            self.rule.budget,
            self.rule.budget - self.left,
            {project.number: project.votes for project in self.projects},
            filled=self._filled(),
        )
        return concluded(
            self.rule, self.profile, self.lots, self.purchases, self._fates(), spending
        )

    def _filled(self) -> Fraction:
        """Return what had gone into each purse when the count ended."""
        if self.end:
            return Fraction(self.end.need, self.end.payers * self.loads.unit)
        return max((bought.load for bought in self.purchases if bought.load), default=Fraction(0))

    def _next(self) -> list[Project]:
        """Find the projects whose cost is together first, all exactly level."""
        level: list[Project] = []
        first: Moment | None = None
        for project in self.waiting.values():
            if project.cost > self.rule.budget:
                continue
            moment = self.loads.moment(project)
            later = moment.after(first) if first else -1
            if later < 0:
                first, level = moment, [project]
            elif later == 0:
                level.append(project)
        return level

    def _buy(self, level: Sequence[Project]) -> None:
        project, draw = self._one_of(level)
        del self.waiting[project.number]
        self._see_what_would_do(self.loads.moment(project), project)
        load = self.loads.buy(project)
        self.purchases.append(
            Purchase(
                stage=len(self.purchases) + 1,
                option=project.number,
                cost=project.cost,
                votes=project.votes,
                left_before=self.left,
                left_after=self.left - project.cost,
                load=load,
                draws=(draw,) if draw else (),
            )
        )
        self.left -= project.cost

    def _one_of(self, level: Sequence[Project]) -> tuple[Project, Draw | None]:
        """Choose among projects that are level: more votes, then lower cost, then lots.

        No lot is drawn between projects that cost nothing, as all of them are bought.
        """
        most = max(_weight(project) for project in level)
        equals = {project.number: project for project in level if _weight(project) == most}
        first = equals[self.lots.first(equals)]
        if len(equals) == 1 or not first.cost:
            return first, None
        return first, self.lots.draw(len(self.purchases) + 1, Purpose.FUND, equals)

    def _see_what_would_do(self, first: Moment, bought: Project | None) -> None:
        """Note for every project that waits what would have put it in the place of the next one.

        Until it is bought, a project changes nothing for the others, so it would have met just
        this. Level with what was `bought`, more votes or a lower cost would do; level with one that
        ends the count, nothing.
        """
        for project in self.waiting.values():
            moment = self.loads.moment(project)
            lower = self._lower_cost(project, moment, first, bought)
            self._see_cost(project.number, min(lower, self.left))
            if first.need and project.cost <= self.left:
                more = _more_votes(project, moment, first, bought)
                least = self.more_votes.get(project.number, more)
                self.more_votes[project.number] = min(more, least)

    def _see_cost(self, number: int, lower: int) -> None:
        """Note that a lower cost would have been low enough; 0 or less is none."""
        if lower > self.lower_cost.get(number, 0):
            self.lower_cost[number] = lower

    def _lower_cost(
        self, project: Project, moment: Moment, first: Moment, bought: Project | None
    ) -> int:
        """Find the highest cost at which a project would have been the next; 0 or less if none."""
        carried = moment.need - project.cost * self.loads.unit
        room = first.need * moment.payers - carried * first.payers
        level, rest = divmod(room, first.payers * self.loads.unit)
        if rest:
            return level
        wins = bought is not None and (project.votes, -level) > _weight(bought)
        return level if wins else level - 1

    def _fates(self) -> dict[int, Fate]:
        fates = known_fates(self.profile, self.purchases)
        for project in self.projects:
            if project.number not in fates:
                fates[project.number] = self._missed(project) if project.votes else NobodyChose()
        return dict(sorted(fates.items()))

    def _missed(self, project: Project) -> Fate:
        """Say why a project with supporters was not bought."""
        number, cost, votes = project.number, project.cost, project.votes
        lower = self.lower_cost.get(number)
        if self.end is None or cost > self.rule.budget:
            return OverBudget(votes, cost, self.rule.budget, lower)
        more = self.more_votes[number]
        short = self.loads.moment(project).after(self.end)
        if not short and cost > self.left:
            return Overshot(votes, cost, self.left, more, lower)
        had = cost - Fraction(short, self.end.payers * self.loads.unit)
        return StillSaving(votes, cost, had, self.left, more, lower)


def _weight(project: Project) -> tuple[int, int]:
    """Return what tells projects apart that are level: more votes, then a lower cost."""
    return project.votes, -project.cost


def _more_votes(project: Project, moment: Moment, first: Moment, bought: Project | None) -> int:
    """Find the least number of further votes with which a project would have been the next."""
    level, rest = divmod(moment.need * first.payers, first.need)
    wins = bought is not None and (level, -project.cost) > _weight(bought)
    votes = level if wins and not rest else level + 1
    return votes - project.votes
