"""Budgets by pabutools, in exact fractions, as answers that can be compared with ours."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import (
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.rules.budgetallocation import BudgetAllocation
from pabutools.rules.mes.mes_rule import method_of_equal_shares_scheme
from pabutools.tiebreaking import TieBreakingRule
from pabutools.utils import frac

WORTH = {
    "cost": Cost_Sat,
    "cardinality": Cardinality_Sat,
    "points": Additive_Cardinal_Sat,
}


@lru_cache(maxsize=4)
def election_of(path: Path) -> tuple[Any, Any]:
    return parse_pabulib(str(path))  # type: ignore[no-any-return]


@lru_cache(maxsize=4)
def votes_of(path: Path) -> dict[str, int]:
    """Return what each project got: people who chose it, or points."""
    instance, profile = election_of(path)
    votes = {project.name: 0 for project in instance}
    for ballot in profile:
        for project in ballot:
            votes[project.name] += int(ballot[project]) if isinstance(ballot, dict) else 1
    return votes


def costs_of(path: Path) -> dict[str, int]:
    instance, _profile = election_of(path)
    return {project.name: int(project.cost) for project in instance}


def ties_of(path: Path) -> TieBreakingRule:
    """Put more votes first, then lower cost, then file order; the projects' names follow that."""
    votes = votes_of(path)
    return TieBreakingRule(lambda _instance, _profile, p: (-votes[p.name], p.cost, p.name))


def greedy(path: Path, by: str) -> list[str]:
    """Buy down the list.

    The library looks at worth for cost: where a project is worth what it costs, that is votes.
    """
    instance, profile = election_of(path)
    pointed = any(isinstance(ballot, dict) for ballot in profile)
    worth = WORTH["cost" if by == "votes" else "points" if pointed else "cardinality"]
    bought = greedy_utilitarian_welfare(
        instance, profile, sat_class=worth, tie_breaking=ties_of(path)
    )
    return names(bought)


def equal_shares(path: Path, utility: str, completion: str, stop: str) -> list[str]:
    """Buy by Equal Shares; shares rise by 1 until the end that the settings declare."""
    instance, profile = election_of(path)
    if completion == "none" or stop == "exhaustive":
        bought = method_of_equal_shares(
            instance,
            profile,
            sat_class=WORTH[utility],
            tie_breaking=ties_of(path),
            voter_budget_increment=None if completion == "none" else 1,
        )
    else:
        bought = raised_until_overspent(path, utility)
    if completion == "add1u":
        bought = greedy_utilitarian_welfare(
            instance,
            profile,
            sat_class=Cost_Sat,
            tie_breaking=ties_of(path),
            initial_budget_allocation=bought,
        )
    return names(bought)


def raised_until_overspent(path: Path, utility: str) -> BudgetAllocation:
    """Run the library's single run again and again; it would itself stop earlier."""
    instance, profile = election_of(path)
    satisfaction = profile.as_sat_profile(WORTH[utility])
    votes = votes_of(path)
    wanted = {p.name for p in instance if votes[p.name] and p.cost}
    share = frac(instance.budget_limit, profile.num_ballots())
    kept = BudgetAllocation()
    while True:
        bought = method_of_equal_shares_scheme(
            instance,
            profile,
            satisfaction,
            share,
            BudgetAllocation(),
            ties_of(path),
            binary_sat=utility != "points",
        )
        if not instance.is_feasible(bought):
            return kept
        kept, share = bought, share + 1
        if wanted <= set(names(bought)):
            return kept


def phragmen(path: Path) -> list[str]:
    instance, profile = election_of(path)
    return names(sequential_phragmen(instance, profile, tie_breaking=ties_of(path)))


def names(bought: Sequence[Any]) -> list[str]:
    return [project.name for project in bought]
