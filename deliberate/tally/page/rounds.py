"""Which rounds a page shows, and the table of votes in each."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from deliberate.tally.page.blocks import Column, Paragraph, Row, Table
from deliberate.tally.page.report import DECIMALS, FIRST_ROUNDS, LAST_ROUNDS, Report, fixed
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import RankedRound, Round, Transfer
from deliberate.tally.telling.of_pairwise import ALL_TOLD, many_locks, rounds_to_tell
from deliberate.tally.telling.sentences import Sentence


def rounds_shown(report: Report) -> list[Round | Sentence]:
    """Return the rounds to show; where some are left out, a sentence that says which."""
    rounds = rounds_to_tell(report.outcome)
    if report.outcome.locks:
        return _locks_shown(report, rounds)
    if report.every or len(rounds) <= FIRST_ROUNDS + LAST_ROUNDS + 1:
        return list(rounds)
    left_out = len(rounds) - FIRST_ROUNDS - LAST_ROUNDS
    gap = Sentence(
        "page.more-rounds",
        {"n": left_out, "from_stage": FIRST_ROUNDS + 1, "to_stage": FIRST_ROUNDS + left_out},
    )
    return [*rounds[:FIRST_ROUNDS], gap, *rounds[-LAST_ROUNDS:]]


def _locks_shown(report: Report, locks: Sequence[Round]) -> list[Round | Sentence]:
    """Return the locks to show, in turn; what is said of the others stands before and after."""
    shown = locks if report.every else locks[:ALL_TOLD]
    more = len(locks) - len(shown)
    rest = [Sentence("pairs.more-locks", {"n": more})] if more else []
    return [*many_locks(report.outcome), *shown, *rest]


def table_of(report: Report, stage: RankedRound) -> list[Table | Paragraph]:
    """Show a round as a table: votes, what was gained and lost, and who is in or out."""
    return _RoundTable(report, stage).blocks()


class _RoundTable:
    """The table of one round, with those in front first."""

    def __init__(self, report: Report, stage: RankedRound) -> None:
        self.report = report
        self.stage = stage
        outcome = report.outcome
        self.before = outcome.stages[stage.stage - 2] if stage.stage > 1 else None
        self.votes = stage.votes
        self.votes_before = self.before.votes if self.before else {}
        self.moved = stage.option if isinstance(stage, Transfer) else 0
        if self.moved:
            self.votes.setdefault(self.moved, 0)
        exact = [
            *self.votes.values(),
            *self.votes_before.values(),
            stage.without_choice,
            stage.lost,
        ]
        self.gone = {option.number for option in outcome.options if option.withdrawn}
        self.in_before: set[int] = set()
        for earlier in outcome.stages[: stage.stage - 1]:
            self.gone.update(earlier.excluded)
            self.in_before.update(earlier.elected)
        self.places = 0 if all(isinstance(value, int) for value in exact) else DECIMALS

    def blocks(self) -> list[Table | Paragraph]:
        word, stage = self.report.word, self.stage
        shown = self._shown()
        columns = [Column(word("page.option"), has_numbers=False), Column(word("page.votes"))]
        columns += [Column(word("page.change"))] if self.before else []
        columns += [Column(word("page.what-happened"), has_numbers=False)]
        rows = [self._row(number) for number in shown[: self.report.most]]
        table = Table(
            word("page.round", {"stage": stage.stage}), tuple(columns), (*rows, *self._sums())
        )
        if len(shown) == len(rows):
            return [table]
        more = {"n": len(shown) - len(rows)}
        return [table, Paragraph(word("page.more-options", more), is_aside=True)]

    def _shown(self) -> list[int]:
        """Return who still has a part in the count, most votes first."""
        gone = self.gone - {self.moved}

        def most_first(number: int) -> tuple[Exact, int]:
            return -self.votes[number], number

        return sorted((number for number in self.votes if number not in gone), key=most_first)

    def _row(self, number: int) -> Row:
        votes = self.votes[number]
        before = self.votes_before.get(number, 0)
        name = self.report.names[number]
        part = Fraction(votes) * self.stage.scale / (self.stage.total or 1)
        mark, is_in = self._mark(number)
        return Row(self._cells(name, votes, before, mark), part, stands_out=is_in)

    def _cells(self, name: str, votes: Exact, before: Exact, mark: str) -> tuple[str, ...]:
        change = [_signed(votes - before, self.places)] if self.before else []
        return (name, fixed(votes, self.places), *change, mark)

    def _mark(self, number: int) -> tuple[str, bool]:
        word, stage = self.report.word, self.stage
        has_quota = self.report.outcome.places.quota is not None
        if number in stage.elected:
            return word("page.is-chosen" if has_quota else "page.won"), True
        if number in stage.excluded:
            return word("page.is-out"), False
        if number in self.in_before:
            return word("page.was-chosen"), True
        return (word("page.moved-on") if number == self.moved else ""), False

    def _sums(self) -> Iterator[Row]:
        """Yield what no option has, and that all adds up."""
        stage, before = self.stage, self.before
        lines: list[tuple[str, Exact, Exact]] = []
        stopped = before.without_choice if before else 0
        if stage.without_choice or stopped:
            lines.append(("page.no-choice", stage.without_choice, stopped))
        if stage.lost:
            lines.append(("page.rounding", stage.lost, before.lost if before else 0))
        total = stage.counting + stage.without_choice + stage.lost
        lines.append(("page.sum", total, total))
        for key, now, then in lines:
            yield Row(self._cells(self.report.word(key), now, then, ""), is_sum=True)


def _signed(value: Exact, places: int) -> str:
    """Write what was gained or lost with its sign; nothing at all stays blank."""
    if not value:
        return ""
    return f"+{fixed(value, places)}" if value > 0 else f"−{fixed(-value, places)}"
