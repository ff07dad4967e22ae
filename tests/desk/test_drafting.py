"""A draft is one page, keeps what was typed, and says plainly what to mend."""

import json
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.questions.models import Question
from deliberate.roll.queries import number_listed
from deliberate.voting.models import Contest
from tests.desk.drafts import a_draft, rosa, typed
from tests.world import SignIn, a_person


@pytest.fixture
def client(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(rosa(session))


def contest_of(session: Session, question: Question) -> Contest:
    return session.scalars(select(Contest).where(Contest.question_id == question.id)).one()


def test_an_empty_form_is_a_draft_and_the_page_lists_what_is_missing(client, session):
    empty = dict.fromkeys(typed(), "") | {
        "ballot_form": "ranked",
        "completion": "none",
        "utility": "cost",
        "publication": "ladder",
        "takes_part": "anyone",
        "votes": "list",
    }

    answer = client.post("/desk/new", data=empty)
    page = client.get(answer.location).text

    assert session.scalars(select(Question)).one().opened_at is None
    assert "Write the question in one sentence." in page
    assert "Say when each stage opens and closes." in page
    assert 'href="/desk/q/' in page
    assert "#title" in page


def test_the_page_for_a_new_question_has_the_usual_filled_in(client):
    page = client.get("/desk/new").text

    assert 'value="2027-05-04T09:00"' in page
    assert "We answer each proposal that is chosen" in page
    assert "Be kind." in page


def test_what_was_typed_is_saved_with_its_contest(client, session):
    question = a_draft(client, session)
    contest = contest_of(session, question)

    assert question.slug == "how-should-we-make-ashgrove-road-safer-and-greener"
    assert contest.budget_minor == 9_000_000
    assert (contest.rule, contest.seats) == ("equal-shares", None)
    assert json.loads(contest.rule_options) == {"utility": "cost", "completion": "add1u"}
    assert question.stages[0].opens_at == datetime(2027, 5, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "rule", "options"),
    [
        ({"ballot_form": "ranked", "seats": "1"}, "irv", {}),
        ({"ballot_form": "ranked", "seats": "3"}, "stv-scottish", {}),
        ({"ballot_form": "ranked", "seats": "1", "rule": "stv-scottish"}, "stv-scottish", {}),
        (
            {"ballot_form": "projects", "max_choices": "4", "rule": "greedy", "min_votes": "5"},
            "greedy",
            {"by": "votes", "min_votes": 5},
        ),
        (
            {"utility": "cardinality", "completion": "none"},
            "equal-shares",
            {"utility": "cardinality", "completion": "none"},
        ),
    ],
)
def test_a_rule_that_fits_is_picked_and_may_be_changed(client, session, choice, rule, options):
    question = a_draft(client, session, **choice)
    contest = contest_of(session, question)

    assert contest.rule == rule
    assert json.loads(contest.rule_options) == options


