"""Once ballots are sealed, nothing holds the key any more, nor what it would open."""

import base64
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate import queue
from deliberate.accounts.models import Person
from deliberate.counting.services import DRAIN
from deliberate.db import WRITE_OPTION, db
from deliberate.voting.models import Contest, LiveBallot
from tests.databases import only_on_sqlite
from tests.faults import attack
from tests.voting.ground import Voter, a_contest, keys_of, slug_of
from tests.world import Clock, a_person

NAMES = [f"Voter {number}" for number in range(12)]


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """All that is logged, down to the smallest."""
    written = io.StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def contest(
    session: Session, app: Flask, sign_in: Callable[[Person], FlaskClient], logs: io.StringIO
) -> Contest:
    """A contest in which twelve people voted, and some of them changed their mind."""
    contest = a_contest(session, app, names=NAMES)
    slug = slug_of(session, contest)
    for number, name in enumerate(NAMES):
        voter = Voter(sign_in(a_person(session, name)), slug)
        voter.cast(1 + number % 5)
        if number % 3 == 0:
            voter.cast(1 + (number + 1) % 5, 1 + number % 5)
    return contest


def close_by_the_worker(app: Flask, clock: Clock) -> None:
    clock.pass_by(days=10, seconds=DRAIN.total_seconds())
    db.session.rollback()
    queue.tick(app)


def everything_kept(app: Flask, url: str, folder: Path, logs: io.StringIO) -> bytes:
    """Return the bytes of all that the service keeps: its folders, database and logs."""
    folders = (app.config["INSTANCE"], *app.config["KEY_FOLDERS"])
    files = [file for top in folders for file in top.rglob("*") if file.is_file()]
    kept = b"".join(file.read_bytes() for file in files)
    return kept + attack.copy_of(url, folder).raw + logs.getvalue().encode()


def spellings(secret: bytes) -> set[bytes]:
    return {
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        base64.b64encode(secret).rstrip(b"="),
        base64.urlsafe_b64encode(secret).rstrip(b"="),
    }


def test_after_sealing_nothing_holds_the_key_in_any_spelling(
    app: Flask, contest: Contest, clock: Clock, database_url: str, tmp_path: Path, logs
):
    key = keys_of(app).read(contest.code, contest.key_digest, contest.key_epoch).secret
    before = everything_kept(app, database_url, tmp_path, logs)
    assert [spelling for spelling in spellings(key) if spelling in before] == [key.hex().encode()]
    for folder in app.config["KEY_FOLDERS"]:
        # A draft of the key, as a crash leaves it that comes while it is put in place.
        (folder / f"{contest.code}.1a2b3c4d").write_text(key.hex())

    close_by_the_worker(app, clock)

    after = everything_kept(app, database_url, tmp_path, logs)
    assert [spelling for spelling in spellings(key) if spelling in after] == []


@only_on_sqlite
@pytest.mark.usefixtures("database_kind")
def test_after_sealing_the_files_hold_no_byte_of_a_live_ballot(
    app: Flask, session: Session, contest: Contest, clock: Clock, database_url: str, tmp_path: Path
):
    rows = session.execute(
        select(LiveBallot.voter_key, LiveBallot.sealed_words, LiveBallot.form_nonce)
    ).all()
    told = {bytes(part) for row in rows for part in row}
    before = attack.copy_of(database_url, tmp_path).raw
    assert all(part in before for part in told)

    close_by_the_worker(app, clock)

    after = attack.copy_of(database_url, tmp_path).raw
    assert [part for part in told if part in after] == []


@only_on_sqlite
@pytest.mark.usefixtures("database_kind", "contest")
def test_a_changed_ballot_leaves_nothing_of_the_old_one_once_all_is_sealed(
    app: Flask, session: Session, clock: Clock, database_url: str, sign_in, tmp_path: Path
):
    old = {
        bytes(part)
        for row in session.execute(select(LiveBallot.sealed_words, LiveBallot.form_nonce))
        for part in row
    }
    question_slug = slug_of(session, session.scalars(select(Contest)).one())
    for name in NAMES:
        Voter(sign_in(a_person(session, name)), question_slug).cast(4)

    close_by_the_worker(app, clock)

    after = attack.copy_of(database_url, tmp_path).raw
    assert [part for part in old if part in after] == []


def test_a_reader_in_the_way_puts_off_the_forgetting_and_not_the_count(
    app: Flask, session: Session, contest: Contest, clock: Clock
):
    reading = db.engine.connect().execution_options(**{WRITE_OPTION: False})
    reading.execute(select(LiveBallot.revision)).all()

    try:
        close_by_the_worker(app, clock)
    finally:
        reading.close()

    session.rollback()
    session.refresh(contest)
    assert contest.tallied_at == clock.now
