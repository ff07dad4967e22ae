"""Which changes of ballots are worth counting: how many, from whom to whom.

Estimates only: each is counted before anything is said of it. They come from the rounds, if there
are any, and from how many ballots put a winner above each other option.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from deliberate.tally.outcome import Outcome, Places
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.sure.change import Move, Swing
from deliberate.tally.sure.duels import lead
from deliberate.tally.sure.rounds import Shift, shifts


class Trial(NamedTuple):
    """So many ballots, and how to change them."""

    ballots: int
    swing: Swing


def trials(
    profile: Profile[Ranking], outcome: Outcome, least: int, known: Mapping[int, int]
) -> list[Trial]:
    """Return what to try, the fewest ballots first; nothing below the bound `least`.

    `known` is how many ballots an option needs, where a formula says so. Of equally many ballots,
    the plainest move comes first, then lower option numbers.
    """
    firsts = first_choices(profile)

    def plainest(shift: Shift) -> Trial:
        enough = shift.ballots <= firsts.get(shift.loser, 0)
        move = Move.FIRST if enough else Move.ABOVE
        return Trial(shift.ballots, Swing(move, shift.gainer, shift.loser))

    found: set[Trial] = set()
    if isinstance(outcome.evidence, Places):
        found.update(plainest(shift) for shift in shifts(outcome) if shift.ballots >= least)
    for shift in _duels(profile, outcome, firsts):
        ballots = max(shift.ballots, least)
        found.add(plainest(Shift(ballots, shift.gainer, shift.loser)))
        if not outcome.stages:
            ballots = known.get(shift.gainer, ballots)
            found.add(Trial(ballots, Swing(Move.ENDS, shift.gainer, shift.loser)))
    return sorted(found, key=_ascending)


def _ascending(trial: Trial) -> tuple[int, int, int, int]:
    swing = trial.swing
    return trial.ballots, list(Move).index(swing.move), swing.gainer, swing.loser


def first_choices(profile: Profile[Ranking]) -> dict[int, int]:
    """Count the ballots that put an option first, alone; who has none is left out.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo"])
    >>> first_choices(Profile(options, {((1,), (2,)): 3, ((2,),): 1, ((1, 2),): 5}))
    {1: 3, 2: 1}
    """
    standing = set(profile.standing())
    firsts: dict[int, int] = {}
    for ranking, count in profile.ballots.items():
        for tier in ranking:
            here = [number for number in tier if number in standing]
            if len(here) == 1:
                firsts[here[0]] = firsts.get(here[0], 0) + count
            if here:
                break
    return firsts


def _duels(
    profile: Profile[Ranking], outcome: Outcome, firsts: Mapping[int, int]
) -> Iterator[Shift]:
    """Yield shifts between each winner and each other option, as many ballots as one is ahead."""
    losers = [number for number in profile.standing() if number not in outcome.winners]
    if len(outcome.winners) == 1:
        ahead = lead(profile, outcome.winners[0])
        for gainer in losers:
            yield Shift(max(ahead[gainer], 0) // 2 + 1, gainer, outcome.winners[0])
        return
    for loser in outcome.winners:
        for gainer in losers:
            more = firsts.get(loser, 0) - firsts.get(gainer, 0)
            yield Shift(max(more, 0) // 2 + 1, gainer, loser)