def test_a_length_fills_in_the_dates_anew(client, session):
    question = a_draft(client, session)

    client.post(f"/desk/q/{question.slug}", data=typed(weeks="10", answer_due_on=""))
    page = client.get(f"/desk/q/{question.slug}").text

    assert 'value="2027-05-04T09:00"' in page
    assert 'value="2027-07-13T18:00"' in page
    assert 'value="2027-08-24"' in page


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ({"budget": "ninety thousand"}, "Write an amount of money in numbers"),
        ({"budget": "-5"}, "Write an amount of money in numbers"),
        ({"seats": "a few"}, "Write a whole number"),
        ({"seats": "0"}, "Write a number from 1 to 50."),
        ({"title": "x" * 240}, "40 letters too long"),
        ({"pledge": "x" * 20_000}, "16000 letters too long"),
        ({"voting_closes_at": "2027-05-31T18:00"}, "This stage closes before it opens."),
        ({"shaping_opens_at": "2027-05-20T09:00"}, "before the one above it has closed"),
        ({"voting_closes_at": ""}, "Fill in both moments"),
        ({"proposing_opens_at": "soon"}, "Write a day and an hour"),
        ({"proposing_opens_at": "2027-03-28T01:30"}, "The clocks go forward then"),
        ({"voting_closes_at": "2027-10-31T01:30"}, "The clocks go back then"),
        ({"answer_due_on": "30/7"}, "Write a day, like"),
        ({"answer_due_on": "0027-07-30"}, "Write the year with four digits"),
        ({"ballot_form": "ranked", "seats": "1", "max_choices": "12"}, "People can rank ten"),
        ({"rule": "drawing-straws"}, "Choose one of these."),
        ({"addresses": "mina@example.org\nnobody"}, "Line 2: no @."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_everything_typed_is_kept(
    client, session, mistake, sentence
):
    field, value = list(mistake.items())[-1]
    for address in ("/desk/new", f"/desk/q/{a_draft(client, session).slug}"):
        answer = client.post(address, data=typed(**mistake, decider="The mayor & her deputy"))

        assert answer.status_code == 422
        assert sentence in answer.text
        assert "The mayor &amp; her deputy" in answer.text
        assert value.partition("\n")[0] in answer.text or field == "rule"
        assert "<title>Check 1 answer:" in answer.text.replace("\n", "")
    assert len(session.scalars(select(Question)).all()) == 1
    assert session.scalars(select(Question)).one().decider.startswith("The Highways")


def test_an_hour_is_right_on_both_sides_of_a_change_of_the_clock(client, session):
    question = a_draft(
        client,
        session,
        voting_opens_at="2027-10-30T09:00",
        voting_closes_at="2027-11-01T09:00",
        answer_due_on="2027-12-01",
    )

    voting = question.stages[-1]

    assert voting.opens_at == datetime(2027, 10, 30, 8, 0, tzinfo=UTC)
    assert voting.closes_at == datetime(2027, 11, 1, 9, 0, tzinfo=UTC)
    assert 'value="2027-10-30T09:00"' in client.get(f"/desk/q/{question.slug}").text


def test_addresses_may_be_pasted_on_the_same_page(client, session):
    question = a_draft(client, session, addresses="mina@example.org\nM.ina@example.org")

    client.post(f"/desk/q/{question.slug}", data=typed(addresses="mina@example.org"))

    assert number_listed(session, question.id) == 2
    assert "2 people are on the list." in client.get(f"/desk/q/{question.slug}").text


def test_hostile_texts_come_out_inert(client, session):
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    question = a_draft(client, session, title=hostile, ground_rules=hostile, place=hostile)

    page = client.get(f"/desk/q/{question.slug}").text

    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page


def test_two_questions_with_one_title_have_two_addresses(client, session):
    assert a_draft(client, session).slug != a_draft(client, session).slug


def test_a_draft_without_a_title_gets_its_address_with_its_first_title(client, session):
    question = a_draft(client, session, title="")

    answer = client.post(f"/desk/q/{question.slug}", data=typed(title="Größere Bäume?"))

    assert answer.location == "/desk/q/grossere-baume"
    client.post(answer.location, data=typed(title="Another title"))
    assert client.get("/desk/q/grossere-baume").status_code == 200


def test_only_conveners_start_questions(session, sign_in):
    assert sign_in(a_person(session, "Otto")).get("/desk/new").status_code == 403


def test_the_team_grows_by_an_address_and_the_convener_stays(client, session):
    question = a_draft(client, session)
    address = f"/desk/q/{question.slug}/team"

    client.post(address, data={"email": "Tom@Example.org", "role": "facilitator"})
    twice = client.post(address, data={"email": "tom@example.org", "role": "facilitator"})
    wrong = client.post(address, data={"email": "tom", "role": "councillor"})
    stays = client.post(f"{address}/remove/{rosa(session).id}")

    assert "tom@example.org" in client.get(address).text
    assert (twice.status_code, wrong.status_code, stays.status_code) == (422, 422, 409)
