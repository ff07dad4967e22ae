"""Pages in a real Chromium, served by the application itself on a port of its own.

Where no Chromium is found these tests are skipped, or fail if DELIBERATE_BROWSER is `must`.
DELIBERATE_CHROMIUM names one that is not on the PATH.
"""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from deliberate.accounts.models import Person
from tests.browser.looks import watch
from tests.conftest import NO_CHROMIUM

FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000  # milliseconds that a page may take before a test gives up


class PageOf(Protocol):
    def __call__(
        self,
        width: int = 1280,
        *,
        javascript: bool = True,
        dark: bool = False,
        person: Person | None = None,
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("DELIBERATE_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        absent = pytest.fail if os.environ.get("DELIBERATE_BROWSER") == "must" else pytest.skip
        absent(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def database_kind() -> str:
    """What a page looks like does not depend on the database."""
    return "sqlite"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def address(listener: socket.socket) -> str:
    """The address that the live application answers at."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def settings(address: str) -> dict[str, Any]:
    return {"BASE_URL": address, "WTF_CSRF_ENABLED": True}


@pytest.fixture
def live(app: Flask, listener: socket.socket, address: str) -> Iterator[str]:
    """Serve the application of this test; its clock, database and session are the test's."""
    server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mishaps() -> Iterator[list[str]]:
    """What went wrong unseen on any page; a test that wants some takes them out of the list."""
    mishaps: list[str] = []
    yield mishaps
    assert mishaps == []


@pytest.fixture
def page_of(
    browser: Browser,
    live: str,
    mishaps: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[PageOf]:
    """Return a function that gives a page as wide as asked for, in a browser of its own.

    Addresses are relative: `page.goto("/help")`. With `person`, that person is signed in.
    """
    contexts = []

    def page_of(
        width: int = 1280,
        *,
        javascript: bool = True,
        dark: bool = False,
        person: Person | None = None,
    ) -> Page:
        context = browser.new_context(
            base_url=live,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if person:
            sign_in: Callable[[Person], FlaskClient] = request.getfixturevalue("sign_in")
            cookie = sign_in(person).get_cookie("session")
            assert cookie
            context.add_cookies([{"name": "session", "value": cookie.value, "url": live}])
        page = context.new_page()
        watch(page, live, mishaps)
        return page

    yield page_of
    for context in contexts:
        context.close()
