"""Made-up elections and budgets for the tests of what must hold for all of them."""

import pytest
from hypothesis import strategies as st

from deliberate.tally.lots import LotOrder, TieRefused
from deliberate.tally.profile import Approval, Option, Points, Profile, Ranking, options_named


def ranked(names: str, ballots: dict[Ranking, int], empty: int = 0) -> Profile[Ranking]:
    """A profile of rankings; the names of the options with spaces between them."""
    return Profile(options_named(names.split()), ballots, empty)


def approved(
    costs: dict[str, int], ballots: dict[Approval, int], empty: int = 0
) -> Profile[Approval]:
    """A profile of approvals; names and costs of the projects in order."""
    return Profile(options_named(list(costs), list(costs.values())), ballots, empty)


def pointed(costs: dict[str, int], ballots: dict[Points, int], empty: int = 0) -> Profile[Points]:
    """A profile of points; names and costs of the projects in order."""
    return Profile(options_named(list(costs), list(costs.values())), ballots, empty)


@st.composite
def rankings(draw, options):
    """A ballot that ranks some options, now and then some of them level."""
    order = draw(st.permutations(range(1, options + 1)))
    ranked = order[: draw(st.integers(1, options))]
    tiers = [[ranked[0]]]
    for number in ranked[1:]:
        if draw(st.integers(0, 5)):
            tiers.append([number])
        else:
            tiers[-1].append(number)
    return tuple(tuple(sorted(tier)) for tier in tiers)


@st.composite
def ranked_profiles(draw, most_options=6, most_ballots=12):
    number = draw(st.integers(1, most_options))
    ballots = draw(
        st.dictionaries(rankings(number), st.integers(1, 9), min_size=1, max_size=most_ballots)
    )
    options = options_named([f"Option {n}" for n in range(1, number + 1)])
    return Profile(options, ballots, empty=draw(st.integers(0, 3)))


@st.composite
def budgets(draw, most_projects=6, most_ballots=10, least_cost=0):
    """A profile of approvals and a budget; few different costs, so that ties are common."""
    number = draw(st.integers(1, most_projects))
    costs = st.sampled_from([c for c in (0, 10, 15, 20, 30, 45, 70) if c >= least_cost])
    options = tuple(Option(n, f"p{n}", f"Project {n}", draw(costs)) for n in range(1, number + 1))
    picks = st.sets(st.integers(1, number), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    ballots = draw(st.dictionaries(picks, st.integers(1, 4), min_size=1, max_size=most_ballots))
    profile = Profile(options, ballots, empty=draw(st.integers(0, 2)))
    return profile, draw(st.sampled_from([30, 60, 100, 101, 150]))


def lot_orders(profile):
    numbers = [option.number for option in profile.options]
    return st.permutations(numbers).map(lambda order: LotOrder(tuple(order)))


@st.composite
def points_budgets(draw, most_projects=5, most_ballots=8, least_cost=0, most_points=9):
    """A profile of points and a budget; few different costs and points, so that ties are common."""
    number = draw(st.integers(1, most_projects))
    costs = st.sampled_from([c for c in (0, 10, 15, 20, 30, 45, 70) if c >= least_cost])
    options = tuple(Option(n, f"p{n}", f"Project {n}", draw(costs)) for n in range(1, number + 1))
    given = st.dictionaries(st.integers(1, number), st.integers(1, most_points), min_size=1)
    ballot = given.map(lambda points: tuple(sorted(points.items())))
    ballots = draw(st.dictionaries(ballot, st.integers(1, 4), min_size=1, max_size=most_ballots))
    profile = Profile(options, ballots, empty=draw(st.integers(0, 2)))
    return profile, draw(st.sampled_from([30, 60, 100, 101, 150]))


def refuses_exactly_what_needs_a_lot(rule, profile, lots):
    """Hold that, with lots refused, a count ends if it needs one, and only then."""
    refusing = LotOrder(lots.order, refuse=True)

    outcome = rule.count(profile, lots)

    if outcome.lot_used:
        with pytest.raises(TieRefused):
            rule.count(profile, refusing)
    else:
        assert rule.count(profile, refusing).winners == outcome.winners
