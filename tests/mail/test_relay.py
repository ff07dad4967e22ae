"""The relay, against a mail server that takes, refuses, stalls or hangs up."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import pairwise
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import deliberate.mail.post as mail_post
from deliberate.accounts.models import Purpose
from deliberate.accounts.services import issue_link
from deliberate.db import db
from deliberate.mail.models import Letter, LetterState
from deliberate.mail.relay import CLAIM_LASTS, WAITS, deliver_due
from deliberate.mail.services import post
from deliberate.queue import LETTERS
from deliberate.roll.invitations import invite
from tests.databases import only_on_sqlite
from tests.mailbox import link_in, read
from tests.world import Clock, a_person, a_question, takes_part


class Server:
    """A mail server that keeps what it takes, and answers as a test tells it to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to: Callable[[str], str] = lambda _address: "250 OK"
        self.at_the_end: Callable[[], str] = lambda: "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server, _session, envelope, address, _options
    ):
        answer = self.to(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - as above
        answer = await asyncio.to_thread(self.at_the_end)
        if answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
        return answer


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def controller(server: Server) -> Iterator[Controller]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def settings(controller: Controller) -> dict[str, Any]:
    return {
        "MAIL_URL": f"smtp://127.0.0.1:{controller.port}",
        "MAIL_FROM": "letters@alderbrook.example",
        "HELP_EMAIL": "help@alderbrook.example",
    }


def slowly(seconds: float) -> Callable[[], str]:
    def take() -> str:
        time.sleep(seconds)
        return "250 OK"

    return take


def queue_letter(session: Session, clock: Clock, email: str = "mina@example.org") -> str:
    """Queue a letter that somebody asked for and return its identifier."""
    link = issue_link(
        session, email, Purpose.SIGN_IN, clock.now, expires_at=clock.now + timedelta(days=7)
    )
    letter = post(session, Purpose.SIGN_IN, link.id, email, clock.now)
    session.commit()
    return letter.id


def relay(app: Flask, session: Session) -> None:
    deliver_due(session, app.config, LETTERS)


def found(session: Session, letter_id: str) -> Letter:
    session.expire_all()
    letter = session.get(Letter, letter_id)
    session.commit()
    assert letter is not None
    return letter


def test_a_letter_is_taken_once_with_its_identifier_and_somebody_to_answer_to(
    app: Flask, session: Session, server: Server, clock: Clock
):
    letter_id = queue_letter(session, clock)

    relay(app, session)
    relay(app, session)

    (message,) = server.taken
    assert message["Message-ID"] == f"<{letter_id}@localhost>"
    assert message["To"] == "mina@example.org"
    assert message["From"] == "Deliberate <letters@alderbrook.example>"
    assert message["Reply-To"] == "help@alderbrook.example"
    assert message["Date"] == "Mon, 03 May 2027 12:00:00 +0000"
    assert found(session, letter_id).state == LetterState.SENT
    assert found(session, letter_id).sent_at == clock.now


def test_plain_words_come_first_and_hold_the_same_link_as_the_page(
    app: Flask, session: Session, server: Server, clock: Clock
):
    letter_id = queue_letter(session, clock)
    path = link_in(read(session, found(session, letter_id)))
    session.commit()

    relay(app, session)

    plain, page = server.taken[0].iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert page.get_content_type() == "text/html"
    for part in (plain, page):
        assert isinstance(part, EmailMessage)
        assert f"http://localhost:8000{path}" in part.get_content()
        assert "<img" not in part.get_content()


def test_an_invitation_comes_from_the_convener_and_can_be_stopped_by_one_press(
    app: Flask, session: Session, server: Server, clock: Clock
):
    question = a_question(session, place="Alderbrook")
    question.convener_name = "Alderbrook\nCouncil"
    takes_part(session, question, a_person(session))
    invite(
        session, question.id, ["mina@example.org"], clock.now, until=clock.now + timedelta(days=30)
    )
    session.commit()

    relay(app, session)

    (message,) = server.taken
    assert message["From"] == "Alderbrook Council via Deliberate <letters@alderbrook.example>"
    assert message["Subject"] == f"Alderbrook Council asks you: {question.title}"
    stop = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    words = message.get_body(("plain",))
    assert isinstance(words, EmailMessage)
    assert stop in words.get_content()
    assert f"http://localhost:8000/q/{question.slug}" in words.get_content().splitlines()


def test_an_address_that_the_server_refuses_is_never_tried_again(
    app: Flask, session: Session, server: Server, clock: Clock
):
    server.to = lambda address: "550 no such user" if "nobody" in address else "250 OK"
    refused = queue_letter(session, clock, "nobody@example.org")
    taken = queue_letter(session, clock)

    relay(app, session)
    clock.pass_by(days=1)
    relay(app, session)

    assert found(session, refused).state == LetterState.REFUSED
    assert found(session, refused).last_reply == "550 no such user"
    assert found(session, refused).tries == 1
    assert found(session, taken).state == LetterState.SENT


def test_what_the_server_does_not_take_now_is_tried_again_with_growing_waits(
    app: Flask, session: Session, server: Server, clock: Clock
):
    server.at_the_end = lambda: "451 not now"
    letter_id = queue_letter(session, clock)
    tried: list[datetime] = []

    while (letter := found(session, letter_id)).state == LetterState.WAITING:
        clock.now = letter.due_at - timedelta(seconds=1)
        relay(app, session)
        assert found(session, letter_id).tries == len(tried)
        clock.now = letter.due_at
        relay(app, session)
        tried.append(clock.now)

    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits == [timedelta(minutes=minutes) for minutes in WAITS]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=6)
    assert tried[-1] - tried[0] > timedelta(days=1)
    assert found(session, letter_id).state == LetterState.GIVEN_UP
    assert server.taken == []


