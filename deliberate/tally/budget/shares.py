"""One run of the method of equal shares, exact, and how far its result would hold.

Peters and Skowron 2020 (Proportionality and the Limits of Welfarism) and Peters, Pierczyński and
Skowron 2021 (Proportional Participatory Budgeting with Additive Utilities): every voter has the
same share of the budget; each step buys the project whose supporters pay least for what it gives
them. All pay the same price, or all they have left if that is less.

Besides what a voter has, a run follows how much more it would be if all shares were raised. From
that comes `steps`: how often all shares can be raised by one step until the purchases or their
order might be others. A count that raises shares step by step, as cities do, passes over the steps
between, which change nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from deliberate.tally.budget.greedy import Project
from deliberate.tally.lots import Draw, LotOrder, Purpose
from deliberate.tally.profile import Approval, Profile

_FINE = 64
"""Prices are first compared cut off after so many binary places, and exactly where that ties."""
MOST_KEPT = 4_000_000
"""Splits of voters are kept up to so many ballots in all of them, which bounds the memory."""


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


class Price(NamedTuple):
    """What one supporter pays at most: (`need` + `more` × steps) / `payers`, in the run's unit.

    `rate` and `slope` are price for what it gives, and its change a step, both cut off (down).
    """

    need: int
    more: int
    payers: int
    worth: int
    rate: int
    slope: int

    @property
    def exact_rate(self) -> Fraction:
        """The price for what it gives; comparable as long as the run's unit is the same."""
        return Fraction(self.need, self.payers * self.worth)


@dataclass(frozen=True, slots=True)
class Bought:
    """One project bought, and the most that one supporter paid, in minor units.

    Where ballots give points, `per_point` is the price of a point.
    """

    project: Project
    share: Fraction
    draw: Draw | None = None
    per_point: Fraction | None = None


class SharesRun:
    """One run: what was bought, for how many steps that holds, what supporters have left.

    `share` is each voter's share and `step` what it is raised by, both in minor units.
    `worth_cost` says that a project gives each supporter as much as it costs; otherwise each
    project gives the same. Money is counted in 1/(voters × `unit`) of a minor unit, so that all of
    it is whole. Raises TieRefused if a lot is needed and `lots` refuses.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {(1,): 3, (1, 2): 1})
    >>> run = SharesRun(one_group(profile), [Project(1, 40, 4), Project(2, 60, 1)], 4, Fraction(25),
    ...                 step=1, worth_cost=True, lots=LotOrder((1, 2)))
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
        self._voters = voters
        self._worth_cost = worth_cost
        self._lots = lots
        self._unit = share.denominator
        self._has = [share.numerator * voters]
        self._grows = [step * voters * share.denominator]
        self.steps: int | None = None
        self.bought: list[Bought] = []
        self._buy_all([project for project in projects if project.votes])

    @property
    def spent(self) -> int:
        """What everything bought costs, in minor units."""
        return sum(bought.project.cost for bought in self.bought)

    def left_of_supporters(self, project: int) -> Fraction:
        """Return what a project's supporters have left between them, in minor units."""
        left = sum(self._has[group] * people for group, people in self._groups.supporting(project))
        return Fraction(left, self._voters * self._unit)

    def left_of_ballots(self) -> list[int]:
        """Return what a voter of each ballot has left, to compare: in a unit of this run's own."""
        return [self._has[group] for group in self._groups.of_ballots()]

    def _buy_all(self, projects: Sequence[Project]) -> None:
        free = {project.number: project for project in projects if not project.cost}
        for number in self._lots.sorted(free):
            self.bought.append(Bought(free[number], Fraction(0)))
        prices: dict[Project, Price] = {}
        for project in projects:
            price = self._price(project) if project.cost else None
            if price:
                prices[project] = price
        while prices:
            level = self._cheapest(prices)
            if level:
                project, draw = self._one_of(level)
                price = prices.pop(project)
                self._hold_against(price, prices)
                self._pay(project, price, draw)

    def _price(self, project: Project) -> Price | None:
        """Work out the price that makes a project's supporters pay its cost; None if they can't."""
        has, grows = self._has, self._grows
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
                divisor = payers * worth * self._unit
                rate, slope = (need << _FINE) // divisor, (more << _FINE) // divisor
                return Price(need, more, payers, worth, rate, slope)
            for group, people in short:
                need -= has[group] * people
                more -= grows[group] * people
                payers -= people
            emptied = {group for group, _people in short}
            purses = [purse for purse in purses if purse[0] not in emptied]
        self._hold(need, -more)
        return None

    def _cheapest(self, prices: dict[Project, Price]) -> list[Project]:
        """Find the projects with the lowest price for what they give, all exactly level.

        Prices only rise during a run, so an old one is looked at again only if it is low enough.
        """

        def rate(project: Project) -> int:
            return prices[project].rate

        lowest: int | None = None
        looked_at: list[Project] = []
        for project in sorted(prices, key=rate):
            if lowest is not None and prices[project].rate > lowest:
                break
            price = self._price(project)
            if price is None:
                del prices[project]
                continue
            prices[project] = price
            looked_at.append(project)
            lowest = price.rate if lowest is None else min(lowest, price.rate)
        near = [project for project in looked_at if prices[project].rate == lowest]
        if len(near) < 2:
            return near
        rates = {project: prices[project].exact_rate for project in near}
        least = min(rates.values())
        return [project for project in near if rates[project] == least]

    def _one_of(self, level: Sequence[Project]) -> tuple[Project, Draw | None]:
        """Choose among projects at the same price: more votes, then lower cost, then lots."""
        most = max((project.votes, -project.cost) for project in level)
        level = [project for project in level if (project.votes, -project.cost) == most]
        if len(level) == 1:
            return level[0], None
        numbered = {project.number: project for project in level}
        draw = self._lots.draw(len(self.bought) + 1, Purpose.FUND, numbered)
        return numbered[draw.picked], draw

    def _pay(self, project: Project, price: Price, draw: Draw | None) -> None:
        """Take the price from every supporter, or all they have."""
        common = gcd(price.need, price.more, price.payers)
        finer = price.payers // common
        pays, less = price.need // common, price.more // common
        self._unit *= finer
        has = [money * finer for money in self._has]
        grows = [rise * finer for rise in self._grows]
        self._groups, now = self._groups.after(project.number)
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
        self.bought.append(Bought(project, Fraction(pays, self._voters * self._unit), draw))

    def _hold_against(self, price: Price, others: Mapping[Project, Price]) -> None:
        """Note how far shares can be raised before another project would be cheaper."""
        slope = price.slope + 1 if price.more else 0
        for other in others.values():
            if other.slope < slope:
                self._hold(other.rate - price.rate - 1, slope - other.slope)

    def _hold(self, distance: int, speed: int) -> None:
        """Note that after `distance` / `speed` steps the run may go another way."""
        if speed > 0:
            steps = max(1, -(-distance // speed))
            self.steps = steps if self.steps is None else min(self.steps, steps)
