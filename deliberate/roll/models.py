"""Who takes part in a question, and the frozen roll of who may vote in a contest."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberate.db import PERSONAL, Base


class Participant(Base):
    """Someone on a question's list, or someone who joined it by themselves.

    `email` is the normalised address that makes two spellings one person.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("question_id", "email"),
        UniqueConstraint("question_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(320), info=PERSONAL, index=True)
    register_number: Mapped[str | None] = mapped_column(String(40), info=PERSONAL)
    is_listed: Mapped[bool] = mapped_column(default=False)
    wants_letters: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]


class RollEntry(Base):
    """One person's right to one ballot in a contest.

    Nothing here is written when somebody votes; `took_part` is filled for all at once, at sealing.
    """

    __tablename__ = "roll_entry"
    __table_args__ = (
        UniqueConstraint("contest_id", "participant_id"),
        Index("ix_roll_entry_participant_id", "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    channel: Mapped[str] = mapped_column(String(10), default="online")
    late_at: Mapped[datetime | None]
    took_part: Mapped[bool | None]
