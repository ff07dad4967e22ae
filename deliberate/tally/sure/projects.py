"""The project that came closest to being funded.

The rules work out themselves what each project lacked (votes or cost) and keep it in its fate; here
the least of these is looked for.
"""

from deliberate.tally.fates import SharesTooSmall, TooDear
from deliberate.tally.outcome import Outcome, Spending
from deliberate.tally.sure.change import Missed


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
    Missed(option=2, more_votes=1, lower_cost=40, in_points=False)
    """
    if not isinstance(outcome.evidence, Spending):
        return None
    best: tuple[tuple[int, int], Missed] | None = None
    for number, fate in outcome.fates.items():
        if isinstance(fate, TooDear | SharesTooSmall):
            votes = fate.more_votes if isinstance(fate, TooDear) else None
            lacking = _lacking(votes, fate.cost, fate.lower_cost)
            if lacking is not None and (best is None or lacking < best[0]):
                in_points = outcome.evidence.in_points
                best = (lacking, Missed(number, votes, fate.lower_cost, in_points))
    return None if best is None else best[1]


def _lacking(votes: int | None, cost: int, lower_cost: int | None) -> tuple[int, int] | None:
    """Order projects by votes; those that no votes would have funded come last, by cost."""
    if votes is not None:
        return 0, votes
    return None if lower_cost is None else (1, cost - lower_cost)
