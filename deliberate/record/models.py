"""The public record: every decision about a question, each entry sealing the one before it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.db import PERSONAL, Base


class RecordEntry(Base):
    """One decision. The database's triggers refuse to change or delete it.

    The chain runs over `commitment`, a salted digest of the words, not over the words: so the
    words can be erased where a person asks for it, and the chain still verifies.
    """

    __tablename__ = "record_entry"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    written_at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(40))
    commitment: Mapped[bytes]
    previous: Mapped[bytes]
    digest: Mapped[bytes]

    words: Mapped["RecordWords | None"] = relationship(lazy="raise")


class RecordWords(Base):
    """What an entry says: who, why, and the facts, as one JSON object with its salt."""

    __tablename__ = "record_words"

    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"), primary_key=True)
    salt: Mapped[bytes]
    words: Mapped[str] = mapped_column(Text, info=PERSONAL)
