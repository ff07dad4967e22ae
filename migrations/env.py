"""Runs the migrations; one program at a time, whichever database it is."""

from alembic import context
from flask import current_app
from sqlalchemy import text

LOCK = 0x64656C69  # one number for the advisory lock of all hosts that start at once


def run():
    """Run what is missing, in one transaction."""
    migrate = current_app.extensions["migrate"]
    database = migrate.db
    with database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Before BEGIN: a table that is dropped and made anew would take its children along.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **migrate.configure_args,
        )
        with connection.begin():
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            context.run_migrations()
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("The migration would leave rows that refer to nothing.")
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
