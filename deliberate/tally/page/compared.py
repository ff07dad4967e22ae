"""What a page says of the same ballots under several rules."""

from collections.abc import Iterator

from deliberate.tally.outcome import Allocation, Places, Spending
from deliberate.tally.page.blocks import (
    Block,
    Column,
    Facts,
    Items,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
    Typed,
)
from deliberate.tally.page.report import Report
from deliberate.tally.sure.ways import Line, SideBySide
from deliberate.tally.telling.of_compare import what_the_rules_say
from deliberate.tally.telling.sentences import Fact, Money, Names


def comparison_of(side: SideBySide, report: Report) -> Page:
    """Set rules side by side: in a table, in sentences, and project by project where they differ.

    `report` is of the first of the ways; the names of options and the way to write money are its.
    """
    said = tuple(report.say(sentence) for sentence in what_the_rules_say(side))
    blocks: list[Block] = [_table(side, report), Items(said)]
    sections = [Section(report.word("compare.heading"), tuple(blocks)), *_differing(side, report)]
    if side.not_counted:
        pairs = tuple((rule.rule, rule.reason) for rule in side.not_counted)
        sections.append(Section(report.word("compare.not-counted"), (Facts(pairs),)))
    typed = (Paragraph(report.word("page.type")), Typed(report.again))
    sections.append(Section(report.word("page.again"), typed))
    return Page(report.title, tuple(sections))


def _table(side: SideBySide, report: Report) -> Table:
    """Put the ways down, and across who wins, or how much is funded and spent."""
    ways = Column(report.word("compare.rule"), has_numbers=False)
    number = Column(report.word("compare.number"))
    if not side.is_budget:
        winners = Column(report.word("compare.winners"), has_numbers=False)
        rows = [Row((line.way.label, _winners(line, side, report))) for line in side.lines]
        return Table(report.word("compare.who-wins"), (ways, winners), tuple(rows))
    columns = (
        number,
        ways,
        Column(report.word("compare.funded")),
        Column(report.word("compare.spent")),
    )
    numbered = enumerate(side.lines, start=1)
    rows = [
        Row((str(place), line.way.label, *_funded_and_spent(line, report)))
        for place, line in numbered
    ]
    return Table(report.word("compare.what-is-funded"), columns, tuple(rows))


def _winners(line: Line, side: SideBySide, report: Report) -> str:
    outcome = line.outcome
    if not outcome.winners:
        return report.word("compare.nobody")
    facts: dict[str, Fact] = {"winners": Names(outcome.winners)}
    said = report.word("compare.chosen", facts)
    level = tuple(sorted(outcome.co_winners))
    if len(level) > 1:
        said = f"{said} {report.word('compare.by-lots', {'level': Names(level)})}"
    elif outcome.lot_used and isinstance(outcome.evidence, Places):
        said = f"{said} {report.word('compare.lots-on-the-way')}"
    if line.seats < side.seats:
        said = f"{said} {report.word('compare.first-only')}"
    return said


def _funded_and_spent(line: Line, report: Report) -> tuple[str, str]:
    outcome = line.outcome
    lots = f" {report.word('compare.lots-mark')}" if outcome.lot_used else ""
    match outcome.evidence:
        case Spending() as spending:
            spent = report.word("compare.money", {"amount": Money(spending.spent)})
            return f"{len(outcome.winners)}{lots}", spent
        case Allocation() as allocation:
            total = sum(allocation.amounts.values())
            return report.word("compare.in-parts"), report.word(
                "compare.money", {"amount": Money(total)}
            )
        case _:
            return str(len(outcome.winners)), ""


def _differing(side: SideBySide, report: Report) -> Iterator[Section]:
    """Show project by project which ways fund it, where they differ."""
    numbered = [
        (str(place), line.outcome)
        for place, line in enumerate(side.lines, start=1)
        if not line.in_parts
    ]
    projects = side.sometimes
    if not side.is_budget or not projects:
        return
    yes, no = report.word("compare.yes"), report.word("compare.no")
    rows = tuple(
        Row((report.names[number], *(yes if number in o.winners else no for _place, o in numbered)))
        for number in projects[: report.most]
    )
    columns = (
        Column(report.word("page.project"), has_numbers=False),
        *(Column(place) for place, _outcome in numbered),
    )
    blocks: list[Block] = [Table(report.word("compare.by-number"), columns, rows)]
    left_out = len(projects) - len(rows)
    if left_out:
        blocks.append(Paragraph(report.word("page.more-options", {"n": left_out}), is_aside=True))
    yield Section(report.word("compare.differ"), tuple(blocks))
