"""One run of the method of equal shares where ballots pick projects, exact.

Peters and Skowron 2020 (Proportionality and the Limits of Welfarism): a project is worth to each
supporter as much as it costs, or the same whichever it is. All supporters pay the same price, or
all they have left if that is less.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from deliberate.tally.budget.projects import Project
from deliberate.tally.budget.shares import MOST_KEPT, Price, Run
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import Approval, Profile


@dataclass(frozen=True, slots=True)
class Supporters:
    """The ballots that choose a project: those cast once, and those cast several times.

    Most are cast once in a large budget, and those are counted much faster.
    """

    ballots: list[int]
    single: list[int]
    several: list[tuple[int, int]]

    def add(self, ballot: int, people: int) -> None:
        """Add a ballot that so many people cast."""
        self.ballots.append(ballot)
        if people == 1:
            self.single.append(ballot)
        else:
            self.several.append((ballot, people))


class Groups:
    """Voters grouped by which of the projects bought so far they support.

    Voters of one group have paid the same, so they have the same left. How groups are numbered
    depends only on what was bought, in order: so the last split is kept for the next run. `sizes`
    says how many ballots are in each group, `depth` how many purchases there were.
    """

    def __init__(
        self,
        group_of: list[int],
        sizes: list[int],
        supporters: Mapping[int, Supporters],
        depth: int = 0,
    ) -> None:
        self._group_of = group_of
        self._sizes = sizes
        self._supporters = supporters
        self._depth = depth
        self._counted: dict[int, list[tuple[int, int]]] = {}
        self._split: tuple[int, Groups, dict[int, int]] | None = None

    def supporting(self, project: int) -> list[tuple[int, int]]:
        """Return the groups that support a project, each with how many of its voters do."""
        if project not in self._counted:
            group_of, supporters = self._group_of, self._supporters[project]
            counts = Counter(map(group_of.__getitem__, supporters.single))
            for ballot, people in supporters.several:
                counts[group_of[ballot]] += people
            self._counted[project] = list(counts.items())
        return self._counted[project]

    def of_ballots(self) -> list[int]:
        """Return the group of each ballot, as they stand in the profile."""
        return self._group_of

    def after(self, project: int) -> tuple["Groups", dict[int, int]]:
        """Split off the supporters of a project; also return in which group each group's now are.

        They stay in their group if all of it support the project; all others get the next numbers.
        """
        if self._split and self._split[0] == project:
            return self._split[1], self._split[2]
        group_of, sizes = self._group_of.copy(), self._sizes.copy()
        ballots = self._supporters[project].ballots
        now: dict[int, int] = {}
        for old, moving in Counter(map(group_of.__getitem__, ballots)).items():
            now[old] = old
            if moving < sizes[old]:
                now[old] = len(sizes)
                sizes[old] -= moving
                sizes.append(moving)
        for ballot in ballots:
            group_of[ballot] = now[group_of[ballot]]
        split = Groups(group_of, sizes, self._supporters, self._depth + 1)
        kept = split._depth * len(group_of) <= MOST_KEPT
        self._split = (project, split, now) if kept else None
        return split, now


def one_group(profile: Profile[Approval]) -> Groups:
    """Put all voters into one group, as nothing has been bought yet.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {(1,): 3, (1, 2): 2})
    >>> one_group(profile).supporting(2)
    [(0, 2)]
    """
    supporters = {option.number: Supporters([], [], []) for option in profile.options}
    for ballot, (approval, people) in enumerate(profile.ballots.items()):
        for number in approval:
            supporters[number].add(ballot, people)
    return Groups([0] * len(profile.ballots), [len(profile.ballots)], supporters)


class RunByPicks(Run):
    """One run; `worth_cost` says that a project gives each supporter as much as it costs.

    Otherwise each project gives the same.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {(1,): 3, (1, 2): 1})
    >>> projects = [Project(1, 40, 4), Project(2, 60, 1)]
    >>> run = RunByPicks(one_group(profile), projects, 4, Fraction(25),
    ...                  step=1, worth_cost=True, lots=LotOrder((1, 2)))
    >>> [(bought.project.number, bought.share) for bought in run.bought]
    [(1, Fraction(10, 1))]
    >>> run.left_of_supporters(2), run.steps
    (Fraction(15, 1), 35)
    """

    def __init__(
        self,
        groups: Groups,
        projects: Sequence[Project],
        voters: int,
        share: Fraction,
        *,
        step: int,
        worth_cost: bool,
        lots: LotOrder,
    ) -> None:
        self._groups = groups
        self._worth_cost = worth_cost
        super().__init__(projects, voters, share, step=step, lots=lots)

    def left_of_supporters(self, project: int) -> Fraction:
        """Return what a project's supporters have left between them, in minor units."""
        left = sum(self._has[group] * people for group, people in self._groups.supporting(project))
        return Fraction(left, self._voters * self._unit)

    def left_of_ballots(self) -> list[int]:
        """Return what a voter of each ballot has left, to compare: in a unit of this run's own."""
        return [self._has[group] for group in self._groups.of_ballots()]

    def _price(self, project: Project) -> Price | None:
        """Work out the price that makes a project's supporters pay its cost; None if they can't."""
        has, grows = self._has, self._grows
        self.work += len(self._groups.supporting(project.number))
        # Most groups have nothing left in the end, whatever shares are.
        purses = [purse for purse in self._groups.supporting(project.number) if grows[purse[0]]]
        payers = sum([people for _group, people in purses])
        need, more = project.cost * self._voters * self._unit, 0
        while payers:
            price, rest = divmod(need, payers)
            # Who has no more than an equal part of the rest pays all they have.
            short = [purse for purse in purses if has[purse[0]] <= price]
            if not rest:
                short = [
                    (group, people)
                    for group, people in short
                    if has[group] < price or grows[group] * payers < more
                ]
            if not short:
                worth = project.cost if self._worth_cost else 1
                return self._price_of(need, more, payers, worth)
            for group, people in short:
                need -= has[group] * people
                more -= grows[group] * people
                payers -= people
            emptied = {group for group, _people in short}
            purses = [purse for purse in purses if purse[0] not in emptied]
        self._hold(need, -more)
        return None

    def _pay(self, project: Project, price: Price) -> tuple[Fraction, None]:
        """Take the price from every supporter, or all they have."""
        common = gcd(price.need, price.more, price.parts)
        finer = price.parts // common
        pays, less = price.need // common, price.more // common
        self._unit *= finer
        has = [money * finer for money in self._has]
        grows = [rise * finer for rise in self._grows]
        self._groups, now = self._groups.after(project.number)
        self.work += len(has)
        nothing_left = False
        # Groups that are split off have the next numbers, in this order.
        for old, new in now.items():
            money, rise = has[old] - pays, grows[old] - less
            if money < 0 or (not money and rise < 0):
                if grows[old]:
                    self._hold(-money, rise)
                else:
                    nothing_left = True
                money = rise = 0
            if new == old:
                has[old], grows[old] = money, rise
            else:
                has.append(money)
                grows.append(rise)
        if nothing_left:
            self._hold(pays, -less)
        self._has, self._grows = has, grows
        return Fraction(pays, self._voters * self._unit), None
