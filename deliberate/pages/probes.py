"""What makes this process ready to serve. Each check says yes or no, and nothing secret."""

from collections.abc import Callable
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from deliberate.config import Config
from deliberate.db import begin
from deliberate.paths import folder
from deliberate.voting.keys import BallotKeys
from deliberate.voting.queries import unfit_contests

Check = Callable[[Engine, Config], bool]


def database(engine: Engine, _config: Config) -> bool:
    """Say whether the database answers."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar_one())


def migrations(engine: Engine, _config: Config) -> bool:
    """Say whether the database has exactly the tables that this program knows."""
    with engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
    return set(there) == _known_heads()


def ballot_keys(engine: Engine, config: Config) -> bool:
    """Say whether the key of every contest that takes ballots is there, and the right one."""
    with Session(engine) as session:
        begin(session, write=False)
        return not unfit_contests(session, BallotKeys(config["KEY_FOLDERS"]))


CHECKS: dict[str, Check] = {
    "database": database,
    "migrations": migrations,
    "ballot keys": ballot_keys,
}


def run(engine: Engine, config: Config) -> dict[str, bool]:
    """Return what each check says; a database that fails to answer is a no."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check(engine, config)
        except SQLAlchemyError:
            found[name] = False
    return found


@cache
def _known_heads() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(folder("migrations"))).get_heads())
