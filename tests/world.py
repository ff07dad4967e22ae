"""The world of the tests: a clock that stands still, an application, and a named cast.

Rosa convenes, Tom helps her hold the question, Mina and Joe are residents, Otto is an outsider.
"""

import itertools
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import event, select
from sqlalchemy.orm import Session

import deliberate.contributions.services as contributions
from deliberate.accounts.models import Person, SignInSession
from deliberate.app import create_app
from deliberate.contributions.models import Kind
from deliberate.contributions.services import Words
from deliberate.db import db
from deliberate.proposals.models import Proposal
from deliberate.proposals.queries import next_number
from deliberate.questions.models import Holder, Question, QuestionStage, Role, StageName
from deliberate.record.models import RecordEntry, RecordWords
from deliberate.roll.models import Participant
from tests.databases import RUN_FOLDER

NOON = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
ORIGIN = "http://localhost"
SignIn = Callable[[Person], FlaskClient]
_numbers = itertools.count(1)


@dataclass
class Clock:
    """The clock of one test: it stands still until the test moves it."""

    now: datetime = NOON

    def pass_by(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


class Browser(FlaskClient):
    """A client that says where it comes from, as every browser does with a form.

    Each request has a context of its own, as on a server: what the test put in place is
    committed before it, and what the request changed is read anew after it.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Origin", ORIGIN)
        if has_app_context():
            db.session.commit()
        answer = Context().run(super().open, *args, headers=headers, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> dict[str, Any]:
    """What a test sets otherwise than usual; override this fixture to add to it."""
    return {}


@pytest.fixture(scope="session")
def compiled(request: pytest.FixtureRequest) -> BytecodeCache:
    """Templates as they were compiled once in this run: each test has an application of its own."""
    folder = request.config.stash[RUN_FOLDER] / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def app(
    database_url: str,
    tmp_path: Path,
    clock: Clock,
    settings: dict[str, Any],
    compiled: BytecodeCache,
) -> Iterator[Flask]:
    """The application on a fresh database, once on SQLite and once on PostgreSQL.

    CSRF tokens are off here; tests of forms' protection turn them on in `settings`.
    """
    app = create_app(
        {
            "TESTING": True,
            "DATABASE_URL": database_url,
            "INSTANCE": tmp_path / "instance",
            "KEY_FOLDERS": [str(tmp_path / "keys-a"), str(tmp_path / "keys-b")],
            "CLOCK": lambda _engine: clock.now,
            "WTF_CSRF_ENABLED": False,
            "RING": lambda: None,
            **settings,
        }
    )
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = compiled
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own, to put things in place and to look at what is there."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def sign_in(app: Flask, session: Session, clock: Clock) -> SignIn:
    """Return a function that gives a client in which this person is signed in."""

    def signed_in(person: Person) -> FlaskClient:
        token = secrets.token_urlsafe(32)
        session.add(
            SignInSession(
                token_digest=sha256(token.encode()).digest(),
                person_id=person.id,
                started_at=clock.now,
            )
        )
        session.commit()
        client = app.test_client()
        with client.session_transaction(base_url=ORIGIN) as cookie:
            cookie["token"] = token
        return client

    return signed_in


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Yield a list that gets each statement which anybody sends to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def a_person(session: Session, name: str = "Mina", **facts: Any) -> Person:
    """Put a person in place, or return the one who is there under this name's address."""
    email = facts.pop("email", f"{name.lower()}@example.org")
    there = session.scalar(select(Person).where(Person.email == email))
    if there:
        return there
    person = Person(name=name, email=email, created_at=NOON, **facts)
    session.add(person)
    session.commit()
    return person


def a_question(
    session: Session,
    *,
    opened: bool = True,
    stages: dict[str, tuple[int, int]] | None = None,
    **facts: Any,
) -> Question:
    """Put a question in place, held by Rosa and Tom.

    `stages` gives each stage's opening and closing in days from NOON; by default residents
    propose from a day before NOON until ten days after it, and vote from day 20 to day 30.
    """
    number = next(_numbers)
    question = Question(
        slug=facts.pop("slug", f"ashgrove-road-{number}"),
        title=facts.pop("title", "How should we make Ashgrove Road safer and greener?"),
        summary="The council has money for this road. Residents say what it is spent on.",
        convener_name="Alderbrook Council",
        on_the_table="What the money is spent on.",
        off_the_table="Bus routes.",
        decider="The Highways Committee",
        pledge="We pay for what you choose, or say in public why not.",
        answerer="Cllr Rosa Lindqvist",
        answer_due_on=date(2027, 7, 30),
        ground_rules="Be kind.",
        ground_rules_html="<p>Be kind.</p>",
        created_at=NOON - timedelta(days=2),
        opened_at=NOON - timedelta(days=1) if opened else None,
        **facts,
    )
    schedule = stages or {StageName.PROPOSING: (-1, 10), StageName.VOTING: (20, 30)}
    question.stages = [
        QuestionStage(
            name=name,
            opens_at=NOON + timedelta(days=opens),
            closes_at=NOON + timedelta(days=closes),
        )
        for name, (opens, closes) in schedule.items()
    ]
    question.holders = [
        Holder(person_id=a_person(session, "Rosa", may_convene=True).id, role=Role.CONVENER),
        Holder(person_id=a_person(session, "Tom").id, role=Role.FACILITATOR),
    ]
    session.add(question)
    session.commit()
    return question


def takes_part(session: Session, question: Question, person: Person) -> Participant:
    """Put this person on the question's list."""
    participant = Participant(
        question_id=question.id,
        person_id=person.id,
        email=person.email,
        is_listed=True,
        added_at=NOON,
    )
    session.add(participant)
    session.commit()
    return participant


def a_proposal(
    session: Session,
    question: Question,
    author: Person,
    title: str = "A bench every 200 metres",
    *,
    is_shortlisted: bool | None = None,
    commit: bool = True,
    **facts: Any,
) -> Proposal:
    """Put a proposal in place, as everybody can read it."""
    words = Words(
        title=title,
        situation=facts.pop("situation", "Joe can walk to the shops, but not without a rest."),
        body=facts.pop("body", "Put benches along the road."),
    )
    contribution = contributions.write(
        session, question.id, Kind.PROPOSAL, author, words, NOON, by_team=True
    )
    proposal = Proposal(
        contribution_id=contribution.id,
        question_id=question.id,
        number=facts.pop("number", next_number(session, question.id)),
        is_shortlisted=is_shortlisted,
        shortlist_reason=None if is_shortlisted is None else "It fits the road.",
        **facts,
    )
    session.add(proposal)
    if commit:
        session.commit()
    return proposal


def record_of(session: Session, question: Question) -> list[tuple[str, dict[str, Any]]]:
    """Return the deeds in a question's record with their words, the oldest first."""
    rows = session.execute(
        select(RecordEntry.deed, RecordWords.words)
        .join(RecordWords, RecordWords.entry_id == RecordEntry.id)
        .where(RecordEntry.question_id == question.id)
        .order_by(RecordEntry.number)
    )
    return [(deed, json.loads(words)) for deed, words in rows]
