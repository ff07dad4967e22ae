"""`deliberate serve`, as a program: what it starts, and what it leaves behind."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "DELIBERATE_INSTANCE": str(tmp_path / "instance"),
        "DELIBERATE_KEY_FOLDERS": str(tmp_path / "keys"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def served(
    environment: dict[str, str], port: int, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """An instance that is being served, and answers."""
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "deliberate.cli", "serve", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    until(lambda: answers(f"http://localhost:{port}/healthz"))
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def until(happens: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


def worker_of(process: subprocess.Popen[bytes]) -> psutil.Process | None:
    children = filter(alive, psutil.Process(process.pid).children())
    return next((child for child in children if "work" in child.cmdline()), None)


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_an_instance_serves_delivers_and_stops_with_nothing_left_behind(
    environment: dict[str, str], served: subprocess.Popen[bytes], port: int, tmp_path: Path
):
    base_url = f"http://localhost:{port}"
    output = tmp_path / "output"
    until(lambda: worker_of(served))
    family = psutil.Process(served.pid).children(recursive=True)

    made = subprocess.run(
        [sys.executable, "-m", "deliberate.cli", "convener", "rosa@example.org"],
        env=environment | {"DELIBERATE_BASE_URL": base_url},
        capture_output=True,
        text=True,
        check=True,
    )
    (address,) = re.findall(rf"^{base_url}/sign-in/\S+$", made.stdout, re.MULTILINE)
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    browser.addheaders = [("Origin", base_url)]
    page = browser.open(address).read().decode()
    form = {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]}
    entered = browser.open(address, urlencode(form).encode())
    assert entered.url == f"{base_url}/"

    page = browser.open(f"{base_url}/sign-in").read().decode()
    form = {
        "csrf_token": re.findall(r'name="csrf_token" [^>]*value="([^"]+)"', page)[0],
        "email": "rosa@example.org",
    }
    browser.open(f"{base_url}/sign-in", urlencode(form).encode())
    until(lambda: "A letter for rosa@example.org" in output.read_text(), seconds=10)

    served.send_signal(signal.SIGTERM)
    served.wait(timeout=60)
    said = output.read_text()

    assert not [process for process in family if alive(process)]
    assert f"Deliberate is at {base_url}\n" in said
    assert f"Its letters are at {base_url}/dev/mail\n" in said
    assert "deliberate convener" in said
    assert "Traceback" not in said
    assert "/sign-in/" not in said


def test_a_worker_that_dies_is_started_again(served: subprocess.Popen[bytes]):
    until(lambda: worker_of(served))
    first = worker_of(served)
    assert first is not None

    first.kill()
    until(lambda: (worker_of(served) or first).pid != first.pid)

    served.send_signal(signal.SIGINT)
    served.wait(timeout=60)


def test_a_worker_stops_by_itself_once_its_server_is_killed(served: subprocess.Popen[bytes]):
    until(lambda: worker_of(served))
    family = psutil.Process(served.pid).children(recursive=True)

    served.kill()
    served.wait()

    until(lambda: not [process for process in family if alive(process)])


def test_what_is_no_address_makes_nobody_a_convener(environment: dict[str, str]):
    made = subprocess.run(
        [sys.executable, "-m", "deliberate.cli", "convener", "rosa"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 2
    assert "write an email address" in made.stderr
