"""Minimax: who has the smallest worst loss, one to one, wins.

Paul B. Simpson 1969, On defining areas of voter choice, Quarterly Journal of Economics 83, pages
478 to 490; Gerald H. Kramer 1977, A dynamical model of political equilibrium, Journal of Economic
Theory 16, pages 310 to 334. Who loses to nobody has 0. There may be several winners.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from deliberate.tally.fates import Fate, WorseLoss
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Outcome, Pairwise, Setting
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.pairwise import Strength, compared, concluded, turned


@dataclass(frozen=True, slots=True)
class Minimax:
    """Minimax; `strength` says how a loss counts: by the votes against, or how many more they are.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> circle = {((1,), (2,), (3,)): 4, ((2,), (3,), (1,)): 3, ((3,), (1,), (2,)): 2}
    >>> outcome = Minimax().count(Profile(options, circle), file_order(options))
    >>> outcome.winners, outcome.evidence.totals
    ((1,), {1: 5, 2: 6, 3: 7})
    """

    strength: Strength = Strength.WINNING

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "minimax"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"strength": self.strength.value}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots; of several with the same worst loss, the one favoured by `lots` wins.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        found = compared(profile)
        losses = turned(found.strengths(self.strength))
        worst = {number: max(losses[number]) for number in found.standing}
        ascending = sorted(found.standing, key=worst.__getitem__)
        ranking = tuple(tuple(level) for _, level in groupby(ascending, worst.__getitem__))
        least = min(worst.values(), default=0)
        losers: dict[int, Fate] = {}
        for number in found.standing:
            if worst[number] > least:
                by = next(n for n in lots.order if losses[number][n] == worst[number])
                losers[number] = WorseLoss(found.win(by, number), worst[number], least)
        evidence = Pairwise(found.table, ranking, totals=worst)
        return concluded(self, profile, lots, found, evidence, losers)
