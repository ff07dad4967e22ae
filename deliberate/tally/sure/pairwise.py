"""How few ballots could alter an outcome that comes from comparing options two by two.

Xia 2012 gives bounds for such rules. Two observations are enough here. An option that is ahead of
each other one wins under all of them, and a changed ballot closes a lead by 2 at most. And where
nobody is ahead of all, Schulze, ranked pairs, minimax and Copeland look only at who is ahead in
each pair, and at which wins are stronger than which: as long as that stays, so do the winners.
"""

from collections.abc import Iterator
from itertools import combinations, pairwise

from deliberate.tally.outcome import Described, Pairwise
from deliberate.tally.sure.rounds import Shift


def safe_below_in_pairs(rule: Described, found: Pairwise) -> int:
    """Return how many ballots must change before others can win.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import Profile, options_named
    >>> from deliberate.tally.ranked.copeland import Copeland
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,)): 40, ((2,), (3,)): 22, ((3,), (2,)): 33})
    >>> safe_below_in_pairs(Copeland(), Copeland().count(profile, file_order(options)).evidence)
    8
    """
    table = found.table
    best = found.beats_all()
    if best is not None:
        leads = [table[best][other] - table[other][best] for other in _options(found)]
        return _half(min((lead for lead in leads if lead), default=0))
    leads = [abs(table[a][b] - table[b][a]) for a, b in combinations(_options(found), 2)]
    least = _half(min(leads))
    strength = rule.settings().get("strength")
    if strength is None:
        return least
    wins = sorted(_strengths(found, by_margins=strength == "margins"))
    closest = min((higher - lower for lower, higher in pairwise(wins)), default=0)
    # Both strengths move by 1 with a changed ballot, or by 2 if they are margins.
    return min(least, _half(closest) if strength == "winning" else _half(_half(closest)))


def reversals(found: Pairwise) -> Iterator[Shift]:
    """Yield shifts that would turn one win round, each for the option that was behind."""
    table = found.table
    for one, other in combinations(_options(found), 2):
        gap = table[one][other] - table[other][one]
        if gap:
            gainer, loser = (other, one) if gap > 0 else (one, other)
            yield Shift(abs(gap) // 2 + 1, gainer, loser)


def _options(found: Pairwise) -> list[int]:
    return sorted(number for tier in found.ranking for number in tier)


def _strengths(found: Pairwise, *, by_margins: bool) -> Iterator[int]:
    table = found.table
    for one, other in combinations(_options(found), 2):
        more, fewer = sorted((table[one][other], table[other][one]), reverse=True)
        yield more - fewer if by_margins else more


def _half(number: int) -> int:
    """Return half of a number, rounded up, and 1 at least."""
    return max(1, -(-number // 2))
