"""How sure an outcome is, said so that it is true in every case."""

import pytest

from deliberate.tally.money import written
from deliberate.tally.sure.change import Lack, Missed, Move, Moved, OtherLots, Swing
from deliberate.tally.telling.of_sure import how_sure
from deliberate.tally.telling.sentences import Voice, say

NAMES = {1: "Trees", 2: "Ramp", 3: "Bench", 4: "Pond"}


def said(change):
    return say(how_sure(change), NAMES, Voice(money=lambda units: f"£{written(units, 2)}"))


def moved(ballots, pool, at_least, move=Move.FIRST, now=(1,), then=(2,)):
    return Moved(now, then, Swing(move, gainer=2, loser=1), ballots, pool, at_least)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            moved(12, 3000, 9),
            "If 12 of the 3000 ballots that put Trees first had put Ramp first, Ramp would have "
            "won instead. It takes at least 9 changed ballots to change the outcome, and at most "
            "12.",
        ),
        (
            moved(2, 7, 2),
            "If 2 of the 7 ballots that put Trees first had put Ramp first, Ramp would have won "
            "instead. Fewer changed ballots could not have changed the outcome.",
        ),
        (
            moved(3, 3, 1, then=(3,)),
            "If all 3 ballots that put Trees first had put Ramp first, Bench would have won "
            "instead. This is the smallest change that we found. There may be a smaller one.",
        ),
        (
            moved(1, 1, 1),
            "If the only ballot that put Trees first had put Ramp first, Ramp would have won "
            "instead.",
        ),
        (
            moved(1, 9, 1, Move.ABOVE),
            "If 1 of the 9 ballots that put Trees above Ramp had put Ramp just above Trees, Ramp "
            "would have won instead.",
        ),
        (
            moved(4, 9, 4, Move.ENDS),
            "If 4 of the 9 ballots that put Trees above Ramp had put Ramp first and Trees last, "
            "Ramp would have won instead. Fewer changed ballots could not have changed the "
            "outcome.",
        ),
        (
            moved(1, 9, 1, now=(1, 3), then=(3, 2)),
            "If 1 of the 9 ballots that put Trees first had put Ramp first, Ramp would have been "
            "chosen, and Trees would not.",
        ),
        (
            moved(1, 9, 1, now=(1, 3), then=(2, 4)),
            "If 1 of the 9 ballots that put Trees first had put Ramp first, Ramp and Pond would "
            "have been chosen, and Trees and Bench would not.",
        ),
        (
            OtherLots((1,), (2,)),
            "Lots drawn in public decided this. With other lots, Ramp would have won instead.",
        ),
        (
            OtherLots((1,), (2,), by_list=True),
            "Options were level, and the order of the list decided. In another order, Ramp would "
            "have won instead.",
        ),
        (
            Missed(2, more=1, lower_cost=None),
            "Ramp came closest to being funded. 1 more vote would have been enough.",
        ),
        (
            Missed(2, more=8, lower_cost=40_00),
            "Ramp came closest to being funded. 8 more votes would have been enough, or a cost of "
            "£40.00.",
        ),
        (
            Missed(2, more=1, lower_cost=None, lack=Lack.POINTS),
            "Ramp came closest to being funded. 1 more point would have been enough.",
        ),
        (
            Missed(2, more=9, lower_cost=40_00, lack=Lack.POINTS),
            "Ramp came closest to being funded. 9 more points would have been enough, or a cost "
            "of £40.00.",
        ),
        (
            Missed(2, more=None, lower_cost=40_00),
            "Ramp came closest to being funded. A cost of £40.00 would have been low enough.",
        ),
        (
            Missed(2, more=1, lower_cost=40_00, lack=Lack.SUPPORTERS),
            "Ramp came closest to being funded. 1 more voter choosing it would have been enough: "
            "the one with the most left. With the same shares, a cost of £40.00 would have been "
            "low enough.",
        ),
        (
            Missed(2, more=7, lower_cost=None, lack=Lack.SUPPORTERS),
            "Ramp came closest to being funded. 7 more voters choosing it would have been enough: "
            "those with the most left. This is the smallest change that we found. There may be a "
            "smaller one.",
        ),
        (
            Missed(2, more=None, lower_cost=40_00, lack=Lack.SUPPORTERS),
            "Ramp came closest to being funded. With the same shares, a cost of £40.00 would have "
            "been low enough.",
        ),
    ],
)
def test_what_would_have_altered_an_outcome_is_said_plainly(change, words):
    assert said(change) == words
