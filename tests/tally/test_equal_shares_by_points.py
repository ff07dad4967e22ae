"""Equal Shares where ballots give points: what holds for every count, and what is refused."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop, Utility
from deliberate.tally.budget.shares_by_picks import one_group
from deliberate.tally.budget.shares_by_points import one_group_by_points
from deliberate.tally.fates import Funded, SharesTooSmall
from deliberate.tally.lots import LotOrder, TieRefused, file_order
from deliberate.tally.profile import BadProfile
from deliberate.tally.telling.explain import of_round, why
from deliberate.tally.telling.sentences import Voice, say
from tests.tally.plain_shares import one_run, plainly
from tests.tally.profiles import approved, lot_orders, pointed, points_budgets


def rules_by_points(budget):
    return st.builds(
        EqualShares,
        st.just(budget),
        utility=st.just(Utility.POINTS),
        completion=st.sampled_from(Completion),
        add1_stop=st.sampled_from(Stop),
        min_votes=st.integers(0, 2),
        step=st.sampled_from([1, 7]),
    )


made_up = points_budgets().flatmap(
    lambda made: st.tuples(rules_by_points(made[1]), st.just(made[0]), lot_orders(made[0]))
)


@given(made_up)
def test_a_count_by_points_agrees_with_its_definition(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    assert list(outcome.winners) == plainly(rule, profile, lots)


@given(made_up)
def test_no_count_by_points_overspends_and_every_project_has_a_fate(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    assert outcome.spending.spent == sum(profile.options[n - 1].cost for n in outcome.winners)
    assert outcome.spending.spent <= rule.budget
    funded = {n for n, fate in outcome.fates.items() if isinstance(fate, Funded)}
    assert set(outcome.fates) == {option.number for option in profile.options}
    assert funded == set(outcome.winners)


@given(made_up)
def test_supporters_pay_a_price_for_each_point_or_all_that_they_have(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    shared = [bought for bought in outcome.purchases if bought.share is not None]
    payments, _spent = one_run(rule, profile, lots, outcome.spending.raised)
    assert [bought.option for bought in shared] == list(payments)
    for bought in shared:
        assert bought.share == max(payments[bought.option])
        assert sum(payments[bought.option]) == bought.cost
    for paid in zip(*payments.values(), strict=True):
        assert sum(paid) <= outcome.spending.endowment


@given(made_up, st.randoms(use_true_random=False))
def test_the_order_of_points_ballots_changes_nothing(made, luck):
    rule, profile, lots = made
    lines = list(profile.ballots.items())
    luck.shuffle(lines)

    shuffled = rule.count(replace(profile, ballots=dict(lines)), lots)

    assert shuffled == rule.count(profile, lots)


@given(made_up)
def test_points_that_are_all_1_count_as_picks_of_equal_worth(made):
    rule, profile, lots = made
    ballots: dict[tuple[int, ...], int] = {}
    for ballot, count in profile.ballots.items():
        picks = tuple(number for number, _points in ballot)
        ballots[picks] = ballots.get(picks, 0) + count
    ones = {tuple((n, 1) for n in picks): count for picks, count in ballots.items()}

    by_points = rule.count(replace(profile, ballots=ones), lots)
    by_picks = replace(rule, utility=Utility.CARDINALITY).count(
        replace(profile, ballots=ballots), lots
    )

    assert by_points.winners == by_picks.winners
    assert by_points.spending.raised == by_picks.spending.raised


@given(made_up, st.integers(2, 5))
def test_points_on_another_scale_fund_the_same(made, times):
    rule, profile, lots = made
    scaled = {
        tuple((n, points * times) for n, points in ballot): count
        for ballot, count in profile.ballots.items()
    }
    rule = replace(rule, min_votes=0)

    outcome = rule.count(replace(profile, ballots=scaled), lots)

    assert outcome.winners == rule.count(profile, lots).winners


@settings(max_examples=50)
@given(made_up)
def test_a_lot_in_a_count_by_points_is_refused_if_lots_are(made):
    rule, profile, lots = made

    if rule.count(profile, lots).lot_used:
        with pytest.raises(TieRefused):
            rule.count(profile, LotOrder(lots.order, refuse=True))


def test_who_gives_more_points_pays_more():
    profile = pointed({"Trees": 40, "Ramp": 90}, {((1, 3),): 1, ((1, 1), (2, 5)): 1})
    rule = EqualShares(100, utility=Utility.POINTS, completion=Completion.NONE)

    outcome = rule.count(profile, file_order(profile.options))

    # A point costs 10: one pays 30 of 50, the other 10.
    assert outcome.purchases[0].share == 30
    assert outcome.purchases[0].per_point == 10
    assert outcome.fates[2] == SharesTooSmall(5, 90, Fraction(40), 60, lower_cost=40)


def test_points_are_told_as_points():
    profile = pointed({"Trees": 41, "Ramp": 90}, {((1, 3),): 1, ((1, 1), (2, 5)): 1})
    rule = EqualShares(100, utility=Utility.POINTS, completion=Completion.NONE)
    outcome = rule.count(profile, file_order(profile.options))

    def pounds(units):
        return f"£{units}"

    told = [
        say(of_round(outcome, outcome.rounds[0]), {1: "Trees"}, Voice(money=pounds)),
        say(why(outcome, 1), {}, Voice(money=pounds)),
        say(why(outcome, 2), {}, Voice(money=pounds)),
    ]

    assert told == [
        "Trees got 4 points and was paid by those who gave them, at most £31 from each share. £59 "
        "of the budget is left.",
        "It got 4 points, and £100 was left when its turn came.",
        "It got 5 points. Those who gave them had £159/4 left of their shares; it costs £90. With "
        "the same shares, a cost of £39 would have been low enough.",
    ]


@pytest.mark.parametrize("utility", [Utility.COST, Utility.CARDINALITY])
def test_points_are_not_counted_as_if_they_were_picks(utility):
    profile = pointed({"Trees": 40}, {((1, 3),): 1})

    with pytest.raises(BadProfile, match="needs ballots that pick"):
        EqualShares(100, utility=utility).count(profile, file_order(profile.options))


def test_picks_are_not_counted_as_if_they_were_points():
    profile = approved({"Trees": 40}, {(1,): 1})

    with pytest.raises(BadProfile, match="needs ballots that give points"):
        EqualShares(100, utility=Utility.POINTS).count(profile, file_order(profile.options))


@pytest.mark.parametrize(("most", "is_kept"), [(5, False), (6, True)])
def test_splits_of_voters_are_kept_only_as_far_as_memory_is_bounded(monkeypatch, most, is_kept):
    picks = approved({"Trees": 60, "Ramp": 40}, {(1,): 2, (1, 2): 1, (2,): 3})
    points = pointed({"Trees": 60, "Ramp": 40}, {((1, 2),): 2, ((1, 1), (2, 1)): 1, ((2, 3),): 3})
    for module in ("shares_by_picks", "shares_by_points"):
        monkeypatch.setattr(f"deliberate.tally.budget.{module}.MOST_KEPT", most)

    for groups in (one_group(picks), one_group_by_points(points)):
        once, _now = groups.after(1)

        # Two purchases with three kinds of ballots come to six.
        assert groups.after(1)[0] is once
        assert (once.after(2)[0] is once.after(2)[0]) is is_kept
        assert once.after(2)[1] == once.after(2)[1]
