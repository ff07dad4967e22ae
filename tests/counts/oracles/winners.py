"""Count the 300 ballots of each file with programs of others, and freeze who wins.

Run by `make oracles`, in an environment of its own.
"""

import json
import random
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyrankvote
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare
from pabutools.rules.budgetallocation import BudgetAllocation
from pabutools.rules.mes.mes_rule import method_of_equal_shares_scheme
from pabutools.tiebreaking import lexico_tie_breaking
from pabutools.utils import Numeric, frac
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish

HERE = Path(__file__).parent
Ranking = list[int]


class LotDrawn(random.Random):
    """Chance that must not be needed: these ballots are to have one result."""

    def choice(self, _of: Any) -> Any:
        raise AssertionError("a lot was needed")


def main() -> None:
    frozen = {
        "budget-300.pb": {**equal_shares(), **greedy()},
        "ward-300.blt": {**scottish_stv(), **instant_runoff()},
    }
    text = json.dumps(frozen, indent=1, ensure_ascii=False) + "\n"
    (HERE / "winners.json").write_text(text, encoding="utf-8")


def equal_shares() -> dict[str, object]:
    """Equal Shares with cost utility; shares rise by 1 until the next result would overspend.

    Then the most chosen projects are bought with what is left.
    """
    instance, profile = parse_pabulib(str(HERE / "budget-300.pb"))
    satisfaction = profile.as_sat_profile(Cost_Sat)
    share: Numeric = frac(instance.budget_limit, profile.num_ballots())
    kept = BudgetAllocation()
    while True:
        bought = method_of_equal_shares_scheme(
            instance,
            profile,
            satisfaction,
            share,
            BudgetAllocation(),
            lexico_tie_breaking,
            binary_sat=True,
        )
        if not instance.is_feasible(bought):
            break
        kept, share = bought, share + 1
    filled = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat, initial_budget_allocation=kept
    )
    settings = {"utility": "cost", "completion": "add1u", "add1_stop": "overspend"}
    return {"equal-shares": said("pabutools", [p.name for p in filled], settings)}


def greedy() -> dict[str, object]:
    """Most votes first; what does not fit is passed over.

    The library looks at worth for money: where a project is worth what it costs, that is votes.
    """
    instance, profile = parse_pabulib(str(HERE / "budget-300.pb"))
    bought = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
    return {"greedy": said("pabutools", [p.name for p in bought], {"by": "votes"})}


def scottish_stv() -> dict[str, object]:
    """Single transferable vote as in Scotland. The library names winners in no order."""
    _, seats, papers = ward()
    ballots = [{option: place for place, option in enumerate(paper)} for paper in papers]
    profile = ProfileWithTies(ballots, [1] * len(ballots))
    elected = stv_scottish(profile, num_seats=seats, rng=LotDrawn())
    return {"stv-scottish": said("pref_voting", sorted(int(n) for n in elected), {"seats": seats})}


def instant_runoff() -> dict[str, object]:
    options, _, papers = ward()
    candidates = [pyrankvote.Candidate(str(number)) for number in range(1, options + 1)]
    ballots = [pyrankvote.Ballot([candidates[number - 1] for number in paper]) for paper in papers]
    result = pyrankvote.instant_runoff_voting(candidates, ballots)
    return {"irv": said("pyrankvote", [int(c.name) for c in result.get_winners()], {})}


def ward() -> tuple[int, int, list[Ranking]]:
    """Return how many options and seats the ward has, and its papers."""
    lines = (HERE / "ward-300.blt").read_text(encoding="utf-8").splitlines()
    options, seats = map(int, lines[0].split())
    papers = [list(map(int, line.split()[1:-1])) for line in lines[1 : lines.index("0")]]
    return options, seats, papers


def said(
    library: str, winners: Sequence[object], settings: Mapping[str, object]
) -> dict[str, object]:
    return {
        "winners": winners,
        "settings": settings,
        "library": library,
        "version": version(library),
    }


if __name__ == "__main__":
    main()
