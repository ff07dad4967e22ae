"""How many more supporters would have funded a project under Equal Shares.

Further supporters are people who voted for something else (`enough.py` says in which order), so
nobody's share changes. Before a project is bought, they change nothing: a run goes as it went
without them. Two things follow. In a run with given shares, more supporters only bring a project's
price down, so halving finds the fewest. And where shares are raised, the count with them is the
count as it was as long as all their shares are below the cost; from there on it is made anew.

Where shares are raised, buying a project also changes where the raising ends. There, how many
supporters are enough is guessed, from few runs, and the guess is held against a whole count: the
number found is enough, but fewer might be.
"""

from collections.abc import Sequence
from dataclasses import replace

from deliberate.tally.budget.enough import could_have_joined, least, with_more_supporters
from deliberate.tally.budget.equal_shares import (
    Completion,
    EqualShares,
    SharesCount,
    TooMuchWork,
    lots_against,
)
from deliberate.tally.budget.shares import Run
from deliberate.tally.budget.shares_by_picks import RunByPicks
from deliberate.tally.fates import Fate, SharesTooSmall
from deliberate.tally.outcome import Outcome
from deliberate.tally.profile import Approval, Profile

A_LITTLE = 20_000
"""Work that takes about a hundredth of a second: so much is put into every count."""

FEWEST_TRIALS = 10
"""Nothing is looked for unless so many trials could be put together: fewer lead to no number."""


def with_more_votes(profile: Profile[Approval], outcome: Outcome, limit: int) -> Outcome:
    """Say in the fates of projects not funded how many more supporters would have been enough.

    Each number was tried by counting again, with lots against the project. Without completion it is
    the fewest, otherwise the fewest found. `limit` is how much work may be done, in runs and in
    ballots put together; a run's is its own `work`. It goes to those projects first whose
    supporters lack the least money, of equal ones to the first in the file. Where it runs out, and
    where no number is enough, `more_votes` stays as it is; so it does under any other rule.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Trees", "Ramp"], costs=[60, 55])
    >>> profile = Profile(options, {(1,): 6, (2,): 4})
    >>> outcome = EqualShares(budget=100).count(profile, file_order(options))
    >>> with_more_votes(profile, outcome, limit=1000).fates[2].more_votes
    2
    """
    rule = outcome.rule
    if not isinstance(rule, EqualShares):
        return outcome
    missed = {
        number: fate
        for number, fate in outcome.fates.items()
        if isinstance(fate, SharesTooSmall) and fate.more_votes is None
    }
    if not missed or _choices(profile) * FEWEST_TRIALS > limit:
        return outcome
    search = _Search(profile, rule, outcome, limit)
    fates: dict[int, Fate] = dict(outcome.fates)
    for _lacks, number in sorted((fate.cost - fate.shares, n) for n, fate in missed.items()):
        fates[number] = replace(missed[number], more_votes=search.fewest(number))
    return replace(outcome, fates=fates)


def _choices(profile: Profile[Approval]) -> int:
    """Return how many choices are on different ballots: the work of putting them together."""
    return sum(map(len, profile.ballots))


class _Search:
    """Looks for supporters of one project after another, until the work comes to the limit."""

    def __init__(
        self, profile: Profile[Approval], rule: EqualShares, outcome: Outcome, limit: int
    ) -> None:
        self.profile = profile
        self.rule = rule
        self.outcome = outcome
        self.left = limit
        self.raised = outcome.spending.raised
        count = SharesCount(rule, profile, outcome.lots)
        self.as_counted = count.once(self.raised)
        self.left -= count.work
        self.left_of_ballots = (
            self.as_counted.left_of_ballots() if isinstance(self.as_counted, RunByPicks) else []
        )

    def fewest(self, number: int) -> int | None:
        """Find how many more supporters are enough for a project; None if nothing is found."""
        if self.left <= 0:
            return None
        joining = could_have_joined(self.profile, number, self.left_of_ballots)
        most = sum(self.profile.ballots[ballot] for ballot in joining)
        try:
            guess = self._guessed(number, joining, most)
            return None if guess is None else self._tried(number, joining, guess, most)
        except TooMuchWork:
            return None

    def _guessed(self, number: int, joining: Sequence[Approval], most: int) -> int | None:
        """Double their number until it seems enough, then halve what is between."""

        def seems_enough(more: int) -> bool:
            trial = _Trial(self, number, joining, more)
            try:
                return trial.seems_enough()
            finally:
                self.left -= trial.work

        too_few, enough = 0, 1
        while enough <= most and not seems_enough(enough):
            too_few, enough = enough, enough * 2
        if enough > most and not (too_few < most and seems_enough(most)):
            return None
        return least(too_few, min(enough, most), seems_enough)

    def _tried(self, number: int, joining: Sequence[Approval], guess: int, most: int) -> int | None:
        """Count with so many more supporters; if that isn't enough, with more and more."""
        further = 0
        while guess + further <= most:
            trial = _Trial(self, number, joining, guess + further)
            try:
                if trial.is_enough():
                    return guess + further
            finally:
                self.left -= trial.work
            further = 2 * further + 1
        return None


class _Trial:
    """A count with so many more supporters of one project."""

    def __init__(
        self, search: _Search, number: int, joining: Sequence[Approval], more: int
    ) -> None:
        profile = with_more_supporters(search.profile, number, joining, more)
        lots = lots_against(search.outcome.lots, number)
        self.count = SharesCount(search.rule, profile, lots, search.left)
        self.count.work = _choices(profile)
        self.number = number
        self.raised = search.raised
        self.as_counted = search.as_counted
        self.start = min(self._same_up_to(profile), self.raised)

    @property
    def work(self) -> int:
        """What the count has taken so far."""
        return self.count.work

    def _same_up_to(self, profile: Profile[Approval]) -> int:
        """Return the last raise at which all shares of supporters together are below the cost."""
        project = next(each for each in self.count.projects if each.number == self.number)
        lacks = project.cost * profile.voters - self.count.rule.budget * project.votes
        each_raise = self.count.rule.step * profile.voters * project.votes
        return max(0, -(-lacks // each_raise) - 1)

    def is_enough(self) -> bool:
        """Count, from the last raise at which nothing can be different yet."""
        _raised, last = self.count.last_run(self.start)
        return self._in(last)

    def seems_enough(self) -> bool:
        """Say the same from few runs: halving finds a raise at which the next would overspend.

        It need not be the first, as raising shares can also take projects out.
        """
        if not self._is_raised():
            return self._in(self.count.once(0))
        beyond = self.count.once(self.raised + 1)
        if not self._is_bought(beyond):
            return self._in(self.as_counted)
        if beyond.spent <= self.count.rule.budget:
            return True
        too_much = least(self.start, self.raised + 1, self._overspends)
        return self._in(self.count.once(too_much - 1))

    def _is_raised(self) -> bool:
        return self.count.rule.completion is not Completion.NONE

    def _overspends(self, raised: int) -> bool:
        return self.count.once(raised).spent > self.count.rule.budget

    def _is_bought(self, run: Run) -> bool:
        return any(bought.project.number == self.number for bought in run.bought)

    def _in(self, last: Run) -> bool:
        return self.number in self.count.funded(last)
