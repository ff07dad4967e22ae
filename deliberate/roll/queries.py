"""Reads about who takes part in a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.questions.models import Question, QuestionStage, Who
from deliberate.roll.models import Participant
from deliberate.web.paging import paged

PAGE = 50


@dataclass(frozen=True)
class ListPage:
    """One page of the list; `found` is how many the search found on all pages."""

    participants: Sequence[Participant]
    found: int
    page: int
    pages: int


def is_person(person: Person, address: str) -> ColumnElement[bool]:
    """Return the condition that a participant is this person, whose normalised address is given."""
    return or_(Participant.person_id == person.id, Participant.email == address)


def is_welcome(session: Session, email: str, moment: datetime) -> bool:
    """Say whether a letter goes to whoever asks for a link with this normalised address.

    It does for everyone we know, and for anyone while an open question takes anyone.
    """
    open_to_anyone = (
        exists()
        .where(QuestionStage.question_id == Question.id, QuestionStage.closes_at > moment)
        .where(Question.takes_part == Who.ANYONE, Question.opened_at <= moment)
    )
    known = or_(exists().where(Person.email == email), exists().where(Participant.email == email))
    return bool(session.scalar(select(or_(known, open_to_anyone))))


def number_listed(session: Session, question_id: int) -> int:
    """Return how many people are on the question's list."""
    return session.scalar(_count(question_id).where(Participant.is_listed)) or 0


def head_count(session: Session, question_id: int) -> tuple[int, int]:
    """Return how many are on the list, and how many more joined by themselves."""
    rows = session.execute(
        select(Participant.is_listed, func.count().label("number"))
        .where(Participant.question_id == question_id)
        .group_by(Participant.is_listed)
    )
    found = {row.is_listed: row.number for row in rows}
    return found.get(True, 0), found.get(False, 0)


def list_page(session: Session, question_id: int, search: str = "", page: int = 1) -> ListPage:
    """Return one page of the list in the order of addresses, of those that hold `search`."""
    chosen = [Participant.question_id == question_id, Participant.is_listed.is_(True)]
    if search:
        chosen.append(Participant.email.contains(search.lower(), autoescape=True))
    found = session.scalar(select(func.count()).select_from(Participant).where(*chosen)) or 0
    page, pages = paged(page, found, PAGE)
    rows = session.scalars(
        select(Participant)
        .where(*chosen)
        .order_by(Participant.email, Participant.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return ListPage(rows, found, page, pages)


def listed_addresses(session: Session, question_id: int) -> set[str]:
    """Return the addresses on the question's list."""
    return set(
        session.scalars(
            select(Participant.email).where(
                Participant.question_id == question_id,
                Participant.email.is_not(None),
                Participant.is_listed,
            )
        )
    )


def to_be_invited(session: Session, question_id: int) -> Sequence[str]:
    """Return the addresses on the list that a letter may go to."""
    return _reachable(
        session, Participant.question_id == question_id, Participant.is_listed.is_(True)
    )


def to_be_told(session: Session, question_id: int) -> Sequence[str]:
    """Return the addresses of all who take part, on the list or not, that a letter may go to."""
    return _reachable(session, Participant.question_id == question_id)


def _reachable(session: Session, *conditions: ColumnElement[bool]) -> list[str]:
    found = session.scalars(
        select(Participant.email)
        .where(*conditions, Participant.wants_letters)
        .order_by(Participant.id)
    )
    return [address for address in found if address]


def _count(question_id: int) -> Select[int]:
    return (
        select(func.count()).select_from(Participant).where(Participant.question_id == question_id)
    )
