"""Which changes of ballots are worth counting: how many, from whom to whom.

Estimates only: each is counted before anything is said of it. They come from the rounds, if there
are any, and from how many ballots put a winner above each other option.
"""

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import NamedTuple

from deliberate.tally.outcome import Outcome, Pairwise
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.sure.change import Move, Swing
from deliberate.tally.sure.pairwise import reversals
from deliberate.tally.sure.rounds import Shift, shifts


class Trial(NamedTuple):
    """So many ballots, and how to change them."""

    ballots: int
    swing: Swing


def trials(
    profile: Profile[Ranking],
    outcome: Outcome,
    least: int,
    known: Mapping[int, int],
    most: int,
) -> list[Trial]:
    """Return what to try, the fewest ballots first; nothing below the bound `least`.

    `known` is how many ballots an option needs, where a formula says so; `most` how many trials are
    of use, at a winner's expense and otherwise. Of equally many ballots, the plainest move comes
    first, then lower option numbers.
    """
    firsts = first_choices(profile)

    def plainest(shift: Shift) -> Trial:
        enough = shift.ballots <= firsts.get(shift.loser, 0)
        move = Move.FIRST if enough else Move.ABOVE
        return Trial(shift.ballots, Swing(move, shift.gainer, shift.loser))

    against = [plainest(shift) for shift in _duels(profile, outcome, firsts, least)]
    if not outcome.stages:
        against += [
            Trial(
                known.get(trial.swing.gainer, trial.ballots),
                Swing(Move.ENDS, trial.swing.gainer, trial.swing.loser),
            )
            for trial in against
        ]
    further = [shift for shift in _further(outcome) if shift.ballots >= least]
    against += [plainest(shift) for shift in further if shift.loser in outcome.winners]
    others = (plainest(shift) for shift in further if shift.loser not in outcome.winners)
    return [
        *nsmallest(most, set(against), key=_ascending),
        *nsmallest(most, others, key=_ascending),
    ]


def _further(outcome: Outcome) -> Iterator[Shift]:
    """Yield shifts that the rounds suggest, or the wins of one option over another."""
    if isinstance(outcome.evidence, Pairwise):
        return reversals(outcome.evidence)
    return shifts(outcome)


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


def lead(profile: Profile[Ranking], option: int) -> dict[int, int]:
    """Count for each other option how many more ballots put `option` above it than below it.

    The pairwise table says it of all options; to search around one winner, one row is enough.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> lead(Profile(options, {((1,), (2,)): 3, ((2,),): 1, ((1, 2),): 5}), 1)
    {2: 2, 3: 8}
    """
    ahead = dict.fromkeys(profile.standing(), 0)
    ranked_on = 0
    for ranking, count in profile.ballots.items():
        is_ranked = any(option in tier for tier in ranking)
        ranked_on += count * is_ranked
        for tier in ranking:
            level = option in tier
            for number in tier:
                if number in ahead:
                    # Those who are above lose what `ranked_on` gives them, and one more.
                    ahead[number] -= count * (1 + (is_ranked and not level))
            if level:
                break
    return {number: ranked_on + fewer for number, fewer in ahead.items() if number != option}


def _duels(
    profile: Profile[Ranking], outcome: Outcome, firsts: Mapping[int, int], least: int
) -> Iterator[Shift]:
    """Yield shifts between each winner and each other option, as many ballots as one is ahead."""
    losers = [number for number in profile.standing() if number not in outcome.winners]
    if len(outcome.winners) == 1:
        ahead = lead(profile, outcome.winners[0])
        for gainer in losers:
            yield Shift(max(ahead[gainer] // 2 + 1, least), gainer, outcome.winners[0])
        return
    for loser in outcome.winners:
        for gainer in losers:
            more = firsts.get(loser, 0) - firsts.get(gainer, 0)
            yield Shift(max(more // 2 + 1, least), gainer, loser)
