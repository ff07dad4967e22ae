"""What holds for every budget that is spent as everybody's purse fills (Phragmén's rule)."""

import json
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.budget.phragmen import Phragmen
from deliberate.tally.budget.projects import projects_of
from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.fates import Funded, NobodyChose, OverBudget, Overshot, StillSaving
from deliberate.tally.lots import LotOrder, file_order
from deliberate.tally.profile import Option, Profile, options_named
from deliberate.tally.telling.explain import explain, of_round, why
from deliberate.tally.telling.sentences import Voice, say
from tests.tally.profiles import approved, budgets, lot_orders, refuses_exactly_what_needs_a_lot

POUNDS = Voice(money=lambda units: f"£{units}")


def made(**shape):
    """A rule with a budget, a profile and an order of lots."""
    return budgets(**shape).flatmap(
        lambda made: st.tuples(st.just(Phragmen(made[1])), st.just(made[0]), lot_orders(made[0]))
    )


def plainly(rule, profile, lots):
    """Count in the plainest way: a load for each voter by themselves, in fractions."""
    voters = [set(ballot) for ballot, count in profile.ballots.items() for _each in range(count)]
    loads = [Fraction(0)] * len(voters)
    waiting = [p for p in projects_of(profile) if p.votes and p.cost <= rule.budget]
    bought, left = [], rule.budget
    while waiting:

        def load(project):
            carried = sum(
                load for load, ballot in zip(loads, voters, strict=True) if project.number in ballot
            )
            return (project.cost + carried) / project.votes

        least = min(map(load, waiting))
        level = [project for project in waiting if load(project) == least]
        if any(project.cost > left for project in level):
            break
        project = min(level, key=lambda p: (-p.votes, p.cost, lots.order.index(p.number)))
        for voter, ballot in enumerate(voters):
            if project.number in ballot:
                loads[voter] = least
        waiting.remove(project)
        bought.append((project.number, least))
        left -= project.cost
    return bought, loads


