import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person, SignInLink
from deliberate.mail.models import Letter
from deliberate.questions.models import Who
from deliberate.queue import tick
from tests.mailbox import letters_to, link_in, newest_to
from tests.world import Clock, a_person, a_question, takes_part


def ask(client: FlaskClient, email: str, **more: str):
    return client.post("/sign-in", data={"email": email, **more})


def test_whoever_we_know_gets_a_letter(client: FlaskClient, session: Session):
    a_person(session, "Mina")

    answer = ask(client, "mina@example.org")

    assert answer.status_code == 303
    assert answer.location == "/sign-in/code"
    assert len(letters_to(session, "mina@example.org")) == 1


def test_somebody_on_a_list_who_was_never_here_gets_a_letter(client: FlaskClient, session: Session):
    participant = takes_part(session, a_question(session, takes_part=Who.LIST), a_person(session))
    participant.person_id, participant.email = None, "new@example.org"

    ask(client, "new@example.org")

    assert len(letters_to(session, "new@example.org")) == 1


@pytest.mark.parametrize(("takes_part", "letters"), [(Who.LIST, 0), (Who.ANYONE, 1)])
def test_a_stranger_gets_a_letter_only_while_a_question_takes_anyone(
    client: FlaskClient, session: Session, takes_part: Who, letters: int
):
    a_question(session, takes_part=takes_part)

    ask(client, "stranger@example.org")

    assert len(letters_to(session, "stranger@example.org")) == letters


def test_a_stranger_gets_no_letter_once_the_last_stage_is_over(
    client: FlaskClient, session: Session, clock: Clock
):
    a_question(session, takes_part=Who.ANYONE)

    clock.pass_by(days=40)
    ask(client, "stranger@example.org")

    assert letters_to(session, "stranger@example.org") == []


def test_known_and_unknown_addresses_are_answered_the_same(app: Flask, session: Session):
    a_person(session, "Mina")
    answers = []

    for email in ("mina@example.org", "nobody@example.org"):
        client = app.test_client()
        sent = ask(client, email)
        looked = client.get("/sign-in/code")
        tried = client.post("/sign-in/code", data={"code": "000 000"})
        answers.append([(page.status_code, page.data) for page in (sent, looked, tried)])

    assert answers[0] == answers[1]


def test_known_and_unknown_addresses_make_the_same_work(client: FlaskClient, session: Session):
    a_person(session, "Mina")

    rows = []
    for email in ("mina@example.org", "nobody@example.org"):
        ask(client, email)
        rows.append(
            [
                session.scalar(select(func.count()).select_from(table).where(column == email))
                for table, column in (
                    (SignInLink, SignInLink.email),
                    (Letter, Letter.recipient),
                )
            ]
        )

    assert rows == [[1, 1], [1, 1]]


def test_asking_makes_nobody_a_person(client: FlaskClient, session: Session):
    a_question(session, takes_part=Who.ANYONE)

    ask(client, "stranger@example.org")

    assert session.scalar(select(Person).where(Person.email == "stranger@example.org")) is None


def test_another_spelling_reaches_the_same_mailbox(client: FlaskClient, session: Session):
    a_person(session, "Mina")

    ask(client, " Mina+Votes@Example.ORG ")

    assert len(letters_to(session, "mina@example.org")) == 1


def test_what_is_no_address_comes_back_as_typed_with_what_to_do(client: FlaskClient):
    answer = ask(client, "mina at example")

    assert answer.status_code == 422
    assert 'value="mina at example"' in answer.text
    assert "Write an email address with an @" in answer.text


def test_the_sixth_letter_within_an_hour_has_to_wait_and_the_last_link_still_works(
    client: FlaskClient, session: Session, clock: Clock
):
    a_person(session, "Mina")
    for _ in range(5):
        ask(client, "mina@example.org")
        clock.pass_by(minutes=1)

    refused = ask(client, "mina+again@example.org")

    assert refused.status_code == 429
    assert "You have asked for 5 links this hour" in refused.text
    assert "Monday 3 May 2027, 14:00 (UK time)" in refused.text
    assert refused.headers["Retry-After"] == str(55 * 60)
    assert 'value="mina+again@example.org"' in refused.text
    assert client.get(link_in(newest_to(session, "mina@example.org"))).status_code == 200
    clock.pass_by(minutes=55)
    assert ask(client, "mina@example.org").status_code == 303


def test_the_limit_tells_strangers_nothing_either(
    client: FlaskClient, session: Session, clock: Clock
):
    a_person(session, "Mina")
    for email in ("mina@example.org", "nobody@example.org"):
        for _ in range(5):
            ask(client, email)

    answers = [ask(client, email) for email in ("mina@example.org", "nobody@example.org")]

    assert [answer.status_code for answer in answers] == [429, 429]
    known, unknown = (answer.text for answer in answers)
    assert known.replace("mina@", "nobody@") == unknown


def test_somebody_elses_limit_is_not_mine(client: FlaskClient, session: Session):
    a_person(session, "Mina")
    a_person(session, "Joe")
    for _ in range(6):
        ask(client, "mina@example.org")

    assert ask(client, "joe@example.org").status_code == 303


class TestANetworkAddress:
    @pytest.fixture
    def settings(self):
        return {"ASKS_PER_NETWORK": "7 per hour"}

    def test_has_a_limit_of_its_own_told_as_a_wait(self, app: Flask, session: Session):
        client = app.test_client()
        for number in range(7):
            assert ask(client, f"mina{number}@example.org").status_code == 303

        refused = ask(client, "joe@example.org")

        assert refused.status_code == 429
        assert "Many links were asked for from where you are" in refused.text
        assert int(refused.headers["Retry-After"]) > 0
        elsewhere = client.post(
            "/sign-in",
            data={"email": "joe@example.org"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
        )
        assert elsewhere.status_code == 303

    def test_is_a_whole_household_where_addresses_are_long(self, app: Flask):
        client = app.test_client()
        answers = [
            client.post(
                "/sign-in",
                data={"email": f"mina{number}@example.org"},
                environ_overrides={"REMOTE_ADDR": f"2001:db8::{number + 1}"},
            ).status_code
            for number in range(8)
        ]

        assert answers == [303] * 7 + [429]


def test_asking_many_times_at_once_brings_no_more_letters(app: Flask, session: Session):
    a_person(session, "Mina")
    session.commit()
    ready, statuses = threading.Barrier(15), []

    def press() -> None:
        browser = app.test_client()
        ready.wait()
        statuses.append(ask(browser, "mina@example.org").status_code)

    threads = [threading.Thread(target=press) for _ in range(15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303] * 5 + [429] * 10
    assert len(letters_to(session, "mina@example.org")) == 5


def test_a_week_later_nothing_is_kept_of_who_asked(
    app: Flask, client: FlaskClient, session: Session, clock: Clock
):
    ask(client, "nobody@example.org")
    tick(app)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 1

    clock.pass_by(days=7, minutes=16)
    session.rollback()
    tick(app)

    session.rollback()
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 0
    assert session.scalar(select(func.count()).select_from(Letter)) == 0
