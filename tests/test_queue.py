import logging
import sqlite3
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

import deliberate.queue as queue
from deliberate.mail.models import Letter, LetterState
from tests.mailbox import letters_to
from tests.world import a_person


def rings(app: Flask) -> int:
    """Return how many looks wait in the queue, those put off included."""
    with sqlite3.connect(app.config["INSTANCE"] / "queue.db") as database:
        return sum(
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("task", "schedule")
        )


@pytest.fixture
def letter(app: Flask, session: Session) -> Letter:
    a_person(session, "Mina")
    app.test_client().post("/sign-in", data={"email": "mina@example.org"})
    (letter,) = letters_to(session, "mina@example.org")
    session.commit()
    return letter


def test_a_letter_whose_ring_was_lost_goes_out_at_the_next_minute(
    app: Flask, session: Session, letter: Letter
):
    queue.tick(app)

    session.refresh(letter)
    assert letter.state == LetterState.SENT


def test_a_development_instance_says_where_a_letter_can_be_read_and_not_its_link(
    app: Flask, letter: Letter, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)

    queue.tick(app)

    assert f"http://localhost:8000/dev/mail/{letter.id}" in caplog.text
    assert "/sign-in/" not in caplog.text


def test_a_job_that_fails_stops_no_other(
    app: Flask, session: Session, letter: Letter, monkeypatch: pytest.MonkeyPatch, caplog
):
    def broken(_session: Session, _moment: datetime, _config: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(queue, "JOBS", (broken, *queue.JOBS))

    queue.tick(app)

    session.refresh(letter)
    assert letter.state == LetterState.SENT
    assert "job broken stopped" in caplog.text


class TestTheBell:
    @pytest.fixture
    def settings(self):
        return {"RING": queue.ring}

    def test_rings_at_once_and_then_at_most_once_a_second(self, app: Flask, session: Session):
        for _ in range(20):
            queue.ring()

        assert rings(app) == 2  # one now, one put off, so that what came between is found, too

    def test_rings_after_somebody_asked_for_a_link(self, app: Flask, letter: Letter):
        assert rings(app) == 1

    def test_never_raises_into_a_request(self, app: Flask, session: Session, caplog):
        (app.config["INSTANCE"] / "queue.db").mkdir()

        a_person(session, "Mina")
        answer = app.test_client().post("/sign-in", data={"email": "mina@example.org"})

        assert answer.status_code == 303
        assert "the bell does not ring" in caplog.text
        assert len(letters_to(session, "mina@example.org")) == 1
