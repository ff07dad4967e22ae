"""Reads about questions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.questions.models import Holder, Question


def question_of_slug(session: Session, slug: str) -> Question | None:
    """Return the question at this address, opened or not."""
    return session.scalar(select(Question).where(Question.slug == slug))


def role_of(session: Session, question_id: int, person_id: int) -> str | None:
    """Return what this person is on the team that holds the question, or None."""
    return session.scalar(
        select(Holder.role).where(Holder.question_id == question_id, Holder.person_id == person_id)
    )
