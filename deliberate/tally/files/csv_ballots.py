"""CSV files of ballots: as programs for forms export them, as people keep them, and as we write.

In our own layout a line heads the columns and says what the cells mean, and the first column says
how many people voted so; above it may stand a title, costs and a budget (see csv_head.py):

    ballots (ranks),Ada,Bo,Cy
    3,1,2,
    1,,1,1

In other files, what the columns mean is certain or has to be said (`Sheet`); nothing is guessed.
`docs/ballot-files.md` explains the columns to those who fill them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from deliberate.tally.files.csv_cells import (
    NO_TICKS,
    TICKS,
    Reader,
    ordinal_of,
    rank_of,
    rank_of_heading,
    ranking_of,
)
from deliberate.tally.files.csv_head import Head, guarded, read_head
from deliberate.tally.files.csv_rows import Row, rows_of
from deliberate.tally.files.csv_sheet import NOTHING_SAID, Columns, Layout, Sheet, columns_of, tidy
from deliberate.tally.files.election import (
    AnyElection,
    ApprovalElection,
    BadFile,
    PointsElection,
    RankedElection,
)
from deliberate.tally.files.wording import most_first, shown
from deliberate.tally.money import written
from deliberate.tally.profile import B, BadProfile, Option, Profile

_COUNT = re.compile("[1-9][0-9]{0,17}")
_SUMS = frozenset(["total", "totals", "grand total", "sum", "summe", "gesamt"])
_QUALTRICS = '{"ImportId"'


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows with the same votes: how many people voted so, and the first line that says it."""

    count: int
    line: int


_Votes = Mapping[tuple[str, ...], _Kind]


def read_csv(text: str, sheet: Sheet = NOTHING_SAID) -> AnyElection:
    r"""Read a CSV file of ballots; `sheet` says what the file doesn't.

    A row with nothing in any cell is no ballot. Options are numbered in the order of their columns
    or as they are declared.

    >>> text = "Timestamp,Vote [Ada],Vote [Bo]\n9:00,2nd,1st\n9:01,,\n9:02,2nd,1st\n"
    >>> read_csv(text).profile.ballots, read_csv(text).profile.empty
    ({((2,), (1,)): 2}, 1)
    >>> read_csv("Ada;Bo\n30;12\n", Sheet(Layout.POINTS)).profile.ballots
    {((1, 30), (2, 12)): 1}

    Raises BadFile.
    """
    rows = rows_of(text, sheet.delimiter)
    head, already = read_head(rows)
    columns = _columns(head, sheet)
    votes, lines = _votes(chain(already, rows), head, columns)
    layout = head.layout or sheet.layout or _certain(columns, votes, sheet, head.line)
    names = _names(layout, columns, votes, head, sheet)
    options = head.options(names)
    own_headings = head.layout is None and set(columns.names).issubset(map(tidy, head.header))
    reader = _reader(layout, columns, votes, names, sheet, head.line, may_ignore=own_headings)
    about = head.about(len(options), lines)
    match layout:
        case Layout.RANKS:
            return RankedElection(about, _profile(votes, options, reader.ranks))
        case Layout.CHOICES:
            return RankedElection(about, _profile(votes, options, reader.choices))
        case Layout.LIST:
            return RankedElection(
                about, _profile(votes, options, lambda cells: ranking_of(reader.listed(cells)))
            )
        case Layout.PICKS:
            return ApprovalElection(
                about, _profile(votes, options, lambda cells: tuple(sorted(reader.listed(cells))))
            )
        case Layout.TICKS:
            return ApprovalElection(about, _profile(votes, options, reader.picks))
        case Layout.POINTS:
            return PointsElection(about, _profile(votes, options, reader.points))
        case _:
            assert_never(layout)


def _columns(head: Head, sheet: Sheet) -> Columns:
    if head.layout is None:
        return columns_of(head.header, head.line, sheet)
    if sheet.ignore or sheet.count or sheet.options or sheet.layout not in (None, head.layout):
        raise BadFile(
            head.line,
            f"the file says ballots ({head.layout.value}): leave out the options ballots, ignore, "
            "count and options",
        )
    return head.columns()


