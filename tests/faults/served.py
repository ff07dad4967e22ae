"""An instance served as a city serves it, with a contest open now, and voters with sessions."""

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import psutil
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import update
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person, SignInSession
from deliberate.questions.models import Question, QuestionStage
from deliberate.roll.models import Participant
from deliberate.voting.models import Contest
from deliberate.voting.services import freeze
from tests.voting.ground import a_contest, keys_of

ROOT = Path(__file__).parent.parent.parent
OPTIONS = tuple(f"Option {number}" for number in range(1, 9))
T = TypeVar("T")


@dataclass(frozen=True)
class Server:
    """`deliberate serve`, in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path

    def web_processes(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if _serves(child)]

    def answers(self) -> bool:
        try:
            with urlopen(f"http://localhost:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill_one(self, chance: random.Random) -> None:
        """Kill -9 a web process, whatever it is doing."""
        chance.choice(until(self.web_processes)).kill()


def until(happens: Callable[[], T], seconds: float = 60) -> T:
    deadline = time.monotonic() + seconds
    while not (happened := happens()):
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.05)
    return happened


@contextmanager
def serving(app: Flask, folder: Path, workers: int) -> Iterator[Server]:
    """Serve the application's instance beside it, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    output = folder / "output"
    command = [sys.executable, "-m", "deliberate.cli", "serve", "--port", str(port)]
    with output.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--workers", str(workers)],
            env=os.environ | environment_of(app),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    server = Server(process, port, output)
    try:
        until(server.answers)
        yield server
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    finally:
        process.kill()
        process.wait()


def environment_of(app: Flask) -> dict[str, str]:
    """Return what a process needs to work on the instance of a test's application."""
    return {
        "DELIBERATE_DATABASE_URL": app.config["DATABASE_URL"],
        "DELIBERATE_INSTANCE": str(app.config["INSTANCE"]),
        "DELIBERATE_KEY_FOLDERS": os.pathsep.join(map(str, app.config["KEY_FOLDERS"])),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def a_contest_open_now(session: Session, app: Flask, voters: int) -> tuple[Contest, list[str]]:
    """Put a contest in place in which so many can vote; return the cookie of each one's session."""
    moment = datetime.now(UTC)
    contest = a_contest(session, app, titles=OPTIONS, names=(), frozen=False)
    tokens = [secrets.token_urlsafe(32) for _ in range(voters)]
    people = [
        Person(name=f"Voter {number}", email=f"voter{number}@example.org", created_at=moment)
        for number in range(voters)
    ]
    session.add_all(people)
    session.flush()
    for person, token in zip(people, tokens, strict=True):
        session.add(
            Participant(
                question_id=contest.question_id,
                person_id=person.id,
                email=person.email,
                is_listed=True,
                added_at=moment,
            )
        )
        session.add(
            SignInSession(
                token_digest=sha256(token.encode()).digest(),
                person_id=person.id,
                started_at=moment,
            )
        )
    question = session.get(Question, contest.question_id)
    assert question
    freeze(session, question, contest, keys_of(app), moment)
    session.commit()
    move_voting(session, contest, moment - timedelta(days=1), moment + timedelta(days=1))
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    return contest, [f"session={serializer.dumps({'token': token})}" for token in tokens]


def move_voting(
    session: Session, contest: Contest, opens_at: datetime, closes_at: datetime
) -> None:
    session.execute(
        update(QuestionStage)
        .where(QuestionStage.question_id == contest.question_id)
        .values(opens_at=opens_at, closes_at=closes_at)
    )
    session.commit()


def _serves(child: psutil.Process) -> bool:
    try:
        is_there = child.status() != psutil.STATUS_ZOMBIE
        return is_there and "work" not in child.cmdline()
    except psutil.NoSuchProcess:
        return False
