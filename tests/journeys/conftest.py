"""A city with everything switched on: tokens in forms, secure cookies, real post."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.journeys.city import City
from tests.journeys.mailroom import Mailroom
from tests.journeys.visitor import SITE
from tests.world import Clock


@pytest.fixture
def mailroom() -> Iterator[Mailroom]:
    mailroom = Mailroom()
    mailroom.open()
    yield mailroom
    mailroom.close()


@pytest.fixture
def rings() -> list[None]:
    """One for each time that somebody rang for the worker."""
    return []


@pytest.fixture
def settings(mailroom: Mailroom, rings: list[None]) -> dict[str, Any]:
    return {
        "BASE_URL": SITE,
        "SECRET_KEY": "a key of the city that is long enough",
        "MAIL_URL": mailroom.url,
        "CURRENCY": "PLN",
        "WTF_CSRF_ENABLED": True,
        "SHOW_MISTAKES_AS_PAGES": True,
        "RING": lambda: rings.append(None),
    }


@pytest.fixture
def city(app: Flask, clock: Clock, mailroom: Mailroom, rings: list[None]) -> City:
    return City(app, clock, mailroom, rings)
