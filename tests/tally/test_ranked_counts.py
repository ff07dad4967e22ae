"""What holds for every ranked count, whatever the ballots."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.tally.lots import LotOrder, Purpose, file_order, settle
from deliberate.tally.outcome import Status
from deliberate.tally.profile import BadProfile, Option, Profile, Ranking
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.stv import ExactSTV, ScottishSTV
from deliberate.tally.rounds import DoesNotAddUp, FirstCount, Surplus
from tests.tally.profiles import (
    lot_orders,
    ranked,
    ranked_profiles,
    refuses_exactly_what_needs_a_lot,
)

RULES = st.one_of(
    st.just(IRV()), st.integers(1, 4).map(ScottishSTV), st.integers(1, 4).map(ExactSTV)
)
counts = st.tuples(RULES, ranked_profiles()).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), lot_orders(made[1]))
)


@given(counts)
def test_no_round_loses_or_makes_a_vote(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    total = profile.voters if rule == IRV() else outcome.valid
    for stage in outcome.stages:
        assert sum(stage.votes.values()) + stage.without_choice + stage.lost == total
        assert min(stage.votes.values()) >= 0


@given(counts)
def test_each_round_follows_from_the_one_before_by_what_moved(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    for before, after in zip(outcome.stages, outcome.stages[1:], strict=False):
        votes = dict(before.votes)
        gone = sum(after.moved.values()) + after.lapsed + after.lost - before.lost
        votes[after.option] -= gone
        for number, gained in after.moved.items():
            votes[number] += gained
        assert {number: votes[number] for number in after.votes} == after.votes
        assert after.without_choice == before.without_choice + after.lapsed


@given(counts)
def test_everyone_has_a_fate_and_places_go_to_as_many_as_there_can_be(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    if outcome.status is Status.NO_VALID_BALLOTS:
        assert outcome.winners == ()
        return
    places = outcome.places.seats
    assert set(outcome.fates) == {option.number for option in profile.options}
    assert len(outcome.winners) == min(places, len(profile.options))
    assert len(set(outcome.winners)) == len(outcome.winners)


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(made, luck):
    rule, profile, lots = made
    lines = list(profile.ballots.items())
    luck.shuffle(lines)

    shuffled = rule.count(Profile(profile.options, dict(lines), profile.empty), lots)

    outcome = rule.count(profile, lots)
    assert (shuffled.winners, shuffled.stages) == (outcome.winners, outcome.stages)


@given(counts, st.randoms(use_true_random=False))
def test_other_numbers_for_the_same_options_change_nothing(made, luck):
    rule, profile, lots = made
    numbers = [option.number for option in profile.options]
    new = dict(zip(numbers, luck.sample(numbers, len(numbers)), strict=True))
    ballots = {
        tuple(tuple(sorted(new[n] for n in tier)) for tier in ranking): count
        for ranking, count in profile.ballots.items()
    }

    renamed = rule.count(
        Profile(profile.options, ballots, profile.empty),
        LotOrder(tuple(new[number] for number in lots.order)),
    )

    outcome = rule.count(profile, lots)
    assert renamed.winners == tuple(new[number] for number in outcome.winners)


@given(st.integers(1, 5), st.integers(1, 9))
def test_whoever_everybody_puts_first_wins(options, voters):
    favourite = options
    profile = ranked("Ada Bo Cy Di Ed"[: 3 * options], {((favourite,),): voters})

    for rule in (IRV(), ScottishSTV(1), ExactSTV(1)):
        assert rule.count(profile, file_order(profile.options)).winners == (favourite,)


@given(counts)
def test_refusing_lots_refuses_exactly_the_counts_that_need_one(made):
    refuses_exactly_what_needs_a_lot(*made)


@given(counts)
def test_where_no_lot_was_drawn_the_lot_order_decides_nothing(made):
    rule, profile, lots = made
    backwards = LotOrder(lots.order[::-1])

    outcome = rule.count(profile, lots)

    if not outcome.lot_used:
        assert set(rule.count(profile, backwards).winners) == set(outcome.winners)


def test_the_favoured_in_a_lot_stays_in():
    profile = ranked("Ada Bo", {((1,),): 2, ((2,),): 2})

    outcome = IRV().count(profile, LotOrder((2, 1)))

    assert outcome.winners == (2,)
    (draw,) = outcome.draws
    assert (draw.picked, draw.favoured, draw.how) == (1, 2, "lot")


def test_a_tie_looks_back_before_lots_are_drawn():
    profile = ranked("Ada Bo Cy Di", {((1,),): 5, ((2,),): 4, ((3,),): 3, ((4,), (3,)): 1})

    outcome = IRV().count(profile, LotOrder((3, 2, 1, 4)))

    # Bo and Cy have 4 each in round 2; in round 1 Cy had fewer.
    (draw,) = outcome.draws
    assert (draw.picked, draw.how) == (3, "look-back stage 1")


def test_a_tie_of_three_narrows_before_it_goes_further_back():
    stages = [{1: 4, 2: 5, 3: 6}, {1: 7, 2: 7, 3: 8}, {1: 9, 2: 9, 3: 9}]
    draw = settle(4, Purpose.EXCLUDE, (1, 2, 3), stages, LotOrder((1, 2, 3)))

    assert (draw.picked, draw.level_at) == (1, 1)


def test_withdrawn_options_are_passed_over_and_the_quota_counts_who_still_names_somebody():
    options = (
        Option(1, "1", "Ada"),
        Option(2, "2", "Bo", withdrawn=True),
        Option(3, "3", "Cy"),
    )
    ballots: dict[Ranking, int] = {((2,), (1,)): 3, ((2,),): 5, ((1, 2), (3,)): 1, ((3,),): 1}

    outcome = ScottishSTV(1).count(Profile(options, ballots), file_order(options))

    assert outcome.winners == (1,)
    assert (outcome.valid, outcome.invalid, outcome.places.quota) == (5, 5, 3)


def test_who_has_exactly_the_quota_passes_nothing_on():
    profile = ranked("Ada Bo Cy", {((1,), (2,)): 4, ((2,),): 3, ((3,),): 3})

    outcome = ScottishSTV(2).count(profile, file_order(profile.options))

    assert outcome.places.quota == 4
    assert outcome.stages[0].elected == (1,)
    assert outcome.stages[1].excluded == (3,)


def test_a_paper_passes_on_a_part_that_is_cut_off_after_five_places():
    profile = ranked("Ada Bo Cy", {((1,), (2,)): 7, ((2,),): 1, ((3,),): 2})

    outcome = ScottishSTV(2).count(profile, file_order(profile.options))

    # Quota 4, surplus 3 of 7: 0.42857 for each of 7 papers, 0.00001 lost.
    surplus = outcome.stages[1]
    assert isinstance(surplus, Surplus)
    assert surplus.value == Fraction(42857, 100_000)
    assert surplus.moved == {2: Fraction(299_999, 100_000)}
    assert surplus.lost == Fraction(1, 100_000)


def test_more_places_than_options_puts_everybody_in():
    profile = ranked("Ada Bo", {((2,),): 1})

    outcome = ScottishSTV(5).count(profile, file_order(profile.options))

    assert outcome.winners == (2, 1)


def test_a_round_that_does_not_add_up_cannot_be_made():
    with pytest.raises(DoesNotAddUp):
        FirstCount(stage=1, units={1: 5}, total=6)


def test_a_profile_whose_options_are_not_in_order_cannot_be_made():
    with pytest.raises(BadProfile):
        Profile((Option(2, "2", "Bo"),), {})
    with pytest.raises(BadProfile):
        Profile((Option(1, "1", "Bo"),), {((1,),): 0})


@settings(max_examples=50)
@given(ranked_profiles())
def test_stv_for_one_place_elects_who_has_more_than_half_of_first_choices(profile):
    outcome = ScottishSTV(1).count(profile, file_order(profile.options))

    if outcome.status is Status.NO_VALID_BALLOTS:
        return
    first = outcome.stages[0].votes
    majority = [number for number, votes in first.items() if votes * 2 > outcome.valid]
    if majority:
        assert outcome.winners == tuple(majority)