@given(made())
def test_a_count_agrees_with_its_definition_in_every_load(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    bought, _loads = plainly(rule, profile, lots)
    assert [(purchase.option, purchase.load) for purchase in outcome.purchases] == bought


@given(made())
def test_nothing_is_overspent_and_voters_carry_exactly_what_was_spent(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    # A voter carries the load at which the last project that they chose was bought.
    carried = sum(
        count * next((p.load for p in reversed(outcome.purchases) if p.option in ballot), 0)
        for ballot, count in profile.ballots.items()
    )
    assert carried == outcome.spending.spent <= rule.budget
    assert outcome.spending.left == rule.budget - sum(p.cost for p in outcome.purchases)


@given(made())
def test_loads_only_ever_rise(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    loads = [purchase.load for purchase in outcome.purchases]
    assert loads == sorted(loads)
    assert outcome.spending.filled >= max(loads, default=0)


@given(made(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(made, luck):
    rule, profile, lots = made
    lines = list(profile.ballots.items())
    luck.shuffle(lines)

    shuffled = rule.count(replace(profile, ballots=dict(lines)), lots)

    assert shuffled == rule.count(profile, lots)
    assert to_json(shuffled) == to_json(rule.count(profile, lots))


@given(made(), st.integers(2, 5))
def test_as_many_times_the_voters_fund_the_same_projects(made, times):
    rule, profile, lots = made
    more = {ballot: count * times for ballot, count in profile.ballots.items()}

    outcome = rule.count(replace(profile, ballots=more), lots)

    once = rule.count(profile, lots)
    assert outcome.winners == once.winners
    assert [p.load * times for p in outcome.purchases] == [p.load for p in once.purchases]


@given(made(), st.randoms(use_true_random=False))
def test_other_numbers_for_the_same_projects_change_nothing(made, luck):
    rule, profile, lots = made
    numbers = [option.number for option in profile.options]
    new = dict(zip(numbers, luck.sample(numbers, len(numbers)), strict=True))
    options = [replace(option, number=new[option.number]) for option in profile.options]
    ballots = {
        tuple(sorted(new[n] for n in ballot)): count for ballot, count in profile.ballots.items()
    }

    renamed = rule.count(
        Profile(tuple(sorted(options, key=lambda o: o.number)), ballots, profile.empty),
        LotOrder(tuple(new[number] for number in lots.order)),
    )

    assert renamed.winners == tuple(new[n] for n in rule.count(profile, lots).winners)


@given(made())
def test_refusing_lots_refuses_exactly_the_counts_that_need_one(made):
    refuses_exactly_what_needs_a_lot(*made)


@given(made())
def test_every_project_has_a_fate_that_says_whether_it_is_funded(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    funded = {n for n, fate in outcome.fates.items() if isinstance(fate, Funded)}
    assert set(outcome.fates) == {option.number for option in profile.options}
    assert funded == set(outcome.winners)


@given(made())
def test_what_supporters_had_at_the_end_is_what_had_filled_their_purses_since(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    _bought, loads = plainly(rule, profile, lots)
    voters = [ballot for ballot, count in profile.ballots.items() for _each in range(count)]
    for number, fate in outcome.fates.items():
        if isinstance(fate, StillSaving | Overshot):
            had = sum(
                outcome.spending.filled - load
                for load, ballot in zip(loads, voters, strict=True)
                if number in ballot
            )
            assert had == (fate.had if isinstance(fate, StillSaving) else fate.cost)


@given(made())
def test_more_votes_fund_a_project_where_it_says_so_and_not_before(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for number, fate in outcome.fates.items():
        if isinstance(fate, StillSaving | Overshot):
            against = LotOrder((*[n for n in lots.order if n != number], number))

            def funded(more, number=number, against=against):
                ballots = Counter(profile.ballots)
                ballots[(number,)] += more
                changed = replace(profile, ballots=dict(+ballots))
                return number in rule.count(changed, against).winners

            assert funded(fate.more_votes)
            assert not any(map(funded, range(fate.more_votes)))


@given(made())
def test_a_lower_cost_funds_a_project_where_it_says_so_and_no_higher_one_does(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for number, fate in outcome.fates.items():
        if isinstance(fate, StillSaving | Overshot | OverBudget):
            against = LotOrder((*[n for n in lots.order if n != number], number))

            def funded(cost, number=number, against=against):
                options = tuple(
                    replace(o, cost=cost) if o.number == number else o for o in profile.options
                )
                return number in rule.count(replace(profile, options=options), against).winners

            lower = fate.lower_cost or 0
            assert lower == 0 or funded(lower)
            assert not any(map(funded, range(lower + 1, fate.cost + 1)))


@given(made(least_cost=10))
def test_a_project_that_all_choose_comes_first_among_those_that_cost_no_less(made):
    rule, profile, lots = made
    dearest = max(option.cost for option in profile.options)
    profile = replace(
        profile,
        options=tuple(replace(option, cost=dearest) for option in profile.options),
        ballots={tuple(sorted({1, *ballot})): count for ballot, count in profile.ballots.items()},
    )

    outcome = rule.count(profile, LotOrder((1, *[n for n in lots.order if n != 1])))

    assert outcome.winners[:1] == ((1,) if dearest <= rule.budget else ())


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.integers(0, 8))
def test_parties_get_as_many_projects_as_seats_by_d_hondt(parties, seats):
    # Each party's voters choose all of its projects, and no others; every project costs 1.
    options = options_named([f"{n}" for n in range(len(parties) * 8)], [1] * len(parties) * 8)
    ballots = {
        tuple(range(8 * party + 1, 8 * party + 9)): voters for party, voters in enumerate(parties)
    }

    outcome = Phragmen(seats).count(Profile(options, ballots), file_order(options))

    # Level quotients go to the party with more votes, then to the one named first.
    quotients = sorted(
        (Fraction(-voters, seat), -voters, party)
        for party, voters in enumerate(parties)
        for seat in range(1, 9)
    )
    assert Counter((number - 1) // 8 for number in outcome.winners) == Counter(
        party for _quotient, _voters, party in quotients[:seats]
    )


def test_supporters_who_have_had_a_project_wait_longer_for_the_next():
    # Most like parks best, but those who like sports have an equal claim in the end.
    profile = approved(
        {"Park 1": 10, "Park 2": 10, "Park 3": 10, "Sports": 10}, {(1, 2, 3): 6, (4,): 4}
    )

    outcome = Phragmen(20).count(profile, file_order(profile.options))

    assert outcome.winners == (1, 4)


def test_the_count_ends_when_one_of_those_who_are_level_does_not_fit():
    profile = approved(
        {"Trees": 40, "Ramp": 60, "Pond": 90, "Bench": 30}, {(1,): 8, (2,): 6, (3,): 9, (4,): 1}
    )

    outcome = Phragmen(110).count(profile, file_order(profile.options))

    assert outcome.winners == (1,)
    assert outcome.spending.filled == 10
    assert outcome.fates == {
        1: Funded(1, 8, 40, 110),
        2: StillSaving(6, 60, Fraction(60), 70, more_votes=1, lower_cost=59),
        3: Overshot(9, 90, 70, more_votes=9, lower_cost=70),
        4: StillSaving(1, 30, Fraction(10), 70, more_votes=3, lower_cost=9),
    }


def test_what_costs_more_than_the_whole_budget_does_not_end_the_count():
    profile = approved({"Trees": 40, "Pond": 200, "Bench": 30}, {(1,): 4, (2,): 90, (3,): 1})

    outcome = Phragmen(100).count(profile, file_order(profile.options))

    assert outcome.winners == (1, 3)
    assert outcome.fates[2] == OverBudget(90, 200, 100, lower_cost=100)


def test_nobody_pays_for_what_nobody_chose_or_what_costs_nothing():
    options = (
        Option(1, "1", "Trees", 10, withdrawn=True),
        Option(2, "2", "Ramp", 10),
        Option(3, "3", "Talk"),
        Option(4, "4", "Walk"),
    )
    profile = Profile(options, {(1,): 5, (1, 3): 1, (4,): 1})

    outcome = Phragmen(100).count(profile, LotOrder((4, 3, 2, 1), refuse=True))

    assert outcome.winners == (4, 3)
    assert [purchase.load for purchase in outcome.purchases] == [0, 0]
    assert outcome.fates[2] == NobodyChose()


def test_a_thousand_projects_are_bought_one_by_one():
    options = options_named([f"{n}" for n in range(1000)], list(range(1, 1001)))
    ballots = {tuple(range(first, first + 100)): 7 for first in range(1, 1001, 100)}

    outcome = Phragmen(500_500).count(Profile(options, ballots), file_order(options))

    assert len(outcome.winners) == 1000


@pytest.fixture
def numbers_of_any_length():
    """Let Python read numbers of more than 4300 digits in this test."""
    limit = sys.get_int_max_str_digits()
    yield lambda: sys.set_int_max_str_digits(0)
    sys.set_int_max_str_digits(limit)


def test_loads_are_written_exactly_however_long_they_are(numbers_of_any_length):
    # Those who buy each project are all but a few of those who have just bought the one before.
    options = options_named([f"{n}" for n in range(100)], [1000] * 100)
    ballots = {tuple(range(1, most + 1)): 10**60 + most for most in range(1, 101)}
    outcome = Phragmen(100_000).count(Profile(options, ballots), file_order(options))

    told = json.loads(to_json(outcome))

    numbers_of_any_length()
    loads = [bought.load or Fraction() for bought in outcome.purchases]
    assert loads[-1].denominator > 10**4300
    assert [Fraction(bought["load"]) for bought in told["rounds"]] == loads


def test_the_page_says_how_purses_fill_and_what_each_project_lacked():
    names = ["Trees", "Bench", "Ramp", "Pond", "Swing", "Talk"]
    profile = approved(
        dict(zip(names, [60, 40, 30, 500, 10, 0], strict=True)),
        {(1, 4): 2, (1, 2, 6): 1, (2,): 1, (3,): 1, (4,): 1},
    )
    outcome = Phragmen(100).count(profile, file_order(profile.options))

    told = [say(sentence, dict(enumerate(names, start=1)), POUNDS) for sentence in explain(outcome)]

    assert told == [
        "3 of 6 on the list are funded. Together they cost £100, out of £100. Everyone’s purse "
        "fills at the same pace. As soon as the people who chose a project have its cost together, "
        "it is bought and their purses are empty.",
        "Ramp: 1 person chose it, and had its cost of £30, but only £0 of the budget "
        "was left. That ended the count. 1 more vote would have been enough, or a cost of £29.",
        "Pond: 3 people chose it. It costs £500, more than the whole budget of £100. A "
        "cost of £59 would have been low enough.",
        "Swing: Nobody chose it.",
        "Talk costs nothing, and 1 person chose it.",
        "Trees was next: the 3 people who chose it had its cost of £60 together when £20 had gone "
        "into each purse. £40 of the budget is left.",
        "Bench was next: the 2 people who chose it had its cost of £40 together when £30 had gone "
        "into each purse. £0 of the budget is left.",
    ]


def test_those_who_were_still_saving_are_told_what_they_had():
    profile = approved(
        {"Trees": 40, "Ramp": 60, "Pond": 90, "Bench": 30}, {(1,): 8, (2,): 6, (3,): 9, (4,): 1}
    )
    outcome = Phragmen(110).count(profile, file_order(profile.options))

    told = [say(why(outcome, number), {}, POUNDS) for number in (2, 4)]

    assert told == [
        "6 people chose it, and had its cost of £60 together at the same moment as the "
        "people who chose a project that no longer fit. That ended the count. 1 more vote would "
        "have been enough, or a cost of £59.",
        "1 person chose it, and had £10 of its cost of £30 when the count ended. 3 "
        "more votes would have been enough, or a cost of £9.",
    ]


def test_lots_say_who_had_the_cost_together_at_the_same_moment():
    profile = approved({"Trees": 60, "Ramp": 60}, {(1,): 3, (2,): 3})
    outcome = Phragmen(100).count(profile, LotOrder((2, 1), "seed"))

    told = say(of_round(outcome, outcome.rounds[0]), {1: "Trees", 2: "Ramp"}, POUNDS)

    assert told == (
        "Ramp was next: the 3 people who chose it had its cost of £60 together when £20 had gone "
        "into each purse. £40 of the budget is left. Trees and Ramp were level: equally many "
        "people chose each, and had its cost together at the same moment. Lots drawn in public "
        "put Ramp first."
    )


def test_a_budget_below_0_is_refused():
    with pytest.raises(ValueError, match="can't be below"):
        Phragmen(-1)
