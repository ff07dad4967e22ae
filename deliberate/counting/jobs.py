"""What the worker does at each tick: count the contests whose voting is over."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from deliberate.config import Config
from deliberate.counting.errors import CountStopped
from deliberate.counting.queries import contests_to_compare, due_contests
from deliberate.counting.services import close
from deliberate.db import begin
from deliberate.voting.errors import BallotKeyUnfit
from deliberate.voting.keys import BallotKeys

log = logging.getLogger(__name__)


def close_due(session: Session, moment: datetime, config: Config) -> None:
    """Take every contest whose voting is over as far as it goes; one that stops stops no other."""
    keys = BallotKeys(config["KEY_FOLDERS"])
    begin(session, write=False)
    # What waits to be counted comes first: nothing that a count led to may keep it waiting.
    due = [*due_contests(session, moment), *contests_to_compare(session)]
    session.rollback()
    for contest_id in due:
        try:
            close(session, contest_id, keys, moment)
        except (CountStopped, BallotKeyUnfit) as stopped:
            session.rollback()
            log.error("the count of contest %s stopped: %s", contest_id, type(stopped).__name__)
        except Exception:  # what stops one contest must not stop the others
            session.rollback()
            log.exception("the count of contest %s stopped", contest_id)
