"""Sentences about how sure an outcome is."""

from typing import assert_never

from deliberate.tally.sure.change import Change, Lack, Missed, Moved, OtherLots
from deliberate.tally.telling.sentences import Fact, Money, Name, Names, Parts, Sentence, in_a_row


def how_sure(change: Change) -> Sentence:
    """Say what would have altered the outcome, and whether less could have.

    >>> from deliberate.tally.sure.change import Move, Swing
    >>> from deliberate.tally.telling.sentences import say
    >>> swing = Swing(Move.FIRST, gainer=2, loser=1)
    >>> change = Moved(now=(1,), then=(2,), swing=swing, ballots=12, pool=300, at_least=9)
    >>> print(say(how_sure(change), {1: "Trees", 2: "Ramp"}))
    If 12 of the 300 ballots that put Trees first had put Ramp first, Ramp would have won instead. \
It takes at least 9 changed ballots to change the outcome, and at most 12.
    """
    match change:
        case Moved():
            return in_a_row(_moved(change), *_bound(change))
        case OtherLots(now, then, by_list):
            key = "sure.list" if by_list else "sure.lots"
            return Sentence(key, {"then": _then(now, then)})
        case Missed():
            enough = Parts((_enough(change),))
            return Sentence("sure.project", {"option": Name(change.option), "enough": enough})
        case _:
            assert_never(change)


def _moved(change: Moved) -> Sentence:
    swing = change.swing
    key = f"sure.{swing.move.value}"
    facts: dict[str, Fact] = {
        "n": change.ballots,
        "pool": change.pool,
        "gainer": Name(swing.gainer),
        "loser": Name(swing.loser),
        "then": _then(change.now, change.then),
    }
    return Sentence(f"{key}-all" if change.ballots == change.pool else key, facts)


def _then(now: tuple[int, ...], then: tuple[int, ...]) -> Parts:
    """Say who would have won, or who would have been chosen in whose place."""
    if len(now) == len(then) == 1:
        return Parts((Sentence("sure.won", {"winner": Name(then[0])}),))
    joined = tuple(number for number in then if number not in now)
    gone = tuple(number for number in now if number not in then)
    return Parts((Sentence("sure.chosen", {"joined": Names(joined), "gone": Names(gone)}),))


def _bound(change: Moved) -> list[Sentence]:
    """Say how few ballots could be enough; nothing if it is one, as there is nothing below."""
    if change.ballots == 1:
        return []
    if change.is_proven:
        return [Sentence("sure.proven", {})]
    if change.at_least > 1:
        facts = {"at_least": change.at_least, "n": change.ballots}
        return [Sentence("sure.between", facts)]
    return [Sentence("sure.found", {})]


def _enough(missed: Missed) -> Sentence:
    facts: dict[str, Fact] = {}
    if missed.more is not None:
        facts["more"] = missed.more
    if missed.lower_cost is not None:
        facts["lower"] = Money(missed.lower_cost)
    if missed.lack is Lack.SUPPORTERS:
        return in_a_row(*_enough_in_shares(missed))
    if missed.more is None:
        return Sentence("if.cost", facts)
    key = "if.votes" if missed.lower_cost is None else "if.votes-or-cost"
    return Sentence(f"{key}-points" if missed.lack is Lack.POINTS else key, facts)


def _enough_in_shares(missed: Missed) -> list[Sentence]:
    """Say what was found by counting again: supporters are looked for, so fewer may be enough."""
    told: list[Sentence] = []
    if missed.more is not None:
        told.append(Sentence("if.shares-votes", {"more": missed.more}))
        told += [Sentence("sure.found", {})] if missed.more > 1 else []
    if missed.lower_cost is not None:
        told.append(Sentence("if.shares-cost", {"lower": Money(missed.lower_cost)}))
    return told
