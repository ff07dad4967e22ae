"""What Equal Shares promises to voters and to groups of them, whatever the ballots."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.tally.budget import equal_shares
from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop, Utility
from deliberate.tally.budget.projects import projects_of
from deliberate.tally.fates import SharesTooSmall
from deliberate.tally.lots import LotOrder, file_order
from deliberate.tally.telling.of_ties import ties
from deliberate.tally.telling.sentences import say
from tests.tally.plain_shares import (
    one_run,
    paid_by_each,
    then_by_votes,
    voters_of,
    worth_to,
)
from tests.tally.profiles import approved, budgets, lot_orders, pointed, points_budgets


def counted(profiles, utilities, completions=tuple(Completion)):
    """A rule, ballots that it can count, and an order of lots."""
    return profiles.flatmap(
        lambda made: st.tuples(
            st.builds(
                EqualShares,
                st.just(made[1]),
                utility=st.sampled_from(utilities),
                completion=st.sampled_from(completions),
                add1_stop=st.sampled_from(Stop),
                step=st.sampled_from([1, 7]),
            ),
            st.just(made[0]),
            lot_orders(made[0]),
        )
    )


NAMES = dict(enumerate("ABCDEF", start=1))
PICKS = [Utility.COST, Utility.CARDINALITY]
picks = counted(budgets(), PICKS)
either = st.one_of(picks, counted(points_budgets(), [Utility.POINTS]))


@given(either, st.data())
def test_where_no_lot_is_listed_no_order_of_lots_funds_anything_else(made, data):
    rule, profile, lots = made
    other = data.draw(lot_orders(profile))

    outcome, again = rule.count(profile, lots), rule.count(profile, other)

    if not outcome.lot_used:
        assert set(again.winners) == set(outcome.winners)


def test_a_lot_that_decided_when_raising_ended_is_told():
    costs = dict(zip("ABCDEF", [20, 20, 30, 10, 20, 20], strict=True))
    ballots = {(2,): 1, (3, 6): 1, (6,): 1, (2, 3, 5): 1, (1, 3, 5): 2, (1, 2, 6): 1}
    profile = approved(costs, ballots)

    outcome = EqualShares(35, completion=Completion.ADD1).count(
        profile, file_order(profile.options)
    )

    assert not any(purchase.draws for purchase in outcome.purchases)
    assert outcome.lot_used
    assert [say(tie, NAMES) for tie in ties(outcome)] == [
        f"At some point while shares were raised, {level} would have cost their supporters equally "
        f"much. The order of the list, as no lots were declared, put {first} first."
        for level, first in [("A, B, E and F", "A"), ("B and F", "B")]
    ]


@settings(max_examples=60)
@given(either)
def test_what_is_bought_by_shares_follows_from_the_last_share_alone(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    # Whatever happened on the way there: one run from scratch, then by votes.
    payments, spent = one_run(rule, profile, lots, outcome.spending.raised)
    assert list(outcome.winners) == then_by_votes(rule, profile, lots, list(payments), spent)


@settings(max_examples=60)
@given(either)
def test_payments_of_supporters_within_their_shares_come_to_the_costs(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    payments, _spent = one_run(rule, profile, lots, outcome.spending.raised)
    voters = voters_of(profile)
    for project in projects_of(profile):
        if project.number in payments:
            paid = payments[project.number]
            assert sum(paid) == project.cost
            for ballot, each in zip(voters, paid, strict=True):
                assert not each or worth_to(ballot, project, rule.utility)
    paid_in_all = paid_by_each(payments, len(voters))
    assert all(paid <= outcome.spending.endowment for paid in paid_in_all)
    for number, fate in outcome.fates.items():
        if isinstance(fate, SharesTooSmall):
            # They could not have bought it together: nobody is left out who could pay.
            project = next(p for p in projects_of(profile) if p.number == number)
            backing = [bool(worth_to(ballot, project, rule.utility)) for ballot in voters]
            paid = sum(p for p, backs in zip(paid_in_all, backing, strict=True) if backs)
            assert fate.shares == sum(backing) * outcome.spending.endowment - paid
            assert fate.shares < fate.cost


small_and_whole = st.one_of(
    counted(budgets(4, 3, least_cost=10), [Utility.CARDINALITY], [Completion.NONE]),
    counted(points_budgets(4, 3, least_cost=10), [Utility.POINTS], [Completion.NONE]),
).filter(lambda made: made[1].voters <= 8)


@settings(max_examples=60)
@given(small_and_whole)
def test_no_group_that_agrees_is_left_with_less_than_its_share_would_buy(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    # Extended justified representation up to one project (Peters, Pierczyński and Skowron 2021).
    voters = voters_of(profile)
    worth = [
        {p: worth_to(ballot, p, rule.utility) for p in projects_of(profile)} for ballot in voters
    ]
    won = [p for p in projects_of(profile) if p.number in outcome.winners]
    for size in range(1, len(voters) + 1):
        for group in combinations(range(len(voters)), size):
            for wanted in bundles(projects_of(profile)):
                agreed = [min(worth[voter][p] for voter in group) for p in wanted]
                cost = sum(p.cost for p in wanted)
                if min(agreed) and cost * profile.voters <= size * rule.budget:
                    assert any(
                        has_nearly(worth[voter], won, wanted, sum(agreed)) for voter in group
                    )


def bundles(projects):
    return [
        wanted for size in range(1, len(projects) + 1) for wanted in combinations(projects, size)
    ]


def has_nearly(worth, won, wanted, due):
    """Say whether a voter has what is due to a group, or more with one more that it wanted."""
    has = sum(worth[project] for project in won)
    return has >= due or any(has + worth[p] > due for p in wanted if p not in won)


def test_a_lower_cost_is_not_looked_for_in_large_counts(monkeypatch):
    profile = approved({"Trees": 60, "Ramp": 90}, {(1,): 6, (2,): 4})
    monkeypatch.setattr(equal_shares, "MOST_LOOKED_FOR", 1)

    fates = (
        EqualShares(100, completion=Completion.NONE)
        .count(profile, file_order(profile.options))
        .fates
    )

    assert fates[2] == SharesTooSmall(4, 90, Fraction(40), 40)


@pytest.mark.parametrize(
    ("utility", "profile"),
    [
        (Utility.COST, approved({"Talk": 0, "Walk": 0, "Trees": 60}, {(1,): 1, (2, 3): 5})),
        (
            Utility.POINTS,
            pointed({"Talk": 0, "Walk": 0, "Trees": 60}, {((1, 1),): 3, ((2, 9), (3, 1)): 1}),
        ),
    ],
)
def test_of_projects_that_cost_nothing_the_one_with_more_votes_or_points_comes_first(
    utility, profile
):
    outcome = EqualShares(100, utility, Completion.NONE).count(
        profile, LotOrder((1, 2, 3), refuse=True)
    )

    assert outcome.winners[:2] == (2, 1)
