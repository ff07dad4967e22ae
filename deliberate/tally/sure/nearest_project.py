"""The project that came closest to being funded.

The rules work out themselves what each project lacked (votes or cost) and keep it in its fate; here
the least of these is looked for.
"""

from deliberate.tally.fates import (
    Fate,
    OverBudget,
    Overshot,
    SharesTooSmall,
    StillSaving,
    TooDear,
)
from deliberate.tally.outcome import Outcome, Spending
from deliberate.tally.sure.change import Lack, Missed


def nearest_project(outcome: Outcome) -> Missed | None:
    """Return the project that needed the fewest further votes, or else the smallest cut in cost.

    Of equal ones, the first in the file. None if nothing would have been enough for any project,
    or the outcome is not about a budget.

    >>> from deliberate.tally.budget.greedy import Greedy
    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import Profile, options_named
    >>> options = options_named(["Trees", "Ramp", "Bench"], costs=[60, 50, 40])
    >>> profile = Profile(options, {(1,): 9, (2,): 8, (3,): 1})
    >>> nearest_project(Greedy(budget=100).count(profile, file_order(options)))
    Missed(option=2, more=1, lower_cost=40, lack=<Lack.VOTES: 'votes'>)
    """
    if not isinstance(outcome.evidence, Spending):
        return None
    best: tuple[tuple[int, int], Missed] | None = None
    for number, fate in outcome.fates.items():
        missed = _missed(number, fate, in_points=outcome.evidence.in_points)
        if missed is not None:
            cost = outcome.options[number - 1].cost
            lacking = _lacking(missed, cost)
            if best is None or lacking < best[0]:
                best = (lacking, missed)
    return None if best is None else best[1]


def _missed(number: int, fate: Fate, *, in_points: bool) -> Missed | None:
    """Return what a project lacked, if its fate knows anything that would have been enough."""
    lack = Lack.POINTS if in_points else Lack.VOTES
    match fate:
        case TooDear() | StillSaving() | Overshot():
            missed = Missed(number, fate.more_votes, fate.lower_cost, lack)
        case SharesTooSmall():
            missed = Missed(number, fate.more_votes, fate.lower_cost, Lack.SUPPORTERS)
        case OverBudget():
            missed = Missed(number, None, fate.lower_cost, lack)
        case _:
            return None
    return None if missed.more is None and missed.lower_cost is None else missed


def _lacking(missed: Missed, cost: int) -> tuple[int, int]:
    """Order projects by votes; those that no votes would have funded come last, by cost."""
    if missed.more is not None:
        return 0, missed.more
    return 1, cost - (missed.lower_cost or 0)