def _votes(rows: Iterable[Row], head: Head, columns: Columns) -> tuple[_Votes, int]:
    """Put rows with the same votes together; return how many rows there were, too."""
    width = len(head.header)
    nameless = [place for place, name in enumerate(head.header) if not name.strip()]
    counts: dict[tuple[str, ...], int] = {}
    first: dict[tuple[str, ...], int] = {}
    lines = 0
    for line, row in rows:
        if row[0].startswith(_QUALTRICS):
            raise BadFile(line, "keep one line of headings, and delete this one with ImportId")
        if len(row) != width:
            raise BadFile(line, f"the row has {len(row)} cells, and the headings are {width}")
        if any(row[place].strip() for place in nameless):
            raise BadFile(line, "a cell stands in a column without a heading")
        _check_is_ballot(row, line, columns)
        count = 1 if columns.count_at is None else _count(row[columns.count_at], line)
        cells = tuple([row[place] for place in columns.at])
        counts[cells] = counts.get(cells, 0) + count
        first.setdefault(cells, line)
        lines += 1
    if not lines and head.layout is None:
        raise BadFile(head.line, "no ballots stand below the headings")
    return {cells: _Kind(count, first[cells]) for cells, count in counts.items()}, lines


def _check_is_ballot(row: Sequence[str], line: int, columns: Columns) -> None:
    """Refuse a row that adds up the others, and an answer that was never sent off."""
    if 0 not in columns.at and tidy(row[0]).lower() in _SUMS:
        raise BadFile(line, f"the row begins with {shown(row[0])}: delete it if it is no ballot")
    if columns.sent_at is not None and not row[columns.sent_at].strip():
        raise BadFile(
            line,
            "the answer was never sent off: export complete responses only, or count all with "
            '--option "ignore=Date submitted" (or submitdate)',
        )


def _count(cell: str, line: int) -> int:
    if not _COUNT.fullmatch(cell.strip()):
        raise BadFile(line, f"{shown(cell)} is not how many people voted so")
    return int(cell)


def _certain(columns: Columns, votes: _Votes, sheet: Sheet, line: int) -> Layout:
    """Return the layout if headings or cells leave no doubt. Numbers alone always do."""
    if all(rank_of_heading(name) for name in columns.names):
        return Layout.CHOICES
    blank = {"", *(tidy(word).lower() for word in sheet.blank)}
    words = {tidy(cell).lower() for cells in votes for cell in cells} - blank
    if all(map(rank_of, words)) and any(map(ordinal_of, words)):
        return Layout.RANKS
    declared = {tidy(word).lower() for word in sheet.ticks}
    if words <= TICKS | NO_TICKS | declared and words - {"0", "1"}:
        return Layout.TICKS
    known = ", ".join(layout.value for layout in Layout)
    raise BadFile(
        line,
        f"say what the cells mean with --option ballots= one of {known}, and which of the columns "
        f"are no votes with --option ignore= (they are {shown('; '.join(columns.names), 200)})",
    )


def _names(
    layout: Layout, columns: Columns, votes: _Votes, head: Head, sheet: Sheet
) -> tuple[str, ...]:
    """Return the options' names: the headings or, if cells hold names, those that are declared."""
    if not layout.names_in_cells:
        return columns.names
    names = tuple(tidy(name) for name in head.names() or sheet.options)
    if not names:
        found = dict.fromkeys((tidy(cell) for cells in votes for cell in cells), 0)
        named = ";".join(name for name in found if name)
        raise BadFile(
            head.line,
            "say which options there are, as on the ballot: --option options=Ada;Bo;Cy "
            f"(in the cells: {shown(named, 200)})",
        )
    if len(set(names)) < len(names):
        raise BadFile(head.line, "two options have the same name")
    if layout is not Layout.CHOICES and len(columns.at) > 1:
        left = shown(", ".join(columns.names), 200)
        raise BadFile(
            head.line,
            f"{layout.value} stand in one column, and these are left: {left}: "
            "say which are no votes with --option ignore=",
        )
    return names


def _reader(
    layout: Layout,
    columns: Columns,
    votes: _Votes,
    names: tuple[str, ...],
    sheet: Sheet,
    line: int,
    *,
    may_ignore: bool,
) -> Reader:
    separator = sheet.separator or (
        ";" if layout.names_in_cells and any(";" in cells[0] for cells in votes) else ","
    )
    order = _order(columns, line) if layout is Layout.CHOICES else ()
    return Reader(
        columns.names,
        {name: number for number, name in enumerate(names, start=1)},
        separator,
        frozenset(tidy(word).lower() for word in sheet.blank),
        frozenset(tidy(word).lower() for word in sheet.ticks),
        order,
        may_ignore=may_ignore,
    )


def _order(columns: Columns, line: int) -> tuple[int, ...]:
    """Put columns in the order of the ranks in their headings; without ranks, from the left."""
    ranks = [rank_of_heading(name) for name in columns.names]
    known = [rank for rank in ranks if rank]
    if not known:
        return tuple(range(len(ranks)))
    if len(set(known)) < len(ranks):
        raise BadFile(line, "the headings don't say one rank for each column")
    return tuple(ranks.index(rank) for rank in sorted(known))


