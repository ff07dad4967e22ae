from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.contributions.models import Contribution, Standing
from deliberate.proposals.models import Proposal
from deliberate.proposals.queries import shortlisted
from deliberate.questions.models import Question
from deliberate.voting.models import Contest
from tests.world import NOON, SignIn, a_person, a_proposal, a_question, record_of

IN = {"choice": "in", "reason": "It fits the road.", "cost": "£6,400"}
OPTION = {
    "title": "Twelve street trees",
    "situation": "It is hot at the bus stop.",
    "body": "Plant trees.",
    "cost": "9600",
    "reason": "The council can plant them this year.",
}


@pytest.fixture
def question(session: Session) -> Question:
    return a_question(session)


@pytest.fixture
def proposal(session: Session, question: Question) -> Proposal:
    return a_proposal(session, question, a_person(session))


@pytest.fixture
def desk(question: Question) -> str:
    return f"/desk/q/{question.slug}/shortlist"


def freeze(session: Session, question: Question) -> None:
    session.add(Contest(question_id=question.id, code=f"c{question.id}", frozen_at=NOON))
    session.commit()


def test_the_team_puts_a_proposal_on_the_ballot_with_a_public_reason(
    session: Session,
    sign_in: SignIn,
    client: FlaskClient,
    question: Question,
    proposal: Proposal,
    desk: str,
):
    done = sign_in(a_person(session, "Tom")).post(f"{desk}/1", data=IN)

    assert done.status_code == 303
    page = client.get(f"/q/{question.slug}/proposals/1").text
    assert "On the ballot" in page
    assert "It fits the road." in page
    assert "£6,400" in page
    record = client.get(f"/q/{question.slug}/record").text
    assert "Proposal 1 was put on the ballot." in record
    assert "“£6,400”; there was none before." in record
    assert [one.cost_minor for one in shortlisted(session, question.id)] == [640_000]
    costed, chosen = record_of(session, question)
    assert costed == (
        "costed",
        {
            "actor": "Tom",
            "reason": "",
            "facts": {"proposal": 1, "cost": [None, "£6,400"]},
        },
    )
    assert chosen == (
        "shortlisted",
        {"actor": "Tom", "reason": "It fits the road.", "facts": {"proposal": 1}},
    )


def test_leaving_one_off_needs_a_reason_too_and_the_reason_is_public(
    session: Session,
    sign_in: SignIn,
    client: FlaskClient,
    question: Question,
    proposal: Proposal,
    desk: str,
):
    tom = sign_in(a_person(session, "Tom"))

    silent = tom.post(f"{desk}/1", data={"choice": "out", "reason": " "})
    assert silent.status_code == 422
    assert record_of(session, question) == []

    tom.post(f"{desk}/1", data={"choice": "out", "reason": "The council does not own that land."})
    page = client.get(f"/q/{question.slug}/proposals/1").text
    assert "Not on the ballot" in page
    assert "The council does not own that land." in page
    assert [deed for deed, _ in record_of(session, question)] == ["not-shortlisted"]
    assert shortlisted(session, question.id) == []


def test_deciding_the_same_again_adds_nothing_to_the_record(
    session: Session, sign_in: SignIn, question: Question, proposal: Proposal, desk: str
):
    tom = sign_in(a_person(session, "Tom"))

    for _ in range(2):
        tom.post(f"{desk}/1", data=IN)

    assert [deed for deed, _ in record_of(session, question)] == ["costed", "shortlisted"]


@pytest.mark.parametrize(
    ("field", "typed"), [("choice", ""), ("choice", "maybe"), ("cost", "lots"), ("reason", "")]
)
def test_a_wrong_decision_keeps_what_was_typed(
    session: Session, sign_in: SignIn, proposal: Proposal, desk: str, field: str, typed: str
):
    page = sign_in(a_person(session, "Tom")).post(f"{desk}/1", data={**IN, field: typed})

    assert page.status_code == 422
    for name, text in {**IN, field: typed}.items():
        assert name == "choice" or text in page.text


def test_once_the_ballot_is_fixed_nothing_on_it_changes(
    session: Session, sign_in: SignIn, question: Question, proposal: Proposal, desk: str
):
    freeze(session, question)
    tom, mina = sign_in(a_person(session, "Tom")), sign_in(a_person(session))

    decided = tom.post(f"{desk}/1", data=IN)
    added = tom.post(f"{desk}/add", data=OPTION)
    changed = mina.post(
        f"/q/{question.slug}/proposals/1/change",
        data={"title": "Other", "situation": "Other", "body": "Other words"},
    )
    withdrawn = mina.post(f"/q/{question.slug}/proposals/1/withdraw")

    answers = (decided, added, changed, withdrawn)
    assert [answer.status_code for answer in answers] == [409] * 4
    assert "It fits the road." in decided.text
    assert "The council can plant them this year." in added.text
    assert "Other words" in changed.text
    assert len(session.scalars(select(Proposal)).all()) == 1
    assert session.get_one(Proposal, proposal.contribution_id).is_shortlisted is None
    contribution = session.get_one(Contribution, proposal.contribution_id)
    assert (contribution.version, contribution.standing) == (1, Standing.PUBLIC)
    assert record_of(session, question) == []
    assert "The ballot is fixed since" in tom.get(desk).text


