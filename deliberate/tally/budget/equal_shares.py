"""The method of equal shares for participatory budgets, and how cities use up what it leaves.

Peters and Skowron 2020; Peters, Pierczyński and Skowron 2021; the completion by raising all shares
step by step is the one that equalshares.net describes and that cities such as Wieliczka used. The
run itself is in `shares.py`; this file says how often it is repeated, and what follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from deliberate.tally.budget.greedy import (
    By,
    Project,
    Turn,
    projects_of,
    purchases_of,
    take_turns,
)
from deliberate.tally.budget.shares import SharesRun, one_group
from deliberate.tally.fates import Fate, Funded, NobodyChose, SharesTooSmall, Withdrawn
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Outcome, Setting, Spending, Status
from deliberate.tally.profile import Approval, Profile
from deliberate.tally.progress import Step, reached
from deliberate.tally.rounds import Purchase


class Utility(StrEnum):
    """What a project gives each of its supporters: as much as it costs, or the same for all."""

    COST = "cost"
    CARDINALITY = "cardinality"


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
    `min_votes` is the least number of votes for what is bought after the shares (add1u).

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

    def count(self, profile: Profile[Approval], lots: LotOrder) -> Outcome:
        """Count the ballots.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        return _Count(self, profile, lots).run()


class _Count:
    """One count: runs of the method until the last one that counts, and what is bought after."""

    def __init__(self, rule: EqualShares, profile: Profile[Approval], lots: LotOrder) -> None:
        self.rule = rule
        self.profile = profile
        self.lots = lots
        self.projects = projects_of(profile)
        self.groups = one_group(profile)

    def run(self) -> Outcome:
        raised, run = self._last_run()
        purchases = self._purchases(run)
        turns = self._turns_after(self.projects, run, self.lots)
        purchases += purchases_of(turns, bought=len(purchases))
        spent = sum(purchase.cost for purchase in purchases)
        nothing = not self.profile.ballots and not purchases
        return Outcome(
            rule=self.rule,
            options=self.profile.options,
            lots=self.lots,
            valid=sum(self.profile.ballots.values()),
            empty=self.profile.empty,
            invalid=self.profile.invalid,
            status=Status.NO_VALID_BALLOTS if nothing else Status.DECIDED,
            winners=tuple(purchase.option for purchase in purchases),
            rounds=tuple(purchases),
            fates=self._fates(raised, run, purchases, turns),
            evidence=Spending(
                self.rule.budget,
                spent,
                {project.number: project.votes for project in self.projects},
                endowment=self._share(raised),
                raised=raised,
            ),
        )

    def _share(self, raised: int) -> Fraction:
        """Return each voter's share after it was raised so many times."""
        voters = self.profile.voters
        return Fraction(self.rule.budget, max(voters, 1)) + raised * self.rule.step

    def _once(self, raised: int) -> SharesRun:
        reached(Step.RUN, raised + 1)
        return self._run_with(self.projects, raised, self.lots)

    def _run_with(self, projects: Sequence[Project], raised: int, lots: LotOrder) -> SharesRun:
        return SharesRun(
            self.groups,
            projects,
            self.profile.voters,
            self._share(raised),
            step=self.rule.step,
            worth_cost=self.rule.utility is Utility.COST,
            lots=lots,
        )

    def _last_run(self) -> tuple[int, SharesRun]:
        """Repeat the run with raised shares; return the last that doesn't overspend.

        Each run starts anew, as raising shares can also take projects out.
        """
        raised, run = 0, self._once(0)
        if self.rule.completion is Completion.NONE:
            return raised, run
        while run.steps is not None and not self._ends_at(run):
            following = self._once(raised + run.steps)
            if following.spent > self.rule.budget:
                # The step before is still like this run, but for what is left of the shares.
                raised += run.steps - 1
                return raised, self._once(raised)
            raised, run = raised + run.steps, following
        return raised, run

    def _ends_at(self, run: SharesRun) -> bool:
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

    def _purchases(self, run: SharesRun) -> list[Purchase]:
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
                    draws=(bought.draw,) if bought.draw else (),
                )
            )
            left -= project.cost
        return purchases

    def _turns_after(
        self, projects: Sequence[Project], run: SharesRun, lots: LotOrder
    ) -> list[Turn]:
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
        run: SharesRun,
        purchases: Sequence[Purchase],
        turns: Sequence[Turn],
    ) -> dict[int, Fate]:
        fates: dict[int, Fate] = {
            option.number: Withdrawn() for option in self.profile.options if option.withdrawn
        }
        for bought in purchases:
            fates[bought.option] = Funded(
                bought.stage, bought.votes, bought.cost, bought.left_before
            )
        missed = [project for project in self.projects if project.number not in fates]
        left_at_turn = {turn.project.number: turn.before for turn in turns}
        left = self.rule.budget - run.spent
        small = len(missed) * len(self.profile.ballots) <= MOST_LOOKED_FOR
        for project in missed:
            if not project.votes:
                fates[project.number] = NobodyChose()
                continue
            shares = run.left_of_supporters(project.number)
            at_turn = left_at_turn.get(project.number, left)
            lower = self._lower_cost(raised, project, shares, at_turn) if small else None
            fates[project.number] = SharesTooSmall(
                project.votes, project.cost, shares, at_turn, lower
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
        # A lot would go against it, and none is drawn in earnest.
        others = [number for number in self.lots.order if number != project.number]
        lots = LotOrder((*others, project.number), self.lots.origin)
        run = self._run_with(projects, raised, lots)
        if run.spent > self.rule.budget:
            return False
        bought = [bought.project for bought in run.bought]
        bought += [turn.project for turn in self._turns_after(projects, run, lots) if turn.bought]
        return cheaper in bought
