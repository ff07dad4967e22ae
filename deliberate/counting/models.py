"""The sealed ballots of a contest, and its result."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberate.db import Base


class SealedBallot(Base):
    """A ballot after voting: choices and tracker in clear, and nothing that leads to a person."""

    __tablename__ = "sealed_ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    contest_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    tracker: Mapped[str] = mapped_column(String(16))
    choices: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(10))


class Result(Base):
    """The stored outcome of a contest: the engine's canonical JSON, and its digest.

    `what_ifs` comes after it, by a step of its own: how close it was, and what the same ballots
    come to under other rules. None until then.
    """

    __tablename__ = "result"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(Text)
    outcome_digest: Mapped[bytes]
    counted_at: Mapped[datetime]
    what_ifs: Mapped[str | None] = mapped_column(Text)
