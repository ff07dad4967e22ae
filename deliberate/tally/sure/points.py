"""How few ballots could have given the most points to somebody else, under Borda.

Xia 2012 computes the margin of scoring rules in this way: a changed ballot does the most for a
challenger if it puts them first and the winner last. What that gains depends only on how many
points the ballot gave to both before, so the ballots that gain most come first.
"""

from collections import Counter
from collections.abc import Mapping

from deliberate.tally.outcome import Described, Scores
from deliberate.tally.profile import Profile, Ranking


def ballots_to_overtake(
    profile: Profile[Ranking], rule: Described, scores: Scores, winner: int
) -> dict[int, int]:
    """Return for each other option how many ballots must change before it is level or ahead.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> from deliberate.tally.ranked.borda import Borda
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,), (3,)): 6, ((2,), (3,), (1,)): 2})
    >>> outcome = Borda().count(profile, file_order(options))
    >>> ballots_to_overtake(profile, Borda(), outcome.evidence, winner=1)
    {2: 1, 3: 3}
    """
    truncated = str(rule.settings()["truncated"])
    standing = profile.standing()
    most = 2 * (len(standing) - 1)
    # Points are counted in halves, as the means of level places are whole or end in a half.
    gains = {number: Counter({most: profile.empty}) for number in standing if number != winner}
    for ranking, count in profile.ballots.items():
        halves = _halves(ranking, standing, truncated)
        for number, gained in gains.items():
            gained[most + halves[winner] - halves[number]] += count
    return {
        number: _enough(gained, int(2 * (scores.totals[winner] - scores.totals[number])))
        for number, gained in gains.items()
    }


def _halves(ranking: Ranking, standing: tuple[int, ...], truncated: str) -> dict[int, int]:
    """Return what one ballot gives to each option, in halves of a point."""
    halves: dict[int, int] = {}
    tiers = [[number for number in tier if number in standing] for tier in ranking]
    named = sum(map(len, tiers))
    worth = 2 * (named if truncated == "modified" else len(standing) - 1)
    for tier in tiers:
        for number in tier:
            halves[number] = worth - len(tier) + 1
        worth -= 2 * len(tier)
    left_out = len(standing) - named - 1 if truncated == "average" else 0
    return dict.fromkeys(standing, left_out) | halves


def _enough(gains: Mapping[int, int], behind: int) -> int:
    """Return how many ballots, those that gain most first, make up what an option is behind."""
    ballots = 0
    for gain in sorted(gains, reverse=True):
        if behind <= 0 or gain <= 0:
            break
        taken = min(gains[gain], -(-behind // gain))
        ballots += taken
        behind -= taken * gain
    return ballots
