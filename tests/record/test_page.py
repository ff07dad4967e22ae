"""The page of the public record."""

from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from deliberate.questions.models import Question
from deliberate.record.models import RecordWords
from deliberate.record.services import head, write
from tests.world import NOON, a_question


def opened(session: Session, slug: str = "trees") -> Question:
    question = a_question(session, slug=slug)
    write(session, question.id, "opened", NOON, actor="Rosa")
    session.commit()
    return question


def test_an_untouched_question_says_that_nothing_has_been_changed(
    client: FlaskClient, session: Session
):
    opened(session)

    page = client.get("/q/trees/record").text

    assert "The question was opened." in page
    assert "Nothing has been changed since opening." in page


def test_a_change_is_told_with_who_when_why_and_what_was_there_before(
    client: FlaskClient, session: Session
):
    question = opened(session)
    write(
        session,
        question.id,
        "changed",
        NOON,
        actor="Rosa",
        reason="The committee meets later.",
        facts={
            "answer_due_on": ["2027-07-30", "2027-08-15"],
            "voting_closes_at": ["2027-06-18T17:00:00+00:00", "2027-06-20T17:00:00+00:00"],
            "votes": ["list", "anyone"],
            "pledge": ["We <b>listen</b>.", "We pay."],
        },
    )
    session.commit()

    page = client.get("/q/trees/record").text

    assert "Nothing has been changed since opening." not in page
    assert "Why: The committee meets later." in page
    assert "was “Friday 30 July 2027”, is now “Sunday 15 August 2027”." in page
    assert "was “Friday 18 June 2027, 18:00 (UK time)”" in page
    assert "was “the people on the list”, is now “anyone with an email address”." in page
    assert "was “We &lt;b&gt;listen&lt;/b&gt;.”, is now “We pay.”." in page


def test_what_was_decided_about_a_contribution_leads_to_it(client: FlaskClient, session: Session):
    question = opened(session)
    write(session, question.id, "not-shortlisted", NOON, reason="Not ours.", facts={"proposal": 7})
    write(session, question.id, "hidden", NOON, facts={"proposal": 7, "comment": 3})
    write(session, question.id, "costed", NOON, facts={"proposal": 7, "cost": [None, "£6,400"]})

    page = client.get("/q/trees/record").text

    assert "Proposal 7 was left off the ballot." in page
    assert "Comment 3 on proposal 7 was hidden." in page
    assert 'href="/q/trees/proposals/7#c-3"' in page
    assert "“£6,400”; there was none before." in page


def test_what_freezing_fixed_stands_in_the_record(client: FlaskClient, session: Session):
    question = opened(session)
    facts = {"options": 4, "roll_size": 909, "rule": "irv", "publication": "ladder"}
    write(session, question.id, "frozen", NOON, facts={**facts, "options_digest": "ab" * 32})
    session.commit()

    page = client.get("/q/trees/record").text

    assert "Options: 4. People who can vote: 909." in page
    assert "Counted by: one winner, ranked. Published: more, the more people vote." in page
    assert "abab abab abab abab" in page


def test_the_page_shows_the_head_of_the_chain(client: FlaskClient, session: Session):
    question = opened(session)
    newest = head(session, question.id)

    page = client.get("/q/trees/record").text

    assert newest is not None
    assert newest.hex() in page


def test_an_entry_whose_words_were_taken_out_still_shows_that_it_was_made(
    client: FlaskClient, session: Session
):
    opened(session)
    session.execute(delete(RecordWords))
    session.commit()

    page = client.get("/q/trees/record").text

    assert "The question was opened." in page
    assert "The words of this entry were taken out" in page
    assert "Rosa" not in page


def test_the_record_says_no_closer_than_the_outcome_how_few_voted(
    client: FlaskClient, session: Session
):
    question = opened(session)
    write(session, question.id, "sealed", NOON, facts={"ballots": 3, "leaves_root": "ab" * 32})
    session.commit()

    assert "The ballots were sealed: fewer than 5." in client.get("/q/trees/record").text


def test_a_long_record_is_read_page_by_page_and_every_page_is_cheap(
    client: FlaskClient, session: Session
):
    question = opened(session)
    for _number in range(60):
        write(session, question.id, "roll-added", NOON, facts={"number": 2})
    session.commit()

    assert "Entry 61" in client.get("/q/trees/record").text
    assert "The question was opened." in client.get("/q/trees/record?page=2").text
    assert client.get("/q/trees/record?page=3").status_code == 404
    assert client.get("/q/trees/record?page=x").status_code == 404


def test_a_draft_has_no_public_record(client: FlaskClient, session: Session):
    a_question(session, slug="draft", opened=False)

    assert client.get("/q/draft/record").status_code == 404