def _profile(
    votes: _Votes, options: tuple[Option, ...], read: Callable[[Sequence[str]], B]
) -> Profile[B]:
    """Read each kind of row once."""
    ballots: dict[B, int] = {}
    empty = 0
    for cells, kind in votes.items():
        try:
            ballot = read(cells)
        except ValueError as refused:
            raise BadFile(kind.line, str(refused)) from None
        if ballot:
            ballots[ballot] = ballots.get(ballot, 0) + kind.count
        else:
            empty += kind.count
    return Profile(options, ballots, empty)


def write_csv(election: AnyElection) -> str:
    r"""Write a CSV file in our own layout: equal ballots in one row, those cast most often first.

    It begins with a byte order mark, by which spreadsheets know UTF-8. Raises BadProfile for
    options without a name, and for money with three decimals, which looks like thousands.

    >>> from deliberate.tally.files.election import About, Format
    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Ada", "Bo"]), {((2,), (1,)): 3, ((1, 2),): 4}, empty=1)
    >>> election = RankedElection(About(Format.CSV, "Chair", lines=3, seats=1), profile)
    >>> print(write_csv(election).removeprefix("\ufeff").replace("\r", ""), end="")
    title,Chair
    seats,1
    ballots (ranks),Ada,Bo
    4,1,1
    3,2,1
    1,,
    """
    options = election.profile.options
    _check_fits(election)
    layout, ballots = _rows_of_votes(election)
    if election.profile.empty:
        ballots.append(("," * (len(options) - 1), election.profile.empty))
    lines = [",".join(map(_cell, cells)) for cells in _head_rows(election, layout)]
    lines += [f"{count},{cells}" for cells, count in most_first(ballots)]
    return "\ufeff" + "\r\n".join([*lines, ""])


def _check_fits(election: AnyElection) -> None:
    for option in election.profile.options:
        if not option.name.strip():
            raise BadProfile(f"option {option.number} has no name to head its column")
    if election.about.places == 3:
        raise BadProfile("a csv file can't hold money with three decimals: it looks like thousands")


def _head_rows(election: AnyElection, layout: Layout) -> list[list[str]]:
    about, options = election.about, election.profile.options
    rows: list[list[str]] = []
    if about.title:
        rows.append(["title", guarded(about.title)])
    if about.seats is not None:
        rows.append(["seats", str(about.seats)])
    if about.budget is not None:
        rows.append(["budget", written(about.budget, about.places)])
    if about.currency:
        rows.append(["currency", guarded(about.currency)])
    if any(option.id != str(option.number) for option in options):
        rows.append(["id", *(guarded(option.id) for option in options)])
    if about.places or any(option.cost for option in options):
        rows.append(["cost", *(written(option.cost, about.places) for option in options)])
    if any(option.withdrawn for option in options):
        rows.append(["withdrawn", *("x" if option.withdrawn else "" for option in options)])
    rows.append([f"ballots ({layout.value})", *(guarded(option.name) for option in options)])
    return rows


def _rows_of_votes(election: AnyElection) -> tuple[Layout, list[tuple[str, int]]]:
    """Return the layout and, for each kind of ballot, its cells and how many people voted so."""
    options = len(election.profile.options)
    match election:
        case RankedElection(profile=ranked):
            return Layout.RANKS, [
                (
                    _cells(
                        options,
                        ((n, str(rank)) for rank, tier in enumerate(order, 1) for n in tier),
                    ),
                    count,
                )
                for order, count in ranked.ballots.items()
            ]
        case ApprovalElection(profile=approved):
            return Layout.TICKS, [
                (_cells(options, ((number, "x") for number in ballot)), count)
                for ballot, count in approved.ballots.items()
            ]
        case PointsElection(profile=pointed):
            return Layout.POINTS, [
                (_cells(options, ((number, str(points)) for number, points in ballot)), count)
                for ballot, count in pointed.ballots.items()
            ]
        case _:
            assert_never(election)


def _cells(options: int, filled: Iterable[tuple[int, str]]) -> str:
    cells = [""] * options
    for number, word in filled:
        cells[number - 1] = word
    return ",".join(cells)


def _cell(text: str) -> str:
    """Quote a cell if any program could take part of it for the end of a cell or a line."""
    quoted = any(sign in text for sign in ',;"\t\r\n') or text != text.strip()
    return '"' + text.replace('"', '""') + '"' if quoted else text
