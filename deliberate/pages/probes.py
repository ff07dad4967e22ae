"""What makes this process ready to serve. Each check says yes or no, and nothing secret."""

from collections.abc import Callable
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from deliberate.paths import folder

Check = Callable[[Engine], bool]


def database(engine: Engine) -> bool:
    """Say whether the database answers."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar_one())


def migrations(engine: Engine) -> bool:
    """Say whether the database has exactly the tables that this program knows."""
    with engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
    return set(there) == _known_heads()


CHECKS: dict[str, Check] = {"database": database, "migrations": migrations}


def run(engine: Engine) -> dict[str, bool]:
    """Return what each check says; a database that fails to answer is a no."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check(engine)
        except SQLAlchemyError:
            found[name] = False
    return found


@cache
def _known_heads() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(folder("migrations"))).get_heads())
