"""A question, its schedule, and who holds it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.accounts.models import Person
from deliberate.db import Base


class StageName(StrEnum):
    PROPOSING = "proposing"
    SHAPING = "shaping"
    VOTING = "voting"


class Who(StrEnum):
    ANYONE = "anyone"  # anyone with an email address
    LIST = "list"  # those on the convener's list


class Role(StrEnum):
    CONVENER = "convener"
    FACILITATOR = "facilitator"
    COUNCILLOR = "councillor"


TEAM = (Role.CONVENER, Role.FACILITATOR)  # they hold a question; a councillor answers


class Question(Base):
    """One urban issue. A draft is the same row with gaps; readiness says what is missing."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    convener_name: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    on_the_table: Mapped[str] = mapped_column(Text, default="")
    off_the_table: Mapped[str] = mapped_column(Text, default="")
    decider: Mapped[str] = mapped_column(Text, default="")
    pledge: Mapped[str] = mapped_column(Text, default="")
    answerer: Mapped[str] = mapped_column(String(120), default="")
    answer_due_on: Mapped[date | None]
    ground_rules: Mapped[str] = mapped_column(Text, default="")
    ground_rules_html: Mapped[str] = mapped_column(Text, default="")
    takes_part: Mapped[str] = mapped_column(String(10), default=Who.ANYONE)
    votes: Mapped[str] = mapped_column(String(10), default=Who.LIST)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    stages: Mapped[list["QuestionStage"]] = relationship(
        lazy="selectin", order_by="QuestionStage.opens_at", cascade="all, delete-orphan"
    )
    holders: Mapped[list["Holder"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class QuestionStage(Base):
    """One stage of the schedule, half-open: it takes in `opens_at` and leaves out `closes_at`."""

    __tablename__ = "question_stage"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class Holder(Base):
    """Someone on the team that holds a question."""

    __tablename__ = "holder"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))

    person: Mapped[Person] = relationship(lazy="raise")
