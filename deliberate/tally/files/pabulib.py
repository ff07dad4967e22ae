"""Pabulib's .pb: participatory budgets with projects, costs and ballots.

Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa and Talmon 2023, Participatory
Budgeting: Data, Tools and Analysis. Three tables with semicolons: META, PROJECTS and VOTES. What a
file says about votes got and projects selected is for information and not read.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import assert_never

from deliberate.tally.files.election import (
    TAKE_AS_LISTED,
    About,
    AnyElection,
    ApprovalElection,
    BadFile,
    Format,
    PointsElection,
    RankedElection,
)
from deliberate.tally.files.wording import shown, trimmed
from deliberate.tally.lots import LotOrder
from deliberate.tally.money import amount, minor_units, written
from deliberate.tally.profile import Approval, B, BadProfile, Option, Points, Profile, Ranking

_THOUSANDS = re.compile("[0-9]{1,3},[0-9]{3}")
_VOTE_TYPES = "approval, choose-1, cumulative, scoring, ordinal"
_MOST_VOTERS = 10_000_000


@dataclass(slots=True)
class _Table:
    """The rows of one table with their lines; `columns` says at which place each column stands.

    `line` is the one with the table's name, 0 if it is not there.
    """

    line: int = 0
    width: int = 0
    columns: dict[str, int] = field(default_factory=dict[str, int])
    rows: list[tuple[int, list[str]]] = field(default_factory=list[tuple[int, list[str]]])

    def add(self, line: int, row: list[str]) -> None:
        """Take in a row: the names of the columns if it is the first."""
        if self.columns:
            self.rows.append((line, row))
            return
        self.width = len(row)
        self.columns = {name.strip().lower(): at for at, name in enumerate(row)}
        if len(self.columns) < sum(map(bool, row)):
            raise BadFile(line, "two columns have the same name")

    def check_width(self, line: int, row: list[str]) -> None:
        """Refuse a row with more cells than columns: a semicolon has moved what comes after it."""
        if len(row) > self.width and any(row[self.width :]):
            raise BadFile(line, f"the row has {len(row)} cells for {self.width} columns")

    def cell(self, row: Sequence[str], column: str) -> str:
        """Return a cell without the space around it; '' if the row or the table lacks it."""
        at = self.columns.get(column, len(row))
        return row[at].strip() if at < len(row) else ""


@dataclass(slots=True)
class _Votes(_Table):
    """The table of ballots. Of its rows only what stands under `vote` and `points` is kept.

    `counts` says how many rows have the same there, `first` on which line it stands first.
    """

    counts: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    first: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def add(self, line: int, row: list[str]) -> None:
        """Take in a row: the names of the columns if it is the first."""
        if not self.columns:
            _Table.add(self, line, row)
            return
        self.check_width(line, row)
        words = self.cell(row, "vote"), self.cell(row, "points")
        if words in self.counts:
            self.counts[words] += 1
        else:
            self.counts[words] = 1
            self.first[words] = line


def read_pabulib(text: str, *, lenient: bool = False) -> AnyElection:
    r"""Read a .pb file: approval and choose-1 ballots, points (cumulative, scoring), or rankings.

    Costs and budget are in minor units; there are as many decimals as the most exact amount has.
    A file that lists fewer or more than its META says is taken only if `lenient`.

    >>> election = read_pabulib(
    ...     "META\nkey;value\nbudget;100.50\nvote_type;approval\n"
    ...     "PROJECTS\nproject_id;cost;name\np1;60;Trees\np2;50;Ramp\n"
    ...     "VOTES\nvoter_id;vote\n1;p2,p1\n2;p2\n3;\n")
    >>> election.profile.ballots, election.profile.empty
    ({(1, 2): 1, (2,): 1}, 1)
    >>> election.about.budget, election.about.places
    (10050, 2)

    Raises BadFile.
    """
    about_all, projects, votes = _read_tables(text.removeprefix("\ufeff"))
    meta = _meta(about_all)
    budget = _said(meta, "budget")
    money = [(line, projects.cell(row, "cost")) for line, row in projects.rows]
    money += [(meta["budget"][0], budget)] if budget else []
    places = max((_decimals(text, line) for line, text in money), default=0)
    about = About(
        Format.PB,
        _said(meta, "description"),
        sum(votes.counts.values()),
        budget=minor_units(budget, places) if budget else None,
        places=places,
        currency=_said(meta, "currency"),
    )
    options = _options(projects, places)
    if not lenient:
        _check_number(meta, "num_votes", about.lines)
        _check_number(meta, "num_projects", len(options))
    number_of = {option.id: option.number for option in options}
    match _said(meta, "vote_type"):
        case "approval" | "choose-1":
            return ApprovalElection(about, _profile(votes, options, _Chosen(number_of)))
        case "cumulative" | "scoring":
            return PointsElection(about, _profile(votes, options, _Pointed(number_of)))
        case "ordinal":
            return RankedElection(about, _profile(votes, options, _Ranked(number_of)))
        case other:
            line = meta["vote_type"][0] if "vote_type" in meta else about_all.line
            raise BadFile(line, f"the vote type {shown(other)} is none of {_VOTE_TYPES}")


def _read_tables(text: str) -> tuple[_Table, _Table, _Votes]:
    meta, projects, votes = _Table(), _Table(), _Votes()
    tables: dict[str, _Table] = {"META": meta, "PROJECTS": projects, "VOTES": votes}
    current: _Table | None = None
    line = 1
    for line, row in _rows(text):
        name = row[0].strip().upper() if row else ""
        if name in tables and not any(row[1:]):
            current = tables[name]
            if current.line:
                raise BadFile(line, f"the table {name} is there twice")
            current.line = line
        elif any(row):
            if current is None:
                raise BadFile(line, "the file does not begin with META")
            current.add(line, row)
    for name, table in tables.items():
        if not table.line:
            raise BadFile(line, f"there is no table {name}")
    return meta, projects, votes


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Take a text apart into rows of cells, each with the line on which it ends.

    A row with a quote is read as CSV, where it may hold semicolons and go on for several lines;
    all others are split, which is several times as fast.
    """
    lines = iter(io.StringIO(text, newline=""))
    ended = 0
    for line in lines:
        if '"' not in line:
            ended += 1
            yield ended, line.rstrip("\r\n").split(";")
            continue
        quoted = csv.reader(chain((line,), lines), delimiter=";", strict=True)
        try:
            row = next(quoted)
        except csv.Error as refused:
            raise BadFile(ended + max(quoted.line_num, 1), str(refused)) from None
        ended += quoted.line_num
        yield ended, row


