"""What the worker does for contests at each tick: freeze those that open, count those over."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from deliberate.counting.errors import CountStopped
from deliberate.counting.queries import contest_and_question, due_contests, unfrozen_contests
from deliberate.counting.services import close
from deliberate.db import begin
from deliberate.mail.words import Config
from deliberate.voting.errors import AlreadyFrozen, BallotKeyUnfit, NotReadyToFreeze
from deliberate.voting.keys import BallotKeys
from deliberate.voting.services import freeze

log = logging.getLogger(__name__)


def freeze_due(session: Session, moment: datetime, config: Config) -> None:
    """Freeze every contest whose voting has begun; one that isn't ready waits for its team."""
    keys = BallotKeys(config["KEY_FOLDERS"])
    begin(session, write=False)
    due = unfrozen_contests(session, moment)
    session.rollback()
    for contest_id in due:
        begin(session, write=True)
        contest, question = contest_and_question(session, contest_id)
        try:
            freeze(session, question, contest, keys, moment)
            session.commit()
        except (NotReadyToFreeze, AlreadyFrozen) as refusal:
            session.rollback()
            log.warning("contest %s is not frozen: %s", contest_id, type(refusal).__name__)
        except Exception:  # what stops one contest must not stop the others
            session.rollback()
            log.exception("contest %s is not frozen", contest_id)


def close_due(session: Session, moment: datetime, config: Config) -> None:
    """Take every contest whose voting is over as far as it goes; one that stops stops no other."""
    keys = BallotKeys(config["KEY_FOLDERS"])
    begin(session, write=False)
    due = due_contests(session, moment)
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
