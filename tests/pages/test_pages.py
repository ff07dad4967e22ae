"""The front page, the pages that an instance owes, and what machines ask of it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.outcomes.counted import a_contest
from tests.world import NOON, Clock, a_question

PLAIN_PAGES = ("/", "/how-voting-works", "/help", "/accessibility", "/privacy")


@pytest.mark.parametrize("address", PLAIN_PAGES)
def test_anyone_can_read_the_pages_that_an_instance_owes(client: FlaskClient, address: str):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_the_front_page_says_where_a_question_is_and_until_when(
    client: FlaskClient, session: Session
):
    a_question(session, slug="trees", title="Where do we plant trees?", stages={"voting": (-1, 2)})

    page = client.get("/").text

    assert "Where do we plant trees?" in page
    assert "Until Wednesday 5 May 2027, 13:00 (UK time)." in page
    assert 'href="/q/trees/ballot"' in page


def test_a_draft_is_not_on_the_front_page(client: FlaskClient, session: Session):
    a_question(session, opened=False, title="Shall we sell the park?")

    page = client.get("/").text

    assert "Shall we sell the park?" not in page
    assert "Nothing is open today." in page


def test_a_counted_question_leads_to_its_outcome_and_says_when_the_answer_is_due(
    client: FlaskClient, session: Session
):
    a_question(session, slug="trees", stages={"voting": (-9, -2)}, counted_at=NOON)

    page = client.get("/").text

    assert 'href="/q/trees/outcome"' in page
    assert "The answer is due by Friday 30 July 2027." in page


def test_the_process_answers_even_where_the_database_is_gone(app: Flask, client: FlaskClient):
    app.config["CLOCK"] = lambda _engine: pytest.fail("the database was asked")

    assert client.get("/healthz").text == "ok\n"
    assert "Disallow: /desk\n" in client.get("/robots.txt").text


def test_a_process_is_ready_when_its_database_has_the_newest_tables(client: FlaskClient):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert "migrations: ok" in answer.text


def test_a_process_is_not_ready_while_its_database_waits_for_a_migration(
    client: FlaskClient, session: Session
):
    session.execute(text("DELETE FROM alembic_version"))
    session.commit()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "migrations: not ready" in answer.text


def test_a_process_is_not_ready_while_the_key_of_an_open_contest_is_missing(
    client: FlaskClient, session: Session
):
    question = a_question(session, stages={"voting": (-1, 2)})
    a_contest(session, question, ("Trees", "Ramp"), key_digest=b"k" * 32, key_epoch=1)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "ballot keys: not ready" in answer.text
    assert "migrations: ok" in answer.text


def test_without_an_address_nobody_is_named_as_the_one_to_tell(client: FlaskClient):
    assert client.get("/.well-known/security.txt").status_code == 404


class TestWithAnAddress:
    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"HELP_EMAIL": "hello@alderbrook.example"}

    def test_a_weakness_can_be_told_to_someone_and_the_note_does_not_run_out(
        self, client: FlaskClient, clock: Clock
    ):
        clock.pass_by(days=200)

        lines = client.get("/.well-known/security.txt").text.splitlines()

        assert "Contact: mailto:hello@alderbrook.example" in lines
        assert "Expires: 2028-05-17T00:00:00Z" in lines
