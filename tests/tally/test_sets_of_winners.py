"""Rules that may put several options level at the top: who wins then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.lots import LotOrder, Purpose, TieRefused
from deliberate.tally.outcome import Status
from deliberate.tally.ranked.sets import choose_one

orders = st.permutations(range(1, 7)).map(lambda order: LotOrder(tuple(order)))


@given(orders, st.sets(st.integers(1, 6), min_size=2))
def test_of_several_that_are_level_the_most_favoured_wins_and_the_tie_shows(lots, level):
    chosen = choose_one(sorted(level), lots)

    assert chosen.winners == (lots.first(level),)
    assert chosen.status is Status.TIED
    (draw,) = chosen.drawn
    assert (draw.purpose, draw.between) == (Purpose.ELECT, tuple(sorted(level)))
    assert draw.is_lot


@given(orders, st.integers(1, 6))
def test_one_alone_at_the_top_wins_without_lots(lots, best):
    refusing = LotOrder(lots.order, refuse=True)

    assert choose_one([best], refusing) == ((best,), (), Status.DECIDED)


def test_refused_lots_leave_it_to_people():
    with pytest.raises(TieRefused) as refused:
        choose_one([3, 1], LotOrder((1, 2, 3), refuse=True))

    assert refused.value.tied == (1, 3)


def test_without_ballots_nobody_wins():
    assert choose_one([], LotOrder((1, 2))) == ((), (), Status.NO_VALID_BALLOTS)
