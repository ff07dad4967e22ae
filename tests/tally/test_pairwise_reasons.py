"""Whoever loses where options are compared two by two is told why, in numbers that are true."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given

from deliberate.tally.fates import FewerWins, LockedBehind, LostTo, WeakerChain, WorseLoss
from tests.tally.pairs import counts, evidence, numbers


@given(counts)
def test_everyone_who_lost_is_told_numbers_that_are_true(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    assert list(outcome.fates) == numbers(profile)
    for number, fate in outcome.fates.items():
        match fate:
            case LostTo(by, votes, against):
                assert by in outcome.co_winners
                assert (votes, against) == between(outcome, by, number)
                assert votes > against
            case WeakerChain():
                check_chain(outcome, fate.chain, number)
                counted = [rule.strength.of(win.votes, win.against) for win in fate.chain]
                assert fate.strength == min(counted) > fate.back
            case LockedBehind():
                check_locked_behind(outcome, fate, number)
            case WorseLoss(loss, worst, least):
                assert (loss.votes, loss.against) == between(outcome, loss.winner, number)
                assert rule.strength.of(loss.votes, loss.against) == worst > least
            case FewerWins(won, level, lost, points, most):
                assert won + level + lost == len(outcome.fates) - 1
                assert won + Fraction(level, 2) == points < most
            case _:
                assert number in outcome.co_winners


def between(outcome, one, other):
    table = evidence(outcome).table
    return table[one][other], table[other][one]


def check_chain(outcome, chain, end):
    assert chain[0].winner in outcome.co_winners
    assert chain[-1].loser == end
    assert all(win.loser == following.winner for win, following in pairwise(chain))
    for win in chain:
        assert (win.votes, win.against) == between(outcome, win.winner, win.loser)
        assert win.votes > win.against


def check_locked_behind(outcome, fate, number):
    """See that the chain was locked in before a win over its start was passed over."""
    check_chain(outcome, fate.chain, number)
    start = fate.chain[0].winner
    assert (fate.votes, fate.against) == between(outcome, start, number)
    assert fate.votes <= fate.against
    at = {(lock.winner, lock.loser): lock for lock in outcome.locks}
    links = [at[win.winner, win.loser] for win in fate.chain]
    assert all(lock.locked for lock in links)
    if fate.votes < fate.against:
        passed = at[number, start]
        assert not passed.locked
        assert max(lock.stage for lock in links) < passed.stage
