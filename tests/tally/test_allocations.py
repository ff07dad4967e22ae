"""A budget shared out in parts: the average and the median of what people would give."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.budget.allocation import Average, Median
from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.fates import Allotted, Uncounted, Withdrawn
from deliberate.tally.files.election import Format
from deliberate.tally.lots import LotOrder, TieRefused, file_order
from deliberate.tally.orders.count import Order, count_file
from deliberate.tally.outcome import Allocation, Status
from deliberate.tally.profile import Option, Points, Profile
from deliberate.tally.rounds import DoesNotAddUp
from deliberate.tally.telling.explain import explain
from deliberate.tally.telling.sentences import Voice, say
from tests.tally.profiles import lot_orders, pointed, points_budgets

FILES = Path(__file__).parent.parent / "counts" / "files" / "pabulib"
NAMES = {1: "Trees", 2: "Ramp", 3: "Bench"}

made_up = points_budgets().flatmap(
    lambda made: st.tuples(
        st.sampled_from([Average(made[1]), Median(made[1])]), st.just(made[0]), lot_orders(made[0])
    )
)


def shared(ballots, rule=Average, budget=100, **more):
    profile = pointed(dict.fromkeys(NAMES.values(), 0), ballots, **more)
    return rule(budget).count(profile, file_order(profile.options))


def pounds(units):
    return f"£{int(units)}"


def lines(outcome):
    return [say(told, NAMES, Voice(money=pounds)) for told in explain(outcome)]


@given(made_up)
def test_amounts_come_to_the_whole_budget_and_stay_within_one_unit_of_the_shares(made):
    rule, profile, lots = made

    allocation = rule.count(profile, lots).allocation

    assert sum(allocation.amounts.values()) == rule.budget
    assert sum(allocation.shares.values()) == 1
    for number, amount in allocation.amounts.items():
        assert abs(amount - allocation.shares[number] * rule.budget) < 1


@given(made_up)
def test_shares_agree_with_their_definition(made):
    rule, profile, lots = made

    shares = rule.count(profile, lots).allocation.shares

    # One list of parts for every voter, straight from the rule's text.
    voters = [dict(ballot) for ballot, count in profile.ballots.items() for _each in range(count)]
    middle = mean if isinstance(rule, Average) else median
    parts = {
        option.number: [
            Fraction(points.get(option.number, 0), sum(points.values())) for points in voters
        ]
        for option in profile.options
    }
    middles = {number: middle(given) for number, given in parts.items()}
    if not any(middles.values()):
        middles = {number: mean(given) for number, given in parts.items()}
    assert shares == {number: m / sum(middles.values()) for number, m in middles.items()}


@given(made_up)
def test_what_all_would_share_out_in_the_same_way_is_shared_out_so(made):
    rule, profile, lots = made
    ballot = next(iter(profile.ballots))

    shares = rule.count(replace(profile, ballots={ballot: 5}), lots).allocation.shares

    points = dict(ballot)
    whole = sum(points.values())
    assert shares == {n: Fraction(points.get(n, 0), whole) for n in shares}


@given(made_up, st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_other_numbers_change_no_amount(made, luck):
    rule, profile, lots = made
    numbers = [option.number for option in profile.options]
    new = dict(zip(numbers, luck.sample(numbers, len(numbers)), strict=True))
    ballots = [
        (tuple(sorted((new[n], points) for n, points in ballot)), count)
        for ballot, count in profile.ballots.items()
    ]
    luck.shuffle(ballots)

    renamed = rule.count(
        replace(profile, ballots=dict(ballots)), LotOrder(tuple(new[n] for n in lots.order))
    )

    before = rule.count(profile, lots).allocation.amounts
    assert renamed.allocation.amounts == {new[n]: amount for n, amount in before.items()}


@given(made_up, st.data())
def test_giving_an_option_more_and_the_others_less_never_lowers_its_amount(made, data):
    rule, profile, lots = made
    ballot = data.draw(st.sampled_from(sorted(profile.ballots)))
    number = data.draw(st.sampled_from([option.number for option in profile.options]))
    ballots = dict(profile.ballots)
    ballots[ballot] -= 1
    more = tuple(sorted({**dict(ballot), number: dict(ballot).get(number, 0) + 3}.items()))
    ballots[more] = ballots.get(more, 0) + 1
    changed = replace(profile, ballots={b: count for b, count in ballots.items() if count})

    before, after = (rule.count(each, lots).allocation.amounts for each in (profile, changed))

    assert after[number] >= before[number]


def test_every_ballot_weighs_the_same_however_many_points_it_gives():
    outcome = shared({((1, 1),): 1, ((2, 99),): 1})

    assert outcome.allocation.amounts == {1: 50, 2: 50, 3: 0}


def test_medians_are_brought_to_the_whole_budget():
    # Medians are 1/2, 2/5 and 0: together 9/10.
    outcome = shared(
        {((1, 10),): 2, ((1, 5), (2, 5)): 2, ((2, 4), (3, 6)): 1}, rule=Median, budget=900
    )

    assert outcome.allocation.came_to == Fraction(9, 10)
    assert outcome.allocation.shares == {1: Fraction(5, 9), 2: Fraction(4, 9), 3: 0}
    assert outcome.winners == (1, 2)
    assert lines(outcome) == [
        "£900 is shared out, as if every ballot shared out all of it. Trees gets the most: £500. "
        "The amounts in the middle of all ballots came to £810, so each was raised in proportion.",
        "Trees: It gets £500. 4 people gave it something. Ballots gave it from £0 to £900, £540 on "
        "average, and at least half of them £450 or less.",
        "Ramp: It gets £400. 3 people gave it something. Ballots gave it from £0 to £450, £252 on "
        "average, and at least half of them £360 or less.",
        "Bench: It gets £0. 1 person gave it something. Ballots gave it from £0 to £540, £108 on "
        "average, and at least half of them £0 or less.",
    ]


def test_medians_of_more_than_the_budget_are_lowered():
    # Halfway between the two in the middle of four: 1/2 for trees, 1/2 for the ramp, 1/6 more.
    outcome = shared(
        {((1, 1), (2, 1)): 2, ((1, 1), (2, 1), (3, 1)): 1, ((1, 2), (2, 1), (3, 2)): 1}, Median
    )

    assert outcome.allocation.came_to > 1
    assert "so each was lowered in proportion." in lines(outcome)[0]


def test_where_every_median_is_0_the_average_is_taken_and_said():
    outcome = shared({((1, 4),): 2, ((2, 4),): 1, ((3, 4),): 1, ((3, 1), (2, 1)): 1}, rule=Median)

    assert outcome.allocation.came_to == 0
    assert outcome.allocation.amounts == {1: 40, 2: 30, 3: 30}
    assert "so the average was taken instead." in lines(outcome)[0]


def test_each_option_is_told_what_it_gets_and_what_people_gave_it():
    outcome = shared({((1, 1),): 1, ((1, 1), (2, 3)): 2}, empty=4)

    assert outcome.valid == 3
    assert outcome.empty == 4
    assert outcome.fates[2] == Allotted(
        amount=50,
        share=Fraction(1, 2),
        people=2,
        lowest=Fraction(0),
        average=Fraction(1, 2),
        median=Fraction(3, 4),
        highest=Fraction(3, 4),
    )
    assert lines(outcome)[-1] == "Bench: It gets nothing: nobody gave it anything."


def test_lots_say_who_gets_the_last_of_the_money():
    outcome = shared({((1, 1), (2, 1), (3, 1)): 2}, budget=101)

    assert outcome.allocation.amounts == {1: 34, 2: 34, 3: 33}
    assert [(draw.between, draw.picked) for draw in outcome.draws] == [((1, 2, 3), 1), ((2, 3), 2)]
    assert lines(outcome)[1] == (
        "Trees, Ramp and Bench had equal claims on the last of the money, too little to divide. "
        "The order of the list, as no lots were declared, put Trees first."
    )


def test_lots_for_the_last_of_the_money_can_be_refused():
    profile = pointed({"Trees": 0, "Ramp": 0}, {((1, 1), (2, 1)): 2})

    assert Average(100).count(profile, LotOrder((1, 2), refuse=True)).draws == ()
    with pytest.raises(TieRefused):
        Average(101).count(profile, LotOrder((1, 2), refuse=True))


def test_withdrawn_options_get_nothing_and_points_for_them_do_not_count():
    options = (Option(1, "1", "Trees", withdrawn=True), Option(2, "2", "Ramp"))
    ballots: dict[Points, int] = {((1, 3), (2, 1)): 1, ((1, 5),): 2}
    profile = Profile(options, ballots)

    outcome = Average(100).count(profile, file_order(options))

    assert outcome.allocation.amounts == {2: 100}
    assert (outcome.valid, outcome.empty) == (1, 2)
    assert outcome.fates[1] == Withdrawn()
    assert lines(outcome)[1] == "Trees was withdrawn before the count."


def test_nothing_is_shared_out_where_nobody_gave_anything():
    outcome = shared({}, empty=2)

    assert outcome.status is Status.NO_VALID_BALLOTS
    assert outcome.winners == ()
    assert outcome.allocation.amounts == {}
    assert outcome.fates[1] == Uncounted()


def test_costs_play_no_part_and_that_is_said():
    profile = pointed({"Trees": 5, "Ramp": 500}, {((1, 1), (2, 3)): 2})

    outcome = Average(100).count(profile, file_order(profile.options))

    assert outcome.allocation.amounts == {1: 25, 2: 75}
    assert lines(outcome)[0].endswith("What each costs played no part.")


def test_a_city_s_points_are_shared_out_as_json():
    content = (FILES / "Poland_Gdansk_2020_Letnica.pb").read_bytes()

    done = count_file(content, Order("average", Format.PB, budget="1000.01"))
    told = json.loads(to_json(done.outcome, done.source))

    # 155 of 256 people gave all or some of their points to the first of two.
    assert told["amounts"] == {"1": "566.80", "2": "433.21"}
    assert told["allocation"][0] == {
        "id": "1",
        "amount": "566.80",
        "share": "0.566796875",
        "people": "155",
        "lowest": "0",
        "average": "0.566796875",
        "median": "1",
        "highest": "1",
    }
    assert (told["came_to"], told["winners"], told["ties"]) == ("1", ["1", "2"], [])


def test_shares_that_do_not_add_up_are_a_fault():
    with pytest.raises(DoesNotAddUp):
        Allocation(100, {1: Fraction(1)}, {1: 99}, Fraction(1))


@pytest.mark.parametrize("rule", [Average, Median])
def test_a_budget_below_0_is_refused(rule):
    with pytest.raises(ValueError, match="can't be below"):
        rule(-1)
