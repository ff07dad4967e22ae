"""Opening: from the first press to the letters, once, and only when nothing is missing."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from deliberate.accounts.models import SignInLink
from deliberate.mail.models import Letter
from deliberate.questions.models import Holder, Question, Role, StageName
from deliberate.record.models import RecordEntry
from tests.desk.drafts import a_draft, addresses, rosa, typed
from tests.world import SignIn, a_person, statements


@pytest.fixture
def client(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(rosa(session))


def letters(session: Session, kind: str = "invitation") -> list[Letter]:
    session.expire_all()
    found = session.scalars(select(Letter).where(Letter.kind == kind))
    return sorted(found, key=lambda letter: letter.recipient)


def entries(session: Session) -> list[RecordEntry]:
    return list(
        session.scalars(
            select(RecordEntry).options(joinedload(RecordEntry.words)).order_by(RecordEntry.number)
        )
    )


def said(entry: RecordEntry) -> dict:
    return json.loads(entry.words.words) if entry.words else {}


def test_a_question_is_open_three_presses_after_starting_it(client, session, clock):
    posts = 0

    answer = client.post("/desk/new", data=typed())
    posts += 1
    slug = answer.location.rpartition("/")[2]
    answer = client.post(f"/desk/q/{slug}/people", data={"addresses": addresses(212)})
    posts += 1
    page = client.get(f"/desk/q/{slug}/open").text
    assert "212 letters go out now." in page
    assert "Alderbrook Council asks you:" in page
    answer = client.post(f"/desk/q/{slug}/open")
    posts += 1

    question = session.scalars(select(Question)).one()
    assert posts <= 6
    assert question.opened_at == clock.now
    assert len(letters(session)) == 212
    page = client.get(answer.location).text
    assert "212 letters are on their way." in page
    assert client.get(f"/q/{slug}").status_code == 200


def test_the_record_says_what_was_opened(client, session):
    question = a_draft(client, session, addresses=addresses(3))

    client.post(f"/desk/q/{question.slug}/open")

    [entry] = entries(session)
    facts = said(entry)["facts"]
    assert (entry.deed, said(entry)["actor"]) == ("opened", "Rosa")
    assert facts["schedule"]["voting"] == [
        "2027-06-01T08:00:00+00:00",
        "2027-06-18T17:00:00+00:00",
    ]
    assert (facts["rule"], facts["publication"], facts["listed"]) == ("equal-shares", "ladder", 3)
    assert facts["budget_minor"] == 9_000_000


def test_a_question_with_a_gap_stays_a_draft_and_says_what_is_missing(client, session):
    question = a_draft(client, session, answerer="", budget="", voting_closes_at="2027-08-18T18:00")

    answer = client.post(f"/desk/q/{question.slug}/open")

    assert answer.status_code == 422
    for sentence in (
        "Name the person who will answer.",
        "Say how much money there is.",
        "The answer is due before the last stage is over.",
        "Add the people on the list.",
    ):
        assert sentence in answer.text
    session.refresh(question)
    assert question.opened_at is None
    assert letters(session) == []
    assert entries(session) == []


def test_each_letter_holds_a_link_of_its_own_that_lasts_until_voting_closes(client, session):
    question = a_draft(client, session, addresses=addresses(4))

    client.post(f"/desk/q/{question.slug}/open")

    links = {letter.subject for letter in letters(session)}
    rows = session.scalars(select(SignInLink)).all()
    assert links == {link.id for link in rows}
    assert {link.expires_at for link in rows} == {question.stages[-1].closes_at}
    assert {link.question_id for link in rows} == {question.id}


def test_pressing_twice_opens_once(client, session):
    question = a_draft(client, session, addresses=addresses(5))

    for _ in range(2):
        assert client.post(f"/desk/q/{question.slug}/open").status_code == 303

    assert len(letters(session)) == 5
    assert len(entries(session)) == 1


def test_twenty_presses_at_once_open_once(app: Flask, session, sign_in):
    clients = [sign_in(rosa(session)) for _ in range(20)]
    question = a_draft(clients[0], session, addresses=addresses(30))
    address = f"/desk/q/{question.slug}/open"
    session.rollback()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda client: client.post(address), clients))

    assert {answer.status_code for answer in answers} == {303}
    assert [letter.recipient for letter in letters(session)] == sorted(addresses(30).split())
    assert len(entries(session)) == 1


def test_ten_thousand_people_are_invited_in_few_statements(client, session):
    question = a_draft(client, session)
    people = f"/desk/q/{question.slug}/people"

    with statements(client.application) as sent:
        added = client.post(people, data={"addresses": addresses(10_000)})
    assert added.status_code == 303
    assert len(sent) <= 40

    with statements(client.application) as sent:
        opened = client.post(f"/desk/q/{question.slug}/open")
    assert opened.status_code == 303
    assert len(sent) <= 120
    assert len(letters(session)) == 10_000


def test_the_letter_can_be_sent_to_oneself_first(client, session):
    question = a_draft(client, session, addresses=addresses(2))

    client.post(f"/desk/q/{question.slug}/open/test")

    assert [letter.recipient for letter in letters(session, "invitation-test")] == [
        "rosa@example.org"
    ]
    assert letters(session) == []


def test_a_draft_without_dates_has_no_letter_to_send_yet(client, session):
    ends = {f"{stage}_{end}_at": "" for stage in StageName for end in ("opens", "closes")}
    question = a_draft(client, session, **ends)

    answer = client.post(f"/desk/q/{question.slug}/open/test")

    assert answer.status_code == 422
    assert "Say when each stage opens and closes." in answer.text
    assert letters(session, "invitation-test") == []


def test_a_facilitator_sees_the_draft_and_leaves_opening_to_the_convener(client, session, sign_in):
    question = a_draft(client, session, addresses=addresses(2))
    tom = a_person(session, "Tom")
    session.add(Holder(question_id=question.id, person_id=tom.id, role=Role.FACILITATOR))
    session.commit()
    toms = sign_in(tom)

    assert toms.get(f"/desk/q/{question.slug}").status_code == 200
    assert toms.post(f"/desk/q/{question.slug}/open").status_code == 403
    assert letters(session) == []


def test_a_draft_is_not_saved_over_an_open_question(client, session):
    question = a_draft(client, session, addresses=addresses(2))
    client.post(f"/desk/q/{question.slug}/open")

    answer = client.post(f"/desk/q/{question.slug}", data=typed(title="Something else"))

    assert answer.status_code == 409
    session.refresh(question)
    assert question.title == typed()["title"]


def test_a_public_instance_without_mail_opens_nothing(app, client, session):
    app.config["IS_LOCAL"] = False
    question = a_draft(client, session, addresses=addresses(2))

    answer = client.post(f"/desk/q/{question.slug}/open")

    assert answer.status_code == 422
    assert "send letters yet." in answer.text
