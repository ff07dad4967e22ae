"""What people meet when something goes wrong: a page that says what happened and what to do."""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from deliberate.counting.models import Result
from deliberate.db import db
from deliberate.questions.models import Question
from deliberate.roll.invitations import invite
from tests.databases import only_on_sqlite
from tests.journeys.city import City, sign_in_by_link
from tests.journeys.stored import everything_stored
from tests.journeys.visitor import Visitor
from tests.outcomes.counted import a_counted_question
from tests.world import NOON, a_person, a_question, takes_part

MINA = "mina@example.org"
PROPOSAL: dict[str, Any] = {
    "title": "A bench at the library",
    "situation": "Joe walks to the library, and there is nowhere to rest on the way.",
    "body": "Put a bench halfway, where the old tree stands.",
}
NO_TRACE = ("Traceback", "sqlalchemy", "Error", "SELECT", "psycopg", "/deliberate/")


@pytest.fixture
def roads(session: Session) -> Question:
    """A question that takes in proposals; Mina is on its list."""
    question = a_question(session, slug="roads")
    takes_part(session, question, a_person(session, "Mina"))
    return question


@pytest.fixture
def mina(city: City, roads: Question, session: Session) -> Visitor:
    session.commit()
    return sign_in_by_link(city, MINA)


def shows_no_trace(visitor: Visitor) -> bool:
    return not [sign for sign in NO_TRACE if sign in visitor.text]


@contextmanager
def locked(city: City) -> Iterator[None]:
    """Somebody else writes to the database for longer than anyone waits."""
    url = city.app.config["DATABASE_URL"]
    with city.app.app_context():
        engine = db.engine

    def have_no_patience(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    event.listen(engine, "checkout", have_no_patience)
    try:
        yield
    finally:
        event.remove(engine, "checkout", have_no_patience)
        other.execute("ROLLBACK")
        other.close()
        engine.dispose()


def test_an_invitation_that_is_over_brings_a_new_letter_with_one_press(
    city: City, roads: Question, session: Session
):
    invite(session, roads.id, [MINA], NOON, until=NOON + timedelta(minutes=1))
    session.commit()
    city.work()
    city.clock.pass_by(minutes=1)
    mina = city.visitor()

    mina.get(city.mailroom.link_to(MINA))
    assert mina.page.status_code == 410
    assert "This link has done its job" in mina.text
    mina.press("Send me a new link")
    city.work()
    mina.get(city.mailroom.link_to(MINA))
    mina.press("Yes, continue")

    assert mina.page.status_code == 200
    assert mina.path == "/q/roads"


def test_a_form_whose_token_is_over_is_not_taken_and_what_was_typed_is_given_back(
    city: City, mina: Visitor
):
    mina.get("/q/roads/propose")
    before = everything_stored(city.app)

    mina.press("Check your proposal", csrf_token="of yesterday", **PROPOSAL)

    assert mina.page.status_code == 400
    assert "Load the page again, then send it again." in mina.text
    assert PROPOSAL["situation"] in mina.text
    assert PROPOSAL["body"] in mina.text
    assert everything_stored(city.app) == before
    assert shows_no_trace(mina)


def test_a_text_that_is_too_large_is_refused_with_a_page(city: City, mina: Visitor):
    mina.get("/q/roads/propose")
    before = everything_stored(city.app)

    mina.press("Check your proposal", **{**PROPOSAL, "body": "bench " * 20_000})

    assert mina.page.status_code == 413
    assert "Send less at once" in mina.text
    assert everything_stored(city.app) == before
    assert shows_no_trace(mina)


@only_on_sqlite
def test_a_locked_database_takes_nothing_in_and_says_so_and_pressing_again_works(
    city: City, mina: Visitor
):
    mina.get("/q/roads/propose")
    mina.press("Check your proposal", **PROPOSAL)
    review = mina.page
    before = everything_stored(city.app)

    with locked(city):
        mina.press("Send your proposal")

    assert mina.page.status_code == 503
    assert "Nothing was changed." in mina.text
    assert PROPOSAL["body"] in mina.text
    assert everything_stored(city.app) == before
    assert shows_no_trace(mina)

    mina.page = review
    mina.press("Send your proposal")
    assert "Your proposal is in" in mina.text


@only_on_sqlite
def test_a_locked_database_spends_no_link(city: City, roads: Question, session: Session):
    invite(session, roads.id, [MINA], NOON, until=roads.stages[-1].closes_at)
    session.commit()
    city.work()
    mina = city.visitor()
    mina.get(city.mailroom.link_to(MINA))
    link = mina.page
    before = everything_stored(city.app)

    with locked(city):
        mina.press("Yes, continue")

    assert mina.page.status_code == 503
    assert "Wait a moment, then send it again." in mina.text
    assert everything_stored(city.app) == before

    mina.page = link
    mina.press("Yes, continue")
    assert mina.path == "/q/roads"


def test_a_mistake_of_ours_shows_a_number_to_name_and_no_trace(
    city: City, session: Session, caplog: pytest.LogCaptureFixture
):
    a_counted_question(session, slug="counted")
    session.execute(update(Result).values(outcome="{"))
    session.commit()
    reader = city.visitor()

    with caplog.at_level(logging.ERROR):
        reader.get("/q/counted/outcome")

    assert reader.page.status_code == 500
    assert "Something broke on our side" in reader.text
    assert shows_no_trace(reader)
    (record,) = [one for one in caplog.records if one.message.startswith("mistake ")]
    assert record.message.split()[1] in reader.text


@pytest.mark.parametrize("address", ["/q/nowhere", "/q/roads/proposals/99", "/no/such/page"])
def test_what_is_not_there_is_said_with_a_way_on(city: City, roads: Question, address: str):
    reader = city.visitor()

    reader.get(address)

    assert reader.page.status_code == 404
    assert "There is no page here" in reader.text
    assert 'href="/"' in reader.text
    assert shows_no_trace(reader)


@pytest.mark.parametrize("ballot_form", ["ranked", "budget", "projects"])
def test_each_thing_that_a_draft_lacks_leads_to_where_it_is_mended(
    city: City, session: Session, ballot_form: str
):
    a_person(session, "Rosa", may_convene=True)
    session.commit()
    rosa = sign_in_by_link(city, "rosa@example.org")
    rosa.get("/desk/new")
    names = rosa.form_with("Save the draft").names - {"csrf_token", "completion", "utility"}
    said: dict[str, Any] = dict.fromkeys(names, "")
    said |= {"ballot_form": ballot_form, "takes_part": "list", "votes": "list"}
    rosa.press("Save the draft", **said | {"publication": "ladder"})
    assert "Your draft is saved" in rosa.text

    links = re.findall(r'<a href="(/desk/q/[^"#]+)#([^"]+)"', rosa.text)

    assert len(links) > 8
    for address, anchor in set(links):
        rosa.get(address)
        assert f'id="{anchor}"' in rosa.text, (address, anchor)
