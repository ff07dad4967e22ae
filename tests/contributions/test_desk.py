import pytest
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.contributions.models import Contribution, Standing
from deliberate.questions.models import Question
from deliberate.queue import LETTERS
from deliberate.record.models import RecordEntry
from tests.mailbox import letters_to, newest_to, read
from tests.world import NOON, SignIn, a_person, a_proposal, a_question

REASON = {"rule": "private", "reason": "It names a neighbour."}


@pytest.fixture
def question(session: Session) -> Question:
    return a_question(session)


@pytest.fixture
def contribution(session: Session, question: Question) -> Contribution:
    proposal = a_proposal(session, question, a_person(session), body="Mr Hill at 12 is noisy.")
    return session.get_one(Contribution, proposal.contribution_id)


@pytest.fixture
def address(question: Question, contribution: Contribution) -> str:
    return f"/desk/q/{question.slug}/contributions/{contribution.id}"


def hold(session: Session, contribution: Contribution) -> None:
    contribution.standing = Standing.HELD
    session.commit()


def standing(session: Session, contribution: Contribution) -> str:
    return session.get_one(Contribution, contribution.id).standing


def test_hiding_leaves_a_tombstone_that_says_who_when_and_why(
    session: Session, sign_in: SignIn, client: FlaskClient, question: Question, address: str
):
    hidden = sign_in(a_person(session, "Tom")).post(f"{address}/hide", data=REASON)

    assert hidden.status_code == 303
    page = client.get(f"/q/{question.slug}/proposals/1")
    assert page.status_code == 200
    assert "Hidden by Tom on Monday 3 May 2027." in page.text
    assert "Reason: private details: It names a neighbour." in page.text
    assert "Mr Hill" not in page.text
    assert "A bench every 200 metres" not in page.text
    assert client.get(f"/q/{question.slug}/proposals/1/versions").status_code == 404
    front = client.get(f"/q/{question.slug}").text
    assert "A bench every 200 metres" not in front
    assert f"/q/{question.slug}/proposals/1" in front, "the tombstone is linked"


def test_the_author_sees_the_hidden_text_with_the_reason(
    session: Session, sign_in: SignIn, question: Question, address: str
):
    sign_in(a_person(session, "Tom")).post(f"{address}/hide", data=REASON)

    page = sign_in(a_person(session)).get(f"/q/{question.slug}/proposals/1").text

    assert "Mr Hill at 12 is noisy." in page
    assert "It names a neighbour." in page
    assert "Only you and the team see it." in page


def test_the_author_is_told_by_letter_what_was_hidden_and_what_is_back(
    session: Session, sign_in: SignIn, question: Question, address: str
):
    tom = sign_in(a_person(session, "Tom"))

    tom.post(f"{address}/hide", data=REASON)
    told = newest_to(session, "mina@example.org")
    assert told.subject == "We hid your proposal"
    assert "The ground rule: private details." in told.text
    assert "Why: It names a neighbour." in told.text
    assert f"http://localhost:8000/q/{question.slug}/proposals/1" in told.text
    assert "Mr Hill" not in told.text

    tom.post(f"{address}/show-again", data={"reason": "He agreed to it."})
    first, second = letters_to(session, "mina@example.org")
    assert {first.kind, second.kind} == {"hidden", "shown-again"}
    back = next(read(session, one) for one in (first, second) if one.kind == "shown-again")
    assert back.subject == "Your proposal is back"
    assert "Why: He agreed to it." in back.text


def test_a_letter_about_a_hiding_that_is_over_is_not_sent(
    session: Session, sign_in: SignIn, address: str
):
    tom = sign_in(a_person(session, "Tom"))
    tom.post(f"{address}/hide", data=REASON)
    tom.post(f"{address}/show-again", data={"reason": "He agreed to it."})
    (hidden,) = [one for one in letters_to(session, "mina@example.org") if one.kind == "hidden"]

    assert LETTERS["hidden"](session, hidden, NOON, current_app.config) is None


