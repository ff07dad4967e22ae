"""The list: all of it or none, each fault said, and how the letters fared."""

import io
import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from deliberate.mail.models import Letter, LetterState
from deliberate.record.models import RecordEntry
from deliberate.roll.models import Participant
from deliberate.roll.queries import number_listed
from deliberate.voting.models import Contest
from tests.desk.drafts import a_draft, addresses, rosa
from tests.world import NOON, SignIn


@pytest.fixture
def client(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(rosa(session))


def file(content: bytes, name: str = "list.csv") -> dict[str, object]:
    return {"file": (io.BytesIO(content), name)}


def opened(client: FlaskClient, session: Session, number: int = 3):
    question = a_draft(client, session, addresses=addresses(number))
    assert client.post(f"/desk/q/{question.slug}/open").status_code == 303
    return question


def invited(session: Session) -> list[str]:
    return sorted(session.scalars(select(Letter.recipient).where(Letter.kind == "invitation")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_taken_in_whatever_program_wrote_it(client, session, encoding):
    question = a_draft(client, session)
    content = "Name;E-mail\r\nJosé;jose@example.org\r\nZoë;zoe@example.org\r\n".encode(encoding)

    answer = client.post(f"/desk/q/{question.slug}/people", data=file(content))

    assert answer.status_code == 303
    assert number_listed(session, question.id) == 2


def test_one_fault_and_nothing_is_added_until_the_team_says_so(client, session):
    question = a_draft(client, session)
    people = f"/desk/q/{question.slug}/people"
    lines = [f"resident{number}@example.org" for number in range(13)]
    content = "\n".join([*lines, "not-an-address", "Resident3@example.org"]).encode()

    answer = client.post(people, data=file(content))

    assert answer.status_code == 422
    assert "line 14: no @" in answer.text
    assert "not-an-address" in answer.text
    assert "line 15: the same as line 4" in answer.text
    assert "resident12@example.org" in answer.text  # the whole list comes back to be mended
    assert number_listed(session, question.id) == 0

    good = client.post(people, data={"addresses": content.decode(), "only_good": "1"})

    assert good.status_code == 303
    assert number_listed(session, question.id) == 13


def test_the_same_list_twice_adds_nothing_and_says_so(client, session):
    question = a_draft(client, session)
    people = f"/desk/q/{question.slug}/people"

    client.post(people, data={"addresses": addresses(20)})
    client.get(people)
    client.post(people, data={"addresses": addresses(20)})

    assert "20 were on it already." in client.get(people).text
    assert number_listed(session, question.id) == 20


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a spreadsheet", b"  \n \n"])
def test_what_is_no_list_is_said(client, session, content):
    question = a_draft(client, session)

    answer = client.post(f"/desk/q/{question.slug}/people", data=file(content))

    assert answer.status_code == 422
    assert 'class="mistake"' in answer.text


def test_two_lists_at_once_are_not_guessed_at(client, session):
    question = a_draft(client, session)
    both = {"addresses": "mina@example.org", **file(b"joe@example.org")}

    answer = client.post(f"/desk/q/{question.slug}/people", data=both)

    assert answer.status_code == 422
    assert "mina@example.org" in answer.text
    assert number_listed(session, question.id) == 0


def test_a_list_may_be_larger_than_other_forms_and_still_has_a_limit(client, session):
    question = a_draft(client, session)
    people = f"/desk/q/{question.slug}/people"
    large = addresses(5_000).encode()
    too_large = b"--x\r\n" + bytes(5 * 1024 * 1024)

    assert client.post(people, data=file(large)).status_code == 303
    as_file = {"data": too_large, "content_type": "multipart/form-data; boundary=x"}
    assert client.post(people, **as_file).status_code == 413
    elsewhere = client.post(f"/desk/q/{question.slug}", data={"addresses": large.decode()})
    assert elsewhere.status_code == 413


def test_the_list_is_searched_and_paged(client, session):
    question = a_draft(client, session, addresses=addresses(120))
    people = f"/desk/q/{question.slug}/people"

    assert "Page 1 of 3" in client.get(people).text
    assert "Page 3 of 3" in client.get(f"{people}?page=99").text
    found = client.get(f"{people}?q=RESIDENT117").text
    assert "resident117@example.org" in found
    assert "resident118@example.org" not in found
    assert "Nobody is found." in client.get(f"{people}?q=%25").text


def test_a_draft_s_list_can_be_begun_anew_and_an_open_question_s_can_not(client, session):
    question = a_draft(client, session, addresses=addresses(2))
    people = f"/desk/q/{question.slug}/people"

    client.post(f"{people}/empty")
    assert number_listed(session, question.id) == 0

    client.post(people, data={"addresses": addresses(2)})
    client.post(f"/desk/q/{question.slug}/open")
    assert client.post(f"{people}/empty").status_code == 409
    assert number_listed(session, question.id) == 2


def test_who_is_added_to_an_open_question_is_invited_in_public_and_with_a_reason(client, session):
    question = opened(client, session)
    people = f"/desk/q/{question.slug}/people"
    more = addresses(5)

    without = client.post(people, data={"addresses": more})
    assert without.status_code == 422
    assert "Say why, in one or two sentences." in without.text
    assert number_listed(session, question.id) == 3

    client.post(people, data={"addresses": more, "reason": "Two streets were forgotten."})

    assert invited(session) == sorted(addresses(5).split())
    entry = session.scalars(
        select(RecordEntry)
        .where(RecordEntry.deed == "roll-added")
        .options(joinedload(RecordEntry.words))
    ).one()
    assert entry.words is not None
    words = json.loads(entry.words.words)
    assert (words["reason"], words["facts"]["number"]) == ("Two streets were forgotten.", 2)
    assert "resident" not in entry.words.words


def test_nobody_is_added_once_the_vote_is_fixed(client, session):
    question = opened(client, session)
    contest = session.scalars(select(Contest)).one()
    contest.frozen_at = NOON
    session.commit()

    answer = client.post(
        f"/desk/q/{question.slug}/people", data={"addresses": "late@example.org", "reason": "Late."}
    )

    assert answer.status_code == 409
    assert "The list of voters is fixed" in answer.text
    assert number_listed(session, question.id) == 3


def test_letters_that_never_arrived_are_sent_again_three_times_at_most(client, session, clock):
    question = opened(client, session, 4)
    people = f"/desk/q/{question.slug}/people"
    states = [LetterState.SENT, LetterState.REFUSED, LetterState.GIVEN_UP, LetterState.WAITING]
    for letter, state in zip(
        session.scalars(select(Letter).order_by(Letter.recipient)), states, strict=True
    ):
        letter.state = state
    session.commit()

    assert "2 letters did not arrive" in client.get("/desk").text
    assert "No letter reached 2 people." in client.get(people).text
    for _ in range(2):
        assert client.post(f"{people}/again").status_code == 303
        for letter in session.scalars(select(Letter).where(Letter.state == LetterState.WAITING)):
            if letter.recipient in ("resident1@example.org", "resident2@example.org"):
                letter.state = LetterState.GIVEN_UP
        session.commit()

    assert client.post(f"{people}/again").status_code == 409
    assert invited(session).count("resident1@example.org") == 3
    assert invited(session).count("resident0@example.org") == 1
    assert "Nothing waits for you." in client.get("/desk").text


def test_only_addresses_are_kept(client, session):
    question = a_draft(client, session)

    client.post(
        f"/desk/q/{question.slug}/people",
        data=file(b"name,email,income\nMina Lane,mina@example.org,12000\n"),
    )

    row = session.execute(select(*Participant.__table__.columns)).one()
    assert "Mina" not in str(row)
    assert "12000" not in str(row)
    assert session.scalar(select(func.count()).select_from(Participant)) == 1
