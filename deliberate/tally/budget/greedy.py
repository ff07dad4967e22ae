"""Down the list while the money lasts: how nearly all cities decide a participatory budget.

The rule is the one that Rey and Maly 2023 (The (Computational) Social Choice Take on
Participatory Budgeting, section 3.1) call greedy cardinality and, per unit of cost, greedy cost
welfare: take projects in the order of their votes, skip what no longer fits, and go on. Equal
votes: the cheaper project first, then lots.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from deliberate.tally.budget.enough import least
from deliberate.tally.budget.projects import Project, concluded, projects_of
from deliberate.tally.fates import Fate, Funded, NobodyChose, TooDear, TooFewVotes, Withdrawn
from deliberate.tally.lots import Draw, LotOrder, Purpose
from deliberate.tally.outcome import Outcome, Setting, Spending
from deliberate.tally.profile import Approval, Points, Profile, in_points, scores
from deliberate.tally.rounds import Purchase


class By(StrEnum):
    """What puts projects in order."""

    VOTES = "votes"
    VOTES_PER_COST = "votes/cost"


Place = tuple[int, Fraction | int, int, int]
"""Where a project stands in the order; smaller is earlier."""


def place(by: By, project: Project) -> Place:
    """Return where a project stands: its votes, or votes for its cost; then cheaper ones first.

    What costs nothing and has votes goes before all else if votes are weighed by cost.

    >>> place(By.VOTES, Project(1, 50, 7)) < place(By.VOTES, Project(2, 40, 6))
    True
    """
    if by is By.VOTES:
        return (0, -project.votes, 0, project.cost)
    if project.cost == 0 and project.votes:
        return (0, -project.votes, 0, 0)
    return (1, -Fraction(project.votes, project.cost or 1), -project.votes, project.cost)


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened when a project's turn came: the money left, before and after.

    `draw` is there if lots decided that it was this project's turn, and not another's.
    """

    project: Project
    place: Place
    before: int
    after: int
    bought: bool
    draw: Draw | None = None


def take_turns(
    projects: Iterable[Project], budget: int, by: By, lots: LotOrder, bought: int = 0
) -> list[Turn]:
    """Go down the list and buy what fits; `bought` is how many purchases there were before.

    Lots are drawn only where equal projects can't all be bought and some can. Raises TieRefused.

    >>> turns = take_turns([Project(1, 60, 9), Project(2, 50, 8), Project(3, 40, 1)], 100,
    ...                    By.VOTES, LotOrder((1, 2, 3)))
    >>> [(turn.project.number, turn.before, turn.bought) for turn in turns]
    [(1, 100, True), (2, 40, False), (3, 40, True)]
    """

    def stands(project: Project) -> Place:
        return place(by, project)

    turns: list[Turn] = []
    left = budget
    for at, level in groupby(sorted(projects, key=stands), key=stands):
        equals = {project.number: project for project in level}
        waiting = lots.sorted(equals)
        while waiting:
            project = equals[waiting[0]]
            fits = project.cost <= left
            decides = fits and project.cost * len(waiting) > left and len(waiting) > 1
            draw = lots.draw(bought + 1, Purpose.FUND, waiting) if decides else None
            after = left - project.cost if fits else left
            turns.append(Turn(project, at, left, after, fits, draw))
            left = after
            bought += fits
            waiting = waiting[1:]
    return turns


