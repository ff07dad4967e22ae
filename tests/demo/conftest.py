"""A database with the demonstration in it, loaded once on each kind and copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deliberate.app import create_app
from deliberate.db import db
from deliberate.demo.loading import load
from tests.databases import RUN_FOLDER, Databases, migrate
from tests.world import NOON


@pytest.fixture
def keys(request: pytest.FixtureRequest, database_kind: str) -> Path:
    """Where the ballot keys of the demonstration on this kind of database are."""
    return request.config.stash[RUN_FOLDER] / f"demonstration-keys-{database_kind}"


@pytest.fixture
def settings(keys: Path) -> dict[str, Any]:
    return {"KEY_FOLDERS": [str(keys)]}


@pytest.fixture
def database_url(
    databases: Callable[[str], Databases], database_kind: str, keys: Path
) -> Iterator[str]:
    def demonstration(url: str) -> None:
        migrate(url)
        fill(url, keys)

    source = databases(database_kind)
    url = source.fresh(made_by=demonstration)
    yield url
    source.drop(url)


def fill(url: str, keys: Path) -> None:
    app = create_app(
        {
            "DATABASE_URL": url,
            "INSTANCE": keys.with_name(f"{keys.name}-instance"),
            "KEY_FOLDERS": [str(keys)],
            "CLOCK": lambda _engine: NOON,
        }
    )
    load(app, if_empty=False)
    with app.app_context():
        db.engine.dispose()
