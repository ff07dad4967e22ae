"""What the worker does at each tick: freeze the contests whose voting has begun."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from deliberate.config import Config
from deliberate.db import begin
from deliberate.voting.errors import AlreadyFrozen, NotReadyToFreeze
from deliberate.voting.keys import BallotKeys
from deliberate.voting.queries import contest_and_question, unfrozen_contests
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
