"""What holds for every count of a budget, whatever the ballots."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop, Utility
from deliberate.tally.budget.greedy import By, Greedy
from deliberate.tally.budget.projects import projects_of
from deliberate.tally.fates import Funded, NobodyChose, SharesTooSmall, TooDear, TooFewVotes
from deliberate.tally.lots import LotOrder, TieRefused, file_order
from deliberate.tally.profile import Option, Profile, options_named
from tests.tally.plain_shares import lots_against, one_run, plainly, then_by_votes
from tests.tally.profiles import approved, budgets, lot_orders, refuses_exactly_what_needs_a_lot


def greedy_rules(budget):
    return st.builds(Greedy, st.just(budget), by=st.sampled_from(By), min_votes=st.integers(0, 3))


def equal_shares_rules(budget):
    return st.builds(
        EqualShares,
        st.just(budget),
        utility=st.sampled_from([Utility.COST, Utility.CARDINALITY]),
        completion=st.sampled_from(Completion),
        add1_stop=st.sampled_from(Stop),
        min_votes=st.integers(0, 2),
        step=st.sampled_from([1, 7]),
    )


def with_rule(rules):
    return budgets().flatmap(
        lambda made: st.tuples(rules(made[1]), st.just(made[0]), lot_orders(made[0]))
    )


either = st.one_of(with_rule(greedy_rules), with_rule(equal_shares_rules))


@given(either)
def test_no_count_overspends_and_every_purchase_adds_up(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    left = rule.budget
    for bought in outcome.purchases:
        assert bought.left_before == left
        left = bought.left_after
    assert left == outcome.spending.left >= 0
    assert outcome.spending.spent == sum(profile.options[n - 1].cost for n in outcome.winners)


@given(either)
def test_every_project_has_a_fate_that_says_whether_it_is_funded(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    funded = {n for n, fate in outcome.fates.items() if isinstance(fate, Funded)}
    assert set(outcome.fates) == {option.number for option in profile.options}
    assert funded == set(outcome.winners)


@given(either, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(made, luck):
    rule, profile, lots = made
    lines = list(profile.ballots.items())
    luck.shuffle(lines)

    shuffled = rule.count(replace(profile, ballots=dict(lines)), lots)

    assert shuffled == rule.count(profile, lots)


@given(either, st.randoms(use_true_random=False))
def test_other_numbers_for_the_same_projects_change_nothing(made, luck):
    rule, profile, lots = made
    numbers = [option.number for option in profile.options]
    new = dict(zip(numbers, luck.sample(numbers, len(numbers)), strict=True))
    options = sorted((replace(o, number=new[o.number]) for o in profile.options), key=number_of)
    ballots = {
        tuple(sorted(new[n] for n in ballot)): count for ballot, count in profile.ballots.items()
    }

    renamed = rule.count(
        Profile(tuple(options), ballots, profile.empty),
        LotOrder(tuple(new[number] for number in lots.order)),
    )

    assert renamed.winners == tuple(new[n] for n in rule.count(profile, lots).winners)


def number_of(option):
    return option.number


one_pass = st.one_of(
    with_rule(greedy_rules),
    with_rule(equal_shares_rules).map(
        lambda made: (replace(made[0], completion=Completion.NONE), *made[1:])
    ),
)


@given(one_pass)
def test_refusing_lots_refuses_exactly_the_counts_that_need_one(made):
    refuses_exactly_what_needs_a_lot(*made)


@given(either)
def test_a_lot_in_the_outcome_is_refused_if_lots_are(made):
    rule, profile, lots = made

    if rule.count(profile, lots).lot_used:
        with pytest.raises(TieRefused):
            rule.count(profile, LotOrder(lots.order, refuse=True))


@given(with_rule(greedy_rules))
def test_a_greedy_count_agrees_with_its_definition(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    # Straight from the rule's text: sort once, then buy what fits.
    def eagerness(project):
        ratio = Fraction(project.votes, project.cost) if project.cost else project.votes * 10**9
        first = project.votes if rule.by is By.VOTES else ratio
        return -first, -project.votes, project.cost, lots.order.index(project.number)

    left, funded = rule.budget, []
    for project in sorted(projects_of(profile), key=eagerness):
        if project.votes >= rule.min_votes and project.cost <= left:
            funded.append(project.number)
            left -= project.cost
    assert outcome.winners == tuple(funded)


@given(with_rule(greedy_rules))
def test_more_votes_or_a_lower_cost_fund_a_project_where_it_says_so_and_not_before(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for number, fate in outcome.fates.items():
        if isinstance(fate, TooDear):
            against = lots_against(lots, number)

            def funded(votes, cost, number=number, against=against):
                changed = with_votes_and_cost(profile, number, votes, cost)
                return number in rule.count(changed, against).winners

            if fate.more_votes is None:
                assert fate.cost > rule.budget
            else:
                assert funded(fate.more_votes, fate.cost)
                assert not funded(fate.more_votes - 1, fate.cost)
            lower = fate.lower_cost or 0
            assert lower == 0 or funded(0, lower)
            assert not funded(0, lower + 1)


def with_votes_and_cost(profile, number, more_votes, cost):
    """Let more people choose one project and nothing else, and change its cost."""
    options = tuple(replace(o, cost=cost) if o.number == number else o for o in profile.options)
    ballots = dict(profile.ballots)
    if more_votes:
        ballots[(number,)] = ballots.get((number,), 0) + more_votes
    return replace(profile, options=options, ballots=ballots)


@given(with_rule(equal_shares_rules))
def test_equal_shares_agrees_with_its_definition(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    assert list(outcome.winners) == plainly(rule, profile, lots)


@given(with_rule(equal_shares_rules))
def test_a_lower_cost_funds_a_project_with_the_same_shares(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for number, fate in outcome.fates.items():
        if isinstance(fate, SharesTooSmall) and fate.lower_cost:
            assert fate.lower_cost < fate.cost
            cheaper = with_votes_and_cost(profile, number, 0, fate.lower_cost)
            against = lots_against(lots, number)
            payments, spent = one_run(rule, cheaper, against, outcome.spending.raised)
            assert spent <= rule.budget
            assert number in then_by_votes(rule, cheaper, against, list(payments), spent)


@given(with_rule(greedy_rules))
def test_a_project_that_everybody_chooses_and_fits_is_funded(made):
    rule, profile, lots = made
    everybody = tuple(option.number for option in profile.options)
    profile = replace(profile, ballots={everybody: 5})

    outcome = rule.count(profile, lots)

    cheapest = min(option.cost for option in profile.options)
    assert bool(outcome.winners) == (cheapest <= rule.budget)


def test_what_a_project_missed_is_told_in_numbers():
    profile = approved(
        {"Trees": 60, "Ramp": 50, "Bench": 40, "Pond": 10, "Swing": 500},
        {(1,): 9, (2,): 8, (3,): 3, (4,): 1, (5,): 4},
    )

    fates = Greedy(100, min_votes=2).count(profile, file_order(profile.options)).fates

    assert fates[1] == Funded(1, 9, 60, 100)
    assert fates[2] == TooDear(8, 50, 40, more_votes=1, lower_cost=40)
    assert fates[3] == Funded(2, 3, 40, 40)
    assert fates[4] == TooFewVotes(1, 2)
    assert fates[5] == TooDear(4, 500, 40, more_votes=None, lower_cost=40)


def test_a_project_nobody_chose_is_bought_only_if_the_rule_lets_it():
    profile = approved({"Trees": 60, "Ramp": 30}, {(1,): 2})

    usual = Greedy(100).count(profile, file_order(profile.options))
    lax = Greedy(100, min_votes=0).count(profile, file_order(profile.options))

    assert usual.fates[2] == NobodyChose()
    assert lax.winners == (1, 2)


def test_points_are_added_up():
    options = options_named(["Trees", "Ramp"], [60, 60])
    profile = Profile(options, {((1, 1), (2, 4)): 2, ((1, 5),): 1})

    outcome = Greedy(100).count(profile, file_order(profile.options))

    assert outcome.winners == (2,)
    assert outcome.spending.totals == {1: 7, 2: 8}


def test_lots_are_drawn_only_where_money_is_left_for_some_of_the_equals():
    profile = approved({"Trees": 30, "Ramp": 30, "Bench": 30}, {(1, 2, 3): 2})

    tight = Greedy(70).count(profile, LotOrder((3, 1, 2)))
    ample = Greedy(90).count(profile, LotOrder((3, 1, 2)))

    assert tight.winners == (3, 1)
    assert [(draw.between, draw.favoured) for draw in tight.draws] == [((1, 2, 3), 3), ((1, 2), 1)]
    assert ample.draws == ()


def test_withdrawn_projects_are_not_bought():
    options = (Option(1, "1", "Trees", 10, withdrawn=True), Option(2, "2", "Ramp", 10))
    profile = Profile(options, {(1,): 3, (1, 2): 1})

    for rule in (Greedy(100), EqualShares(100)):
        assert rule.count(profile, file_order(profile.options)).winners == (2,)


def test_supporters_without_enough_between_them_are_told_what_they_had():
    profile = approved({"Trees": 60, "Ramp": 90}, {(1,): 6, (2,): 4})

    outcome = EqualShares(100, completion=Completion.NONE).count(
        profile, file_order(profile.options)
    )

    assert outcome.fates[2] == SharesTooSmall(4, 90, Fraction(40), 40, lower_cost=40)


def test_a_small_unit_of_money_does_not_make_raising_slow():
    profile = approved(
        {"Trees": 60_000_000, "Ramp": 55_000_000, "Bench": 40_000_000},
        {(1,): 5, (2,): 1, (3,): 4},
        empty=990,
    )

    outcome = EqualShares(100_000_000).count(profile, file_order(profile.options))

    # A share is 100,000 at first; trees need 12,000,000 from each of five supporters.
    assert outcome.winners == (1, 3)
    assert outcome.spending.raised > 1_000_000


def test_what_nobody_chose_does_not_keep_shares_rising():
    ballots = {(3,): 2, (1, 2): 1, (1, 3): 1}
    profile = approved({"Trees": 60, "Ramp": 30, "Bench": 20, "Fountain": 5}, ballots)
    rule = EqualShares(100, completion=Completion.ADD1, add1_stop=Stop.EXHAUSTIVE)

    outcome = rule.count(profile, file_order(profile.options))

    # The trees don't fit any more; the fountain would, but nobody's share will ever pay for it.
    assert outcome.winners == (3, 2)


@pytest.mark.parametrize(
    "rule",
    [lambda: Greedy(-1), lambda: Greedy(1, min_votes=-1), lambda: EqualShares(1, step=0)],
)
def test_settings_that_make_no_sense_are_refused(rule):
    with pytest.raises(ValueError, match="can't be below"):
        rule()
