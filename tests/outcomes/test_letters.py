"""The letter that says that the count is done."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.mail.models import Letter
from deliberate.outcomes.jobs import announce_counts
from deliberate.outcomes.letters import counted as counted_letter
from deliberate.questions.models import Question
from tests.mailbox import letters_to, newest_to
from tests.outcomes.counted import RANKINGS, a_counted_question
from tests.world import Clock, a_person, takes_part

MINA = "mina@example.org"


def counted(session: Session, ballots: dict[str, int] = RANKINGS, *names: str) -> None:
    a_counted_question(session, ballots)
    question = session.scalars(select(Question)).one()
    for name in names or ("Mina",):
        takes_part(session, question, a_person(session, name))


def test_everybody_who_takes_part_is_told_once(session: Session, clock: Clock):
    counted(session, RANKINGS, "Mina", "Joe")

    announce_counts(session, clock.now, {})
    announce_counts(session, clock.pass_by(minutes=1), {})

    recipients = session.scalars(select(Letter.recipient).order_by(Letter.recipient)).all()
    assert recipients == ["joe@example.org", MINA]


def test_the_letter_says_the_first_sentence_of_the_outcome_and_leads_to_it(
    session: Session, clock: Clock
):
    counted(session)

    announce_counts(session, clock.now, {})
    words = newest_to(session, MINA)

    assert words.subject == "The count is done: How should we make Ashgrove Road safer and greener?"
    assert (
        "Voting has closed and the count is done. Bus lanes won, with 473 of the 863" in words.text
    )
    assert "\nhttp://localhost:8000/q/roads/outcome\n" in words.text
    assert words.stop_url


def test_the_letter_says_no_more_than_the_page(session: Session, clock: Clock):
    counted(session, {"r1:1": 3})

    announce_counts(session, clock.now, {})
    words = newest_to(session, MINA)

    assert "Fewer than 5 people voted, so the result is not shown." in words.text
    assert "Bus lanes" not in words.text + words.html


def test_whoever_wants_no_more_letters_gets_none(
    app: Flask, client: FlaskClient, session: Session, clock: Clock
):
    counted(session)
    announce_counts(session, clock.now, {})
    (letter,) = letters_to(session, MINA)

    client.post(newest_to(session, MINA).stop_url.removeprefix("http://localhost:8000"))

    assert counted_letter(session, letter, clock.now, app.config) is None


def test_an_old_count_is_no_news(session: Session, clock: Clock):
    counted(session)

    announce_counts(session, clock.pass_by(days=30), {})

    assert letters_to(session, MINA) == []
