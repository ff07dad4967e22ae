"""Reads about people and their sessions."""

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person, SignInSession


def person_of_session(session: Session, token: str) -> Person | None:
    """Return who is signed in with this session token, or None once it was ended."""
    return session.scalar(
        select(Person)
        .join(SignInSession, SignInSession.person_id == Person.id)
        .where(
            SignInSession.token_digest == sha256(token.encode()).digest(),
            SignInSession.ended_at.is_(None),
        )
    )
