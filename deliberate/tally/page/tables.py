"""The tables of a page: rounds, purchases, points."""

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from deliberate.tally.fates import Allotted
from deliberate.tally.outcome import Allocation, Pairwise, Places, Scores, Spending
from deliberate.tally.page.blocks import Block, Column, Paragraph, Row, Section, Table
from deliberate.tally.page.pairwise import comparisons
from deliberate.tally.page.report import Report, fixed
from deliberate.tally.page.rounds import rounds_shown, table_of
from deliberate.tally.rounds import Lock, Purchase
from deliberate.tally.telling.explain import of_round
from deliberate.tally.telling.of_points import how_points_are_given
from deliberate.tally.telling.sentences import Fact, Money, Sentence


def tables(report: Report) -> Iterator[Section]:
    """Yield the section with a count's tables, if there is anything to show."""
    match report.outcome.evidence:
        case Places():
            heading, blocks = "page.rounds", _rounds(report)
        case Spending() as spending:
            heading, blocks = "page.purchases", _purchases(report, spending)
        case Allocation() as allocation:
            heading, blocks = "page.allocation", _allotted(report, allocation)
        case Scores() as scores:
            heading, blocks = "page.numbers", _scores(report, scores)
        case Pairwise() as found:
            heading, blocks = "pairs.heading", comparisons(report, found)
        case None:
            return
        case _:
            assert_never(report.outcome.evidence)
    if blocks:
        yield Section(report.word(heading), tuple(blocks))


def _rounds(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for part in rounds_shown(report):
        match part:
            case Sentence():
                blocks.append(Paragraph(report.say(part), is_aside=True))
            case Purchase() | Lock():
                pass
            case _:
                blocks.append(Paragraph(report.say(of_round(report.outcome, part))))
                blocks += table_of(report, part)
    return blocks


def _purchases(report: Report, spending: Spending) -> list[Block]:
    bought = report.outcome.purchases
    blocks: list[Block] = []
    if spending.endowment is not None:
        facts: dict[str, Fact] = {"share": Money(spending.endowment), "n": spending.raised}
        key = "page.endowment-raised" if spending.raised else "page.endowment"
        blocks.append(Paragraph(report.word(key, facts)))
    if not bought:
        return blocks
    has_shares = any(purchase.share is not None for purchase in bought)
    has_loads = any(purchase.load is not None for purchase in bought)
    headings = ["page.cost", "page.points" if spending.in_points else "page.votes", "page.left"]
    headings += ["page.share"] if has_shares else []
    headings += ["page.load"] if has_loads else []
    columns = [Column(report.word("page.project"), has_numbers=False)]
    columns += [Column(report.word(heading)) for heading in headings]
    most = max(spending.totals.values(), default=0) or 1
    rows = tuple(
        Row(
            _cells(report, purchase)[: len(columns)],
            Fraction(purchase.votes, most),
            stands_out=True,
        )
        for purchase in bought[: report.most]
    )
    blocks.append(Table(report.word("page.bought"), tuple(columns), rows))
    return blocks + _left_out(report, len(bought) - len(rows))


def _cells(report: Report, bought: Purchase) -> tuple[str, ...]:
    """Return the cells of a purchase; the last is for rules by which voters pay."""
    money = report.voice.money
    paid = bought.load if bought.share is None else bought.share
    return (
        report.names[bought.option],
        money(bought.cost),
        report.voice.number(bought.votes),
        money(bought.left_after),
        "" if paid is None else money(paid),
    )


def _allotted(report: Report, allocation: Allocation) -> list[Block]:
    money, budget = report.voice.money, allocation.budget
    columns = [Column(report.word("page.option"), has_numbers=False)]
    columns += [
        Column(report.word(f"page.{heading}"))
        for heading in ("amount", "percent", "average", "median")
    ]
    fates = report.outcome.fates
    allotted = {n: fate for n in report.outcome.winners if isinstance(fate := fates[n], Allotted)}
    rows = tuple(
        Row(
            (
                report.names[number],
                money(fate.amount),
                fixed(fate.share * 100, 2),
                money(fate.average * budget),
                money(fate.median * budget),
            ),
            fate.share,
        )
        for number, fate in list(allotted.items())[: report.most]
    )
    if not rows:
        return []
    table = Table(report.word("page.all-amounts"), tuple(columns), rows)
    return [table, *_left_out(report, len(allotted) - len(rows))]


def _scores(report: Report, scores: Scores) -> list[Block]:
    if not scores.ranking:
        return []
    columns = (
        Column(report.word("page.option"), has_numbers=False),
        Column(report.word("page.points")),
    )
    order = [number for tier in scores.ranking for number in tier]
    most = max(scores.totals.values(), default=0) or 1
    rows = tuple(
        Row(
            (report.names[number], report.voice.number(scores.totals[number])),
            Fraction(scores.totals[number]) / most,
            stands_out=number in report.outcome.winners,
        )
        for number in order[: report.most]
    )
    table = Table(report.word("page.all-totals"), columns, rows)
    how = Paragraph(report.say(how_points_are_given(report.outcome)))
    return [how, table, *_left_out(report, len(order) - len(rows))]


def _left_out(report: Report, more: int) -> list[Block]:
    if not more:
        return []
    return [Paragraph(report.word("page.more-options", {"n": more}), is_aside=True)]
