"""Serving an instance: the web server, and the worker beside it, started and stopped as one."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import NoReturn

import click
from flask import Flask
from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces

from deliberate.accounts.addresses import read_address
from deliberate.accounts.models import Purpose
from deliberate.accounts.queries import someone_may_convene
from deliberate.accounts.services import LINK_LASTS, issue_link, make_convener
from deliberate.accounts.tokens import link_token, secrets_of
from deliberate.app import create_app
from deliberate.db import begin, db
from deliberate.mail.words import own_address
from deliberate.queue import work

THREADS = 8  # requests that one web process answers at a time
STOPS_WITHIN = timedelta(seconds=40)
PAUSE = 1.0  # seconds before a worker that died is started again


def serve(host: str, port: int | None, workers: int) -> None:
    """Migrate, then serve until SIGTERM or SIGINT; the worker runs beside the web processes."""
    if port is not None:
        os.environ.setdefault("DELIBERATE_BASE_URL", f"http://localhost:{port}")
    app = create_app()
    migrate(app)
    _greet(app)
    companion = Companion()
    try:
        while _web_died(host, port or _port_of(app), workers):
            time.sleep(PAUSE)
    finally:
        companion.stop()


def application() -> Flask:
    """Make the application of one web process, which ends when the server that started it ends."""
    _end_with(os.getppid())
    return create_app()


def migrate(app: Flask) -> None:
    """Bring the database's tables up to date; one program at a time."""
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()


def run_worker(parent: int | None) -> None:
    """Do what is due until told to stop, or until the `parent` process is gone."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if parent is not None:
        _end_with(parent)
    work(create_app())


def welcome_convener(typed: str) -> str:
    """Let somebody start questions; return the one-time address at which they sign in."""
    app = create_app()
    migrate(app)
    with app.app_context():
        moment = app.config["CLOCK"](db.engine)
        session = db.session()
        begin(session, write=True)
        email = read_address(typed, is_local=app.config["IS_LOCAL"])
        make_convener(session, email, moment)
        link = issue_link(session, email, Purpose.SIGN_IN, moment, expires_at=moment + LINK_LASTS)
        session.commit()
        return own_address("accounts.link", token=link_token(secrets_of(app.config), link))


class Companion:
    """The worker's process: started again whenever it dies, until it is stopped."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        # Started here, before the server forks: a fork at the same time would keep the pipe open
        # by which we learn that the program has begun.
        self._process = self._begin()
        self._watch = threading.Thread(target=self._keep_running, daemon=True)
        self._watch.start()

    def stop(self) -> None:
        self._stopping.set()
        self._process.terminate()
        self._watch.join(STOPS_WITHIN.total_seconds())
        if self._watch.is_alive():
            self._process.kill()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "deliberate.cli", "work", "--beside", str(os.getpid())]
        # In a session of its own: Ctrl-C reaches us, and we stop it once the web is stopped.
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own program

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            if not self._stopping.wait(PAUSE):
                self._process = self._begin()
        self._process.terminate()
        self._process.wait()


def _web_died(host: str, port: int, workers: int) -> bool:
    """Serve until told to stop, or until web processes die faster than the server puts up with.

    It starts one again that died, but gives up where the same one dies twice in a row soon.
    """
    # No log of requests: the addresses of links are in it.
    server = Granian(
        "deliberate.serving:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_access=False,
        log_level="error",  # type: ignore[arg-type]  # it takes the name as well
    )
    try:
        server.serve()
    except SystemExit:
        # Its own way of noticing a signal is gone with it; ours ends the program in order.
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, _stop)
        return not server.interrupt_signal
    return False


def _stop(_signal: int, _frame: object) -> NoReturn:
    sys.exit(0)


def _end_with(parent: int) -> None:
    """Have this process end soon after its parent is gone, however that ended."""

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(PAUSE)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow, daemon=True).start()


def _port_of(app: Flask) -> int:
    _, _, port = app.config["BASE_URL"].rpartition(":")
    return int(port) if app.config["IS_LOCAL"] and port.isdigit() else 8000


def _greet(app: Flask) -> None:
    base_url = app.config["BASE_URL"]
    click.echo(f"Deliberate is at {base_url}")
    if app.config["IS_LOCAL"] and not app.config["MAIL_URL"]:
        click.echo(f"Its letters are at {base_url}/dev/mail")
    with app.app_context():
        if not someone_may_convene(db.session()):
            click.echo("Nobody may start questions yet. Run: deliberate convener YOUR-EMAIL")
        db.session.remove()
        db.engine.dispose()  # no connection is carried over into the processes that we start
