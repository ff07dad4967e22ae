"""What time it is: the database's time, so that several hosts agree on when voting closes."""

from datetime import UTC, datetime

from sqlalchemy import Engine, text


def moment(engine: Engine) -> datetime:
    """Return the present moment, aware and in UTC.

    PostgreSQL is asked for its own clock (`clock_timestamp()`, never `now()`, which stands still
    within a transaction). SQLite lives in this process, so this machine's clock is its clock.
    It is read once a request, before any lock is waited for.
    """
    if engine.dialect.name != "postgresql":
        return datetime.now(UTC)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now.astimezone(UTC)