def test_a_server_that_is_away_costs_one_try_of_one_letter_a_run(
    app: Flask, session: Session, controller: Controller, server: Server, clock: Clock
):
    app.config["MAIL_URL"] = "smtp://127.0.0.1:9"
    letters = [queue_letter(session, clock, f"mina{number}@example.org") for number in range(3)]

    relay(app, session)

    assert sorted(found(session, letter).tries for letter in letters) == [0, 0, 1]

    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{controller.port}"
    clock.pass_by(minutes=1)
    relay(app, session)
    assert len(server.taken) == 3


def test_a_server_that_stalls_holds_up_nothing_but_this_run(
    app: Flask, session: Session, server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mail_post, "WAIT", 2)
    stalling = threading.Event()
    server.at_the_end = lambda: "250 OK" if stalling.wait(60) else "451 not now"
    letter_id = queue_letter(session, clock)

    relay(app, session)
    assert not stalling.is_set()
    assert found(session, letter_id).state == LetterState.WAITING

    stalling.set()
    clock.pass_by(minutes=1)
    relay(app, session)
    assert found(session, letter_id).state == LetterState.SENT


def test_a_server_that_hangs_up_gets_the_letter_again(
    app: Flask, session: Session, server: Server, clock: Clock
):
    server.at_the_end = lambda: "421 good bye"
    letter_id = queue_letter(session, clock)
    relay(app, session)
    assert found(session, letter_id).state == LetterState.WAITING

    server.at_the_end = lambda: "250 OK"
    clock.pass_by(minutes=1)
    relay(app, session)

    assert len(server.taken) == 1


def test_a_sign_in_letter_that_came_too_late_is_dropped(
    app: Flask, session: Session, server: Server, clock: Clock
):
    a_person(session, "Mina")
    app.test_client().post("/sign-in", data={"email": "mina@example.org"})

    clock.pass_by(minutes=15)
    relay(app, session)

    assert server.taken == []
    assert session.scalars(select(Letter.state)).all() == [LetterState.EXPIRED]


def test_sign_in_letters_go_before_a_thousand_invitations(
    app: Flask, session: Session, server: Server, clock: Clock
):
    question = a_question(session)
    takes_part(session, question, a_person(session))
    addresses = ["mina@example.org"]
    invite(session, question.id, addresses, clock.now, until=clock.now + timedelta(days=30))
    clock.pass_by(minutes=5)
    app.test_client().post("/sign-in", data={"email": "mina@example.org"})

    relay(app, session)

    assert [message["Subject"][:9] for message in server.taken] == ["Your link", "Alderbroo"]


def test_a_letter_whose_words_cannot_be_made_holds_up_no_other(
    app: Flask, session: Session, server: Server, clock: Clock
):
    post(session, "no such kind", "1", "mina@example.org", clock.now)
    queue_letter(session, clock)

    relay(app, session)

    assert len(server.taken) == 1


def test_what_a_killed_relay_had_in_hand_is_taken_up_again(
    app: Flask, session: Session, server: Server, clock: Clock
):
    letter_id = queue_letter(session, clock)
    letter = found(session, letter_id)
    letter.claimed_until, letter.tries = clock.now + CLAIM_LASTS, 1
    session.commit()

    relay(app, session)
    assert server.taken == []

    clock.pass_by(seconds=CLAIM_LASTS.total_seconds())
    relay(app, session)
    assert len(server.taken) == 1


def test_the_database_is_free_while_the_server_is_talked_to(
    app: Flask, session: Session, server: Server, clock: Clock, database_url: str
):
    seen: list[int | None] = []

    def look() -> str:
        if database_url.startswith("sqlite"):
            other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0)
            other.execute("BEGIN IMMEDIATE")
            other.close()
            seen.append(0)
        else:
            with db.engine.connect() as connection:
                seen.append(
                    connection.exec_driver_sql(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                        "AND state <> 'idle' AND pid <> pg_backend_pid()"
                    ).scalar()
                )
        return "250 OK"

    def look_in_app() -> str:
        with app.app_context():
            return look()

    server.at_the_end = look_in_app
    queue_letter(session, clock)

    relay(app, session)

    assert seen == [0]


KILLED = """
import os, sys
from deliberate.app import create_app
from deliberate.db import db
from deliberate.mail.relay import deliver_due
from deliberate.queue import LETTERS
app = create_app({"SECRET_KEY": "the secret of this test, long enough"})
with app.app_context():
    while True:
        deliver_due(db.session(), app.config, LETTERS)
"""


@only_on_sqlite
def test_a_relay_killed_over_and_over_sends_each_letter_and_at_most_one_twice_a_kill(
    app: Flask, session: Session, server: Server, clock: Clock, database_url: str, tmp_path
):
    kills, letters = 5, 60
    clock.now = datetime.now(UTC)  # the killed program reads the true clock
    for number in range(letters):
        queue_letter(session, clock, f"mina{number}@example.org")
    server.at_the_end = slowly(0.01)
    environment = os.environ | {
        "DELIBERATE_DATABASE_URL": database_url,
        "DELIBERATE_INSTANCE": str(tmp_path / "instance"),
        "DELIBERATE_MAIL_URL": app.config["MAIL_URL"],
    }

    for _ in range(kills):
        before = len(server.taken)
        process = subprocess.Popen([sys.executable, "-c", KILLED], env=environment)
        deadline = time.monotonic() + 20
        while len(server.taken) < before + 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    clock.pass_by(days=2)
    relay(app, session)

    sent = [message["Message-ID"] for message in server.taken]
    assert len(set(sent)) == letters
    assert len(sent) - len(set(sent)) <= kills
