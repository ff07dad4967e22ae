"""A page as plain text: headings underlined, tables aligned, nothing wider than it may be."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import assert_never

from deliberate.tally.page.blocks import Block, Facts, Items, Page, Paragraph, Table, Typed

WIDTH = 80
LEAST_NAME = 12
GAP = "  "


def as_text(page: Page, width: int = WIDTH) -> str:
    """Write a page in lines of at most `width` columns, as far as its words can be broken.

    >>> from deliberate.tally.page.blocks import Section
    >>> print(as_text(Page("Chair", (Section("Result", (Paragraph("Ada won."),)),))))
    Chair
    =====
    <BLANKLINE>
    Result
    ------
    Ada won.
    """
    lines = [*wrapped(page.title, width)]
    lines.append("=" * max(map(columns_of, lines)))
    for section in page.sections:
        lines += ["", section.heading, "-" * columns_of(section.heading)]
        for place, block in enumerate(section.blocks):
            if place:
                lines.append("")
            lines += _block(block, width)
    return "\n".join(line.rstrip() for line in lines)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide signs two, marks on others none.

    >>> columns_of("Zoë"), columns_of("投票")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def wrapped(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Break a text at spaces into lines of at most `width` columns; long words stay whole.

    >>> wrapped("one two three", 8, first="- ", further="  ")
    ['- one', '  two', '  three']
    """
    lines: list[str] = []
    line, has_words = first, False
    for word in text.split():
        longer = f"{line} {word}" if has_words else line + word
        if has_words and columns_of(longer) > width:
            lines.append(line)
            line = further + word
        else:
            line = longer
        has_words = True
    return [*lines, line]


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from wrapped(text, width)
        case Items(items):
            for item in items:
                yield from wrapped(item, width, "- ", "  ")
        case Facts(pairs):
            yield from _facts(pairs, width)
        case Typed(command):
            yield "  " + command
        case Table():
            yield from _table(block, width)
        case _:
            assert_never(block)


def _facts(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Write labels in a column of their own; a value that doesn't fit beside goes below."""
    indent = max((columns_of(label) for label, _value in pairs), default=0) + len(GAP)
    before = None
    for named, value in pairs:
        label, before = "" if named == before else named, named
        room = max(map(columns_of, value.split()), default=0)
        if indent + room > width:
            yield label
            yield from wrapped(value, width, GAP, GAP)
        else:
            yield from wrapped(value, width, _left(label, indent), " " * indent)


def _table(table: Table, width: int) -> Iterator[str]:
    yield from wrapped(table.caption, width)
    headings = [column.heading for column in table.columns]
    widths = [
        max(columns_of(cells[at]) for cells in [headings, *(row.cells for row in table.rows)])
        for at in range(len(headings))
    ]
    numbers = [column.has_numbers for column in table.columns]
    widths = _fitted(widths, numbers, width)
    yield from _cells(headings, widths, numbers)
    yield GAP.join("-" * wide for wide in widths)
    sums = False
    for row in table.rows:
        if row.is_sum and not sums:
            sums = True
            yield GAP.join("-" * wide for wide in widths)
        yield from _cells(row.cells, widths, numbers)


def _fitted(widths: list[int], numbers: Sequence[bool], width: int) -> list[int]:
    """Narrow the widest columns of words until the table fits."""
    fitted = list(widths)
    words = [at for at, holds_numbers in enumerate(numbers) if not holds_numbers]
    over = sum(fitted) + len(GAP) * (len(fitted) - 1) - width
    while over > 0 and words:
        widest = max(words, key=fitted.__getitem__)
        if fitted[widest] <= LEAST_NAME:
            break
        fitted[widest] -= 1
        over -= 1
    return fitted


def _cells(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    """Write one row, in as many lines as its longest cell needs."""
    parts = [
        [cell] if holds_numbers else _broken(cell, wide)
        for cell, wide, holds_numbers in zip(cells, widths, numbers, strict=True)
    ]
    for at in range(max(map(len, parts))):
        yield GAP.join(
            _right(part[at] if at < len(part) else "", wide)
            if holds_numbers
            else _left(part[at] if at < len(part) else "", wide)
            for part, wide, holds_numbers in zip(parts, widths, numbers, strict=True)
        )


def _broken(text: str, width: int) -> list[str]:
    """Wrap a cell; words that are longer than it are cut."""
    lines: list[str] = []
    for line in wrapped(text, width):
        rest = line
        while columns_of(rest) > width:
            cut = width
            while columns_of(rest[:cut]) > width:
                cut -= 1
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


def _left(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def _right(text: str, width: int) -> str:
    return " " * (width - columns_of(text)) + text
