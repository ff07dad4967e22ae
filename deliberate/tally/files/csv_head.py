"""The lines above the votes in a CSV file: the heading of the columns and, in our own layout, more.

    title,Mill Road
    seats,2                  of a ranked contest
    budget,100               and the currency, of a contest about money
    currency,GBP
    id,p1,p2                 the options' ids, if they are not 1, 2, …
    cost,60,50               what they cost
    withdrawn,,x             who is not to be counted any more
    ballots (ticks),Trees,Ramp

A cell in which a stranger's text begins like a formula has an apostrophe before it, so that no
spreadsheet runs it; it is taken away again in reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from deliberate.tally.files.csv_rows import Row, layout_word
from deliberate.tally.files.csv_sheet import Columns, Layout
from deliberate.tally.files.election import About, BadFile, Format
from deliberate.tally.files.wording import shown
from deliberate.tally.money import amount, minor_units
from deliberate.tally.profile import Option

_OF_ALL = ("title", "seats", "budget", "currency")
_OF_EACH = ("options", "id", "cost", "withdrawn")
_MOST_ROWS = len(_OF_ALL) + len(_OF_EACH)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SEATS = re.compile("[1-9][0-9]{0,8}")
_THOUSANDS = re.compile("[0-9]+[.,][0-9]{3}")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("Ada")
    ("'=1+1", 'Ada')
    """
    return "'" + text if text.lstrip("'").startswith(_FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that `guarded` has put.

    >>> unguarded("'=1+1"), unguarded("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return text[1:] if text[:1] == "'" and guarded(text) != text else text


@dataclass(slots=True)
class Head:
    """What stands above the votes; `layout` is None in files that don't declare themselves."""

    line: int
    header: list[str]
    layout: Layout | None = None
    said: dict[str, Row] = field(default_factory=dict[str, Row])

    def columns(self) -> Columns:
        """Return the columns of our own layout: the first counts, the others are options."""
        names = self.header[1:]
        while names and not names[-1].strip():
            names.pop()
        if not all(map(str.strip, names)):
            raise BadFile(self.line, "a column has no name")
        return Columns(tuple(range(1, len(names) + 1)), tuple(map(unguarded, names)), 0)

    def options(self, names: tuple[str, ...]) -> tuple[Option, ...]:
        """Make the options with the ids and costs that are said. Raises BadFile."""
        if len(names) > 100_000:
            raise BadFile(self.line, f"there can't be {len(names)} options")
        ids = [unguarded(cell) for cell in self._each("id", len(names))]
        for option in ids:
            if not option.strip() or ids.count(option) > 1:
                raise BadFile(self.said["id"][0], f"the id {shown(option)} is none, or there twice")
        places = self._places(len(names))
        costs = [minor_units(cell.strip(), places) for cell in self._each("cost", len(names))]
        withdrawn = self._withdrawn(len(names))
        return tuple(
            Option(
                number,
                ids[number - 1] if ids else str(number),
                name,
                costs[number - 1] if costs else 0,
                withdrawn=number in withdrawn,
            )
            for number, name in enumerate(names, start=1)
        )

    def about(self, options: int, lines: int) -> About:
        """Return what is said beside the votes; `lines` is how many rows hold votes."""
        seats = self._word("seats").strip()
        if seats and not _SEATS.fullmatch(seats):
            raise BadFile(self.said["seats"][0], f"{shown(seats)} is not a number of seats")
        places = self._places(options)
        budget = self._word("budget").strip()
        return About(
            Format.CSV,
            unguarded(self._word("title")),
            lines,
            seats=int(seats) if seats else None,
            budget=minor_units(budget, places) if budget else None,
            places=places,
            currency=unguarded(self._word("currency")),
        )

    def names(self) -> tuple[str, ...]:
        """Return the names in the line `options`, for layouts whose cells hold names."""
        cells = self.said["options"][1][1:] if "options" in self.said else []
        return tuple(cell for cell in cells if cell.strip())

    def _word(self, key: str) -> str:
        cells = self.said[key][1] if key in self.said else []
        return cells[1] if len(cells) > 1 else ""

    def _each(self, key: str, options: int) -> list[str]:
        """Return what is said for each option; [] if the line is not there."""
        if key not in self.said:
            return []
        line, cells = self.said[key]
        values = cells[1 : options + 1]
        if len(values) < options or any(map(str.strip, cells[options + 1 :])):
            raise BadFile(line, f"the line {key} needs a cell for each of {options} options")
        return values

    def _withdrawn(self, options: int) -> set[int]:
        marks = [cell.strip().lower() for cell in self._each("withdrawn", options)]
        if not {"", "x"}.issuperset(marks):
            raise BadFile(
                self.said["withdrawn"][0], "who was withdrawn has an x, the others nothing"
            )
        return {number for number, mark in enumerate(marks, start=1) if mark}

    def _places(self, options: int) -> int:
        """Return how many decimals the most exact amount has."""
        found = [0]
        for key, cells in (
            ("budget", [self._word("budget")] if self._word("budget").strip() else []),
            ("cost", self._each("cost", options)),
        ):
            for cell in cells:
                if _THOUSANDS.fullmatch(cell.strip()):
                    raise BadFile(
                        self.said[key][0],
                        f"{cell} can be read as thousands or as decimals: write it without them",
                    )
                try:
                    found.append(amount(cell.strip())[1])
                except ValueError as refused:
                    raise BadFile(self.said[key][0], str(refused)) from None
        return max(found)


def read_head(rows: Iterator[Row]) -> tuple[Head, list[Row]]:
    """Read the rows down to the heading; return rows of votes too if they had to be read for that.

    Raises BadFile.
    """
    first: list[Row] = []
    for line, cells in rows:
        word = layout_word(cells[0])
        if word:
            return _own_head(first, line, cells, word), []
        first.append((line, cells))
        if cells[0].strip().lower() not in (*_OF_ALL, *_OF_EACH) or len(first) > _MOST_ROWS:
            break
    if not first:
        raise BadFile(1, "the file is empty")
    line, cells = first[0]
    return Head(line, cells), first[1:]


def _own_head(above: list[Row], line: int, header: list[str], word: str) -> Head:
    if word not in [layout.value for layout in Layout]:
        known = ", ".join(layout.value for layout in Layout)
        raise BadFile(line, f"ballots ({word}) is none of the layouts known: {known}")
    head = Head(line, header, Layout(word))
    for at, cells in above:
        key = cells[0].strip().lower()
        if key in head.said:
            raise BadFile(at, f"the line {key} is there twice")
        if key in _OF_ALL and any(map(str.strip, cells[2:])):
            raise BadFile(at, f"the line {key} has one value")
        head.said[key] = at, cells
    return head
