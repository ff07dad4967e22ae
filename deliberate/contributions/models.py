"""What proposals and comments have in common: an author, words with versions, and a standing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.accounts.models import Person
from deliberate.db import PERSONAL, Base


class Standing(StrEnum):
    PUBLIC = "public"
    HELD = "held"  # waits for a person to look at it before others see it
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    PROPOSAL = "proposal"
    COMMENT = "comment"


class GroundRule(StrEnum):
    """What a hidden contribution went against. The question's own words explain them."""

    RESPECT = "respect"
    PRIVATE = "private"
    ADVERT = "advert"
    TOPIC = "topic"
    TWICE = "twice"
    LAW = "law"


class Contribution(Base):
    __tablename__ = "contribution"
    __table_args__ = (
        Index("ix_contribution_question_id_standing", "question_id", "standing"),
        Index("ix_contribution_person_id_created_at", "person_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(20), default=Standing.PUBLIC)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_for: Mapped[str | None] = mapped_column(String(20))  # the code of a ground rule
    hidden_reason: Mapped[str | None] = mapped_column(Text)

    author: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[person_id])
    hidden_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[hidden_by_id])
    wordings: Mapped[list["Wording"]] = relationship(lazy="raise", order_by="Wording.version")


class Wording(Base):
    """The words of one version of a contribution: as typed, and as sanitised HTML, rendered once.

    A proposal has a title, a situation (what happens now, and to whom) and a body (what is
    proposed); a comment has a body only. `folded` is all of it without capitals, for searching.
    """

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("contribution_id", "version", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10), default="en")
    title: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    situation: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    situation_html: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    body: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    body_html: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    folded: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    written_at: Mapped[datetime]
