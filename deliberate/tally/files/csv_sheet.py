"""What is said about a CSV file of ballots, and which of its columns mean what."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from deliberate.tally.files.election import BadFile
from deliberate.tally.files.wording import shown


class Layout(StrEnum):
    """How a row says what one voter wants."""

    RANKS = "ranks"
    CHOICES = "choices"
    LIST = "list"
    PICKS = "picks"
    POINTS = "points"
    TICKS = "ticks"

    @property
    def names_in_cells(self) -> bool:
        """Say whether cells hold names of options, and don't stand below them."""
        return self in (Layout.CHOICES, Layout.LIST, Layout.PICKS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person says about a CSV file that the file doesn't say itself.

    `ignore` are columns that are no votes, `count` is the column with how many people voted so;
    `options` are the names on the ballot, in its order; `separator` stands between names in a cell,
    `delimiter` between cells. `blank` are words that mean an empty cell, `ticks` words that mean a
    tick, besides those that always do.
    """

    layout: Layout | None = None
    ignore: tuple[str, ...] = ()
    count: str = ""
    options: tuple[str, ...] = ()
    separator: str = ""
    delimiter: str = ""
    blank: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()


NOTHING_SAID = Sheet()
"""A file that says everything itself."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the votes stand: the places of their columns, their names, and the counts' place.

    `sent_at` is where the form's program says when an answer was sent off.
    """

    at: tuple[int, ...]
    names: tuple[str, ...]
    count_at: int | None = None
    sent_at: int | None = None


_FORMS = {
    "timestamp": {"email address", "username", "score"},
    "start time": {"id", "completion time", "email", "name", "language", "last modified time"},
    "response id": {
        *("date submitted", "last page", "start language", "seed"),
        *("date started", "date last action", "ip address", "referrer url"),
    },
    "submitdate": {
        *("id", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl"),
    },
}
"""The column by which an export of a form is known, and the others that the program adds.

Google Forms, Microsoft Forms and LimeSurvey (twice), as they write them in English.
"""

_DOUBTFUL = {
    *("count", "counts", "weight", "weights", "votes", "ballots", "frequency"),
    *("total", "totals", "sum", "summe", "gesamt", "comment", "comments", "remarks", "notes"),
    *("id", "no", "no.", "nr", "nr.", "#", "number", "row", "line", "paper", "ballot", "voter"),
}
"""Headings that may say how many people voted so, or which row it is, or even be an option."""

_SENT_OFF = {"date submitted", "submitdate"}
"""Columns of LimeSurvey that are empty where somebody began to answer and never sent it off."""


def tidy(text: str) -> str:
    """Return a name with single spaces and composed letters, as names are compared.

    >>> tidy(" Ada  Byron ")
    'Ada Byron'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


def columns_of(header: Sequence[str], line: int, sheet: Sheet) -> Columns:
    """Tell the columns with votes from the others, by what is declared and what forms add.

    >>> columns_of(["Timestamp", "Vote [Ada]", "Vote [Bo]"], 1, Sheet())
    Columns(at=(1, 2), names=('Ada', 'Bo'), count_at=None, sent_at=None)

    Raises BadFile if a column that is declared is missing, or one can't be told.
    """
    names = [tidy(cell) for cell in header]
    ignored = {tidy(name) for name in sheet.ignore}
    count = tidy(sheet.count)
    for declared in [*sorted(ignored), *([count] if count else [])]:
        if names.count(declared) != 1:
            raise BadFile(line, f"there is not one column {shown(declared)}")
    recognised = _added_by_forms(names)
    at = [
        place
        for place, name in enumerate(names)
        if name and name not in ignored and name != count and place not in recognised
    ]
    votes = [names[place] for place in at]
    seen: set[str] = set()
    for name in votes:
        if name in seen:
            raise BadFile(line, f"two columns are called {shown(name)}")
        if name.lower() in _DOUBTFUL:
            raise BadFile(
                line,
                f"say if column {name} is how many people voted so (--option count={name}) "
                f"or nothing of the vote (--option ignore={name})",
            )
        seen.add(name)
    if not votes:
        raise BadFile(line, "no column is left for the votes")
    _check_is_one_vote(votes, line)
    sent = [at for at in recognised if names[at].lower() in _SENT_OFF and names[at] not in ignored]
    return Columns(
        tuple(at),
        _without_question(votes),
        names.index(count) if count else None,
        sent[0] if sent else None,
    )


def _added_by_forms(names: Sequence[str]) -> set[int]:
    """Find the columns that a form's program puts first: its mark is there, and their name is."""
    small = [name.lower() for name in names]
    for mark, others in _FORMS.items():
        known = {mark, *others}
        first = 0
        while first < len(small) and small[first] in known:
            known.remove(small[first])
            first += 1
        if mark in small[:first]:
            return set(range(first))
    return set()


def _check_is_one_vote(names: Sequence[str], line: int) -> None:
    """Refuse the columns of two questions, or of one and something else, as a single vote."""
    columns = Counter(question for question, _option in map(_parted, names))
    several = [question for question, many in columns.items() if question and many > 1]
    if several and len(columns) > 1:
        other = next(name for name in names if _parted(name)[0] != several[0])
        raise BadFile(
            line,
            f"{shown(several[0])} is one question, and {shown(other)} is not of it: say which "
            "columns are no votes with --option ignore=, or take the brackets out of the headings",
        )


def _without_question(names: Sequence[str]) -> tuple[str, ...]:
    """Take options out of `Question [Option]`, if all are headed so by the same question."""
    parts = [_parted(name) for name in names]
    options = {option for _question, option in parts}
    same = len({question for question, _option in parts}) == 1 and len(options) == len(names)
    return tuple(option for _question, option in parts) if same else tuple(names)


def _parted(heading: str) -> tuple[str, str]:
    """Part `Question [Option]`; a heading without brackets has no question.

    >>> _parted("Rank them [Ada]"), _parted("Ada")
    (('Rank them', 'Ada'), ('', 'Ada'))
    """
    question, _bracket, rest = heading.partition("[")
    option = rest[:-1].strip()
    return (question.strip(), option) if option and rest[-1] == "]" else ("", heading)
