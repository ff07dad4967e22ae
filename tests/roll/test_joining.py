"""Who takes part: joining, and being on the list."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.questions.models import Who
from deliberate.roll import services
from deliberate.roll.errors import ListHasFaults, NoListFound, NotOnTheList
from deliberate.roll.lists import read_list
from deliberate.roll.models import Participant
from tests.world import NOON, a_person, a_question, takes_part


def places(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Participant)) or 0


def test_joining_twice_is_joining_once(session: Session):
    question, mina = a_question(session), a_person(session)

    first = services.join(session, question, mina, NOON)
    again = services.join(session, question, mina, NOON)

    assert first is again
    assert (first.is_listed, places(session)) == (False, 1)


def test_someone_on_the_list_is_known_by_the_address_in_any_spelling(session: Session):
    question = a_question(session, takes_part=Who.LIST)
    services.add_list(session, question, read_list("Mina+letters@example.org"), NOON)
    mina = a_person(session)

    assert services.join(session, question, mina, NOON).person_id == mina.id
    assert places(session) == 1


def test_where_only_the_list_takes_part_others_are_told_so(session: Session):
    question, joe = a_question(session, takes_part=Who.LIST), a_person(session, "Joe")

    with pytest.raises(NotOnTheList):
        services.join(session, question, joe, NOON)


def test_signing_in_makes_every_place_under_the_address_theirs(session: Session):
    first, second = a_question(session), a_question(session)
    mina = a_person(session)
    takes_part(session, first, mina)
    services.add_list(session, second, read_list("mina@example.org\njoe@example.org"), NOON)

    services.recognise(session, mina)

    theirs = session.scalars(
        select(Participant.question_id).where(Participant.person_id == mina.id)
    ).all()
    assert sorted(theirs) == sorted([first.id, second.id])


def test_one_faulty_line_and_nothing_is_added(session: Session):
    question = a_question(session)
    reading = read_list("mina@example.org\nnobody\njoe@example.org")

    with pytest.raises(ListHasFaults):
        services.add_list(session, question, reading, NOON)

    assert places(session) == 0
    assert services.add_list(session, question, reading, NOON, only_good=True) == [
        "mina@example.org",
        "joe@example.org",
    ]


def test_the_same_list_twice_adds_nothing(session: Session):
    question = a_question(session)
    reading = read_list("mina@example.org\njoe@example.org")

    services.add_list(session, question, reading, NOON)

    assert services.add_list(session, question, reading, NOON) == []
    assert places(session) == 2


def test_who_joined_before_being_listed_keeps_one_place(session: Session):
    question, mina = a_question(session), a_person(session)
    services.join(session, question, mina, NOON)

    services.add_list(session, question, read_list("mina@example.org\njoe@example.org"), NOON)

    place = services.participant_of(session, question, mina)
    session.refresh(place)
    assert place is not None
    assert place.is_listed
    assert places(session) == 2


def test_an_empty_list_is_said(session: Session):
    with pytest.raises(NoListFound):
        services.add_list(session, a_question(session), read_list(" \n\n"), NOON)
