"""The outbox: one row a letter, and nothing is sent that has no row."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberate.db import PERSONAL, Base


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  # the mail server said that there is no such address
    GIVEN_UP = "given-up"
    EXPIRED = "expired"  # a sign-in link that nobody could use any more


class Letter(Base):
    """A letter that is due: its words and links are made at delivery by the room that owns `kind`.

    `subject` says what it is about: the identifier of a row that the kind knows.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "recipient"),
        Index("ix_letter_state_due_at", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=LetterState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_reply: Mapped[str | None] = mapped_column(String(500))
