"""Copeland's rule: who wins the most comparisons, one to one, wins.

A. H. Copeland 1951, A reasonable social welfare function, seminar on mathematics in social
sciences, University of Michigan; Ramon Llull had the idea in 1299. A win counts 1, a comparison
that is level 1/2. There may be several winners.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from deliberate.tally.fates import Fate, FewerWins
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Outcome, Pairwise, Setting
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.pairwise import compared, concluded
from deliberate.tally.rounds import exact


@dataclass(frozen=True, slots=True)
class Copeland:
    """Copeland's rule.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> ballots = {((1,), (2,)): 4, ((2,), (1,)): 4, ((3,), (1,)): 1}
    >>> outcome = Copeland().count(Profile(options, ballots), file_order(options))
    >>> outcome.winners, outcome.evidence.totals
    ((1,), {1: 2, 2: 1, 3: 0})
    """

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "copeland"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value: there are none."""
        return {}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots; of several with the most points, the one favoured by `lots` wins.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        found = compared(profile)
        records = {number: found.record(number) for number in found.standing}
        # In halves of a point: a win counts two of them, a comparison that is level one.
        halves = {number: 2 * record.won + record.level for number, record in records.items()}
        descending = sorted(found.standing, key=halves.__getitem__, reverse=True)
        ranking = tuple(tuple(level) for _, level in groupby(descending, halves.__getitem__))
        most = max(halves.values(), default=0)
        losers: dict[int, Fate] = {
            number: FewerWins(*records[number], exact(had, 2), exact(most, 2))
            for number, had in halves.items()
            if had < most
        }
        totals = {number: exact(had, 2) for number, had in halves.items()}
        evidence = Pairwise(found.table, ranking, totals=totals)
        return concluded(self, profile, lots, found, evidence, losers)
