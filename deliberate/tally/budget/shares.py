"""One run of the method of equal shares, exact, and how far its result would hold.

Peters and Skowron 2020 (Proportionality and the Limits of Welfarism) and Peters, Pierczyński and
Skowron 2021 (Proportional Participatory Budgeting with Additive Utilities): every voter has the
same share of the budget; each step buys the project whose supporters pay least for what it gives
them. What they pay is in `shares_by_picks.py` and, where ballots give points, in
`shares_by_points.py`.

Besides what a voter has, a run follows how much more it would be if all shares were raised. From
that comes `steps`: how often all shares can be raised by one step until the purchases or their
order might be others. A count that raises shares step by step, as cities do, passes over the steps
between, which change nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from deliberate.tally.budget.projects import Project
from deliberate.tally.lots import Draw, LotOrder, Purpose

_FINE = 64
"""Prices are first compared cut off after so many binary places, and exactly where that ties."""


MOST_KEPT = 4_000_000
"""Splits of voters are kept up to so many ballots in all of them, which bounds the memory."""


class Price(NamedTuple):
    """What one part of a project's cost is: (`need` + `more` × steps) / `parts`, in the run's unit.

    There is a part for each supporter who pays in full or, where ballots give points, for each of
    their points. `worth` is what a part gives its payer. `rate` and `slope` are price for what it
    gives, and its change a step, both cut off (down).
    """

    need: int
    more: int
    parts: int
    worth: int
    rate: int
    slope: int

    @property
    def exact_rate(self) -> Fraction:
        """The price for what it gives; comparable as long as the run's unit is the same."""
        return Fraction(self.need, self.parts * self.worth)


@dataclass(frozen=True, slots=True)
class Bought:
    """One project bought, and the most that one supporter paid, in minor units.

    Where ballots give points, `per_point` is the price of a point.
    """

    project: Project
    share: Fraction
    draw: Draw | None = None
    per_point: Fraction | None = None


def free_first(projects: Sequence[Project], lots: LotOrder) -> list[Project]:
    """Return what costs nothing, in the order in which it is bought: more votes or points first.

    Lots put those level in an order, which decides nothing: all of them are bought.

    >>> free_first([Project(1, 0, 2), Project(2, 0, 5), Project(3, 9, 7)], LotOrder((1, 2, 3)))
    [Project(number=2, cost=0, votes=5), Project(number=1, cost=0, votes=2)]
    """

    def votes(project: Project) -> int:
        return project.votes

    free = {project.number: project for project in projects if not project.cost}
    return sorted((free[number] for number in lots.sorted(free)), key=votes, reverse=True)


class Run(ABC):
    """One run: what was bought, for how many steps that holds, what supporters have left.

    `share` is each voter's share and `step` what it is raised by, both in minor units. Money is
    counted in 1/(voters × `unit`) of a minor unit, so that all of it is whole. Voters who have paid
    the same are a group, numbered from 0: `_has` and `_grows` say what one of each group has, and
    how much more with each step. `work` is how many groups were asked for money, or kept, in all:
    about what the run took, and the same on every machine. Raises TieRefused if a lot is needed and
    `lots` refuses.
    """

    def __init__(
        self,
        projects: Sequence[Project],
        voters: int,
        share: Fraction,
        *,
        step: int,
        lots: LotOrder,
    ) -> None:
        self._voters = voters
        self._lots = lots
        self._unit = share.denominator
        self._has = [share.numerator * voters]
        self._grows = [step * voters * share.denominator]
        self.steps: int | None = None
        self.work = 0
        self.bought: list[Bought] = []
        self._buy_all([project for project in projects if project.votes])

    @property
    def spent(self) -> int:
        """What everything bought costs, in minor units."""
        return sum(bought.project.cost for bought in self.bought)

    @abstractmethod
    def left_of_supporters(self, project: int) -> Fraction:
        """Return what a project's supporters have left between them, in minor units."""

    @abstractmethod
    def _price(self, project: Project) -> Price | None:
        """Work out the price that makes a project's supporters pay its cost; None if they can't."""

    @abstractmethod
    def _pay(self, project: Project, price: Price) -> tuple[Fraction, Fraction | None]:
        """Take the price from every supporter, or all they have.

        Returns the most that one of them paid and, where ballots give points, the price of a point.
        """

    def _price_of(self, need: int, more: int, parts: int, worth: int = 1) -> Price:
        divisor = parts * worth * self._unit
        return Price(
            need, more, parts, worth, (need << _FINE) // divisor, (more << _FINE) // divisor
        )

    def _buy_all(self, projects: Sequence[Project]) -> None:
        for project in free_first(projects, self._lots):
            self.bought.append(Bought(project, Fraction(0)))
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
                most, per_point = self._pay(project, price)
                self.bought.append(Bought(project, most, draw, per_point))

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
