"""What the rounds of a count say about changes: whom a few more votes would have saved.

Magrino, Rivest, Shen and Wagner 2011 (Computing the Margin of Victory in IRV Elections) and Cary
2011 (Estimating the Margin of Victory for Instant-Runoff Voting), both at EVT/WOTE. A changed
ballot takes one vote from an option and gives one to another, so it closes a gap by 2 at most.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from deliberate.tally.outcome import Outcome
from deliberate.tally.rounds import Exclusion


@dataclass(frozen=True, slots=True)
class Standing:
    """The votes of those who were neither in nor out yet, and who was out next.

    Votes are in units of 1/`scale`. `out` is None in the last one, when nobody was put out.
    """

    votes: Mapping[int, int]
    scale: int
    out: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Votes that would have to go from the loser to the gainer, in whole ballots."""

    ballots: int
    gainer: int
    loser: int


def standings(outcome: Outcome) -> list[Standing]:
    """Return the votes before each exclusion, and those at the end.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import Profile, options_named
    >>> from deliberate.tally.ranked.irv import IRV
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,),): 4, ((2,), (3,)): 2, ((3,),): 3})
    >>> standings(IRV().count(profile, file_order(options)))
    [Standing(votes={1: 4, 2: 2, 3: 3}, scale=1, out=2), Standing(votes={1: 4, 3: 5}, scale=1, \
out=None)]
    """
    found: list[Standing] = []
    gone: set[int] = set()
    before: Mapping[int, int] = {}
    scale = 1
    for stage in outcome.stages:
        if isinstance(stage, Exclusion):
            votes = {n: units for n, units in before.items() if n not in gone}
            found.append(Standing(votes, scale, stage.option))
            gone.add(stage.option)
        # Whoever this stage puts in still stood for it at its start; the last stage keeps them.
        before, scale = stage.units, stage.scale
        if stage is not outcome.stages[-1]:
            gone.update(stage.elected)
    found.append(Standing({n: units for n, units in before.items() if n not in gone}, scale))
    return found


def safe_below(outcome: Outcome) -> int:
    """Return how many ballots must change before a count for one place can come out otherwise.

    Cary's best-path bound. If the votes of all of a group together are fewer than those of each
    other option, by more than twice the changed ballots, then all of the group drop out first,
    whatever is changed; so the rest have the votes that they had when the group was out. From the
    first round to the winner there are many ways to go by such groups, in the order in which
    options dropped out; the widest of them is the bound.
    """
    states = standings(outcome)
    winner = outcome.winners[0]
    order = [state.out for state in states if state.out is not None]
    losers = sorted(number for number in states[-1].votes if number != winner)
    widest = [outcome.stages[0].total] + [0] * len(order)
    to_the_end = 0
    for start, state in enumerate(states):
        leaving = [*order[start:], *losers]
        for length, gap in enumerate(_gaps(state.votes, [*leaving, winner]), start=1):
            width = min(widest[start], gap)
            if start + length <= len(order):
                widest[start + length] = max(widest[start + length], width)
            if length == len(leaving):
                to_the_end = max(to_the_end, width)
    # Without surpluses, as with one place, all rounds count in the same unit.
    return max(1, -(-to_the_end // (2 * states[0].scale)))


def _gaps(votes: Mapping[int, int], order: Sequence[int]) -> Iterator[int]:
    """Yield how many more votes each of the rest has than the first one, two, … have together."""
    fewest = list(accumulate((votes[number] for number in reversed(order)), min))[::-1]
    together = accumulate(votes[number] for number in order)
    for first, rest in zip(together, fewest[1:], strict=False):
        yield rest - first


def shifts(outcome: Outcome) -> Iterator[Shift]:
    """Yield shifts of votes that would have put out somebody else, or turned the last round.

    Cary's winner elimination, and the same for everybody else: at each exclusion, from each other
    option to the one that was out, so many votes that the other has the fewest.
    """
    for state in standings(outcome):
        scale = state.scale
        if state.out is None:
            yield from _in_the_last(state, outcome.winners)
            continue
        fewest = state.votes[state.out]
        rest = sorted(votes for number, votes in state.votes.items() if number != state.out)
        for number, votes in state.votes.items():
            if number == state.out:
                continue
            ballots = (votes - fewest) // (2 * scale) + 1
            lowest = rest[1] if votes == rest[0] and len(rest) > 1 else rest[0]
            if len(rest) > 1:
                ballots = max(ballots, (votes - lowest) // scale + 1)
            yield Shift(ballots, gainer=state.out, loser=number)


def _in_the_last(state: Standing, winners: Sequence[int]) -> Iterator[Shift]:
    for loser in winners:
        for gainer in state.votes:
            if loser in state.votes and gainer not in winners:
                gap = state.votes[loser] - state.votes[gainer]
                yield Shift(max(gap, 0) // (2 * state.scale) + 1, gainer=gainer, loser=loser)
