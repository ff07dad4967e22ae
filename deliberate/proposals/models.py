"""A proposal, and the people who support it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.contributions.models import Contribution
from deliberate.db import Base


class Proposal(Base):
    """A contribution that may become an option. `number` counts within its question."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    cost_minor: Mapped[int | None] = mapped_column(BigInteger)
    place: Mapped[str | None] = mapped_column(String(200))
    is_shortlisted: Mapped[bool | None]  # None: the team has not decided yet
    shortlist_reason: Mapped[str | None] = mapped_column(Text)
    shortlisted_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")


class Support(Base):
    __tablename__ = "support"

    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.contribution_id"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    supported_at: Mapped[datetime]
