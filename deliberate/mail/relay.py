"""The relay: takes due letters out of the outbox, one by one, and hands them over.

A letter is claimed in one short transaction and settled in another; while we talk to the mail
server, none is open. A claim ends by itself, so whatever a killed relay had in hand is taken up
again: each letter goes out at least once, and at most the one in hand goes out twice.
"""

import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from deliberate.config import Config
from deliberate.db import begin
from deliberate.mail.models import Letter, LetterState
from deliberate.mail.post import Post, Refused, TryLater, Unreachable, message_of, post_of
from deliberate.mail.words import Compose, Words

log = logging.getLogger(__name__)

CLAIM_LASTS = timedelta(minutes=10)  # longer than a stalling server can hold us up
RUN_LASTS = 5.0  # seconds: then the other jobs have their turn
# Minutes until the next try. After the last one, more than a day later, we give up.
WAITS = (1, 2, 5, 15, 30, 60, 120, 240, 360, 360, 360, 360)


def deliver_due(session: Session, config: Config, kinds: Mapping[str, Compose]) -> bool:
    """Deliver what is due; say whether time ran out before all was done.

    `kinds` names who makes the words of each kind of letter.
    """
    ends = time.monotonic() + RUN_LASTS
    with post_of(config) as post:
        while post is not None:
            if time.monotonic() > ends:
                return True
            moment = config["CLOCK"](session.get_bind())
            letter = _claim(session, moment)
            if letter is None:
                break
            try:
                state, reply = _deliver(session, post, letter, moment, config, kinds)
            except Unreachable as trouble:
                log.warning("mail server: %s", trouble)
                _settle(session, letter, moment, None, str(trouble))
                break
            _settle(session, letter, moment, state, reply)
    return False


def next_due(tries: int, moment: datetime) -> datetime | None:
    """Return when to try again after so many tries, or None: then we give up."""
    return moment + timedelta(minutes=WAITS[tries - 1]) if tries <= len(WAITS) else None


def _claim(session: Session, moment: datetime) -> Letter | None:
    """Take one due letter, so that no other relay does; those that expire soon go first."""
    begin(session, write=True)
    letter = session.scalar(
        select(Letter)
        .where(
            Letter.state == LetterState.WAITING,
            Letter.due_at <= moment,
            or_(Letter.claimed_until.is_(None), Letter.claimed_until <= moment),
        )
        .order_by(Letter.expires_at.asc().nulls_last(), Letter.due_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if letter is not None:
        letter.claimed_until = moment + CLAIM_LASTS
        letter.tries += 1
    session.commit()
    session.close()
    return letter


def _deliver(
    session: Session,
    post: Post,
    letter: Letter,
    moment: datetime,
    config: Config,
    kinds: Mapping[str, Compose],
) -> tuple[LetterState | None, str]:
    """Return the letter's new state (None: try again later) and what was answered."""
    if letter.expires_at is not None and letter.expires_at <= moment:
        return LetterState.EXPIRED, ""
    try:
        words = _compose(session, letter, moment, config, kinds)
        if words is None:
            return LetterState.EXPIRED, ""
        return LetterState.SENT, post.send(letter, message_of(letter, words, moment, config))
    except Unreachable:
        raise
    except Refused as answer:
        return LetterState.REFUSED, str(answer)
    except TryLater as answer:
        return None, str(answer)
    except Exception:  # a mistake in one letter's words must not hold up everybody else's
        log.exception("letter %s (%s) could not be made", letter.id, letter.kind)
        return None, "could not be made"


def _compose(
    session: Session,
    letter: Letter,
    moment: datetime,
    config: Config,
    kinds: Mapping[str, Compose],
) -> Words | None:
    begin(session, write=False)
    try:
        return kinds[letter.kind](session, letter, moment, config)
    finally:
        session.close()


def _settle(
    session: Session, letter: Letter, moment: datetime, state: LetterState | None, reply: str
) -> None:
    """Write down what became of a letter that we had claimed."""
    due_at = letter.due_at
    if state is None:
        again = next_due(letter.tries, moment)
        state, due_at = (
            (LetterState.WAITING, again) if again else (LetterState.GIVEN_UP, letter.due_at)
        )
    begin(session, write=True)
    session.execute(
        update(Letter)
        .where(Letter.id == letter.id)
        .values(
            state=state,
            due_at=due_at,
            claimed_until=None,
            sent_at=moment if state == LetterState.SENT else None,
            last_reply=reply[:500] or None,
        )
    )
    session.commit()
    session.close()
