"""What holds for every address of the site, whichever room it belongs to."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from deliberate.db import WRITE_OPTION, db
from deliberate.voting.models import Contest
from deliberate.web.access import is_from_anywhere
from deliberate.web.requests import SAFE_METHODS
from tests.world import ORIGIN, a_person, a_proposal, a_question, takes_part

SENT_BY_MAIL_PROGRAMS = {"roll.stop_now"}
GIVEN = {"ext": "json", "part": "resident", "kind": "proposal", "format": "json"}


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"WTF_CSRF_ENABLED": True, "SHOW_MISTAKES_AS_PAGES": True}


@pytest.fixture
def rosa(session: Session, sign_in) -> FlaskClient:
    """Rosa is signed in; she convenes a question on which Mina proposed something."""
    question = a_question(session, slug="ashgrove-road")
    takes_part(session, question, a_person(session, "Mina"))
    a_proposal(session, question, a_person(session, "Mina"))
    session.add(Contest(question_id=question.id, code="0" * 32))
    session.commit()
    client: FlaskClient = sign_in(a_person(session, "Rosa"))
    return client


def addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Yield every rule with an address that it answers to."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {name: value_of(rule, name) for name in rule.arguments}
            yield rule, adapter.build(rule.endpoint, values)


def value_of(rule: Rule, name: str) -> object:
    if name == "slug":
        return "ashgrove-road"
    if isinstance(rule._converters[name], NumberConverter):
        return 1
    return GIVEN.get(name, "x")


def everything_stored(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect().execution_options(**{WRITE_OPTION: False}) as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
            for name in inspect(connection).get_table_names()
        }


def test_looking_at_any_address_changes_nothing(app: Flask, rosa: FlaskClient, session: Session):
    before = everything_stored(db.engine)
    looked, broken = 0, []

    for rule, address in addresses(app):
        for method in SAFE_METHODS & (rule.methods or set()):
            answer = rosa.open(address, method=method)
            looked += 1
            if answer.status_code >= 500:
                broken.append((method, address, answer.status_code))
            assert everything_stored(db.engine) == before, (method, address)

    assert broken == []
    assert looked > 50


def test_no_form_is_taken_without_its_token(app: Flask, rosa: FlaskClient, session: Session):
    before = everything_stored(db.engine)
    refused = set()

    for rule, address in addresses(app):
        for method in (rule.methods or set()) - SAFE_METHODS:
            if rule.endpoint in SENT_BY_MAIL_PROGRAMS:
                continue
            answer = rosa.open(address, method=method, data={"name": "Mallory"})
            assert answer.status_code == 400, (method, address)
            refused.add(rule.endpoint)

    assert len(refused) > 5
    assert everything_stored(db.engine) == before


@pytest.mark.parametrize(
    "origin",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ORIGIN + ".evil.example"},
        {"Origin": "", "Referer": "https://evil.example/http://localhost/"},
        {"Origin": ""},
    ],
)
def test_no_form_is_taken_from_another_site_even_with_a_token(
    app: Flask, rosa: FlaskClient, session: Session, origin: dict[str, str]
):
    page = rosa.get("/sign-in").text
    (token,) = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page))
    before = everything_stored(db.engine)

    for rule, address in addresses(app):
        for method in (rule.methods or set()) - SAFE_METHODS:
            if rule.endpoint in SENT_BY_MAIL_PROGRAMS:
                continue
            answer = rosa.open(
                address,
                method=method,
                data={"name": "Mallory"},
                headers={"X-CSRFToken": token, **origin},
            )
            assert answer.status_code == 400, (method, address)

    assert everything_stored(db.engine) == before


def test_a_form_with_its_token_from_our_own_page_is_taken(rosa: FlaskClient, session: Session):
    page = rosa.get("/me").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]

    answer = rosa.post("/me", data={"csrf_token": token, "name": "Rosa of Elm Street"})

    assert answer.status_code == 303


def test_only_the_addresses_that_mail_programs_press_need_no_token(app: Flask):
    open_to_all = {name for name in app.view_functions if is_from_anywhere(app, name)}

    assert open_to_all == SENT_BY_MAIL_PROGRAMS
