"""What is done outside requests: letters, and what falls due by the clock.

Everything to be done is a row of the database, and each job finds its own. The queue only says
"look now": if it loses that, the next minute's look finds the row.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy.orm import Session

from deliberate.accounts import letters as accounts_letters
from deliberate.accounts.models import Purpose
from deliberate.accounts.services import forget_old_links
from deliberate.config import Config
from deliberate.contributions import letters as contributions_letters
from deliberate.counting import jobs as counting
from deliberate.db import db
from deliberate.desk import letters as desk_letters
from deliberate.mail.relay import deliver_due
from deliberate.mail.words import Compose
from deliberate.outcomes import jobs as outcomes
from deliberate.outcomes import letters as outcomes_letters
from deliberate.roll import invitations
from deliberate.roll import letters as roll_letters
from deliberate.voting import jobs as voting

log = logging.getLogger(__name__)

Job = Callable[[Session, datetime, Config], None]

# Who makes the words of each kind of letter.
LETTERS: Mapping[str, Compose] = {
    Purpose.SIGN_IN: accounts_letters.sign_in,
    invitations.INVITATION: roll_letters.invitation,
    invitations.REMINDER: roll_letters.reminder,
    outcomes_letters.COUNTED: outcomes_letters.counted,
    desk_letters.TEST_LETTER: desk_letters.test_invitation,
    **contributions_letters.LETTERS,
}


def deliver_letters(session: Session, _moment: datetime, config: Config) -> None:
    """Deliver letters for a few seconds; where more are due, look again at once."""
    if deliver_due(session, config, LETTERS):
        ring()


# What each look does, in this order. A job commits each of its steps by itself, so that what a
# killed worker left half done is found again. What the clock decides comes before letters.
JOBS: tuple[Job, ...] = (
    voting.freeze_due,
    counting.close_due,
    invitations.remind_before_closing,
    outcomes.announce_counts,
    deliver_letters,
    forget_old_links,
)


def tick(app: Flask) -> None:
    """Do everything that is due now."""
    with app.app_context():
        for job in JOBS:
            try:
                job(db.session(), app.config["CLOCK"](db.engine), app.config)
            except Exception:  # what stops one job must not stop the others
                log.exception("job %s stopped", job.__name__)
            finally:
                db.session.remove()


def ring() -> None:
    """Have the worker look now. Never raises: a lost ring is made up for by the next minute."""
    bell: Bell = current_app.extensions["bell"]
    try:
        bell.ring()
    except Exception as trouble:  # whatever the queue's store says, the request has done its work
        log.warning("the bell does not ring: %s", type(trouble).__name__)


class Bell:
    """Rings at most once a second; a ring that comes sooner is put off to the end of its second."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._huey: Huey | None = None
        self._look: Callable[..., object] | None = None
        self._rung_at = float("-inf")

    def ring(self) -> None:
        with self._lock:
            now = time.monotonic()
            wait = self._rung_at + 1 - now
            if wait > 1:  # one is already put off
                return
            self._rung_at = now + max(wait, 0)
            task = self._task()
        if wait > 0:
            task.schedule(delay=wait)
        else:
            task()

    def _task(self) -> Any:  # noqa: ANN401 - Huey ships no types
        if self._look is None:
            self._huey = _huey(self._config)
            self._look = self._huey.task(name="look")(_elsewhere)
        return self._look


def init_app(app: Flask) -> None:
    app.extensions["bell"] = Bell(app.config)
    app.config.setdefault("RING", ring)


def work(app: Flask) -> None:
    """Look at once, every minute, and whenever the bell rings, until told to stop."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    huey = _huey(app.config)

    def look() -> None:
        tick(app)

    huey.task(name="look")(look)
    huey.periodic_task(crontab(minute="*"), name="look_by_the_clock")(look)
    huey.on_startup("first_look")(look)
    huey.create_consumer(
        workers=1, initial_delay=0.1, max_delay=1.0, graceful_signal="TERM", shutdown_timeout=30
    ).run()


def _huey(config: Config) -> Huey:
    if config["REDIS_URL"]:
        return RedisHuey("deliberate", url=config["REDIS_URL"], results=False, utc=True)
    return SqliteHuey(
        "deliberate", filename=str(config["INSTANCE"] / "queue.db"), results=False, utc=True
    )


def _elsewhere() -> None:
    """Stand for what the worker does when the bell rings; it is never called here."""
