"""Putting letters into the outbox, in the same transaction as what they are about."""

import uuid
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from deliberate.mail.models import Letter


def post(
    session: Session,
    kind: str,
    subject: str,
    recipient: str,
    moment: datetime,
    *,
    question_id: int | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Letter:
    """Queue one letter and return its row; its words are made when it is delivered.

    Kind, subject and recipient together are unique: the same letter is not sent twice.
    """
    letter = Letter(
        id=uuid.uuid4().hex,
        kind=kind,
        subject=subject,
        recipient=recipient,
        question_id=question_id,
        created_at=moment,
        due_at=due_at or moment,
        expires_at=expires_at,
    )
    session.add(letter)
    return letter


def forget(session: Session, kind: str, *, before: datetime) -> None:
    """Delete the letters of a kind that were queued before this moment, whatever became of them."""
    session.execute(
        delete(Letter).where(Letter.kind == kind, Letter.created_at < before),
        execution_options={"synchronize_session": False},
    )
