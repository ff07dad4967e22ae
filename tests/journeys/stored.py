"""Everything that the database holds, to be compared."""

from typing import Any

from flask import Flask
from sqlalchemy import Connection

from deliberate.db import WRITE_OPTION, Base, db

Row = tuple[Any, ...]


def everything_stored(app: Flask) -> dict[str, list[Row]]:
    """Return every row of every table."""
    with app.app_context(), db.engine.connect() as bare:
        connection = bare.execution_options(**{WRITE_OPTION: False})
        return {name: rows_of(connection, name) for name in Base.metadata.tables}


def rows_of(connection: Connection, table: str) -> list[Row]:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608 - our own names
    return sorted(map(tuple, rows), key=repr)
