"""Changing ballots for another outcome: which of them, in which order, and into what.

The order is declared, so that anybody can change the same ballots and count again:

* FIRST and ENDS take first the ballots on which the gainer stands furthest below the loser;
* ABOVE takes first those on which the loser stands highest, then as the others;
* ballots that are still level are taken in ascending order of the option numbers on them.

How far down an option stands is how many are above it; level options, and all that a ballot
doesn't rank, share their mean place. Withdrawn options are passed over.
"""

from collections.abc import Collection

from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.sure.change import Move, Swing


class Pool:
    """The ballots that a swing can change.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Ada", "Bo"]), {((1,), (2,)): 3, ((1,),): 2})
    >>> pool = Pool(profile, Swing(Move.FIRST, gainer=2, loser=1))
    >>> pool.size, pool.after(4).ballots
    (5, {((1,), (2,)): 1, ((2,), (1,)): 4})
    """

    def __init__(self, profile: Profile[Ranking], swing: Swing) -> None:
        self.swing = swing
        self._profile = profile
        self._standing = frozenset(profile.standing())
        self._all_stand = len(self._standing) == len(profile.options)
        self._ordered = self._in_order()
        self.size = sum(profile.ballots[ranking] for ranking in self._ordered)

    def after(self, count: int) -> Profile[Ranking]:
        """Return the profile with so many ballots of the pool changed, at most all of them."""
        ballots = dict(self._profile.ballots)
        for ranking in self._ordered:
            taken = min(count, ballots[ranking])
            if not taken:
                break
            ballots[ranking] -= taken
            if not ballots[ranking]:
                del ballots[ranking]
            changed = self._changed(self._standing_in(ranking))
            ballots[changed] = ballots.get(changed, 0) + taken
            count -= taken
        profile = self._profile
        return Profile(profile.options, ballots, profile.empty, profile.invalid)

    def _in_order(self) -> list[Ranking]:
        swing = self.swing
        found: list[tuple[int, int, Ranking]] = []
        for ranking in self._profile.ballots:
            tiers = self._standing_in(ranking)
            if swing.move is Move.FIRST and (not tiers or tiers[0] != (swing.loser,)):
                continue
            loser = _twice_place(tiers, swing.loser, len(self._standing))
            gainer = _twice_place(tiers, swing.gainer, len(self._standing))
            if loser < gainer:
                high = loser if swing.move is Move.ABOVE else 0
                found.append((high, loser - gainer, ranking))
        return [ranking for _high, _distance, ranking in sorted(found)]

    def _standing_in(self, ranking: Ranking) -> Ranking:
        return ranking if self._all_stand else _only(ranking, self._standing)

    def _changed(self, ranking: Ranking) -> Ranking:
        """Change one ballot."""
        gainer, loser = (self.swing.gainer,), (self.swing.loser,)
        if self.swing.move is Move.ENDS:
            others = _only(ranking, self._standing - {*gainer, *loser})
            ranked = {number for tier in ranking for number in tier}
            unranked = tuple(sorted(self._standing - ranked - {*gainer}))
            return (gainer, *others, *((unranked,) if unranked else ()), loser)
        tiers = _only(ranking, self._standing - {*gainer})
        place = next(place for place, tier in enumerate(tiers) if self.swing.loser in tier)
        return (*tiers[:place], gainer, *tiers[place:])


def _twice_place(ranking: Ranking, option: int, options: int) -> int:
    """Return twice the mean number of options above this one, so that it is whole."""
    above = 0
    for tier in ranking:
        if option in tier:
            return 2 * above + len(tier) - 1
        above += len(tier)
    return above + options - 1


def _only(ranking: Ranking, numbers: Collection[int]) -> Ranking:
    """Leave only these options on a ballot."""
    kept = (tuple(number for number in tier if number in numbers) for tier in ranking)
    return tuple(tier for tier in kept if tier)
