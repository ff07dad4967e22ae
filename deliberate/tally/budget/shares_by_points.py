"""One run of the method of equal shares where ballots give points, exact.

Peters, Pierczyński and Skowron 2021 (Proportional Participatory Budgeting with Additive Utilities):
a project is worth to each voter the points that they gave it. Every voter has the same share of
the budget. Each step buys the project with the lowest price for a point: each supporter pays that
price for each of their points, or all they have left if that is less. With points u, what voters
have left b, and a cost c, the price is the least ρ for which the sum of min(b, ρ·u) over the
supporters is c.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from deliberate.tally.budget.projects import Project
from deliberate.tally.budget.shares import MOST_KEPT, Price, Run
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import Points, Profile

Supporting = tuple[int, int]
"""A group of voters, and the points that some of them gave to a project."""


@dataclass(frozen=True, slots=True)
class Givers:
    """The ballots that give a project points, side by side: which, how many, by how many people."""

    ballots: list[int] = field(default_factory=list[int])
    points: list[int] = field(default_factory=list[int])
    people: list[int] = field(default_factory=list[int])

    def add(self, ballot: int, points: int, people: int) -> None:
        """Add a ballot that gives so many points, and that so many people cast."""
        self.ballots.append(ballot)
        self.points.append(points)
        self.people.append(people)


class PointGroups:
    """Voters grouped by the points that they gave to each of the projects bought so far.

    Voters of one group have paid the same, so they have the same left. `sizes` says how many kinds
    of ballots are in each group, `depth` how many purchases there were. How groups are numbered
    depends only on what was bought, in order: so the last split is kept for the next run.
    """

    def __init__(
        self,
        group_of: list[int],
        sizes: list[int],
        givers: Mapping[int, Givers],
        depth: int = 0,
    ) -> None:
        self._group_of = group_of
        self._sizes = sizes
        self._givers = givers
        self._depth = depth
        self._counted: dict[int, list[tuple[Supporting, int]]] = {}
        self._split: tuple[int, PointGroups, dict[Supporting, int]] | None = None

    def supporting(self, project: int) -> list[tuple[Supporting, int]]:
        """Return who gave a project points: group and points, and how many people that are."""
        if project not in self._counted:
            givers, counts = self._givers[project], Counter[Supporting]()
            groups = map(self._group_of.__getitem__, givers.ballots)
            for group, points, people in zip(groups, givers.points, givers.people, strict=True):
                counts[group, points] += people
            self._counted[project] = list(counts.items())
        return self._counted[project]

    def after(self, project: int) -> tuple["PointGroups", dict[Supporting, int]]:
        """Split off a project's supporters by points; also return in which group they now are.

        The last of a group to be split off stay where they are, so that no group is empty; all
        others get the next numbers.
        """
        if self._split and self._split[0] == project:
            return self._split[1], self._split[2]
        givers, group_of, sizes = self._givers[project], self._group_of.copy(), [*self._sizes]
        came_from = list(zip(map(group_of.__getitem__, givers.ballots), givers.points, strict=True))
        now: dict[Supporting, int] = {}
        for supporting, moving in Counter(came_from).items():
            group, _points = supporting
            now[supporting] = group if moving == sizes[group] else len(sizes)
            if now[supporting] != group:
                sizes[group] -= moving
                sizes.append(moving)
        for ballot, supporting in zip(givers.ballots, came_from, strict=True):
            group_of[ballot] = now[supporting]
        split = PointGroups(group_of, sizes, self._givers, self._depth + 1)
        kept = split._depth * len(group_of) <= MOST_KEPT
        self._split = (project, split, now) if kept else None
        return split, now


def one_group_by_points(profile: Profile[Points]) -> PointGroups:
    """Put all voters into one group, as nothing has been bought yet.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {((1, 3),): 3, ((1, 3), (2, 1)): 2})
    >>> one_group_by_points(profile).supporting(1)
    [((0, 3), 5)]
    """
    givers = {option.number: Givers() for option in profile.options}
    for ballot, (given, people) in enumerate(profile.ballots.items()):
        for number, points in given:
            givers[number].add(ballot, points, people)
    return PointGroups([0] * len(profile.ballots), [len(profile.ballots)], givers)


class RunByPoints(Run):
    """One run; a part of a price is for one point.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {((1, 3),): 1, ((1, 1), (2, 5)): 1})
    >>> run = RunByPoints(one_group_by_points(profile), [Project(1, 40, 4), Project(2, 60, 5)], 2,
    ...                   Fraction(50), step=1, lots=LotOrder((1, 2)))
    >>> [(bought.project.number, bought.share, bought.per_point) for bought in run.bought]
    [(1, Fraction(30, 1), Fraction(10, 1))]
    >>> run.left_of_supporters(2), run.steps
    (Fraction(40, 1), 10)
    """

    def __init__(
        self,
        groups: PointGroups,
        projects: Sequence[Project],
        voters: int,
        share: Fraction,
        *,
        step: int,
        lots: LotOrder,
    ) -> None:
        self._groups = groups
        super().__init__(projects, voters, share, step=step, lots=lots)

    def left_of_supporters(self, project: int) -> Fraction:
        """Return what a project's supporters have left between them, in minor units."""
        supporting = self._groups.supporting(project)
        left = sum(self._has[group] * people for (group, _points), people in supporting)
        return Fraction(left, self._voters * self._unit)

    def _price(self, project: Project) -> Price | None:
        """Work out what a point of a project costs; None if its supporters can't pay for it."""
        has, grows = self._has, self._grows
        payers = [
            (has[group], grows[group], points, people)
            for (group, points), people in self._groups.supporting(project.number)
        ]
        self.work += len(payers)
        need, more = project.cost * self._voters * self._unit, 0
        lacks = need - sum(money * people for money, _rise, _points, people in payers)
        if lacks > 0:
            self._hold(lacks, sum(rise * people for _money, rise, _points, people in payers))
            return None
        points = sum(each * people for _money, _rise, each, people in payers)
        while True:
            # Who has less than this price for their points pays all they have.
            limits = {each: -(-need * each // points) for each in {payer[2] for payer in payers}}
            short = [payer for payer in payers if payer[0] < limits[payer[2]]]
            if not short:
                return self._price_of(need, more, points)
            payers = [payer for payer in payers if payer[0] >= limits[payer[2]]]
            for money, rise, each, people in short:
                need -= money * people
                more -= rise * people
                points -= each * people

    def _pay(self, project: Project, price: Price) -> tuple[Fraction, Fraction]:
        """Take the price for their points from every supporter, or all they have."""
        common = gcd(price.need, price.more, price.parts)
        finer = price.parts // common
        for_each, less_for_each = price.need // common, price.more // common
        self._unit *= finer
        has = [money * finer for money in self._has]
        grows = [rise * finer for rise in self._grows]
        self._groups, now = self._groups.after(project.number)
        self.work += len(has)
        most = 0
        for (group, points), moved_to in now.items():
            money, rise = has[group], grows[group]
            pays, less = for_each * points, less_for_each * points
            if money < pays:
                self._hold(pays - money, rise - less)
                pays, less = money, rise
            most = max(most, pays)
            if moved_to == group:
                has[group], grows[group] = money - pays, rise - less
            else:
                has.append(money - pays)
                grows.append(rise - less)
        self._has, self._grows = has, grows
        whole = self._voters * self._unit
        return Fraction(most, whole), Fraction(for_each, whole)
