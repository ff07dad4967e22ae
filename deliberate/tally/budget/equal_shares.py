"""The method of equal shares for participatory budgets, and how cities use up what it leaves.

Peters and Skowron 2020; Peters, Pierczyński and Skowron 2021; the completion by raising all shares
step by step is the one that equalshares.net describes and that cities such as Wieliczka used. The
run itself is in `shares.py`; this file says how often it is repeated, and what follows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from deliberate.tally.budget.greedy import By, Turn, purchases_of, take_turns
from deliberate.tally.budget.projects import Project, concluded, known_fates, projects_of
from deliberate.tally.budget.shares import Run
from deliberate.tally.budget.shares_by_picks import RunByPicks, one_group
from deliberate.tally.budget.shares_by_points import RunByPoints, one_group_by_points
from deliberate.tally.fates import Fate, NobodyChose, SharesTooSmall
from deliberate.tally.lots import Draw, LotOrder
from deliberate.tally.outcome import Outcome, Setting, Spending
from deliberate.tally.profile import (
    Approval,
    BadProfile,
    Points,
    Profile,
    gives_points,
    picks_options,
)
from deliberate.tally.progress import Step, reached
from deliberate.tally.rounds import Purchase


class Utility(StrEnum):
    """What a project gives each of its supporters.

    As much as it costs, or the same whichever it is, where ballots pick projects; where they give
    points, those points. Nothing else would do for points: taken as picks, a ballot that gives one
    point would count as much as one that gives nine.
    """

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"


class Completion(StrEnum):
    """How money left over is used: not at all, by raising all shares, and then by votes."""

    NONE = "none"
    ADD1 = "add1"
    ADD1U = "add1u"


class Stop(StrEnum):
    """When raising ends: before the budget is overspent, or also when no project can be added."""

    OVERSPEND = "overspend"
    EXHAUSTIVE = "exhaustive"


MOST_LOOKED_FOR = 200_000
"""Beyond so many kinds of ballots times projects not funded, lower costs are not looked for."""


@dataclass(frozen=True, slots=True)
class EqualShares:
    """Equal Shares with a budget in minor units, as the options' costs.

    Every voter in the profile has the same share, also those with an empty ballot. `step` is what
    a share is raised by, in minor units: one whole unit of the currency (100 for pence).
    `min_votes` is the least number of votes, or points, for what is bought after the shares
    (add1u).

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Trees", "Ramp", "Bench"], costs=[60, 50, 40])
    >>> profile = Profile(options, {(1,): 5, (2,): 1, (3,): 4})
    >>> EqualShares(budget=100).count(profile, file_order(options)).winners
    (1, 3)
    """

    budget: int
    utility: Utility = Utility.COST
    completion: Completion = Completion.ADD1U
    add1_stop: Stop = Stop.OVERSPEND
    min_votes: int = 1
    step: int = 1

    def __post_init__(self) -> None:
        if self.budget < 0 or self.min_votes < 0 or self.step < 1:
            raise ValueError("a budget can't be below 0, a step not below 1")

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "equal-shares"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {
            "budget": self.budget,
            "utility": self.utility.value,
            "completion": self.completion.value,
            "add1_stop": self.add1_stop.value,
            "min_votes": self.min_votes,
            "step": self.step,
        }

    def count(self, profile: Profile[Approval] | Profile[Points], lots: LotOrder) -> Outcome:
        """Count the ballots.

        Raises TieRefused if a lot is needed and `lots` refuses, and BadProfile if the utility is
        points and the ballots give none, or the other way round.
        """
        return SharesCount(self, profile, lots).run()


Runs = Callable[[Sequence[Project], Fraction, LotOrder], Run]
"""Runs the method once: with these projects and this share for each voter."""


def _runs_of(rule: EqualShares, profile: Profile[Approval] | Profile[Points]) -> Runs:
    """Return how the method is run once with the ballots of a profile."""
    voters, step = profile.voters, rule.step
    if rule.utility is Utility.POINTS:
        if not gives_points(profile):
            raise BadProfile("utility by points needs ballots that give points")
        by_points = one_group_by_points(profile)
        return lambda projects, share, lots: RunByPoints(
            by_points, projects, voters, share, step=step, lots=lots
        )
    if not picks_options(profile):
        raise BadProfile(f"utility by {rule.utility.value} needs ballots that pick projects")
    groups, worth_cost = one_group(profile), rule.utility is Utility.COST
    return lambda projects, share, lots: RunByPicks(
        groups, projects, voters, share, step=step, worth_cost=worth_cost, lots=lots
    )


class TooMuchWork(Exception):
    """A count that was only tried takes longer than it may."""


class SharesCount:
    """One count: runs of the method until the last one that counts, and what is bought after.

    `most_work` is for a count that is only tried: its runs raise TooMuchWork once the `work` of
    those before has come to so much.
    """

    def __init__(
        self,
        rule: EqualShares,
        profile: Profile[Approval] | Profile[Points],
        lots: LotOrder,
        most_work: int | None = None,
    ) -> None:
        self.rule = rule
        self.profile = profile
        self.lots = lots
        self.projects = projects_of(profile)
        self.runs = _runs_of(rule, profile)
        self.most_work = most_work
        self.work = 0
        self.passed: dict[tuple[int, ...], Draw] = {}

    def run(self) -> Outcome:
        """Count, and say what became of each project."""
        raised, run = self.last_run()
        purchases = self._purchases(run)
        turns = self._turns_after(self.projects, run, self.lots)
        purchases += purchases_of(turns, bought=len(purchases))
        spent = sum(purchase.cost for purchase in purchases)
        spending = Spending(
            self.rule.budget,
            spent,
            {project.number: project.votes for project in self.projects},
            in_points=self.rule.utility is Utility.POINTS,
            endowment=self._share(raised),
            raised=raised,
        )
        fates = self._fates(raised, run, purchases, turns)
        outcome = concluded(self.rule, self.profile, self.lots, purchases, fates, spending)
        return replace(outcome, drawn=self._drawn_while_raising(purchases))

    def _drawn_while_raising(self, purchases: Sequence[Purchase]) -> tuple[Draw, ...]:
        """Return the lots that were drawn in other runs only: they can decide when raising ends."""
        told = {draw.between for purchase in purchases for draw in purchase.draws}
        return tuple(draw for between, draw in self.passed.items() if between not in told)

    def _share(self, raised: int) -> Fraction:
        """Return each voter's share after it was raised so many times."""
        voters = self.profile.voters
        return Fraction(self.rule.budget, max(voters, 1)) + raised * self.rule.step

    def once(self, raised: int) -> Run:
        """Run the method with shares that were raised so many times."""
        return self._run_with(self.projects, raised, self.lots)

    def _run_with(self, projects: Sequence[Project], raised: int, lots: LotOrder) -> Run:
        if self.most_work is not None and self.work >= self.most_work:
            raise TooMuchWork
        reached(Step.RUN, raised + 1)
        run = self.runs(projects, self._share(raised), lots)
        self.work += run.work
        return run

    def last_run(self, raised: int = 0) -> tuple[int, Run]:
        """Repeat the run with raised shares; return the last that doesn't overspend.

        Each run starts anew, as raising shares can also take projects out. `raised` is where to
        start, for who knows that no run before overspends or ends the raising.
        """
        run = self.once(raised)
        if self.rule.completion is Completion.NONE:
            return raised, run
        while run.steps is not None and not self._ends_at(run):
            following = self.once(raised + run.steps)
            self._note_lots(run)
            if following.spent > self.rule.budget:
                # The step before is still like this run, but for what is left of the shares.
                raised += run.steps - 1
                self._note_lots(following)
                return raised, self.once(raised)
            raised, run = raised + run.steps, following
        return raised, run

    def _note_lots(self, run: Run) -> None:
        """Keep the lots of a run that may not count, the same tie once."""
        for bought in run.bought:
            if bought.draw is not None:
                self.passed.setdefault(bought.draw.between, bought.draw)

    def _ends_at(self, run: Run) -> bool:
        """Say whether raising ends with a run, as nothing is left that could still be bought."""
        bought = {bought.project.number for bought in run.bought}
        # What nobody chose is never bought from shares, so it keeps nothing open.
        missed = [
            project for project in self.projects if project.votes and project.number not in bought
        ]
        if not missed:
            return True
        left = self.rule.budget - run.spent
        exhausted = all(project.cost > left for project in missed)
        return exhausted and self.rule.add1_stop is Stop.EXHAUSTIVE

    def _purchases(self, run: Run) -> list[Purchase]:
        purchases: list[Purchase] = []
        left = self.rule.budget
        for stage, bought in enumerate(run.bought, start=1):
            project = bought.project
            purchases.append(
                Purchase(
                    stage=stage,
                    option=project.number,
                    cost=project.cost,
                    votes=project.votes,
                    left_before=left,
                    left_after=left - project.cost,
                    share=bought.share,
                    per_point=bought.per_point,
                    draws=(bought.draw,) if bought.draw else (),
                )
            )
            left -= project.cost
        return purchases

    def funded(self, run: Run) -> set[int]:
        """Return all that is funded if a run is the last: in it, and by votes after it."""
        return _funded(run, self._turns_after(self.projects, run, self.lots))

    def _turns_after(self, projects: Sequence[Project], run: Run, lots: LotOrder) -> list[Turn]:
        """Buy by votes with what the shares left over, if the rule says so."""
        if self.rule.completion is not Completion.ADD1U:
            return []
        bought = {bought.project.number for bought in run.bought}
        waiting = [
            project
            for project in projects
            if project.number not in bought and project.votes >= self.rule.min_votes
        ]
        left = self.rule.budget - run.spent
        return take_turns(waiting, left, By.VOTES, lots, bought=len(bought))

    def _fates(
        self,
        raised: int,
        run: Run,
        purchases: Sequence[Purchase],
        turns: Sequence[Turn],
    ) -> dict[int, Fate]:
        fates = known_fates(self.profile, purchases)
        left_at_turn = {turn.project.number: turn.before for turn in turns}
        left = self.rule.budget - run.spent
        missed = [project for project in self.projects if project.number not in fates]
        looks = len(missed) * len(self.profile.ballots) <= MOST_LOOKED_FOR
        for project in missed:
            if not project.votes:
                fates[project.number] = NobodyChose()
                continue
            shares = run.left_of_supporters(project.number)
            at_turn = left_at_turn.get(project.number, left)
            fates[project.number] = SharesTooSmall(
                project.votes,
                project.cost,
                shares,
                at_turn,
                self._lower_cost(raised, project, shares, at_turn) if looks else None,
            )
        return dict(sorted(fates.items()))

    def _lower_cost(
        self, raised: int, project: Project, shares: Fraction, at_turn: int
    ) -> int | None:
        """Find a cost at which a project would have been funded with the same shares.

        Tries what was left when its turn came and what its supporters had left between them, the
        higher first, by running again.
        """
        for cost in sorted({at_turn, min(int(shares), at_turn)}, reverse=True):
            if 0 < cost < project.cost and self._funded_at(cost, raised, project):
                return cost
        return None

    def _funded_at(self, cost: int, raised: int, project: Project) -> bool:
        cheaper = project._replace(cost=cost)
        projects = [cheaper if other == project else other for other in self.projects]
        lots = lots_against(self.lots, project.number)
        run = self._run_with(projects, raised, lots)
        if run.spent > self.rule.budget:
            return False
        turns = self._turns_after(projects, run, lots)
        return project.number in _funded(run, turns)


def lots_against(lots: LotOrder, number: int) -> LotOrder:
    """Put a project last, so that it needs no lot; none is drawn in earnest.

    >>> lots_against(LotOrder((2, 1, 3)), 2).order
    (1, 3, 2)
    """
    others = [other for other in lots.order if other != number]
    return LotOrder((*others, number), lots.origin)


def _funded(run: Run, turns: Sequence[Turn]) -> set[int]:
    bought = {bought.project.number for bought in run.bought}
    return bought | {turn.project.number for turn in turns if turn.bought}