def _meta(table: _Table) -> dict[str, tuple[int, list[str]]]:
    meta: dict[str, tuple[int, list[str]]] = {}
    for line, row in table.rows:
        key = row[0].strip().lower()
        if key in meta:
            raise BadFile(line, f"META says {shown(key)} twice")
        meta[key] = line, row
    return meta


def _check_number(meta: Mapping[str, tuple[int, list[str]]], key: str, listed: int) -> None:
    """Refuse a file whose META says another number than is listed: rows may be missing."""
    said = _said(meta, key)
    if said and said != str(listed):
        what = key.removeprefix("num_")
        raise BadFile(
            meta[key][0],
            f"META says there are {said} {what}, and it lists {listed}{TAKE_AS_LISTED}",
        )


def _said(meta: Mapping[str, tuple[int, list[str]]], key: str) -> str:
    """Return what META says under a key; '' if nothing."""
    row = meta[key][1] if key in meta else []
    return row[1].strip() if len(row) > 1 else ""


def _decimals(text: str, line: int) -> int:
    if _THOUSANDS.fullmatch(text):
        reason = f"{text} can be read as thousands or as decimals: write it without the comma"
        raise BadFile(line, reason)
    try:
        return amount(text)[1]
    except ValueError as refused:
        raise BadFile(line, str(refused)) from None


def _options(projects: _Table, places: int) -> tuple[Option, ...]:
    options: list[Option] = []
    seen: set[str] = set()
    for number, (line, row) in enumerate(projects.rows, start=1):
        projects.check_width(line, row)
        project = projects.cell(row, "project_id")
        if not project or project in seen:
            raise BadFile(line, f"the project id {project!r} is missing or there twice")
        seen.add(project)
        at = projects.columns.get("name", len(row))
        name = row[at] if at < len(row) and row[at].strip() else project
        cost = minor_units(projects.cell(row, "cost"), places)
        options.append(Option(number, project, name, cost))
    if not options:
        raise BadFile(projects.line, "there are no projects")
    return tuple(options)


def _profile(
    votes: _Votes, options: tuple[Option, ...], read: Callable[[str, str], B]
) -> Profile[B]:
    """Read each kind of ballot once, and count how many voters cast it."""
    if "vote" not in votes.columns and votes.counts:
        raise BadFile(votes.line, "VOTES has no column vote")
    ballots: dict[B, int] = {}
    empty = 0
    for words, count in votes.counts.items():
        try:
            ballot = read(*words)
        except ValueError as refused:
            raise BadFile(votes.first[words], str(refused)) from None
        if ballot:
            ballots[ballot] = ballots.get(ballot, 0) + count
        else:
            empty += count
    return Profile(options, ballots, empty)


@dataclass(frozen=True, slots=True)
class _Named:
    """Reads the projects that a ballot names, each once, by their numbers."""

    number_of: Mapping[str, int]

    def numbers(self, vote: str) -> list[int]:
        """Return the numbers in the order of the ballot. ValueError names an unknown project."""
        words = map(str.strip, vote.split(",")) if vote else ()
        try:
            return list(map(self.number_of.__getitem__, words))
        except KeyError as unknown:
            raise ValueError(f"the ballot names project {unknown}, which is not there") from None


class _Chosen(_Named):
    def __call__(self, vote: str, _points: str) -> Approval:
        return tuple(sorted(set(self.numbers(vote))))


class _Ranked(_Named):
    def __call__(self, vote: str, _points: str) -> Ranking:
        return tuple((number,) for number in dict.fromkeys(self.numbers(vote), True))


