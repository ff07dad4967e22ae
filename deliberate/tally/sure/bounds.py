"""How many ballots must change, at least, before others can win.

Each rule has bounds of its own; where none is known, one ballot is all that can be said.
"""

from collections.abc import Mapping

from deliberate.tally.outcome import Outcome, Pairwise, Places, Scores
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.sure.dropping_out import cheapest_order
from deliberate.tally.sure.pairwise import safe_below_in_pairs
from deliberate.tally.sure.points import ballots_to_overtake
from deliberate.tally.sure.rounds import safe_below


def overtaking(profile: Profile[Ranking], outcome: Outcome) -> Mapping[int, int]:
    """Return how many ballots each other option needs to win, where a formula says so."""
    if isinstance(outcome.evidence, Scores):
        return ballots_to_overtake(profile, outcome.rule, outcome.evidence, outcome.winners[0])
    return {}


def at_least(outcome: Outcome, known: Mapping[int, int]) -> int:
    """Return a bound without counting; `known` is what `overtaking` gave."""
    if isinstance(outcome.evidence, Places) and outcome.evidence.seats == 1:
        return safe_below(outcome)
    if isinstance(outcome.evidence, Pairwise):
        return safe_below_in_pairs(outcome.rule, outcome.evidence)
    return max(1, min(known.values(), default=1))


def sharper(profile: Profile[Ranking], outcome: Outcome, least: int, found: int, limit: int) -> int:
    """Return a better bound than `least`, if there is one, now that `found` ballots are enough."""
    if least < found and isinstance(outcome.evidence, Places) and outcome.evidence.seats == 1:
        return max(least, cheapest_order(profile, outcome.winners[0], found, limit))
    return least
