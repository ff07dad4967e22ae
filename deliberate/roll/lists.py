"""Reading a list of addresses, pasted or from a file, whatever program wrote it. Pure.

Only addresses are kept: other columns of a file are read past and stored nowhere.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from deliberate.accounts.addresses import AddressMistyped, read_address

SEPARATORS = ";\t,"
HEADINGS = {"email", "e-mail", "email address", "e-mail address", "mail", "address", "emailaddress"}
_IN_BRACKETS = re.compile(r"<([^<>]*@[^<>]*)>")
_MOST_LETTERS_OF_A_LINE = 100_000


class Wrong(StrEnum):
    """What is wrong with a line."""

    NO_AT = "no-at"
    TWO_AT = "two-at"
    NOTHING_BEFORE = "nothing-before"
    NOTHING_AFTER = "nothing-after"
    BLANK_INSIDE = "blank-inside"
    NO_DOT = "no-dot"
    UNREADABLE = "unreadable"
    OPEN_QUOTE = "open-quote"
    MISTYPED = "mistyped"


class UnreadableFile(ValueError):
    """The bytes are no text: a spreadsheet's own format, a picture, or something else."""


@dataclass(frozen=True)
class Row:
    """One good line: its number, and the normalised address."""

    line: int
    address: str


@dataclass(frozen=True)
class Fault:
    line: int
    text: str
    wrong: Wrong


@dataclass(frozen=True)
class Double:
    """A line with an address that another line had already, perhaps in another spelling."""

    line: int
    text: str
    first: int


@dataclass(frozen=True)
class Reading:
    """What a list holds: good rows, each address once, the faulty lines, and the doubles."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    doubles: tuple[Double, ...]


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 with or without a mark, else Windows-1252.

    Raises UnreadableFile where it is no text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content, encoding)
    beginning = content[:400]
    for encoding, silent in (("utf-16-be", beginning[0::2]), ("utf-16-le", beginning[1::2])):
        # Nearly every other byte of plain text in UTF-16 is NUL.
        if len(silent) > 1 and silent.count(0) > 0.8 * len(silent):
            return _text(content, encoding)
    try:
        return _text(content, "utf-8")
    except UnreadableFile:
        return _text(content, "cp1252", errors="replace")


def read_list(text: str, *, is_local: bool = False) -> Reading:
    """Return the good rows, the faulty lines and the doubles of a list.

    One address a line, or columns with commas, semicolons or tabs between them; with a line of
    headings or without. Several addresses on one line, as in a letter's To, are several rows.
    """
    rows: dict[str, Row] = {}
    faults: list[Fault] = []
    doubles: list[Double] = []
    for line, typed in _typed_addresses(text):
        found = _address(typed, is_local=is_local)
        if isinstance(found, Wrong):
            faults.append(Fault(line, typed, found))
        elif found in rows:
            doubles.append(Double(line, typed, rows[found].line))
        else:
            rows[found] = Row(line, found)
    return Reading(tuple(rows.values()), tuple(faults), tuple(doubles))


def _text(content: bytes, encoding: str, errors: str = "strict") -> str:
    try:
        text = content.decode(encoding, errors)
    except UnicodeDecodeError:
        raise UnreadableFile from None
    if "\x00" in text or content.startswith(b"PK\x03\x04"):
        raise UnreadableFile
    return text


def _typed_addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield each address as it was typed with the number of its line, faulty ones too."""
    column: int | None = None
    first = True
    for line, cells in _lines(text):
        if first:
            first = False
            heading = _heading(cells)
            if heading is not None:
                column = heading if heading >= 0 else None
                continue
        for typed in _addresses_in(cells, column):
            yield line, typed


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that isn't empty, with the number of its first line."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text), skipinitialspace=True)
    number = 1
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:  # a quotation mark that is never closed, before a very long text
            yield number, [text.splitlines()[number - 1][:200]]
            return
        if any(cells):
            yield number, cells
        number = reader.line_num + 1


def _separator(text: str) -> str:
    """Return the mark that stands between columns: the one that the first lines have most of."""
    beginning = "\n".join(text.split("\n", 20)[:20])[:_MOST_LETTERS_OF_A_LINE]
    return max(SEPARATORS, key=lambda mark: (beginning.count(mark), mark == ","))


def _heading(cells: list[str]) -> int | None:
    """Return the column that a line of headings names, -1 where it names none we know.

    None says that the line is no line of headings.
    """
    if any("@" in cell for cell in cells):
        return None
    for number, cell in enumerate(cells):
        if cell.lower() in HEADINGS:
            return number
    return -1 if len([cell for cell in cells if cell]) > 1 else None


def _addresses_in(cells: list[str], column: int | None) -> list[str]:
    if column is not None:
        return [cells[column] if column < len(cells) and cells[column] else _said(cells)]
    found = [cell for cell in cells if "@" in cell]
    return found or [_said(cells)]


def _said(cells: list[str]) -> str:
    return " ".join(cell for cell in cells if cell)


def _address(typed: str, *, is_local: bool) -> str | Wrong:
    in_brackets = _IN_BRACKETS.search(typed)
    bare = (in_brackets.group(1) if in_brackets else typed).strip()
    wrong = _what_is_wrong(bare)
    if wrong is not None:
        return wrong
    try:
        return read_address(bare, is_local=is_local)
    except AddressMistyped:
        return Wrong.MISTYPED


def _what_is_wrong(bare: str) -> Wrong | None:
    """Return the plainest thing that is wrong with an address, or None where nothing plain is."""
    name, _, domain = bare.rpartition("@")
    signs = (
        ("\ufffd" in bare, Wrong.UNREADABLE),
        ("\n" in bare, Wrong.OPEN_QUOTE),
        ("@" not in bare, Wrong.NO_AT),
        (bare.count("@") > 1, Wrong.TWO_AT),
        (any(letter.isspace() for letter in bare), Wrong.BLANK_INSIDE),
        (not name, Wrong.NOTHING_BEFORE),
        (not domain, Wrong.NOTHING_AFTER),
        ("." not in domain and domain != "localhost", Wrong.NO_DOT),
    )
    return next((wrong for is_so, wrong in signs if is_so), None)
