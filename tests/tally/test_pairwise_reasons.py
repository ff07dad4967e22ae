"""Whoever loses where options are compared two by two is told why, in numbers that are true."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given

from deliberate.tally.fates import FewerWins, LockedBehind, LostTo, WeakerChain, WorseLoss
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import Ranking
from deliberate.tally.ranked.ranked_pairs import RankedPairs
from deliberate.tally.ranked.schulze import Schulze
from tests.tally.pairs import counts, evidence, numbers
from tests.tally.profiles import ranked


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


def with_leads(names, leads):
    """A profile in which each of these wins has its lead: two ballots for each two votes of it.

    All other pairs are level (McGarvey 1953, A theorem on the construction of voting paradoxes).
    """
    ballots: dict[Ranking, int] = {}
    everybody = range(1, len(names.split()) + 1)
    for (winner, loser), lead in leads.items():
        rest = [number for number in everybody if number not in (winner, loser)]
        for order in ([winner, loser, *rest], [*reversed(rest), winner, loser]):
            ranking = tuple((number,) for number in order)
            ballots[ranking] = ballots.get(ranking, 0) + lead // 2
    return ranked(names, ballots)


def test_locked_wins_that_are_told_are_those_that_were_locked_before():
    # Di beats Ada, but Ada beats Bo and Bo beats Di by more; so do Ada and Cy, but by less.
    leads = {(1, 2): 10, (2, 4): 8, (4, 1): 6, (1, 3): 4, (3, 4): 2}
    profile = with_leads("Ada Bo Cy Di", leads)

    outcome = RankedPairs().count(profile, LotOrder((3, 1, 2, 4)))

    fate = outcome.fates[4]
    assert isinstance(fate, LockedBehind)
    assert [(win.winner, win.loser) for win in fate.chain] == [(1, 2), (2, 4)]


def test_a_loser_is_told_of_one_at_the_top_that_is_ahead_of_it_and_not_level_with_it():
    # Ada is level with both others, and Bo beats Cy.
    profile = with_leads("Ada Bo Cy", {(2, 3): 2})

    outcome = Schulze().count(profile, LotOrder((1, 2, 3)))

    assert outcome.winners == (1,)
    assert outcome.fates[3] == LostTo(2, votes=2, against=0)
