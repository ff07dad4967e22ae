"""Closes contests in processes that are killed at a given point, one process for each contest.

Started by the tests as a program: `python closing_driver.py MOMENT CONTEST:POINT …`. The points are
made here, around the functions that close calls: the program itself knows nothing of them.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import event

import deliberate.counting.services as counting
import deliberate.voting.keys as keys
from deliberate.app import create_app
from deliberate.db import db


def kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def on_the_nth(number: int, does: Callable[..., object]) -> Callable[..., None]:
    calls = itertools.count(1)

    def called(*_: object) -> None:
        if next(calls) == number:
            does()

    return called


def prepare(point: str) -> None:
    """Have this process killed when it comes to the point."""
    name, _, number = point.partition("-")
    if name == "statement":
        event.listen(db.engine, "after_cursor_execute", on_the_nth(int(number), kill))
    elif name == "commit":
        event.listen(db.engine, "commit", on_the_nth(int(number), kill))
    elif name == "committed":
        session: Any = db.session
        event.listen(session, "after_commit", on_the_nth(int(number), kill))
    elif name == "overwritten":
        after(keys, "_overwrite", int(number))
    elif name == "forgotten":
        before(counting, "forget_deleted")
    elif name == "comparing":
        before(counting, "what_ifs_of")
    else:
        raise ValueError(point)


def after(module: Any, name: str, number: int) -> None:
    """Have this process killed after the function was called so many times."""
    function, calls = getattr(module, name), itertools.count(1)

    def called(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if next(calls) == number:
            kill()
        return result

    setattr(module, name, called)


def before(module: Any, name: str) -> None:
    setattr(module, name, kill)


def close(contest_id: int, point: str, moment: datetime) -> None:
    app = create_app()
    with app.app_context():
        prepare(point)
        folders = keys.BallotKeys(app.config["KEY_FOLDERS"])
        counting.close(db.session(), contest_id, folders, moment)


def main() -> None:
    moment = datetime.fromisoformat(sys.argv[1])
    for task in sys.argv[2:]:
        contest_id, _, point = task.partition(":")
        child = os.fork()
        if child == 0:
            close(int(contest_id), point, moment)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{point} {os.waitstatus_to_exitcode(status)}\n")


if __name__ == "__main__":
    main()
