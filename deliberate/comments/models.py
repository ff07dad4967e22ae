"""What people say about a proposal, and what kind of saying it is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.contributions.models import Contribution
from deliberate.db import PERSONAL, Base


class CommentKind(StrEnum):
    EXPERIENCE = "experience"  # lived experience
    EVIDENCE = "evidence"
    CONCERN = "concern"
    QUESTION = "question"
    IDEA = "idea"  # to improve the proposal
    REPLY = "reply"  # to another comment


class Comment(Base):
    """A contribution about a proposal. `number` counts within it and makes the address `#c-12`."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.contribution_id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    replies_to_id: Mapped[int | None] = mapped_column(ForeignKey("comment.contribution_id"))
    met_at: Mapped[datetime | None]  # a concern that was met, a question that was answered

    contribution: Mapped[Contribution] = relationship(lazy="raise", foreign_keys=[contribution_id])
