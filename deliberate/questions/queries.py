"""Reads about questions."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.questions.models import TEAM, Holder, Question


def question_of_slug(session: Session, slug: str) -> Question | None:
    """Return the question at this address, opened or not."""
    return session.scalar(select(Question).where(Question.slug == slug))


def opened_questions(session: Session, limit: int = 200) -> list[Question]:
    """Return the questions that the public sees, newest first."""
    return list(
        session.scalars(
            select(Question)
            .where(Question.opened_at.is_not(None))
            .order_by(Question.opened_at.desc(), Question.id.desc())
            .limit(limit)
        )
    )


def role_of(session: Session, question_id: int, person_id: int) -> str | None:
    """Return what this person is on the team that holds the question, or None."""
    return session.scalar(
        select(Holder.role).where(Holder.question_id == question_id, Holder.person_id == person_id)
    )


@dataclass(frozen=True)
class Holding:
    """Someone on the team that holds a question, as its page names them."""

    person_id: int
    name: str | None
    role: str

    @property
    def is_team(self) -> bool:
        """A councillor answers, but doesn't hold."""
        return self.role in TEAM


def holders_of(session: Session, question_id: int) -> list[Holding]:
    """Return who holds the question, and its councillors, in the order they came."""
    rows = session.execute(
        select(Holder.person_id, Person.name, Holder.role)
        .join(Person, Person.id == Holder.person_id)
        .where(Holder.question_id == question_id)
        .order_by(Holder.person_id)
    )
    return [Holding(*row) for row in rows]
