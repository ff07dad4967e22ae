"""Ranked pairs: wins are locked in from the strongest down, unless one would close a circle.

T. N. Tideman 1987, Independence of clones as a criterion for voting rules, Social Choice and
Welfare 4, pages 185 to 206; T. M. Zavist and T. N. Tideman 1989, Complete independence of clones in
the ranked pairs rule, the same journal 6, pages 167 to 173, on wins that are equally strong: an
order drawn beforehand says which is locked first. Who has no win locked against it wins.

A win with more votes goes first; with equal votes, the one with fewer against; then the one whose
winner the lots favour more, then the one whose loser they favour less. With margins, the win that
is ahead by more goes first, then lots in the same way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from deliberate.tally.fates import Fate, LockedBehind, LostTo
from deliberate.tally.lots import LotOrder, Purpose
from deliberate.tally.outcome import Outcome, Pairwise, Setting
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.pairwise import Comparisons, Strength, compared, concluded
from deliberate.tally.ranked.reach import Reach, along, layers, strongest_chains
from deliberate.tally.rounds import Lock

Pair = tuple[int, int]
"""A win: the winner, and the loser."""


@dataclass(frozen=True, slots=True)
class RankedPairs:
    """Ranked pairs; `strength` says what makes a win strong.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> circle = {((1,), (2,), (3,)): 4, ((2,), (3,), (1,)): 3, ((3,), (1,), (2,)): 2}
    >>> outcome = RankedPairs().count(Profile(options, circle), file_order(options))
    >>> outcome.winners, [(lock.winner, lock.loser, lock.locked) for lock in outcome.locks]
    ((1,), [(2, 3, True), (1, 2, True), (3, 1, False)])
    """

    strength: Strength = Strength.WINNING

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "ranked-pairs"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"strength": self.strength.value}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots.

        Where equally strong wins would close a circle together, so that lots decide which of them
        is locked, a Draw says so: at the first of these wins, between the options that have them.
        There is none if it can be shown that those whom nothing is locked against are the same
        whatever the lots say. Where that can't be shown the Draw is there, though in the end it
        may have changed nothing. Raises TieRefused if a lot is needed and `lots` refuses.
        """
        found = compared(profile)
        locking = _Locking(found, _levels(found, self.strength, lots), lots)
        rounds = locking.run()
        ranking = layers(found.standing, locking.locked_above)
        tops = lots.sorted(ranking[0] if ranking else ())
        losers = dict(locking.why_lost(tops))
        evidence = Pairwise(found.table, ranking)
        return concluded(self, profile, lots, found, evidence, losers, rounds)


def _levels(found: Comparisons, strength: Strength, lots: LotOrder) -> list[list[Pair]]:
    """Return all wins, the strongest first; those equally strong together, in the lots' order."""
    levels: dict[Pair, list[Pair]] = {}
    for winner in lots.order:
        for loser in reversed(lots.order):
            votes, against = found.table[winner][loser], found.table[loser][winner]
            if votes > against:
                margin = strength is Strength.MARGINS
                level = (votes - against, 0) if margin else (votes, -against)
                levels.setdefault(level, []).append((winner, loser))
    return [levels[level] for level in sorted(levels, reverse=True)]


class _Locking:
    """The wins as they are locked in: who is above whom by now, and where lots mattered.

    `locked_above[a]` are those with a win locked against a, as bits.
    """

    def __init__(
        self, found: Comparisons, levels: Sequence[Sequence[Pair]], lots: LotOrder
    ) -> None:
        self.found = found
        self.levels = levels
        self.lots = lots
        self.reach = Reach(len(found.table))
        self.locked_above = [0] * len(found.table)
        self.rounds: list[Lock] = []
        self.by_lot: list[tuple[int, Sequence[int]]] = []

    def run(self) -> tuple[Lock, ...]:
        """Lock in all wins; return what became of each."""
        for level in self.levels:
            self._lock(level)
        if self.by_lot and not self._same_whatever_the_lots():
            for stage, between in self.by_lot:
                draw = self.lots.draw(stage, Purpose.LOCK, between)
                self.rounds[stage - 1] = replace(self.rounds[stage - 1], draws=(draw,))
        return tuple(self.rounds)

    def _lock(self, level: Sequence[Pair]) -> None:
        """Lock in wins that are equally strong, one after another."""
        first = len(self.rounds) + 1
        free = [(winner, loser) for winner, loser in level if not self.reach.leads(loser, winner)]
        for winner, loser in level:
            fits = not self.reach.leads(loser, winner)
            if fits:
                self.reach.join(winner, loser)
                self.locked_above[loser] |= 1 << winner
            votes, against = self.found.table[winner][loser], self.found.table[loser][winner]
            self.rounds.append(
                Lock(
                    stage=len(self.rounds) + 1,
                    winner=winner,
                    loser=loser,
                    votes=votes,
                    against=against,
                    locked=fits,
                )
            )
        # Each of these could have been locked, but another of the level was locked first.
        left_out = [(winner, loser) for winner, loser in free if self.reach.leads(loser, winner)]
        if left_out:
            circles = self.reach.copy()
            for winner, loser in left_out:
                circles.join(winner, loser)
            on_circle = {winner for winner, loser in free if circles.leads(loser, winner)}
            self.by_lot.append((first, sorted(on_circle)))

    def _same_whatever_the_lots(self) -> bool:
        """Say whether the same options have nothing locked against them in any order of lots.

        `sure` holds chains of wins that are locked in every order, `possible` of those that are in
        some. A win is never locked if a sure chain leads back, and always if no possible one does.
        """
        sure, possible = Reach(len(self.locked_above)), Reach(len(self.locked_above))
        surely_below: set[int] = set()
        possibly_below: set[int] = set()
        for level in self.levels:
            free = [(winner, loser) for winner, loser in level if not sure.leads(loser, winner)]
            for winner, loser in free:
                possible.join(winner, loser)
                possibly_below.add(loser)
            for winner, loser in free:
                if not possible.leads(loser, winner):
                    sure.join(winner, loser)
                    surely_below.add(loser)
        return surely_below == possibly_below

    def why_lost(self, tops: Sequence[int]) -> Iterator[tuple[int, Fate]]:
        """Yield why each option is below one of the tops; the first of them go first."""
        waiting = set(self.found.standing).difference(tops)
        for top in tops:
            below = {number for number in waiting if self.reach.leads(top, number)}
            waiting -= below
            beaten = {number for number in below if self.locked_above[number] >> top & 1}
            for number in beaten:
                win = self.found.win(top, number)
                yield number, LostTo(top, win.votes, win.against)
            before = self._first_chains(top) if below - beaten else {}
            for number in below - beaten:
                chain = along(before, top, number)
                wins = tuple(self.found.win(one, other) for one, other in pairwise(chain))
                direct = self.found.win(top, number)
                yield number, LockedBehind(wins, direct.votes, direct.against)

    def _first_chains(self, top: int) -> Mapping[int, int]:
        """Find the chains of locked wins from `top` that were complete first."""
        earliness = [[0] * len(self.locked_above) for _ in self.locked_above]
        for lock in self.rounds:
            if lock.locked:
                earliness[lock.winner][lock.loser] = len(self.rounds) - lock.stage + 1
        return strongest_chains(top, self.lots.order, earliness)
