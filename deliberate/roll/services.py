"""Joining a question, and putting people on its list."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from deliberate.accounts.addresses import normalised
from deliberate.accounts.models import Person
from deliberate.questions.models import Question, Who
from deliberate.roll.errors import ListHasFaults, NoListFound, NotOnTheList
from deliberate.roll.lists import Reading
from deliberate.roll.models import Participant
from deliberate.roll.queries import is_person, listed_addresses


def participant_of(session: Session, question: Question, person: Person) -> Participant | None:
    """Return this person's place in the question, found by person or by address."""
    return session.scalars(
        select(Participant)
        .where(
            Participant.question_id == question.id,
            is_person(person, normalised(person.email or "")),
        )
        .order_by(Participant.person_id.is_(None))  # the row that is known to be theirs first
    ).first()


def join(session: Session, question: Question, person: Person, moment: datetime) -> Participant:
    """Give the person a place in the question and return it; joining twice is joining once.

    Raises NotOnTheList where only people on the list take part, and this address isn't there.
    """
    participant = participant_of(session, question, person)
    if participant is not None and (participant.is_listed or question.takes_part == Who.ANYONE):
        if participant.person_id is None:
            participant.person_id = person.id
            session.flush()
        return participant
    if question.takes_part != Who.ANYONE:
        raise NotOnTheList
    return _added(session, question, person, moment)


def recognise(session: Session, person: Person) -> None:
    """Make every place that waits under this person's address theirs, in all questions.

    A list holds addresses before anyone has signed in with them.
    """
    address = normalised(person.email or "")
    theirs = select(Participant.question_id).where(Participant.person_id == person.id)
    session.execute(
        update(Participant)
        .where(
            Participant.email == address,
            Participant.person_id.is_(None),
            Participant.question_id.not_in(theirs),
        )
        .values(person_id=person.id)
    )


def add_list(
    session: Session,
    question: Question,
    reading: Reading,
    moment: datetime,
    *,
    only_good: bool = False,
) -> list[str]:
    """Put everybody of a list on the question's list, and return the addresses that are new.

    All or nobody: where a line is at fault, ListHasFaults is raised and nothing is added, unless
    the team asked for the good ones only. Importing the same list twice adds nothing.
    """
    if not reading.rows and not reading.faults:
        raise NoListFound
    if reading.faults and not only_good:
        raise ListHasFaults(reading)
    there = listed_addresses(session, question.id)
    new = [row.address for row in reading.rows if row.address not in there]
    _list(session, question.id, new, moment)
    return new


def empty_list(session: Session, question: Question) -> None:
    """Take everybody off the list of a question that isn't open yet."""
    session.execute(delete(Participant).where(Participant.question_id == question.id))


def _list(session: Session, question_id: int, addresses: list[str], moment: datetime) -> None:
    """List these addresses: those who had joined by themselves keep their place."""
    joined = set(
        session.scalars(
            select(Participant.email).where(
                Participant.question_id == question_id, Participant.is_listed.is_(False)
            )
        )
    )
    rows = [
        {
            "question_id": question_id,
            "email": address,
            "is_listed": True,
            "wants_letters": True,
            "added_at": moment,
        }
        for address in addresses
        if address not in joined
    ]
    if rows:
        session.execute(insert(Participant), rows)
    also_listed = [{"address": address} for address in joined.intersection(addresses)]
    if also_listed:
        session.connection().execute(
            update(Participant)
            .where(
                Participant.question_id == question_id, Participant.email == bindparam("address")
            )
            .values(is_listed=True),
            also_listed,
        )


def _added(session: Session, question: Question, person: Person, moment: datetime) -> Participant:
    participant = Participant(
        question_id=question.id,
        person_id=person.id,
        email=normalised(person.email) if person.email else None,
        added_at=moment,
    )
    try:
        with session.begin_nested():
            session.add(participant)
    except IntegrityError:  # the same person, joining at the same time on another page
        there = participant_of(session, question, person)
        if there is None:
            raise
        return there
    return participant
