"""The Borda count: every place on a ballot is worth points, and the most points win.

Borda 1781, Mémoire sur les élections au scrutin: with n options, the first choice gets n - 1
points, the next n - 2, and the last 0; options that a ballot puts level share the mean of their
places. Three readings of ballots that rank only some options are in use:

- average: the options left out share the mean of the places left, as if they were level at the
  end ("averaged" in Kamwa 2022, Scoring rules, ballot truncation, and the truncation paradox;
  "average score" in Narodytska and Walsh 2014, The computational impact of partial votes on
  strategic voting). All ballots give equally many points, so leaving options out gains nothing.
- zero: the options left out get nothing ("pessimistic" in Kamwa 2022).
- modified: a ballot with k options gives k points to its first choice, k - 1 to the next, down to
  1 (Emerson 2013, The original Borda count and partial voting).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from deliberate.tally.fates import Fate, FewerPoints, MostPoints, Uncounted, Withdrawn
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Outcome, Scores, Setting, opened
from deliberate.tally.profile import Exact, Profile, Ranking
from deliberate.tally.ranked.sets import choose_one
from deliberate.tally.rounds import exact


class Truncated(StrEnum):
    """What becomes of options that a ballot leaves out."""

    AVERAGE = "average"
    ZERO = "zero"
    MODIFIED = "modified"


@dataclass(frozen=True, slots=True)
class Borda:
    """The Borda count: one winner, with the most points.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,), (3,)): 3, ((2,),): 2})
    >>> outcome = Borda().count(profile, file_order(options))
    >>> outcome.evidence.totals
    {1: 7, 2: 7, 3: 1}
    >>> sorted(outcome.co_winners), outcome.winners
    ([1, 2], (1,))
    """

    truncated: Truncated = Truncated.AVERAGE

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "borda"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"truncated": self.truncated.value}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Add up the points; of several with the most, `lots` say who wins.

        Raises TieRefused if several have the most and `lots` refuses.
        """
        totals, valid = self.points(profile)
        ranking = _ranked(totals)
        best = ranking[0] if valid else ()
        chosen = choose_one(best, lots)
        return replace(
            opened(self, profile, lots, valid),
            status=chosen.status,
            winners=chosen.winners,
            co_winners=frozenset(best),
            fates=_fates(profile, totals, chosen.winners),
            evidence=Scores(totals, ranking if valid else ()),
            drawn=chosen.drawn,
        )

    def points(self, profile: Profile[Ranking]) -> tuple[dict[int, Exact], int]:
        """Return the points of each option that stands, and how many ballots rank one of them.

        A ballot that ranks none leaves all its places open. So on average it gives everybody the
        same, which decides nothing but shows in the totals.

        >>> from deliberate.tally.profile import options_named
        >>> profile = Profile(options_named(["Ada", "Bo", "Cy"]), {((1, 2),): 1})
        >>> Borda(Truncated.ZERO).points(profile)
        ({1: Fraction(3, 2), 2: Fraction(3, 2), 3: 0}, 1)
        """
        standing = profile.standing()
        # Means of whole places are whole or end in a half, so halves of a point are counted.
        halves = dict.fromkeys(standing, 0)
        nothing = self._left_out(0, len(standing))
        for_everybody = nothing * profile.empty
        valid = 0
        for ranking, count in profile.ballots.items():
            tiers = _standing_tiers(ranking, halves, len(profile.options))
            if not tiers:
                for_everybody += nothing * count
                continue
            valid += count
            named = tuple(chain.from_iterable(tiers))
            left_out = self._left_out(len(named), len(standing))
            # What options left out get goes to everybody, and is taken off the ranked ones.
            for_everybody += left_out * count
            first = len(named) if self.truncated is Truncated.MODIFIED else len(standing) - 1
            worth = (2 * first - left_out) * count
            for number in named:
                halves[number] += worth
                worth -= 2 * count
            if len(named) > len(tiers):
                _share_places(tiers, count, halves)
        return {number: exact(had + for_everybody, 2) for number, had in halves.items()}, valid

    def _left_out(self, named: int, options: int) -> int:
        """Return in halves of a point what a ballot gives to each option that it leaves out."""
        if self.truncated is Truncated.AVERAGE:
            return max(options - named - 1, 0)
        return 0


def _share_places(tiers: Ranking, count: int, halves: dict[int, int]) -> None:
    """Give options in one tier the mean of the places that they were counted at one by one."""
    for tier in tiers:
        before_mean = len(tier) - 1
        for place, number in enumerate(tier):
            halves[number] += (2 * place - before_mean) * count


def _standing_tiers(ranking: Ranking, standing: Mapping[int, int], options: int) -> Ranking:
    """Leave options out of a ranking that were withdrawn."""
    if len(standing) == options:
        return ranking
    tiers = (tuple(number for number in tier if number in standing) for tier in ranking)
    return tuple(filter(None, tiers))


def _ranked(totals: Mapping[int, Exact]) -> tuple[tuple[int, ...], ...]:
    """Put those with the most points first, and those with equally many in one tier."""
    tiers: dict[Exact, list[int]] = {}
    for number, had in totals.items():
        tiers.setdefault(had, []).append(number)
    return tuple(tuple(tiers[had]) for had in sorted(tiers, reverse=True))


def _fates(
    profile: Profile[Ranking], totals: Mapping[int, Exact], winners: tuple[int, ...]
) -> dict[int, Fate]:
    fates: dict[int, Fate] = {}
    for option in profile.options:
        number = option.number
        if option.withdrawn:
            fates[number] = Withdrawn()
        elif not winners:
            fates[number] = Uncounted()
        elif number in winners:
            others = [had for other, had in totals.items() if other != number]
            fates[number] = MostPoints(totals[number], totals[number] - max(others, default=0))
        else:
            fates[number] = FewerPoints(totals[number], totals[winners[0]] - totals[number])
    return fates
