"""The database can't take a ballot: the voter is told so, keeps it, and casts it again later."""

import io
import logging
import re
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from deliberate.db import db
from deliberate.voting.models import Contest, LiveBallot
from tests.databases import only_on_postgresql, only_on_sqlite
from tests.voting.ground import Voter, a_contest, code_on, hidden, keys_of, slug_of
from tests.world import a_person

TRACKER = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(-?[0-9A-HJKMNP-TV-Z]{4}){3}\b")


@pytest.fixture
def contest(session: Session, app: Flask) -> Contest:
    return a_contest(session, app)


@pytest.fixture
def mina(
    contest: Contest, session: Session, sign_in: Callable[[Any], FlaskClient]
) -> Iterator[Voter]:
    voter = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))
    yield voter
    session.rollback()


@pytest.fixture
def silent(app: Flask, contest: Contest, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever the test does, nothing written to a log or a stream tells what a ballot holds."""
    key = keys_of(app).read(contest.code, contest.key_digest, contest.key_epoch).secret
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    written = log.getvalue() + "".join(capfd.readouterr())
    assert "the database did not take a ballot" in written
    assert "r1:" not in written
    assert "ballot/review" not in written
    assert key.hex() not in written
    assert repr(key)[2:-1] not in written
    assert not TRACKER.search(written)
    assert "Traceback" not in written


@contextmanager
def whenever(moment: str, does: Callable[..., object]) -> Iterator[None]:
    """Do something of a database's own at each such moment of a transaction."""
    event.listen(db.engine, moment, does)
    try:
        yield
    finally:
        event.remove(db.engine, moment, does)


@contextmanager
def read_only() -> Iterator[None]:
    """The database takes no writes, as one that was made a standby, or lies on a read-only disk."""

    def keep_to_reading(connection: Connection) -> None:
        is_sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql(
            "PRAGMA query_only=ON" if is_sqlite else "SET TRANSACTION READ ONLY"
        )

    with whenever("begin", keep_to_reading):
        yield


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process can grow: every write to the disk fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_page_left() -> Iterator[None]:
    """The database file may have no page more, and every page of ballots is full."""
    with db.engine.begin() as connection:
        (pages,) = connection.exec_driver_sql("PRAGMA page_count").one()

    def allow_no_more(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with whenever("begin", allow_no_more):
        _fill()
        yield
    with db.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
        connection.exec_driver_sql("DELETE FROM live_ballot WHERE contest_id = 99")


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else writes for longer than anyone waits."""
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def have_no_patience(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    with whenever("checkout", have_no_patience):
        yield
    other.execute("ROLLBACK")
    other.close()
    db.engine.dispose()


@contextmanager
def a_row_refused() -> Iterator[None]:
    """The database refuses the row itself, and its own message quotes what it holds."""
    refuse = {
        "sqlite": (
            "CREATE TRIGGER refuse BEFORE INSERT ON live_ballot BEGIN "
            "SELECT RAISE(ABORT, 'refused'); END"
        ),
        "postgresql": "ALTER TABLE live_ballot ADD CONSTRAINT refuse CHECK (revision < 0)",
    }
    allow = {
        "sqlite": "DROP TRIGGER refuse",
        "postgresql": "ALTER TABLE live_ballot DROP CONSTRAINT refuse",
    }
    name = db.engine.dialect.name
    with db.engine.begin() as connection:
        connection.execute(text(refuse[name]))
    yield
    with db.engine.begin() as connection:
        connection.execute(text(allow[name]))


def hang_up(url: str) -> None:
    """End every connection to the database, as an administrator or a restart does."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def hung_up_before_writing(url: str) -> Iterator[None]:
    def before(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO live_ballot"):
            hang_up(url)

    with whenever("before_cursor_execute", before):
        yield


@contextmanager
def hung_up_on_commit(url: str, *, after: bool) -> Iterator[None]:
    """The connection is lost with the commit: just before it, or before its answer came."""

    def lose(connection: Connection) -> None:
        if after:
            connection.exec_driver_sql("COMMIT AND CHAIN")
        hang_up(url)

    with whenever("commit", lose):
        yield


def _fill() -> None:
    """Put in ballots of another contest, large ones, then small ones, until none fits."""
    refused = 0
    for number in range(1000):
        # Keys that spread over all pages, as those of voters do.
        key = (number * 2654435761 % 2**32).to_bytes(4) + bytes(28)
        try:
            with db.engine.begin() as connection:
                connection.execute(
                    text("INSERT INTO live_ballot VALUES (99, :key, :words, 1, :nonce)"),
                    {"key": key, "words": bytes(200 if number < 500 else 1), "nonce": bytes(1)},
                )
        except OperationalError:
            refused += 1
    assert refused > 100


def ballots(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(LiveBallot)) or 0


def cast_through(fault: Any, mina: Voter, session: Session) -> None:
    """Cast while the fault lasts, and again after it."""
    review = mina.check(3, 1)
    field = hidden(review.text, "ballot")
    session.rollback()

    with fault:
        answer = mina.press_cast(review)

    assert answer.status_code == 503
    assert "Your ballot was not recorded" in answer.text
    assert "still on this page" in answer.text
    assert hidden(answer.text, "ballot") == field
    assert ballots(session) == 0
    again = mina.press_cast(answer_as_review(answer))
    assert again.status_code == 200
    assert len(code_on(again.text)) == 19
    assert ballots(session) == 1


def answer_as_review(answer: Any) -> Any:
    answer.status_code = 200  # the voter presses Cast on whatever page holds the ballot
    return answer


@pytest.mark.usefixtures("silent")
def test_a_read_only_database_takes_no_ballot_and_says_so(mina: Voter, session: Session):
    cast_through(read_only(), mina, session)


@pytest.mark.usefixtures("silent")
def test_a_row_that_the_database_refuses_shows_in_no_log(mina: Voter, session: Session):
    cast_through(a_row_refused(), mina, session)


@only_on_sqlite
@pytest.mark.usefixtures("silent", "database_kind")
def test_a_full_disk_takes_no_ballot_and_says_so(mina: Voter, session: Session):
    cast_through(no_room(), mina, session)

    assert session.scalar(text("PRAGMA integrity_check")) == "ok"


@only_on_sqlite
@pytest.mark.usefixtures("silent", "database_kind")
def test_a_full_database_takes_no_ballot_and_says_so(mina: Voter, session: Session):
    cast_through(no_page_left(), mina, session)


@only_on_sqlite
@pytest.mark.usefixtures("silent", "database_kind")
def test_a_locked_database_takes_no_ballot_and_says_so(
    mina: Voter, session: Session, database_url: str
):
    cast_through(locked(database_url), mina, session)


@only_on_postgresql
@pytest.mark.usefixtures("silent", "database_kind")
def test_a_database_that_hangs_up_takes_no_ballot_and_says_so(
    mina: Voter, session: Session, database_url: str
):
    cast_through(hung_up_before_writing(database_url), mina, session)


@only_on_postgresql
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.usefixtures("silent", "database_kind")
def test_a_connection_lost_with_the_commit_is_told_as_what_it_is_and_counts_once(
    mina: Voter, session: Session, database_url: str, after: bool
):
    review = mina.check(3, 1)
    session.rollback()

    with hung_up_on_commit(database_url, after=after):
        answer = mina.press_cast(review)

    assert answer.status_code == 503
    assert "We can't tell whether that was recorded" in answer.text
    assert "not recorded" not in answer.text
    assert ballots(session) == int(after)
    again = mina.press_cast(answer_as_review(answer))
    assert again.status_code == 200
    assert ballots(session) == 1


@pytest.mark.usefixtures("silent")
def test_what_was_chosen_stays_on_the_page_when_it_can_not_even_be_checked(
    mina: Voter, session: Session
):
    form = {"replaces": "0", "rank-3": "1", "rank-1": "2"}

    session.rollback()
    with whenever("begin", fail_in_the_database):
        answer = mina.client.post(mina.address, data=form)

    assert answer.status_code == 503
    for name, chosen in form.items():
        assert hidden(answer.text, name) == chosen


def fail_in_the_database(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT nothing FROM nowhere")
