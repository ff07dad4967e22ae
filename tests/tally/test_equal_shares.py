"""What Equal Shares promises to voters and to groups of them, whatever the ballots."""

from collections import Counter
from dataclasses import replace
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
from deliberate.tally.profile import Profile
from tests.tally.plain_shares import (
    lots_against,
    one_run,
    paid_by_each,
    plainly,
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


PICKS = [Utility.COST, Utility.CARDINALITY]
picks = counted(budgets(), PICKS)
either = st.one_of(picks, counted(points_budgets(), [Utility.POINTS]))


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


@settings(max_examples=60)
@given(picks)
def test_so_many_more_supporters_would_have_funded_a_project(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for number, fate in outcome.fates.items():
        if isinstance(fate, SharesTooSmall) and fate.more_votes:
            order = those_with_most_left(rule, profile, lots, outcome, number)
            against = lots_against(lots, number)

            def funded(more, order=order, number=number, against=against):
                return number in plainly(rule, joined(profile, number, order[:more]), against)

            assert funded(fate.more_votes)
            if rule.completion is Completion.NONE:
                assert not any(funded(more) for more in range(fate.more_votes))


def those_with_most_left(rule, profile, lots, outcome, number):
    """Return every ballot that doesn't choose a project, from whom has most left to whom least."""
    payments, _spent = one_run(rule, profile, lots, outcome.spending.raised)
    voters = voters_of(profile)
    ballots = sorted(zip(paid_by_each(payments, len(voters)), voters, strict=True))
    return [ballot for _paid, ballot in ballots if number not in ballot]


def joined(profile, number, ballots):
    """Let who cast these ballots choose one project more."""
    people = Counter(profile.ballots)
    for ballot in ballots:
        people[ballot] -= 1
        people[tuple(sorted((*ballot, number)))] += 1
    return replace(profile, ballots={ballot: n for ballot, n in people.items() if n})


def test_further_supporters_are_those_who_voted_with_most_left():
    # Trees take 25 from each of two; the third has 25 left, and the fourth chose nothing.
    profile = approved({"Trees": 50, "Ramp": 30, "Bench": 40}, {(1,): 2, (2,): 1}, empty=1)

    fates = (
        EqualShares(100, completion=Completion.NONE)
        .count(profile, file_order(profile.options))
        .fates
    )

    assert fates[2] == SharesTooSmall(1, 30, Fraction(25), 50, lower_cost=25, more_votes=1)


def test_further_supporters_are_not_looked_for_where_ballots_give_points():
    profile = pointed({"Trees": 40, "Ramp": 90}, {((1, 3),): 1, ((1, 1), (2, 5)): 1})

    fates = (
        EqualShares(100, Utility.POINTS, Completion.NONE)
        .count(profile, file_order(profile.options))
        .fates
    )

    assert isinstance(fates[2], SharesTooSmall)
    assert fates[2].more_votes is None


def test_what_would_have_been_enough_is_not_looked_for_in_large_counts(monkeypatch):
    profile = approved({"Trees": 60, "Ramp": 90}, {(1,): 6, (2,): 4})
    monkeypatch.setattr(equal_shares, "MOST_COUNTED_AGAIN", 10)
    monkeypatch.setattr(equal_shares, "MOST_LOOKED_FOR", 1)

    fates = (
        EqualShares(100, completion=Completion.NONE)
        .count(profile, file_order(profile.options))
        .fates
    )

    assert fates[2] == SharesTooSmall(4, 90, Fraction(40), 40)


@pytest.mark.parametrize("utility", PICKS)
def test_a_project_that_more_supporters_could_not_fund_is_told_no_number(utility):
    profile = approved({"Trees": 60, "Ramp": 190}, {(1,): 6, (2,): 4})

    fates = (
        EqualShares(100, utility, Completion.NONE).count(profile, file_order(profile.options)).fates
    )

    assert isinstance(fates[2], SharesTooSmall)
    assert fates[2].more_votes is None


def test_a_count_without_supporters_to_gain_is_told_no_number():
    profile: Profile[tuple[int, ...]] = approved({"Trees": 190}, {(1,): 6})

    fates = (
        EqualShares(100, completion=Completion.NONE)
        .count(profile, file_order(profile.options))
        .fates
    )

    assert fates[1] == SharesTooSmall(6, 190, Fraction(100), 100, lower_cost=100)


def test_trying_further_supporters_ends_where_raising_shares_would_not():
    # With one supporter more, shares rise in steps too small to come to an end.
    third = 333_333_333_333_333_333
    profile = approved(
        {"Trees": third, "Ramp": third + 1, "Bench": third, "Bin": 1},
        {(1, 4): 1, (2,): 1, (3,): 1, (1, 2): 1},
    )

    outcome = EqualShares(10**18).count(profile, file_order(profile.options))

    assert outcome.winners == (1, 2, 4)


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
