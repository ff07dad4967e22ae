"""A page as one HTML file that needs nothing else: no script, no address, its style inside.

Its content security policy allows that style alone, by its digest (W3C Content Security Policy
Level 3, section 6.1.14), so that even a mistake in escaping could run nothing.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import assert_never

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

BAR = 1000


def as_html(page: Page, language: str = "en") -> str:
    """Write a page as an HTML document.

    >>> from deliberate.tally.page.blocks import Section
    >>> text = as_html(Page("A < B", (Section("Result", (Paragraph("Ada won."),)),)))
    >>> '<h1 dir="auto">A &lt; B</h1>' in text
    True
    """
    style = files("deliberate.tally.page").joinpath("page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = escape(page.title)
    head = [
        "<!doctype html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        f'<h1 dir="auto">{title}</h1>',
    ]
    body = [line for at, part in enumerate(page.sections) for line in _section(part, f"part-{at}")]
    return "\n".join([*head, *body, "</main>", "</body>", "</html>"])


def _section(section: Section, name: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{name}">'
    yield f'<h2 id="{name}">{escape(section.heading)}</h2>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, is_aside):
            yield f'<p class="aside">{escape(text)}</p>' if is_aside else f"<p>{escape(text)}</p>"
        case Items(items):
            yield "<ul>"
            for item in items:
                yield f"<li>{escape(item)}</li>"
            yield "</ul>"
        case Facts(pairs):
            yield "<dl>"
            before = None
            for label, value in pairs:
                named = "" if label == before else f"<dt>{escape(label)}</dt>"
                before = label
                yield f"{named}<dd>{escape(value)}</dd>"
            yield "</dl>"
        case Typed(command):
            yield f"<pre><code>{escape(command)}</code></pre>"
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    """Write a table that scrolls by itself where it is too wide, also by keyboard."""
    caption = escape(table.caption)
    yield f'<div class="table" role="region" tabindex="0" aria-label="{caption}">'
    yield f"<table><caption>{caption}</caption>"
    headings = "".join(
        f'<th scope="col"{_of_kind(column)}>{escape(column.heading)}</th>'
        for column in table.columns
    )
    yield f"<thead><tr>{headings}</tr></thead>"
    yield "<tbody>"
    yield from _rows((row for row in table.rows if not row.is_sum), table.columns)
    yield "</tbody>"
    sums = [row for row in table.rows if row.is_sum]
    if sums:
        yield "<tfoot>"
        yield from _rows(sums, table.columns)
        yield "</tfoot>"
    yield "</table></div>"


def _rows(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    for row in rows:
        first, *others = row.cells
        bar = "" if row.part is None else _bar(row.part)
        cells = "".join(
            f"<td{_of_kind(column)}>{escape(cell)}</td>"
            for cell, column in zip(others, columns[1:], strict=True)
        )
        mark = ' class="chosen"' if row.stands_out else ""
        name = f'<th scope="row"{_of_kind(columns[0])}>{escape(first)}{bar}</th>'
        yield f"<tr{mark}>{name}{cells}</tr>"


def _of_kind(column: Column) -> str:
    return ' class="number"' if column.has_numbers else ""


def _bar(part: Fraction) -> str:
    """Draw a bar; the number beside it says the same, so that readers of screens pass it over."""
    length = int(part * BAR)
    return (
        f'<svg viewBox="0 0 {BAR} 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{length}" height="1"/></svg>'
    )
