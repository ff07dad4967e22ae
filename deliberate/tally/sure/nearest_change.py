"""The smallest change of ballots that anybody found to give other winners.

Finding the least number is hard for many rules (Xia 2012 shows that it is NP-hard for instant
runoff and ranked pairs), so this is a search with a limit. What it finds is an upper bound, made
sure of by counting the changed ballots. A lower bound stands beside it where one is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from deliberate.tally.lots import LotOrder, Origin, TieRefused
from deliberate.tally.outcome import Outcome, Rule, Status, TooLarge
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.sure.bounds import at_least, overtaking, sharper
from deliberate.tally.sure.change import Moved, OtherLots, Swing
from deliberate.tally.sure.moving import Pool
from deliberate.tally.sure.trials import Trial, trials


def nearest_change(
    profile: Profile[Ranking], rule: Rule[Ranking], lots: LotOrder, limit: int
) -> Moved | OtherLots | None:
    """Find a small change of ballots that gives other winners, counting at most `limit` times more.

    Where lots decided, other lots are a change without any ballot. None if nothing was found, or
    nobody won, or nobody is left who could win instead.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> from deliberate.tally.ranked.irv import IRV
    >>> options = options_named(["Ada", "Bo"])
    >>> profile = Profile(options, {((1,),): 60, ((2,),): 41})
    >>> change = nearest_change(profile, IRV(), file_order(options), limit=10)
    >>> change.ballots, change.at_least, change.then
    (10, 10, (2,))

    Raises TieRefused or TooLarge if the ballots can't be counted as they are.
    """
    outcome = rule.count(profile, lots)
    if outcome.status is Status.NO_VALID_BALLOTS or not limit:
        return None
    recounts = _Recounts(rule, outcome, limit)
    return _other_lots(profile, outcome, recounts) or _Search(profile, outcome, recounts).run()


class _Recounts:
    """Counts again, a limited number of times, and says if others win."""

    def __init__(self, rule: Rule[Ranking], outcome: Outcome, limit: int) -> None:
        self.rule = rule
        self.outcome = outcome
        self.left = limit

    def others(self, profile: Profile[Ranking], lots: LotOrder) -> tuple[int, ...]:
        """Return the winners if they are others; () if not, or if nobody can count it so."""
        if not self.left:
            return ()
        self.left -= 1
        try:
            winners = self.rule.count(profile, lots).winners
        except (TieRefused, TooLarge):
            return ()
        return winners if set(winners) != set(self.outcome.winners) else ()


def _other_lots(
    profile: Profile[Ranking], outcome: Outcome, recounts: _Recounts
) -> OtherLots | None:
    """Look for other winners by putting each of those that lots were drawn between first or last.

    The order of the lots stays as it is otherwise.
    """
    lots = outcome.lots
    drawn = sorted({n for draw in outcome.draws if draw.is_lot for n in draw.between})
    for number in drawn:
        others = tuple(other for other in lots.order if other != number)
        for order in ((number, *others), (*others, number)):
            then = recounts.others(profile, replace(lots, order=order))
            if then:
                return OtherLots(outcome.winners, then, by_list=lots.origin == Origin.FILE)
    return None


@dataclass
class _Best:
    """The smallest change so far: its trial, its pool and who wins then."""

    trial: Trial
    pool: int
    then: tuple[int, ...]


class _Search:
    """Trials, those of few ballots first; what works is made smaller, what doesn't larger."""

    def __init__(self, profile: Profile[Ranking], outcome: Outcome, recounts: _Recounts) -> None:
        self.profile = profile
        self.outcome = outcome
        self.recounts = recounts
        self.limit = recounts.left
        self.known = overtaking(profile, outcome)
        self.at_least = at_least(outcome, self.known)
        self.pools: dict[Swing, Pool] = {}
        self.best: _Best | None = None

    def run(self) -> Moved | None:
        tried = trials(self.profile, self.outcome, self.at_least, self.known, self.limit)
        winners = self.outcome.winners
        # At the winner's expense something works soon; then there is a number to stay below.
        against = [trial for trial in tried if trial.swing.loser in winners]
        self._try_each(against)
        if self.best is None:
            self._try_more(sorted({trial.swing for trial in against}, key=_in_order))
        self._try_each([trial for trial in tried if trial.swing.loser not in winners])
        return self._found()

    def _try_each(self, tried: Iterable[Trial]) -> None:
        for trial in tried:
            if self.best is None or trial.ballots < self.best.trial.ballots:
                self._try(trial)

    def _found(self) -> Moved | None:
        if self.best is None:
            return None
        trial = self.best.trial
        least = sharper(self.profile, self.outcome, self.at_least, trial.ballots, self.limit)
        return Moved(
            now=self.outcome.winners,
            then=self.best.then,
            swing=trial.swing,
            ballots=trial.ballots,
            pool=self.best.pool,
            at_least=least,
        )

    def _try(self, trial: Trial) -> None:
        """Try a change; if it works, look for how few ballots are enough."""
        if not self._works(trial):
            return
        below, step = self.at_least - 1, 1
        fewest = trial.ballots
        while fewest - below > 1 and self.recounts.left:
            fewer = max(fewest - step, below + 1)
            if self._works(trial._replace(ballots=fewer)):
                fewest, step = fewer, step * 2
            else:
                below, step = fewer, 1

    def _try_more(self, swings: Iterable[Swing]) -> None:
        """Try more and more ballots, until a change works or there are no more."""
        losing = list(swings)
        ballots = self.at_least
        while self.best is None and self.recounts.left and losing:
            ballots *= 2
            for swing in losing:
                if self.best is None:
                    self._try(Trial(min(ballots, self._pool(swing).size), swing))
            losing = [swing for swing in losing if self._pool(swing).size > ballots]

    def _works(self, trial: Trial) -> bool:
        """Count the changed ballots, and keep the change if others win."""
        if not self.recounts.left:
            return False
        pool = self._pool(trial.swing)
        if not 1 <= trial.ballots <= pool.size:
            return False
        then = self.recounts.others(pool.after(trial.ballots), self.outcome.lots)
        if not then:
            return False
        self.best = _Best(trial, pool.size, then)
        return True

    def _pool(self, swing: Swing) -> Pool:
        if swing not in self.pools:
            self.pools[swing] = Pool(self.profile, swing)
        return self.pools[swing]


def _in_order(swing: Swing) -> tuple[int, int, str]:
    return swing.gainer, swing.loser, swing.move.value
