"""Ties where options are compared two by two: when lots decide, and that it shows."""

from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.lots import LotOrder, Purpose
from deliberate.tally.outcome import Status
from deliberate.tally.profile import Ranking
from deliberate.tally.ranked.ranked_pairs import RankedPairs
from tests.tally.pairs import counts, evidence
from tests.tally.profiles import lot_orders, ranked, refuses_exactly_what_needs_a_lot


@given(counts)
def test_refusing_lots_refuses_exactly_the_counts_that_need_one(made):
    refuses_exactly_what_needs_a_lot(*made)


@given(counts, st.data())
def test_where_no_lot_was_drawn_the_lot_order_decides_nothing(made, data):
    rule, profile, lots = made
    others = data.draw(lot_orders(profile))

    outcome = rule.count(profile, lots)

    if not any(draw.purpose is Purpose.LOCK for draw in outcome.draws):
        assert rule.count(profile, others).co_winners == outcome.co_winners
    if not outcome.lot_used:
        assert rule.count(profile, others).winners == outcome.winners


@given(counts)
def test_of_several_level_at_the_top_the_most_favoured_wins_and_the_tie_shows(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    assert outcome.winners == (lots.first(outcome.co_winners),)
    assert outcome.co_winners == set(evidence(outcome).ranking[0])
    tied = len(outcome.co_winners) > 1
    assert (outcome.status is Status.TIED) == tied
    assert [draw.between for draw in outcome.drawn] == [tuple(sorted(outcome.co_winners))] * tied


def test_equal_wins_that_close_a_circle_among_losers_need_no_lot():
    # Ada beats all; Bo, Cy and Di beat each other in a circle by the same votes.
    ballots: dict[Ranking, int] = {
        ((1,), (2,), (3,), (4,)): 1,
        ((1,), (3,), (4,), (2,)): 1,
        ((1,), (4,), (2,), (3,)): 1,
    }
    profile = ranked("Ada Bo Cy Di", ballots)

    outcome = RankedPairs().count(profile, LotOrder((1, 2, 3, 4), refuse=True))

    assert outcome.winners == (1,)
    assert sum(not lock.locked for lock in outcome.locks) == 1


def test_equal_wins_that_close_a_circle_at_the_top_are_a_draw_between_their_winners():
    ballots: dict[Ranking, int] = {
        ((1,), (2,), (3,)): 1,
        ((2,), (3,), (1,)): 1,
        ((3,), (1,), (2,)): 1,
    }
    profile = ranked("Ada Bo Cy", ballots)

    outcome = RankedPairs().count(profile, LotOrder((2, 3, 1)))

    (draw,) = outcome.draws
    assert (draw.purpose, draw.between, draw.favoured) == (Purpose.LOCK, (1, 2, 3), 2)
    assert outcome.winners == (2,)
    assert outcome.status is Status.DECIDED