def test_the_team_gives_options_where_nobody_proposes(
    session: Session, sign_in: SignIn, client: FlaskClient
):
    question = a_question(session, stages={"voting": (20, 30)})
    tom = sign_in(a_person(session, "Tom"))

    for number in range(1, 8):
        given = tom.post(
            f"/desk/q/{question.slug}/shortlist/add", data={**OPTION, "title": f"Option {number}"}
        )
        assert given.location == f"/desk/q/{question.slug}/shortlist#p-{number}"

    found = shortlisted(session, question.id)
    assert [one.title for one in found] == [f"Option {number}" for number in range(1, 8)]
    assert {one.cost_minor for one in found} == {960_000}
    assert "Option 7" in client.get(f"/q/{question.slug}").text
    assert "The council can plant them this year." in (
        client.get(f"/q/{question.slug}/proposals/7").text
    )


def test_options_of_a_draft_are_prepared_out_of_sight_and_without_a_record(
    session: Session, sign_in: SignIn, client: FlaskClient
):
    question = a_question(session, opened=False)
    tom = sign_in(a_person(session, "Tom"))

    given = tom.post(f"/desk/q/{question.slug}/shortlist/add", data=OPTION)

    assert given.status_code == 303
    assert "Twelve street trees" in tom.get(f"/desk/q/{question.slug}/shortlist").text
    for reader in (client, tom):
        assert reader.get(f"/q/{question.slug}").status_code == 404
        assert reader.get(f"/q/{question.slug}/proposals/1").status_code == 404
    assert record_of(session, question) == []


def test_who_gave_an_option_changes_its_words_until_the_ballot_is_fixed(
    session: Session, sign_in: SignIn
):
    question = a_question(session, opened=False, stages={"voting": (20, 30)})
    tom, rosa = sign_in(a_person(session, "Tom")), sign_in(a_person(session, "Rosa"))
    desk = f"/desk/q/{question.slug}/shortlist"
    tom.post(f"{desk}/add", data=OPTION)
    assert "Plant trees." in tom.get(f"{desk}/1/change").text

    done = tom.post(f"{desk}/1/change", data={**OPTION, "body": "Plant limes."})

    assert done.location == desk
    (option,) = shortlisted(session, question.id)
    assert option.body_html == "<p>Plant limes.</p>\n"
    assert rosa.post(f"{desk}/1/change", data=OPTION).status_code == 404
    freeze(session, question)
    assert tom.post(f"{desk}/1/change", data=OPTION).status_code == 409


def test_an_option_without_its_words_is_refused_with_what_was_typed(
    session: Session, sign_in: SignIn, question: Question, desk: str
):
    page = sign_in(a_person(session, "Tom")).post(f"{desk}/add", data={**OPTION, "title": ""})

    assert page.status_code == 422
    assert "The council can plant them this year." in page.text
    assert session.scalars(select(Proposal)).all() == []


def test_what_others_cannot_read_does_not_get_on_the_ballot(
    session: Session, sign_in: SignIn, question: Question, proposal: Proposal, desk: str
):
    session.get_one(Contribution, proposal.contribution_id).standing = Standing.HELD

    refused = sign_in(a_person(session, "Tom")).post(f"{desk}/1", data=IN)

    assert refused.status_code == 409
    assert session.get_one(Proposal, proposal.contribution_id).is_shortlisted is None


def test_for_all_but_the_team_the_shortlist_does_not_exist(
    session: Session,
    sign_in: SignIn,
    client: FlaskClient,
    proposal: Proposal,
    desk: str,
):
    for name in ("Mina", "Otto"):
        other = sign_in(a_person(session, name))
        for path in (desk, f"{desk}/1"):
            assert other.get(path).status_code == 404
        assert other.post(f"{desk}/1", data=IN).status_code == 404
        assert other.post(f"{desk}/add", data=OPTION).status_code == 404
    assert client.post(f"{desk}/1", data=IN).status_code == 401
    assert session.get_one(Proposal, proposal.contribution_id).is_shortlisted is None


def test_another_questions_proposal_answers_like_a_missing_one(
    session: Session, sign_in: SignIn, proposal: Proposal
):
    other = a_question(session)
    tom = sign_in(a_person(session, "Tom"))

    assert tom.get(f"/desk/q/{other.slug}/shortlist/1").status_code == 404
    assert tom.post(f"/desk/q/{other.slug}/shortlist/1", data=IN).status_code == 404


def test_voters_choose_from_what_is_on_the_ballot_and_can_see_the_rest(
    session: Session, client: FlaskClient, question: Question, clock: Any
):
    mina = a_person(session)
    a_proposal(session, question, mina, "Trees", is_shortlisted=True, shortlisted_at=NOON)
    a_proposal(session, question, mina, "A tunnel", is_shortlisted=False, shortlisted_at=NOON)
    freeze(session, question)
    clock.now = NOON + timedelta(days=25)

    page = client.get(f"/q/{question.slug}").text
    assert "What you choose from" in page
    assert "Trees" in page
    assert "A tunnel" not in page
    assert "A tunnel" in client.get(f"/q/{question.slug}?show=all").text
