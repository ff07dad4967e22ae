"""Reads about contributions, whatever they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.contributions.models import Contribution, Standing, Wording

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Waiting:
    """A contribution as the team looks at it."""

    contribution: Contribution
    words: Wording
    author_name: str | None


def present_words() -> ColumnElement[bool]:
    """Return the condition for joining a contribution's present wording."""
    return and_(Wording.contribution_id == Contribution.id, Wording.version == Contribution.version)


def waiting(session: Session, question_id: int) -> list[Waiting]:
    """Return what waits for the team's look, the oldest first.

    That is what is held, and what its author changed after it was hidden.
    """
    return _looked_at(session, question_id, _waits())


def number_waiting(session: Session, question_id: int) -> int:
    """Return how many contributions wait for the team's look."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Contribution)
            .join(Wording, present_words())
            .where(Contribution.question_id == question_id, _waits())
        )
        or 0
    )


def waiting_by_question(
    session: Session, question_ids: Collection[int]
) -> list[tuple[int, int, datetime]]:
    """Return for each question how much waits for a look, and since when."""
    rows = session.execute(
        select(Contribution.question_id, func.count(), func.min(Wording.written_at))
        .join(Wording, present_words())
        .where(Contribution.question_id.in_(question_ids), _waits())
        .group_by(Contribution.question_id)
    )
    return [(question_id, number, since) for question_id, number, since in rows]


def looked_at(session: Session, question_id: int, contribution_id: int) -> Waiting | None:
    """Return one contribution of this question for its team; what was withdrawn is not theirs."""
    found = _looked_at(
        session,
        question_id,
        and_(Contribution.id == contribution_id, Contribution.standing != Standing.WITHDRAWN),
    )
    return found[0] if found else None


def versions(session: Session, contribution_id: int) -> Sequence[Wording]:
    """Return all versions, the newest first. The caller has asked whether they may be read."""
    return session.scalars(
        select(Wording)
        .where(Wording.contribution_id == contribution_id)
        .order_by(Wording.version.desc())
    ).all()


def first_of_each(
    session: Session, question_id: int, person_ids: Collection[int | None]
) -> frozenset[int]:
    """Return the identifier of the first contribution to a question of each of these people."""
    return frozenset(
        session.scalars(
            select(func.min(Contribution.id))
            .where(Contribution.question_id == question_id, Contribution.person_id.in_(person_ids))
            .group_by(Contribution.person_id)
        )
    )


def _waits() -> ColumnElement[bool]:
    return or_(
        Contribution.standing == Standing.HELD,
        and_(
            Contribution.standing == Standing.HIDDEN,
            Wording.written_at > Contribution.hidden_at,
        ),
    )


def _looked_at(session: Session, question_id: int, condition: ColumnElement[bool]) -> list[Waiting]:
    rows = session.execute(
        select(Contribution, Wording, Person.name)
        .join(Wording, present_words())
        .outerjoin(Person, Person.id == Contribution.person_id)
        .where(Contribution.question_id == question_id, condition)
        .order_by(Wording.written_at, Contribution.id)
        .limit(MOST_AT_ONCE)
    )
    return [Waiting(*row) for row in rows]
