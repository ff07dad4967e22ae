"""People, the links that let them in, and the sessions they have."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.db import PERSONAL, Base


class Purpose(StrEnum):
    SIGN_IN = "sign-in"  # asked for by its owner
    INVITATION = "invitation"  # sent to everybody on a question's list


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True, info=PERSONAL)
    name: Mapped[str | None] = mapped_column(String(80), info=PERSONAL)
    may_convene: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class SignInLink(Base):
    """A link that was asked for or sent with an invitation.

    The row holds no secret: the token is made from the row's identifier by signing it, when the
    letter is delivered, so that what lies in the database opens no door.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(320), index=True, info=PERSONAL)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    next_path: Mapped[str | None] = mapped_column(String(300))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)


class SignInSession(Base):
    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
