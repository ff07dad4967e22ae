"""No page asks the database more than twelve times, however much there is to show."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.journeys.large_town import a_large_town
from tests.journeys.test_every_route import Line, filled_in, lines
from tests.journeys.town import ROLES, Town
from tests.world import SignIn, statements

MOST_STATEMENTS = 12


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"SHOW_MISTAKES_AS_PAGES": True}


@pytest.fixture
def town(app: Flask, session: Session, sign_in: SignIn) -> Town:
    return a_large_town(app, session, sign_in)


def pages(role: str) -> Iterator[Line]:
    """Yield the lines of the table whose answer to this role is a page to read."""
    for line in lines():
        if line.answers[ROLES.index(role)] in (200, 422):
            yield line


def test_no_page_asks_the_database_more_than_twelve_times(app: Flask, town: Town):
    too_many = []

    for role in ("signed out", "voter", "convener"):
        client = town.client_of(role)
        for line in pages(role):
            address = line.address.format(**town.named)
            with statements(app) as sent:
                answer = client.open(
                    address, method=line.method, data=filled_in(line.endpoint, role), buffered=True
                )
            assert answer.status_code < 500, address
            if len(sent) > MOST_STATEMENTS:
                too_many.append(f"{len(sent)} for {role}: {line.method} {address}")

    assert not too_many, "\n".join(too_many)
