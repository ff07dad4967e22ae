"""What rules share that find a set of winners: who of several that are level has the place.

Borda, Copeland, minimax and the like may put several options level at the top. The set is the
rule's answer; whom the declared lots favour is the one that wins.
"""

from collections.abc import Iterable
from typing import NamedTuple

from deliberate.tally.lots import Draw, LotOrder, Purpose
from deliberate.tally.outcome import Status


class Settled(NamedTuple):
    """The one that wins, the tie that lots settled for it, and how the count ended."""

    winners: tuple[int, ...]
    drawn: tuple[Draw, ...]
    status: Status


def choose_one(level: Iterable[int], lots: LotOrder) -> Settled:
    """Choose who wins of those that a rule puts level at the top.

    >>> choose_one([2], LotOrder((3, 1, 2))).winners
    (2,)
    >>> choose_one([1, 3], LotOrder((3, 1, 2))).status
    <Status.TIED: 'tied'>
    >>> choose_one([], LotOrder((1, 2))).status
    <Status.NO_VALID_BALLOTS: 'no-valid-ballots'>

    Raises TieRefused if there are several and `lots` refuses.
    """
    numbers = tuple(level)
    if not numbers:
        return Settled((), (), Status.NO_VALID_BALLOTS)
    if len(numbers) == 1:
        return Settled(numbers, (), Status.DECIDED)
    draw = lots.draw(1, Purpose.ELECT, numbers)
    return Settled((draw.picked,), (draw,), Status.TIED)
