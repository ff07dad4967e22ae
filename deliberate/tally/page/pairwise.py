"""The tables of a count that compares options two by two."""

from collections.abc import Sequence
from fractions import Fraction

from deliberate.tally.outcome import Pairwise
from deliberate.tally.page.blocks import Block, Column, Items, Paragraph, Row, Table
from deliberate.tally.page.report import Report
from deliberate.tally.page.rounds import rounds_shown
from deliberate.tally.rounds import Round
from deliberate.tally.telling.explain import of_round
from deliberate.tally.telling.of_pairwise import how_pairs_are_counted
from deliberate.tally.telling.sentences import Sentence

ROOM = 64
"""So many columns of a page are left beside names for a table of each option against each."""


def comparisons(report: Report, found: Pairwise) -> list[Block]:
    """Show how each option did against the others and, of few, each against each."""
    order = [number for tier in found.ranking for number in tier]
    if not order:
        return []
    shown = order[: report.most]
    blocks: list[Block] = [
        Paragraph(report.say(how_pairs_are_counted(report.outcome))),
        _records(report, found, order, shown),
    ]
    if len(order) > len(shown):
        more = {"n": len(order) - len(shown)}
        blocks.append(Paragraph(report.word("page.more-options", more), is_aside=True))
    if len(order) * (len(str(report.outcome.valid)) + 2) <= ROOM:
        blocks.append(_each_against_each(report, "pairs.table", found.table, order))
        if found.paths is not None:
            blocks.append(_each_against_each(report, "pairs.paths", found.paths, order))
    locks = rounds_shown(report)
    return blocks + ([_locks(report, locks)] if locks else [])


def _locks(report: Report, locks: Sequence[Round | Sentence]) -> Items:
    """Say what became of wins when their turn came under ranked pairs."""
    told = (
        lock if isinstance(lock, Sentence) else of_round(report.outcome, lock) for lock in locks
    )
    return Items(tuple(map(report.say, told)))


def _records(report: Report, found: Pairwise, order: Sequence[int], shown: Sequence[int]) -> Table:
    """Show whom each option beat, was level with and lost to, and what the rule makes of it."""
    headings = ["pairs.won", "pairs.level", "pairs.lost"]
    if found.totals is not None:
        headings.append(f"pairs.{report.outcome.rule.name}")
    columns = [Column(report.word("page.option"), has_numbers=False)]
    columns += [Column(report.word(heading)) for heading in headings]
    rows: list[Row] = []
    for number in shown:
        won = sum(found.table[number][other] > found.table[other][number] for other in order)
        lost = sum(found.table[number][other] < found.table[other][number] for other in order)
        cells = [report.names[number], str(won), str(len(order) - 1 - won - lost), str(lost)]
        if found.totals is not None:
            cells.append(report.voice.number(found.totals[number]))
        wins = Fraction(won, max(len(order) - 1, 1))
        rows.append(Row(tuple(cells), wins, stands_out=number in report.outcome.winners))
    return Table(report.word("pairs.records"), tuple(columns), tuple(rows))


def _each_against_each(
    report: Report, caption: str, table: Sequence[Sequence[int]], order: Sequence[int]
) -> Table:
    """Show a row and a column for each option; columns go by number, to be narrow."""
    columns = [Column(report.word("page.option"), has_numbers=False)]
    columns += [Column(str(number)) for number in order]
    rows = tuple(
        Row(
            (
                f"{number} {report.names[number]}",
                *("" if other == number else str(table[number][other]) for other in order),
            ),
            stands_out=number in report.outcome.winners,
        )
        for number in order
    )
    return Table(report.word(caption), tuple(columns), rows)