@dataclass(frozen=True, slots=True)
class Greedy:
    """Buy projects in the order of their votes, or votes for their cost, from one budget.

    `budget` is in minor units, as the options' costs. A project with fewer than `min_votes` votes
    or points is not bought, whatever money is left.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Trees", "Ramp", "Bench"], costs=[60, 50, 40])
    >>> profile = Profile(options, {(1,): 9, (2,): 8, (3,): 1})
    >>> Greedy(budget=100).count(profile, file_order(options)).winners
    (1, 3)
    """

    budget: int
    by: By = By.VOTES
    min_votes: int = 1

    def __post_init__(self) -> None:
        if self.budget < 0 or self.min_votes < 0:
            raise ValueError("a budget and a least number of votes can't be below 0")

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "greedy"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"budget": self.budget, "by": self.by.value, "min_votes": self.min_votes}

    def count(self, profile: Profile[Approval] | Profile[Points], lots: LotOrder) -> Outcome:
        """Count the ballots: each approval is one vote, points are added up.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        projects = projects_of(profile)
        turns = take_turns(
            [project for project in projects if project.votes >= self.min_votes],
            self.budget,
            self.by,
            lots,
        )
        purchases = purchases_of(turns)
        spent = sum(purchase.cost for purchase in purchases)
        return concluded(
            self,
            profile,
            lots,
            purchases,
            self._fates(profile, projects, turns),
            Spending(self.budget, spent, scores(profile), in_points=in_points(profile)),
        )

    def _fates(
        self,
        profile: Profile[Approval] | Profile[Points],
        projects: Sequence[Project],
        turns: Sequence[Turn],
    ) -> dict[int, Fate]:
        fates: dict[int, Fate] = {o.number: Withdrawn() for o in profile.options if o.withdrawn}
        for project in projects:
            few = TooFewVotes(project.votes, self.min_votes)
            fates[project.number] = few if project.votes else NobodyChose()
        stage = 0
        for turn in turns:
            stage += turn.bought
            fates[turn.project.number] = self._fate(turn, stage, turns)
        return dict(sorted(fates.items()))

    def _fate(self, turn: Turn, stage: int, turns: Sequence[Turn]) -> Fate:
        project = turn.project
        if turn.bought:
            return Funded(stage, project.votes, project.cost, turn.before)
        return TooDear(
            project.votes,
            project.cost,
            turn.before,
            more_votes=self._more_votes(project, turns),
            lower_cost=self._lower_cost(project, turns),
        )

    def _more_votes(self, project: Project, turns: Sequence[Turn]) -> int | None:
        """Find the least number of further votes that would have funded a project.

        More votes only ever move it up, where no less money is left: so halving finds the least.
        """
        if project.cost > self.budget:
            return None

        def funded(more: int) -> bool:
            return self._would_fit(project._replace(votes=project.votes + more), turns)

        enough = 1
        while not funded(enough):
            enough *= 2
        return least(0, enough, funded)

    def _lower_cost(self, project: Project, turns: Sequence[Turn]) -> int | None:
        """Find the highest cost at which a project would have been funded with its votes."""

        def dearer_fails(cost: int) -> bool:
            return not self._would_fit(project._replace(cost=cost), turns)

        highest = least(0, project.cost, dearer_fails) - 1
        return highest or None

    def _would_fit(self, project: Project, turns: Sequence[Turn]) -> bool:
        """Say whether a project that was not bought would be, standing where it now would.

        Nothing else changes, as it took no money; lots go against it.
        """
        ahead = bisect_right(turns, place(self.by, project), key=_place_of)
        return project.cost <= (turns[ahead - 1].after if ahead else self.budget)


def purchases_of(turns: Iterable[Turn], bought: int = 0) -> list[Purchase]:
    """Return the turns that bought something as purchases; `bought` is how many came before.

    >>> turn = Turn(Project(1, 60, 9), (0, 0, 0, 0), before=100, after=40, bought=True)
    >>> purchases_of([turn])[0].left_after
    40
    """
    return [
        Purchase(
            stage=stage,
            option=turn.project.number,
            cost=turn.project.cost,
            votes=turn.project.votes,
            left_before=turn.before,
            left_after=turn.after,
            draws=(turn.draw,) if turn.draw else (),
        )
        for stage, turn in enumerate((turn for turn in turns if turn.bought), start=bought + 1)
    ]


def _place_of(turn: Turn) -> Place:
    return turn.place
