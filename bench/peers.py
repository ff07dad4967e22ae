"""One count by a program of others: `python peers.py WHAT FILE`, in their own environment.

What they need for a file, from reading it to knowing who wins, and nothing else. `group-lines`
needs no library: it is what any program in Python must do at least with a line for each ballot.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pref_voting.profiles_with_ties import ProfileWithTies


def group_lines(path: Path) -> None:
    Counter(path.read_bytes().split(b"\n"))


def by_pref_voting(rule: str, path: Path) -> None:
    from pref_voting.profiles_with_ties import ProfileWithTies
    from preflibtools.instances import OrdinalInstance

    instance = OrdinalInstance()
    instance.parse_file(str(path))
    rankings = [
        {number: place for place, tier in enumerate(order, start=1) for number in tier}
        for order in instance.multiplicity
    ]
    options = list(range(1, instance.num_alternatives + 1))
    profile = ProfileWithTies(rankings, list(instance.multiplicity.values()), candidates=options)
    profile.use_extended_strict_preference()
    _winners(rule, profile)


def _winners(rule: str, profile: "ProfileWithTies") -> None:
    from pref_voting.c1_methods import copeland
    from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders
    from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs
    from pref_voting.proportional_methods import stv_scottish
    from pref_voting.scoring_methods import borda_for_profile_with_ties

    match rule:
        case "stv-scottish":
            stv_scottish(profile, num_seats=4)
        case "irv":
            instant_runoff_for_truncated_linear_orders(profile)
        case "schulze":
            beat_path(profile, strength_function=profile.support)
        case "ranked-pairs":
            ranked_pairs(profile, strength_function=profile.support)
        case "minimax":
            minimax(profile, strength_function=profile.support)
        case "copeland":
            copeland(profile)
        case "borda":
            borda_for_profile_with_ties(profile)


def by_pabutools(rule: str, path: Path) -> None:
    """Count a budget; the library's fractions are exact."""
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import (
        greedy_utilitarian_welfare,
        method_of_equal_shares,
        sequential_phragmen,
    )

    instance, profile = parse_pabulib(str(path))
    match rule:
        case "greedy":
            greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
        case "equal-shares":
            method_of_equal_shares(instance, profile, sat_class=Cost_Sat)
        case "add1":
            method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1)
        case "phragmen":
            sequential_phragmen(instance, profile)


if __name__ == "__main__":
    what, file = sys.argv[1], Path(sys.argv[2])
    library, _, asked = what.partition(":")
    if library == "group-lines":
        group_lines(file)
    elif library == "pref_voting":
        by_pref_voting(asked, file)
    else:
        by_pabutools(asked, file)
