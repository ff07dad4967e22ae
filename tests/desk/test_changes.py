"""After opening, a change needs a reason and stands in public; what voting fixed stays."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from deliberate.accounts.models import SignInLink
from deliberate.mail.models import Letter
from deliberate.questions.models import Question
from deliberate.record.models import RecordEntry
from deliberate.voting.models import Contest
from tests.desk.drafts import a_draft, addresses, rosa, typed
from tests.world import NOON, SignIn

REASON = {"reason": "The school is shut that week."}


@pytest.fixture
def client(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(rosa(session))


@pytest.fixture
def question(client, session) -> Question:
    question = a_draft(client, session, addresses=addresses(2))
    assert client.post(f"/desk/q/{question.slug}/open").status_code == 303
    return question


def changed(session: Session) -> list[dict]:
    found = session.scalars(
        select(RecordEntry)
        .where(RecordEntry.deed == "changed")
        .options(joinedload(RecordEntry.words))
    )
    return [json.loads(entry.words.words) for entry in found if entry.words]


def test_a_change_stands_in_the_record_with_what_was_and_why(client, session, question):
    answer = client.post(
        f"/desk/q/{question.slug}/changes",
        data=typed(voting_closes_at="2027-06-22T18:00", budget="95,000", **REASON),
    )

    assert answer.status_code == 303
    [entry] = changed(session)
    assert entry == {
        "actor": "Rosa",
        "reason": REASON["reason"],
        "facts": {
            "voting_closes_at": ["2027-06-18T17:00:00+00:00", "2027-06-22T17:00:00+00:00"],
            "budget": ["£90,000", "£95,000"],
        },
    }
    page = client.get(f"/q/{question.slug}/record").text
    assert REASON["reason"] in page
    assert "Friday 18 June 2027" in page
    assert "£95,000" in page


def test_a_change_without_a_reason_is_refused_and_what_was_typed_is_kept(client, session, question):
    answer = client.post(
        f"/desk/q/{question.slug}/changes", data=typed(decider="The mayor", reason=" ")
    )

    assert answer.status_code == 422
    assert "Say why, in one or two sentences." in answer.text
    assert "The mayor" in answer.text
    session.refresh(question)
    assert question.decider == typed()["decider"]
    assert changed(session) == []


def test_nothing_different_is_no_change(client, session, question):
    answer = client.post(f"/desk/q/{question.slug}/changes", data=typed(**REASON))

    assert answer.status_code == 422
    assert "Nothing is different from before." in answer.text
    assert changed(session) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"pledge": ""}, "Promise what you will do"),
        ({"budget": ""}, "Say how much money there is."),
        ({"voting_closes_at": "2027-09-22T18:00"}, "The answer is due before"),
        ({"proposing_closes_at": "2027-05-27T18:00"}, "before the one above it has closed"),
        ({"proposing_opens_at": "2027-05-02T09:00"}, "This moment is over, or would be."),
        ({"summary": "word " * 70}, "10 words more than 60"),
    ],
)
def test_a_change_leaves_no_gap_in_an_open_question(client, session, question, change, sentence):
    answer = client.post(f"/desk/q/{question.slug}/changes", data=typed(**change, **REASON))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert changed(session) == []


def test_a_stage_that_has_begun_keeps_its_beginning_and_may_go_on_longer(
    client, session, question, clock
):
    clock.pass_by(days=3)
    changes = f"/desk/q/{question.slug}/changes"

    begun = client.post(changes, data=typed(proposing_opens_at="2027-05-09T09:00", **REASON))
    longer = client.post(
        changes,
        data=typed(
            proposing_closes_at="2027-05-27T18:00", shaping_opens_at="2027-05-27T18:00", **REASON
        ),
    )

    assert (begun.status_code, longer.status_code) == (422, 303)
    assert list(changed(session)[0]["facts"]) == ["proposing_closes_at", "shaping_opens_at"]


@pytest.mark.parametrize(
    "change",
    [
        {"voting_closes_at": "2027-06-22T18:00"},
        {"voting_opens_at": "2027-06-02T09:00"},
        {"rule": "greedy"},
        {"completion": "none"},
        {"budget": "91000"},
        {"publication": "every-ballot"},
        {"votes": "anyone"},
        {"max_choices": "3"},
        {"ballot_form": "ranked", "seats": "2"},
    ],
)
def test_what_voting_has_fixed_stays_as_it_is(client, session, question, change):
    contest = session.scalars(select(Contest)).one()
    contest.frozen_at = NOON + timedelta(hours=1)
    session.commit()

    answer = client.post(f"/desk/q/{question.slug}/changes", data=typed(**change, **REASON))

    assert answer.status_code == 409
    assert "The vote is fixed" in answer.text
    assert changed(session) == []


def test_words_may_be_corrected_while_people_vote(client, session, question):
    contest = session.scalars(select(Contest)).one()
    contest.frozen_at = NOON + timedelta(hours=1)
    session.commit()

    answer = client.post(
        f"/desk/q/{question.slug}/changes", data=typed(answerer="Cllr Amir Shah", **REASON)
    )

    assert answer.status_code == 303
    assert changed(session)[0]["facts"] == {"answerer": ["Cllr Rosa Lindqvist", "Cllr Amir Shah"]}


def test_a_draft_is_changed_without_a_reason(client, session):
    draft = a_draft(client, session)
    changes = f"/desk/q/{draft.slug}/changes"

    assert client.get(changes).location == f"/desk/q/{draft.slug}"
    assert client.post(changes, data=typed(**REASON)).status_code == 409


def test_links_that_were_sent_last_as_long_as_the_question_now_does(client, session, question):
    client.post(
        f"/desk/q/{question.slug}/changes",
        data=typed(voting_closes_at="2027-06-22T18:00", **REASON),
    )

    session.expire_all()
    lasts = set(session.scalars(select(SignInLink.expires_at)))
    waits = set(session.scalars(select(Letter.expires_at)))
    assert lasts == waits == {datetime(2027, 6, 22, 17, 0, tzinfo=UTC)}
