"""What somebody tries who got hold of copies of the database, but not of the ballot key.

A copy is taken as thieves and backups take it: every row of every table with what the database
keeps of its order and transaction, and the bytes of its files. The attacks know nothing of what
our tables are for but that people's identifiers and receipt codes are valuable.
"""

import hmac
import itertools
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

Row = dict[str, Any]
NAMES_OF_PEOPLE = ("person_id", "participant_id", "roll_entry_id")
LAST_LOGS = 3  # files of what a PostgreSQL server wrote, 16 MiB each
PLACE, TRANSACTION = "·place", "·transaction"


@dataclass(frozen=True)
class Copy:
    """One copy of a database: its rows as they lie, and all bytes of its files."""

    tables: Mapping[str, Sequence[Row]]
    raw: bytes


def copy_of(url: str, into: Path) -> Copy:
    return _copy_sqlite(url, into) if url.startswith("sqlite") else _copy_postgresql(url)


def words_in(copy: Copy, said: Iterable[str]) -> set[str]:
    """Return those of the words that lie anywhere in the copy's bytes or rows in clear."""
    rows = "\n".join(str(row) for table in copy.tables.values() for row in table).encode()
    return {words for words in said if words.encode() in copy.raw or words.encode() in rows}


def lengths_of_ballots(copy: Copy) -> set[int]:
    """Return how long enciphered ballots are: more than one length tells of the choices."""
    return {len(row["sealed_words"]) for row in copy.tables["live_ballot"]}


def who_is_named(copy: Copy, code: str, guesses: Iterable[bytes]) -> set[int]:
    """Return the roll entries whose live ballot is found with a key that can be guessed."""
    found = set()
    keys = {bytes(row["voter_key"]) for row in copy.tables["live_ballot"]}
    for entry, guess in itertools.product(copy.tables["roll_entry"], guesses):
        text = f"{code}|{entry['id']}".encode()
        if {sha256(text).digest(), sha256(guess + text).digest(), _hmac(guess, text)} & keys:
            found.add(entry["id"])
    return found


def who_changed(before: Copy, after: Copy) -> set[int]:
    """Return the roll entries whose people something changed about between two copies."""
    entries = _entries_of_people(after)
    changed = set()
    for name, rows in after.tables.items():
        there = Counter(map(_whole, before.tables.get(name, ())))
        for row in (Counter(map(_whole, rows)) - there).elements():
            changed |= {entry for key, value in row for entry in entries.get((key, value), ())}
            if name == "roll_entry":
                changed.add(dict(row)["id"])
    return changed


def best_guess(copies: Sequence[Copy], truth: Mapping[str, int]) -> int:
    """Return how many receipt codes the best of all guesses by order gives to the right entry.

    Each order of people is laid beside each order of codes, as they lie or by any column.
    """
    people = [order for copy in copies for order in _orders_of_people(copy)]
    ballots = [order for copy in copies for order in _orders_of_codes(copy)]
    return max(
        (
            sum(truth.get(code) == entry for code, entry in zip(codes, entries, strict=False))
            for codes, entries in itertools.product(ballots, people)
        ),
        default=0,
    )


def linked_by_transaction(copies: Sequence[Copy], truth: Mapping[str, int]) -> int:
    """Return how many codes were written in one transaction with one person only, and whose."""
    hits = 0
    for copy in copies:
        people, codes = _written_together(copy)
        for at, found in codes.items():
            if at is not None and len(found) == len(people[at]) == 1:
                (code,), (entry,) = found, people[at]
                hits += truth.get(code) == entry
    return hits


def _written_together(copy: Copy) -> tuple[dict[object, set[int]], dict[object, set[str]]]:
    """Return the roll entries and the codes that each transaction wrote about."""
    entries = _entries_of_people(copy)
    people: dict[object, set[int]] = defaultdict(set)
    codes: dict[object, set[str]] = defaultdict(set)
    for name, rows in copy.tables.items():
        for row in rows:
            if row.get("tracker"):
                codes[row[TRANSACTION]].add(row["tracker"])
            for item in row.items():
                people[row[TRANSACTION]] |= set(entries.get(item, ()))
            if name == "roll_entry":
                people[row[TRANSACTION]].add(row["id"])
    return people, codes


