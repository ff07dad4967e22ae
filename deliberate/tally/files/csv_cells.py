"""What the cells of a CSV file say: a rank, points, a tick, or names of options."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deliberate.tally.files.csv_sheet import tidy
from deliberate.tally.files.wording import shown
from deliberate.tally.profile import Approval, Points, Ranking

_WHOLE = re.compile(r"([0-9]{1,18})([.,]0{1,6})?")
_DOTTED = re.compile(r"([1-9][0-9]{0,3})\.")
_ORDINAL = re.compile(r"([1-9][0-9]{0,3})(?:st|nd|rd|th)")
_FIRST = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_RANK_WORDS = {word: rank for rank, word in enumerate((*_FIRST, "tenth"), start=1)}
_AFTER_RANK = re.compile("[ -](choice|preference|place|pick)$")
_HEADED = re.compile("(?:choice|preference|rank|ranking|pick) ?([1-9][0-9]{0,3})")

TICKS = frozenset(
    ["x", "✓", "✔", "☑", "✅", "yes", "y", "true", "1", "on", "ticked", "checked", "selected"]
)
"""Words that mean a tick, in small letters."""

NO_TICKS = frozenset(
    ["no", "n", "false", "0", "off", "unticked", "unchecked", "unselected", "not selected"]
)
"""Words that mean no tick."""

_MAYBE_BLANK = frozenset(["0", "-", "–", "—", "/", ".", "n/a", "na", "none", "null", "nil"])
"""Words that people write into a cell where they leave it empty."""


def rank_of(cell: str) -> int | None:
    """Read a rank: 3, 3., 3rd, third, third choice; None if a cell says none.

    >>> rank_of("3."), rank_of("3rd choice"), rank_of("Third"), rank_of("0"), rank_of("three")
    (3, 3, 3, None, None)
    """
    whole = _WHOLE.fullmatch(cell) or _DOTTED.fullmatch(cell)
    if whole:
        return int(whole[1]) or None
    return ordinal_of(cell)


def ordinal_of(cell: str) -> int | None:
    """Read a rank that can't be a plain number: 3rd, third, third choice; None for others.

    >>> ordinal_of("3rd choice"), ordinal_of("3")
    (3, None)
    """
    word = _AFTER_RANK.sub("", cell.lower())
    ordinal = _ORDINAL.fullmatch(word)
    return int(ordinal[1]) if ordinal else _RANK_WORDS.get(word)


def rank_of_heading(heading: str) -> int | None:
    """Read the rank in a heading such as 2nd choice, Choice 2 or Rank 2; None if there is none.

    >>> rank_of_heading("Rank 2"), rank_of_heading("2nd choice"), rank_of_heading("Ada")
    (2, 2, None)
    """
    headed = _HEADED.fullmatch(heading.lower())
    return int(headed[1]) if headed else ordinal_of(heading)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of one row by a layout; ValueError says which cell is wrong and how.

    `number_of` gives an option's number by its name, `names` are the columns' names, `order` the
    places of the columns by rank; `blank` and `ticks` are tidy words in small letters. `may_ignore`
    says that a column with other words in it may be declared to be no vote.
    """

    names: Sequence[str]
    number_of: Mapping[str, int]
    separator: str
    blank: frozenset[str]
    ticks: frozenset[str]
    order: Sequence[int] = ()
    may_ignore: bool = False

    def ranks(self, cells: Sequence[str]) -> Ranking:
        """Read a rank for each option: the same rank makes level, a rank left out closes up."""
        tiers: dict[int, list[int]] = {}
        for number, cell in enumerate(cells, start=1):
            if self._is_blank(cell):
                continue
            rank = rank_of(tidy(cell))
            if rank is None:
                raise ValueError(self._wrong(number, cell, "is not a rank (1, 2, …)"))
            if rank > len(cells):
                among = f"is a rank among {len(cells)} options"
                raise ValueError(self._wrong(number, cell, among))
            tiers.setdefault(rank, []).append(number)
        return tuple(tuple(tiers[rank]) for rank in sorted(tiers))

    def points(self, cells: Sequence[str]) -> Points:
        """Read the points for each option."""
        pairs: list[tuple[int, int]] = []
        for number, cell in enumerate(cells, start=1):
            if self._is_blank(cell):
                continue
            whole = _WHOLE.fullmatch(tidy(cell))
            if whole is None:
                raise ValueError(self._wrong(number, cell, "is not a whole number of points"))
            if int(whole[1]):
                pairs.append((number, int(whole[1])))
        return tuple(pairs)

    def picks(self, cells: Sequence[str]) -> Approval:
        """Read a tick, or none, for each option."""
        return tuple(
            number for number, cell in enumerate(cells, start=1) if self._is_tick(number, cell)
        )

    def choices(self, cells: Sequence[str]) -> Ranking:
        """Read a name in each cell, the first choice first."""
        named = [cells[place] for place in self.order]
        return ranking_of([self._number(cell) for cell in named if not self._is_blank(cell)])

    def listed(self, cells: Sequence[str]) -> list[int]:
        """Read the names in one cell, in their order."""
        parts = [part for part in cells[0].split(self.separator) if not self._is_blank(part)]
        ends = self._ends(parts)
        numbers: list[int] = []
        begin = 0
        while begin < len(parts):
            if len(ends[begin]) > 1:
                raise ValueError(f"{shown(cells[0])} can be read as names in more than one way")
            end = ends[begin][0] if ends[begin] else begin + 1
            numbers.append(self._number(self.separator.join(parts[begin:end])))
            begin = end
        return list(dict.fromkeys(numbers, 0))

    def _ends(self, parts: Sequence[str]) -> list[list[int]]:
        """For each part, find where a name that begins there can end, so that all can be read.

        A name may hold the separator, so that parts have to be put together again.
        """
        most = max((name.count(self.separator) for name in self.number_of), default=0) + 1
        ends: list[list[int]] = [[] for _part in parts]
        for begin in range(len(parts) - 1, -1, -1):
            for end in range(begin + 1, min(begin + most, len(parts)) + 1):
                is_name = tidy(self.separator.join(parts[begin:end])) in self.number_of
                if is_name and (end == len(parts) or ends[end]):
                    ends[begin].append(end)
        return ends

    def _number(self, cell: str) -> int:
        number = self.number_of.get(tidy(cell))
        if number is None:
            raise ValueError(f"{shown(tidy(cell))} is not one of the options")
        return number

    def _is_blank(self, cell: str) -> bool:
        return not cell or cell.isspace() or (bool(self.blank) and tidy(cell).lower() in self.blank)

    def _is_tick(self, number: int, cell: str) -> bool:
        word = tidy(cell).lower()
        if self._is_blank(cell) or (word in NO_TICKS and word not in self.ticks):
            return False
        if word in TICKS or word in self.ticks or word == self.names[number - 1].lower():
            return True
        raise ValueError(self._wrong(number, cell, "is neither a tick (x, yes, 1) nor none"))

    def _wrong(self, number: int, cell: str, what: str) -> str:
        """Say what is wrong with a cell, and how to leave it or its column out if that may be."""
        column = self.names[number - 1]
        wrong = f"{shown(cell)} in column {shown(column)} {what}"
        if tidy(cell).lower() in _MAYBE_BLANK:
            return f'{wrong}; if it stands for nothing, say --option "blank={tidy(cell)}"'
        if not self.may_ignore or any(map(str.isdigit, cell)):
            return wrong
        return f'{wrong}; if the column is no vote, say --option "ignore={column}"'


def ranking_of(numbers: Sequence[int]) -> Ranking:
    """Make a strict ranking of options, each once.

    >>> ranking_of([2, 1, 2])
    ((2,), (1,))
    """
    return tuple((number,) for number in dict.fromkeys(numbers, 0))
