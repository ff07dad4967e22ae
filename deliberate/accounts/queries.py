"""Reads about people, their links and their sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person, SignInLink, SignInSession
from deliberate.accounts.tokens import Secrets, named_in, opens

SESSION_LASTS = timedelta(days=30)


def person_of_session(session: Session, token: str, moment: datetime) -> Person | None:
    """Return who is signed in with this session token, or None once it is over."""
    return session.scalar(
        select(Person)
        .join(SignInSession, SignInSession.person_id == Person.id)
        .where(SignInSession.token_digest == sha256(token.encode()).digest(), _goes_on(moment))
    )


def person_of_address(session: Session, email: str) -> Person | None:
    """Return the person with this normalised address."""
    return session.scalar(select(Person).where(Person.email == email))


def sessions_of(session: Session, person_id: int, moment: datetime) -> Sequence[SignInSession]:
    """Return where a person is signed in, newest first."""
    return session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == person_id, _goes_on(moment))
        .order_by(SignInSession.started_at.desc(), SignInSession.id.desc())
    ).all()


def someone_may_convene(session: Session) -> bool:
    """Say whether anybody may start questions on this instance."""
    return session.scalar(select(Person.id).where(Person.may_convene).limit(1)) is not None


def link_of_token(session: Session, secrets: Secrets, token: str) -> SignInLink | None:
    """Return the link that this token was signed for, whether or not it still opens anything."""
    link = session.get(SignInLink, named_in(token) or "")
    return link if link and opens(secrets, link, token) else None


def is_usable(link: SignInLink, moment: datetime) -> bool:
    """Say whether a link still lets its owner in."""
    return link.used_at is None and link.retired_at is None and moment < link.expires_at


def usable(moment: datetime) -> ColumnElement[bool]:
    """Return the same as `is_usable`, as a condition that the database checks."""
    return and_(
        SignInLink.used_at.is_(None),
        SignInLink.retired_at.is_(None),
        SignInLink.expires_at > moment,
    )


def _goes_on(moment: datetime) -> ColumnElement[bool]:
    return and_(SignInSession.ended_at.is_(None), SignInSession.started_at > moment - SESSION_LASTS)