def _orders_of_people(copy: Copy) -> Iterator[list[int]]:
    entries = _entries_of_people(copy)
    for entry in copy.tables["roll_entry"]:
        entries["id", entry["id"]] = [entry["id"]]
    for name, rows in copy.tables.items():
        for column in ["id"] if name == "roll_entry" else NAMES_OF_PEOPLE:
            own = [(entries.get((column, row.get(column))), row) for row in rows]
            known = [(entry[0], row) for entry, row in own if entry]
            for order in _sorted_every_way(known):
                yield list(dict.fromkeys(order))  # each at their first place


def _orders_of_codes(copy: Copy) -> Iterator[list[str]]:
    for rows in copy.tables.values():
        codes = [(row["tracker"], row) for row in rows if row.get("tracker")]
        yield from _sorted_every_way(codes)


def _sorted_every_way(known: list[tuple[Any, Row]]) -> Iterator[list[Any]]:
    """Yield what is known in the order of each column of its rows, and backwards."""
    if len(known) < 2:
        return
    for column in known[0][1]:
        if all(isinstance(row[column], type(known[0][1][column])) for _, row in known):
            try:
                order = [one for one, row in sorted(known, key=lambda pair: pair[1][column])]
            except TypeError:
                continue
            yield order
            yield order[::-1]


def _entries_of_people(copy: Copy) -> dict[tuple[str, Any], list[int]]:
    """Return for each way to name a person the roll entries that are theirs."""
    entries: dict[tuple[str, Any], list[int]] = defaultdict(list)
    people = {row["id"]: row["person_id"] for row in copy.tables["participant"]}
    for row in copy.tables["roll_entry"]:
        entries["roll_entry_id", row["id"]].append(row["id"])
        entries["participant_id", row["participant_id"]].append(row["id"])
        entries["person_id", people[row["participant_id"]]].append(row["id"])
    return entries


def _whole(row: Row) -> tuple[tuple[str, Any], ...]:
    return tuple(item for item in sorted(row.items()) if item[0] != PLACE)


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, sha256)


def _copy_sqlite(url: str, into: Path) -> Copy:
    source, target = Path(url.removeprefix("sqlite:///")), into / "copy.db"
    raw = b""
    for suffix in ("", "-wal"):
        if (whole := source.with_name(source.name + suffix)).exists():
            copyfile(whole, target.with_name(target.name + suffix))
            raw += whole.read_bytes()
    connection = sqlite3.connect(target)
    connection.row_factory = sqlite3.Row
    names = [
        row["name"]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    ]
    tables = {name: _rows_as_they_lie(connection, name) for name in names}
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return Copy(tables, raw)


def _rows_as_they_lie(connection: sqlite3.Connection, name: str) -> list[Row]:
    try:
        found = connection.execute(f'SELECT rowid AS "{PLACE}", * FROM "{name}" ORDER BY 1')  # noqa: S608
        rows = [dict(row) for row in found]
    except sqlite3.OperationalError:  # a table that has no row numbers lies in its key's order
        found = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
        rows = [{PLACE: at, **dict(row)} for at, row in enumerate(found)]
    return [{**row, TRANSACTION: None} for row in rows]


def _copy_postgresql(url: str) -> Copy:
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        names = [
            row["relname"]
            for row in connection.execute(
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                "WHERE relkind = 'r' AND nspname = 'public' ORDER BY 1"
            )
        ]
        statement = sql.SQL(
            "SELECT ctid::text AS {}, xmin::text::bigint AS {}, t.* FROM {} t ORDER BY ctid"
        )
        tables = {}
        for name in names:
            kept = (sql.Identifier(column) for column in (PLACE, TRANSACTION, name))
            found = connection.execute(statement.format(*kept))
            tables[name] = [{**row, PLACE: at} for at, row in enumerate(found)]
        return Copy(tables, _files_of(connection))


def _files_of(connection: psycopg.Connection[dict[str, Any]]) -> bytes:
    """Return the bytes of this database and of the server's last writes, if it is on this host."""
    connection.execute("CHECKPOINT")
    where = connection.execute(
        "SELECT current_setting('data_directory') AS folder, oid, "
        "pg_walfile_name(pg_current_wal_lsn()) AS log FROM pg_database "
        "WHERE datname = current_database()"
    ).fetchone()
    assert where
    folder = Path(where["folder"])
    logs = [log for log in sorted(folder.glob("pg_wal/0*")) if log.name <= where["log"]]
    files = [*folder.glob(f"base/{where['oid']}/*"), *logs[-LAST_LOGS:]]
    return b"".join(file.read_bytes() for file in files if file.is_file())
