"""How close a counted file was: what a page says of the smallest change that would matter."""

from dataclasses import replace
from typing import cast

from deliberate.tally.files.election import RankedElection
from deliberate.tally.orders.count import Counted, Order, with_supporters_found
from deliberate.tally.orders.reading import how_to_read
from deliberate.tally.orders.rules import Asked, Ready, ready
from deliberate.tally.orders.settings import Settings
from deliberate.tally.outcome import Allocation, Spending
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.sure.nearest_change import nearest_change
from deliberate.tally.sure.nearest_project import nearest_project
from deliberate.tally.telling.of_sure import how_sure
from deliberate.tally.telling.sentences import Sentence

MOST_RECOUNTS = 200
WORK = 3_000_000
"""So many choices on different ballots are counted again at most, to keep a page quick."""


MOST_WORK = 4_000_000
"""So much work goes into looking for supporters of projects not funded, about a second."""


def looked_longer(counted: Counted) -> Counted:
    """Look longer for what would have been enough, so long as people wait for a page."""
    told = with_supporters_found(counted.outcome, counted.election, MOST_WORK)
    return replace(counted, told=told)


def how_close(counted: Counted, order: Order) -> tuple[Sentence, ...]:
    r"""Say how close it was, as far as recounting for about a second finds it out.

    >>> from deliberate.tally.orders.count import count_file
    >>> from deliberate.tally.files.election import Format
    >>> content = b'2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> order = Order("irv", Format.BLT)
    >>> [sentence.key != "" for sentence in how_close(count_file(content, order), order)]
    [True]
    """
    outcome, election = counted.told, counted.election
    if isinstance(outcome.evidence, Spending):
        missed = nearest_project(outcome)
        return (how_sure(missed),) if missed else ()
    if isinstance(outcome.evidence, Allocation) or not isinstance(election, RankedElection):
        return ()
    limit = recounts(election.profile)
    if not limit:
        return ()
    settings = Settings(order.settings)
    how_to_read(order.form, settings)
    # Neither a budget nor points: so the rule is one that counts rankings.
    counting = cast("Ready[Ranking]", ready(Asked(order.rule, election, settings, order.seats)))
    change = nearest_change(counting.profile, counting.rule, outcome.lots, limit)
    return (how_sure(change),) if change else ()


def recounts(profile: Profile[Ranking]) -> int:
    """Return how often ballots may be counted again while somebody waits for a page.

    >>> from deliberate.tally.profile import options_named
    >>> recounts(Profile(options_named(["Ada", "Bo"]), {((1,),): 60}))
    200
    """
    options = len(profile.options)
    once = len(profile.ballots) * options + options * options * options
    return min(MOST_RECOUNTS, WORK // max(once, 1))
