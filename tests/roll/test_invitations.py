from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInLink
from deliberate.accounts.tokens import secrets_of, sign
from deliberate.mail.models import Letter
from deliberate.questions.models import Question, StageName
from deliberate.queue import LETTERS
from deliberate.roll.invitations import invite, remind_before_closing
from deliberate.roll.models import Participant
from tests.mailbox import letters_to, link_in, newest_to, read
from tests.world import Clock, a_person, a_question, takes_part

VOTING_FOR_A_WEEK = {StageName.PROPOSING: (-9, -4), StageName.VOTING: (-4, 3)}


def invited(session: Session, clock: Clock, *names: str, **facts) -> Question:
    question = a_question(session, **facts)
    for name in names:
        takes_part(session, question, a_person(session, name))
    addresses = [f"{name.lower()}@example.org" for name in names]
    invite(session, question.id, addresses, clock.now, until=clock.now + timedelta(days=30))
    session.commit()
    return question


def stop_address(session: Session, email: str) -> str:
    return newest_to(session, email).stop_url.removeprefix("http://localhost:8000")


def test_nobody_is_invited_twice(session: Session, clock: Clock):
    question = invited(session, clock, "Mina", "Joe")

    new = invite(
        session,
        question.id,
        ["mina@example.org", "new@example.org", "new@example.org"],
        clock.now,
        until=clock.now + timedelta(days=30),
    )

    assert new == 1
    assert session.scalars(select(Letter.recipient).order_by(Letter.recipient)).all() == [
        "joe@example.org",
        "mina@example.org",
        "new@example.org",
    ]


def test_an_invitation_says_who_asks_what_and_until_when(session: Session, clock: Clock):
    question = invited(session, clock, "Mina", place="Alderbrook")

    words = newest_to(session, "mina@example.org")

    assert words.subject == f"Alderbrook Council asks you: {question.title}"
    assert words.sender == "Alderbrook Council"
    for sentence in (
        "Hello. Alderbrook Council is asking people in Alderbrook one question:",
        "You can propose until Thursday 13 May 2027, 13:00 (UK time).",
        "You can vote from Sunday 23 May 2027, 13:00 (UK time) until",
        "This link is only for you. Please do not send it on.",
        f"http://localhost:8000/q/{question.slug}\n",
        "You do not have to take part.",
    ):
        assert sentence in words.text


def test_an_invitation_lasts_until_the_question_closes(
    client: FlaskClient, session: Session, clock: Clock
):
    invited(session, clock, "Mina")
    path = link_in(newest_to(session, "mina@example.org"))

    clock.pass_by(days=15)
    assert client.get(path).status_code == 200
    clock.pass_by(days=15)
    assert client.get(path).status_code == 410


def test_everybody_on_the_list_is_reminded_once_three_days_before_closing(
    session: Session, clock: Clock
):
    invited(session, clock, "Mina", "Joe", stages=VOTING_FOR_A_WEEK)

    for _ in range(3):
        clock.pass_by(minutes=1)
        remind_before_closing(session, clock.now, {})

    for email in ("mina@example.org", "joe@example.org"):
        assert [letter.kind for letter in letters_to(session, email)] == ["invitation", "reminder"]
    words = newest_to(session, "joe@example.org")
    assert words.subject.startswith("2 days left: ")
    assert "we do not look at who voted" in words.text
    assert words.stop_url


@pytest.mark.parametrize(
    "stages",
    [
        {StageName.VOTING: (-4, 4)},  # closes in more than three days
        {StageName.VOTING: (-1, 2)},  # has only just begun
        {StageName.VOTING: (1, 2)},  # is still to come
        {StageName.VOTING: (-9, -1)},  # is over
    ],
)
def test_nobody_is_reminded_at_any_other_time(session: Session, clock: Clock, stages):
    invited(session, clock, "Mina", stages=stages)

    remind_before_closing(session, clock.now, {})

    assert len(letters_to(session, "mina@example.org")) == 1


def test_the_stop_address_asks_first_and_looking_changes_nothing(
    client: FlaskClient, session: Session, clock: Clock
):
    question = invited(session, clock, "Mina")
    address = stop_address(session, "mina@example.org")

    page = client.get(address)

    assert question.title in page.text
    assert session.scalars(select(Participant.wants_letters)).all() == [True]


def test_one_press_stops_letters_about_this_question_and_no_other(
    client: FlaskClient, session: Session, clock: Clock
):
    first, second = (invited(session, clock, "Mina") for _ in range(2))
    mail = letters_to(session, "mina@example.org")
    letter = next(letter for letter in mail if letter.question_id == first.id)
    address = read(session, letter).stop_url.removeprefix("http://localhost:8000")

    answer = client.post(address)

    assert answer.status_code == 200
    assert "You get no more letters" in answer.text
    wants = dict(session.execute(select(Participant.question_id, Participant.wants_letters)).all())
    assert wants == {first.id: False, second.id: True}


def test_letters_that_still_wait_are_dropped_for_whoever_wants_no_more(
    app: Flask, client: FlaskClient, session: Session, clock: Clock
):
    invited(session, clock, "Mina", stages=VOTING_FOR_A_WEEK)
    client.post(stop_address(session, "mina@example.org"))

    remind_before_closing(session, clock.now, {})

    (letter,) = letters_to(session, "mina@example.org")
    assert LETTERS[letter.kind](session, letter, clock.now, app.config) is None


def test_a_stop_address_that_we_did_not_sign_stops_nothing(
    app: Flask, client: FlaskClient, session: Session, clock: Clock
):
    invited(session, clock, "Mina")
    participant = session.scalars(select(Participant)).one()
    link = session.scalars(select(SignInLink)).one()
    signature = "A" * 43
    session.commit()

    for token in (
        f"{participant.id}.{signature}",
        sign(secrets_of(app.config), f"link invitation {link.question_id}", str(participant.id)),
        "x",
    ):
        assert client.post(f"/letters/stop/{token}").status_code == 404

    assert session.scalars(select(Participant.wants_letters)).all() == [True]


class TestAMailProgram:
    """Mail programs press the button by themselves (RFC 8058): no form, no cookie, no origin."""

    @pytest.fixture
    def settings(self):
        return {"WTF_CSRF_ENABLED": True}

    def test_may_stop_letters_by_itself(self, app: Flask, session: Session, clock: Clock):
        invited(session, clock, "Mina")
        address = stop_address(session, "mina@example.org")

        answer = app.test_client().post(
            address,
            data={"List-Unsubscribe": "One-Click"},
            headers={"Origin": "https://mail.example"},
        )

        assert answer.status_code == 200
        assert session.scalars(select(Participant.wants_letters)).all() == [False]
