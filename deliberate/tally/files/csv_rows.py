"""From the text of a CSV file to rows of cells, each with its line.

After RFC 4180 and what spreadsheets do besides: semicolons or tabs in place of commas, and a first
line such as `sep=;`. Nothing is mended: a quote that is never closed, or a row with another number
of cells than the first, is refused, as votes could slip into the column beside.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from deliberate.tally.files.election import BadFile

Row = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What may stand between cells, by the names it goes by in settings."""

_SEP_LINE = re.compile('"?sep=([,;\t])"?\r?\n', re.IGNORECASE)
_MOST_HEAD_ROWS = 9


def rows_of(text: str, delimiter: str = "") -> Iterator[Row]:
    r"""Read the rows that have a cell with something in it.

    The delimiter is the one given, else what a line `sep=;` says, else the only one that fits.

    >>> list(rows_of("sep=;\nAda;Bo\n1;2\n;\n"))
    [(2, ['Ada', 'Bo']), (3, ['1', '2'])]

    Raises BadFile.
    """
    text = text.removeprefix("\ufeff")
    said = _SEP_LINE.match(text)
    line = 1
    if said:
        delimiter = delimiter or said[1]
        text = text[said.end() :]
        line = 2
    return _rows(text, delimiter or _delimiter_of(text), line)


def _rows(text: str, delimiter: str, line: int) -> Iterator[Row]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = line
    try:
        for row in rows:
            if any(row) and any(map(str.strip, row)):
                yield line, row
            line = first + rows.line_num
    except csv.Error as refused:
        raise BadFile(line, f"the row that begins here can't be read: {refused}") from None


def _delimiter_of(text: str) -> str:
    """Find the delimiter: the one that shows our own layout, or the only one in the header."""
    fits = [sign for sign in DELIMITERS.values() if sign in text]
    headed = [sign for sign in fits if _has_layout(text, sign)]
    if len(headed) == 1:
        return headed[0]
    parting = [sign for sign in fits if _cells_in_header(text, sign) > 1]
    if len(parting) > 1:
        parting = [sign for sign in parting if _is_even(text, sign)]
    if len(parting) == 1:
        return parting[0]
    if not any(_cells_in_header(text, sign) > 1 for sign in fits):
        return ","
    names = ", ".join(name for name, sign in DELIMITERS.items() if sign in fits)
    raise BadFile(1, f"say what stands between cells with --option delimiter= one of {names}")


def _first_rows(text: str, delimiter: str) -> list[Row]:
    try:
        return list(islice(_rows(text, delimiter, 1), _MOST_HEAD_ROWS))
    except BadFile:
        return []


def _has_layout(text: str, delimiter: str) -> bool:
    return any(layout_word(row[0]) for _line, row in _first_rows(text, delimiter))


def _cells_in_header(text: str, delimiter: str) -> int:
    return next((len(row) for _line, row in _first_rows(text, delimiter)), 0)


def _is_even(text: str, delimiter: str) -> bool:
    """Say whether all rows have the same number of cells."""
    try:
        return len({len(row) for _line, row in _rows(text, delimiter, 1)}) == 1
    except BadFile:
        return False


_HEADING = re.compile(r"ballots \(([a-z]+)\)")


def layout_word(cell: str) -> str:
    """Return the layout that a cell such as `ballots (ranks)` declares; '' for any other cell.

    >>> layout_word("Ballots (ranks)"), layout_word("Ada")
    ('ranks', '')
    """
    heading = _HEADING.fullmatch(cell.strip().lower())
    return heading[1] if heading else ""
