"""How many more supporters would have funded a project under Equal Shares."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop, Utility
from deliberate.tally.budget.greedy import Greedy
from deliberate.tally.canonical.outcome import digest_of
from deliberate.tally.fates import SharesTooSmall
from deliberate.tally.files.election import Format
from deliberate.tally.lots import file_order
from deliberate.tally.orders.count import Order, count_file, report_of
from deliberate.tally.orders.how_close import how_close, looked_longer
from deliberate.tally.page.as_text import as_text
from deliberate.tally.page.building import page_of
from deliberate.tally.sure.supporters import with_more_votes
from tests.tally.plain_shares import lots_against, one_run, paid_by_each, plainly, voters_of
from tests.tally.profiles import approved, budgets, lot_orders

CITIES = Path(__file__).parent.parent / "counts" / "files" / "pabulib"
AMPLE = 1_000_000
PICKS = [Utility.COST, Utility.CARDINALITY]
picks = budgets().flatmap(
    lambda made: st.tuples(
        st.builds(
            EqualShares,
            st.just(made[1]),
            utility=st.sampled_from(PICKS),
            completion=st.sampled_from(Completion),
            add1_stop=st.sampled_from(Stop),
            step=st.sampled_from([1, 7]),
        ),
        st.just(made[0]),
        lot_orders(made[0]),
    )
)


def looked_for(rule, profile, limit=AMPLE, lots=None):
    """Return the fates of projects not funded, after so much work."""
    outcome = rule.count(profile, lots or file_order(profile.options))
    fates = with_more_votes(profile, outcome, limit).fates
    return {number: fate for number, fate in fates.items() if isinstance(fate, SharesTooSmall)}


@settings(max_examples=100)
@given(picks)
def test_so_many_more_supporters_would_have_funded_a_project(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for number, fate in looked_for(rule, profile, lots=lots).items():
        order = those_with_most_left(rule, profile, lots, outcome, number)
        against = lots_against(lots, number)

        def funded(more, order=order, number=number, against=against):
            return number in plainly(rule, joined(profile, number, order[:more]), against)

        if fate.more_votes:
            assert funded(fate.more_votes)
        if rule.completion is Completion.NONE:
            assert not any(funded(more) for more in range(fate.more_votes or len(order) + 1))


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

    fates = looked_for(EqualShares(100, completion=Completion.NONE), profile)

    assert fates[2] == SharesTooSmall(1, 30, Fraction(25), 50, lower_cost=25, more_votes=1)


def test_a_count_alone_looks_for_no_supporters():
    profile = approved({"Trees": 50, "Ramp": 30, "Bench": 40}, {(1,): 2, (2,): 1}, empty=1)
    rule = EqualShares(100, completion=Completion.NONE)

    assert looked_for(rule, profile, limit=0)[2].more_votes is None


@given(picks, st.integers(0, 300))
def test_less_work_leaves_out_the_farthest_and_changes_no_number(made, limit):
    rule, profile, lots = made

    all_told = looked_for(rule, profile, lots=lots)
    told = looked_for(rule, profile, limit, lots)

    nearest_first = sorted(told, key=lambda n: (told[n].cost - told[n].shares, n))
    known = [n for n in nearest_first if told[n].more_votes]
    assert [told[n] for n in known] == [all_told[n] for n in known]
    if known:
        nearer = nearest_first[: nearest_first.index(known[-1])]
        assert [told[n] for n in nearer] == [all_told[n] for n in nearer]


@pytest.mark.parametrize("utility", PICKS)
def test_a_project_that_more_supporters_could_not_fund_is_told_no_number(utility):
    profile = approved({"Trees": 60, "Ramp": 190}, {(1,): 6, (2,): 4})

    fates = looked_for(EqualShares(100, utility, Completion.NONE), profile)

    assert fates[2].more_votes is None


def test_a_count_without_supporters_to_gain_is_told_no_number():
    profile = approved({"Trees": 190}, {(1,): 6})

    fates = looked_for(EqualShares(100, completion=Completion.NONE), profile)

    assert fates[1] == SharesTooSmall(6, 190, Fraction(100), 100, lower_cost=100)


def test_trying_further_supporters_ends_where_raising_shares_would_not():
    # With one supporter more, shares rise in steps too small to come to an end.
    third = 333_333_333_333_333_333
    profile = approved(
        {"Trees": third, "Ramp": third + 1, "Bench": third, "Bin": 1},
        {(1, 4): 1, (2,): 1, (3,): 1, (1, 2): 1},
    )

    fates = looked_for(EqualShares(10**18), profile, limit=10_000)

    assert set(fates) == {3}


def test_supporters_are_told_also_where_they_are_many():
    profile = approved({"Trees": 60, "Ramp": 90}, {(1,): 6, (2,): 4})

    fates = looked_for(EqualShares(100, completion=Completion.NONE), profile)

    assert fates[2] == SharesTooSmall(4, 90, Fraction(40), 40, lower_cost=40, more_votes=5)


def test_outcomes_of_other_rules_stay_as_they_are():
    profile = approved({"Trees": 60, "Ramp": 50}, {(1,): 9, (2,): 8})

    outcome = Greedy(budget=100).count(profile, file_order(profile.options))

    assert with_more_votes(profile, outcome, AMPLE) == outcome


def told(file, rule="equal-shares"):
    """Return what a page tells of a city's file, and the digest of its JSON."""
    order = Order(rule, Format.PB)
    counted = looked_longer(count_file((CITIES / file).read_bytes(), order))
    page = page_of(report_of(counted, order, file, how_close(counted, order)))
    return as_text(page, 1000), digest_of(counted.outcome, counted.source)


@pytest.mark.parametrize(
    ("file", "nearest"),
    [
        ("Netherlands_Assen_2024.pb", 6),
        ("Poland_Lodz_2022_Srodmiescie-Wschod.pb", 98),
        ("Poland_Swiecie_2023.pb", 8),
    ],
)
def test_a_page_of_a_city_tells_how_many_more_supporters_were_needed(file, nearest):
    page, digest = told(file)

    assert f"came closest to being funded. {nearest} more" in page
    assert page.count("more voters choosing it would have been enough") > 1
    # What a page looks for longer is not what two people compare.
    assert digest in page