@pytest.mark.parametrize("missing", ["rule", "reason"])
def test_nothing_is_hidden_without_a_rule_and_a_reason(
    session: Session,
    sign_in: SignIn,
    contribution: Contribution,
    address: str,
    missing: str,
):
    page = sign_in(a_person(session, "Tom")).post(f"{address}/hide", data={**REASON, missing: " "})

    assert page.status_code == 422
    assert standing(session, contribution) == Standing.PUBLIC
    assert session.scalars(select(RecordEntry.deed)).all() == []


def test_what_was_hidden_can_be_shown_again_with_a_reason(
    session: Session,
    sign_in: SignIn,
    client: FlaskClient,
    question: Question,
    contribution: Contribution,
    address: str,
):
    tom = sign_in(a_person(session, "Tom"))
    tom.post(f"{address}/hide", data=REASON)
    assert "Show it again?" in tom.get(address).text

    assert tom.post(f"{address}/show-again", data={"reason": ""}).status_code == 422
    assert standing(session, contribution) == Standing.HIDDEN
    shown = tom.post(f"{address}/show-again", data={"reason": "He agreed to it."})

    assert shown.status_code == 303
    assert "Mr Hill at 12 is noisy." in client.get(f"/q/{question.slug}/proposals/1").text
    deeds = session.scalars(select(RecordEntry.deed).order_by(RecordEntry.number)).all()
    assert deeds == ["hidden", "shown-again"]


def test_what_waits_is_listed_and_let_through(
    session: Session,
    sign_in: SignIn,
    client: FlaskClient,
    question: Question,
    contribution: Contribution,
    address: str,
):
    hold(session, contribution)
    tom = sign_in(a_person(session, "Tom"))
    assert "Mr Hill at 12 is noisy." in tom.get(f"/desk/q/{question.slug}/held").text

    done = tom.post(f"{address}/let-through")

    assert done.location == f"/desk/q/{question.slug}/held"
    assert "Nothing waits for you." in tom.get(done.location).text
    assert client.get(f"/q/{question.slug}/proposals/1").status_code == 200


def test_what_is_hidden_is_not_let_through_by_the_way(
    session: Session, sign_in: SignIn, contribution: Contribution, address: str
):
    tom = sign_in(a_person(session, "Tom"))
    tom.post(f"{address}/hide", data=REASON)

    tom.post(f"{address}/let-through")

    assert standing(session, contribution) == Standing.HIDDEN


def test_for_all_but_the_team_the_desk_does_not_exist(
    session: Session,
    sign_in: SignIn,
    client: FlaskClient,
    question: Question,
    contribution: Contribution,
    address: str,
):
    for person in (a_person(session), a_person(session, "Otto")):
        other = sign_in(person)
        assert other.get(f"/desk/q/{question.slug}/held").status_code == 404
        assert other.get(address).status_code == 404
        for deed in ("hide", "show-again", "let-through"):
            assert other.post(f"{address}/{deed}", data=REASON).status_code == 404
    assert client.post(f"{address}/hide", data=REASON).status_code == 401
    assert standing(session, contribution) == Standing.PUBLIC


def test_the_team_of_one_question_reaches_nothing_of_another(
    session: Session, sign_in: SignIn, contribution: Contribution
):
    other = a_question(session)
    rosa = sign_in(a_person(session, "Rosa"))
    address = f"/desk/q/{other.slug}/contributions/{contribution.id}"

    assert rosa.get(address).status_code == 404
    assert rosa.post(f"{address}/hide", data=REASON).status_code == 404
    assert standing(session, contribution) == Standing.PUBLIC


def test_what_was_withdrawn_is_no_longer_the_teams_to_look_at(
    session: Session, sign_in: SignIn, contribution: Contribution, address: str
):
    contribution.standing = Standing.WITHDRAWN
    session.commit()

    assert sign_in(a_person(session, "Rosa")).get(address).status_code == 404
