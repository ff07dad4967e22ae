"""The database: base class, names of constraints, moments, and transactions on both databases."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Function, MetaData, event, func, select
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from deliberate.paths import folder

WRITE_OPTION = "deliberate_write"
# Seconds that a transaction on SQLite waits to be the one that writes.
PATIENCE = 30
STANDS_IN_THE_WAY_FOR = 2
PERSONAL = {"personal": True}  # marks a column whose content erasure empties


class Moment(TypeDecorator[datetime]):
    """An instant: aware when read, UTC when stored.

    SQLite drops an offset without a word and would keep a wrong instant, so naive values are
    refused and everything is turned into UTC before it is stored.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        type_annotation_map={datetime: Moment},
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


# Rendering after the commit must not open a second transaction, so nothing expires; and a
# parameter must never stand in an error's text, or a ballot ends up in a log.
db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False},
    engine_options={"hide_parameters": True},
)


def _render_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our own type into migrations as a plain one: they never import the app."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


migrate = Migrate(render_item=_render_type, render_as_batch=True)


def begin(session: Session, *, write: bool) -> None:
    """Begin the transaction: one that may write, or one that the database keeps to reading.

    SQLite: BEGIN IMMEDIATE for writing, since a transaction that reads first and writes later
    loses updates or fails at once when another writes in between.
    """
    session.connection(execution_options={WRITE_OPTION: write, "postgresql_readonly": not write})


def wait_for_turn(session: Session, matter: int, name: str) -> None:
    """Wait until no other transaction is at this matter of this name; ours is, until it ends.

    On SQLite a transaction that may write is alone already.
    """
    _hold(session, func.pg_advisory_xact_lock(matter, func.hashtext(name)))


def hold_shared(session: Session, number: int) -> None:
    """Wait until nobody holds this number alone; any number of transactions share it till they end.

    On SQLite the transaction, begun with BEGIN IMMEDIATE, is the lock.
    """
    _hold(session, func.pg_advisory_xact_lock_shared(number))


def hold_alone(session: Session, number: int) -> None:
    """Wait until nobody holds this number, and keep everybody out until the transaction ends."""
    _hold(session, func.pg_advisory_xact_lock(number))


def _hold(session: Session, lock: Function[Any]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(lock))


def forget_deleted(session: Session, table: str) -> None:
    """Let go of what was deleted from a table: its free pages, and the write-ahead log.

    Outside any transaction; where another connection stands in the way it is done at the next.
    """
    with session.get_bind().engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            # Nobody writes while this waits for readers, so it doesn't wait for long.
            for pragma in (
                f"busy_timeout={STANDS_IN_THE_WAY_FOR * 1000}",
                "wal_checkpoint(TRUNCATE)",
                f"busy_timeout={PATIENCE * 1000}",
            ):
                driver.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
        else:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql(f"VACUUM {table}")


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(folder("migrations")))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def engine_options(database_url: str) -> Mapping[str, Any]:
    """Return what the engine of this address is made with."""
    if database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": PATIENCE}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an answer of "recorded" survives the loss of power
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(WRITE_OPTION, True)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