class _Pointed(_Named):
    def __call__(self, vote: str, points: str) -> Points:
        numbers = self.numbers(vote)
        given = [word.strip() for word in points.split(",")] if points else []
        if len(given) != len(numbers):
            raise ValueError("a ballot needs as many points as projects")
        pairs: dict[int, int] = {}
        for number, word in zip(numbers, given, strict=True):
            if not (word.isascii() and word.isdecimal() and len(word) < 19):
                raise ValueError(f"{word!r} is not a number of points")
            pairs.setdefault(number, int(word))
        return tuple((number, many) for number, many in sorted(pairs.items()) if many)


def write_pabulib(election: AnyElection, lots: LotOrder | None = None) -> str:
    """Write a .pb file: a line for each voter, equal ballots together.

    Points are written as cumulative votes. `lots` puts the projects in that order, so that
    programs that break ties by file order agree. Raises BadProfile for what the format has no
    place for: a project id with a comma or with space around it, none, or one that is there twice;
    level ranks; withdrawn projects; a blank name; more than ten million voters.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees"], costs=[6050]), {(1,): 1}, empty=1)
    >>> about = About(Format.PB, "Mill Road", lines=2, budget=10000, places=2)
    >>> print(write_pabulib(ApprovalElection(about, profile)).partition("PROJECTS")[2])
    <BLANKLINE>
    project_id;cost;name
    1;60.50;Trees
    VOTES
    voter_id;vote
    1;
    2;1
    <BLANKLINE>
    """
    options, voters = election.profile.options, election.profile.voters
    _check_writable(options, voters)
    vote_type, ballots = _cells_of_votes(election)
    rows = _meta_rows(election.about, vote_type, len(options), voters)
    rows += [["PROJECTS"], ["project_id", "cost", "name"]]
    for number in lots.order if lots else range(1, len(options) + 1):
        option = options[number - 1]
        rows.append([option.id, written(option.cost, election.about.places), option.name])
    names = ["vote", "points"] if vote_type == "cumulative" else ["vote"]
    rows += [["VOTES"], ["voter_id", *names]]
    ballots = [([""] * len(names), election.profile.empty), *sorted(ballots)]
    kinds = [(_line(cells), count) for cells, count in ballots]
    cast = (line for line, count in kinds for _each in range(count))
    votes = (f"{voter};{line}" for voter, line in enumerate(cast, start=1))
    return "".join(chain(map(_line, rows), votes))


def _meta_rows(about: About, vote_type: str, projects: int, votes: int) -> list[list[str]]:
    rows = [["META"], ["key", "value"], ["description", trimmed(about.title)]]
    rows += [["num_projects", str(projects)], ["num_votes", str(votes)]]
    if about.budget is not None:
        rows.append(["budget", written(about.budget, about.places)])
    rows.append(["vote_type", vote_type])
    if about.currency:
        rows.append(["currency", trimmed(about.currency)])
    return rows


def _check_writable(options: Sequence[Option], voters: int) -> None:
    seen: set[str] = set()
    for option in options:
        if not option.id or "," in option.id or option.id != option.id.strip():
            raise BadProfile(f"the id {shown(option.id)} can't stand in a list")
        if option.id in seen:
            raise BadProfile(f"two projects have the id {shown(option.id)}")
        if not option.name.strip() and option.name != option.id:
            raise BadProfile(f"project {shown(option.id)} has no name")
        if option.withdrawn:
            raise BadProfile("a .pb file can't say that a project was withdrawn")
        seen.add(option.id)
    if voters > _MOST_VOTERS:
        raise BadProfile(f"a .pb file has a line for each voter, and {voters} are too many")


def _cells_of_votes(election: AnyElection) -> tuple[str, list[tuple[list[str], int]]]:
    """Return the type of the votes and, for each kind of ballot, its cells and its number."""
    ids = [option.id for option in election.profile.options]
    match election:
        case ApprovalElection(profile=approved):
            chosen = approved.ballots.items()
            return "approval", [([_listed(ballot, ids)], count) for ballot, count in chosen]
        case PointsElection(profile=pointed):
            return "cumulative", [
                (
                    [
                        _listed([number for number, _points in ballot], ids),
                        ",".join(str(points) for _number, points in ballot),
                    ],
                    count,
                )
                for ballot, count in pointed.ballots.items()
            ]
        case RankedElection(profile=ranked):
            orders = ranked.ballots.items()
            return "ordinal", [([_listed(_strict(order), ids)], count) for order, count in orders]
        case _:
            assert_never(election)


def _strict(ranking: Ranking) -> list[int]:
    if any(len(tier) > 1 for tier in ranking):
        raise BadProfile("a .pb file can't hold projects that are level on a ballot")
    return [tier[0] for tier in ranking]


def _listed(numbers: Iterable[int], ids: Sequence[str]) -> str:
    return ",".join(ids[number - 1] for number in numbers)


def _line(cells: Iterable[str]) -> str:
    return ";".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    """Quote a cell that holds a semicolon, a quote or a line break."""
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ';"\r\n') else text
