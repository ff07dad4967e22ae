import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.contributions.models import Contribution, Standing, Wording
from deliberate.proposals.models import Proposal, Support
from deliberate.roll.models import Participant
from tests.world import Clock, SignIn, a_person, a_proposal, a_question, takes_part

FORM = {
    "title": "Twelve street trees",
    "situation": "On hot days the bus stop has no shade. Older neighbours stay at home.",
    "body": "Plant **twelve** trees.",
    "cost": "£9,600",
    "place": "The bus stop at the library",
}
SEND = {**FORM, "step": "send"}


def proposals(session: Session) -> list[Proposal]:
    return list(session.scalars(select(Proposal).order_by(Proposal.contribution_id)))


def words_of(session: Session, proposal: Proposal) -> list[Wording]:
    return list(
        session.scalars(
            select(Wording)
            .where(Wording.contribution_id == proposal.contribution_id)
            .order_by(Wording.version)
        )
    )


def test_a_proposal_is_checked_beside_those_that_are_alike_then_sent(
    session: Session, sign_in: SignIn
):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, a_person(session, "Joe"), "Street trees for shade")
    client = sign_in(mina)

    check = client.post(f"/q/{question.slug}/propose", data=FORM)

    assert check.status_code == 200
    assert "Check your proposal" in check.text
    assert "Street trees for shade" in check.text, "the one that is alike"
    assert "<strong>twelve</strong>" in check.text
    assert len(proposals(session)) == 1, "nothing is sent before the second press"

    sent = client.post(f"/q/{question.slug}/propose", data=SEND)

    assert sent.status_code == 303
    assert sent.location == f"/q/{question.slug}/proposals/2"
    page = client.get(sent.location).text
    assert "Your proposal is in. You can change it until Thursday 13 May 2027, 13:00" in page
    assert "£9,600" in page
    assert "The bus stop at the library" in page


def test_going_back_from_the_check_keeps_everything(session: Session, sign_in: SignIn):
    question = a_question(session)

    page = sign_in(a_person(session)).post(
        f"/q/{question.slug}/propose", data={**FORM, "step": "change"}
    )

    assert page.status_code == 200
    for typed in FORM.values():
        assert typed in page.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Give your proposal a short title."),
        ("title", "   ", "Give your proposal a short title."),
        ("title", "t" * 121, "Your text is 1 letters too long."),
        ("situation", "", "Tell us what happens now, and to whom."),
        ("situation", "s" * 3001, "Your text is 1 letters too long."),
        ("body", "\x00", "Tell us what you propose."),
        ("cost", "a lot", "Write an amount of money in numbers"),
        ("cost", "-5", "Write an amount of money in numbers"),
        ("place", "p" * 201, "Your text is 1 letters too long."),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_keeps_what_was_typed(
    session: Session, sign_in: SignIn, field: str, typed: str, sentence: str
):
    question = a_question(session)

    page = sign_in(a_person(session)).post(
        f"/q/{question.slug}/propose", data={**SEND, field: typed}
    )

    assert page.status_code == 422
    assert sentence in page.text
    assert "<title>Check 1 answer:" in page.text
    for name, text in {**SEND, field: typed.strip("\x00 ")}.items():
        assert name == "step" or text in page.text
    assert proposals(session) == []


def test_the_name_that_others_see_is_asked_once(session: Session, sign_in: SignIn):
    question = a_question(session)
    nameless = a_person(session, "", email="new@example.org")
    client = sign_in(nameless)

    assert client.post(f"/q/{question.slug}/propose", data=SEND).status_code == 422
    sent = client.post(f"/q/{question.slug}/propose", data={**SEND, "name": "Dot\nof the hill"})
    again = client.post(f"/q/{question.slug}/propose", data={**SEND, "name": "Somebody else"})

    assert (sent.status_code, again.status_code) == (303, 303)
    assert session.get_one(Person, nameless.id).name == "Dot of the hill"
    page = client.get(sent.location).text
    assert "Dot of the hill" in page
    assert "new@example.org" not in page


def test_what_a_form_does_not_ask_for_is_never_stored(session: Session, sign_in: SignIn):
    question, mina, joe = a_question(session), a_person(session), a_person(session, "Joe")
    other = a_question(session)
    forged = {
        "person_id": str(joe.id),
        "author_id": str(joe.id),
        "author": "Joe",
        "standing": "hidden",
        "is_shortlisted": "1",
        "shortlist_reason": "Because.",
        "question_id": str(other.id),
        "number": "77",
        "kind": "comment",
        "version": "9",
        "by_team": "1",
        "body_html": "<script>alert(1)</script>",
        "name": "Mayor",
    }

    sign_in(mina).post(f"/q/{question.slug}/propose", data={**SEND, **forged})

    (proposal,) = proposals(session)
    contribution = session.get_one(Contribution, proposal.contribution_id)
    assert (proposal.question_id, proposal.number) == (question.id, 1)
    assert (proposal.is_shortlisted, proposal.shortlist_reason) == (None, None)
    assert contribution.person_id == mina.id
    assert (contribution.standing, contribution.kind, contribution.version) == (
        "public",
        "proposal",
        1,
    )
    assert "script" not in (words_of(session, proposal)[0].body_html or "")
    assert session.get_one(Person, mina.id).name == "Mina"


def test_a_first_proposal_with_a_link_waits_and_its_author_is_told(
    session: Session, sign_in: SignIn, client: FlaskClient
):
    question, mina = a_question(session), sign_in(a_person(session))

    sent = mina.post(
        f"/q/{question.slug}/propose", data={**SEND, "body": "See https://example.org/trees"}
    )

    assert (
        "A person looks at first posts that hold a link or a number" in mina.get(sent.location).text
    )
    assert client.get(sent.location).status_code == 404
    assert sign_in(a_person(session, "Joe")).get(sent.location).status_code == 404
    assert "Twelve street trees" not in client.get(f"/q/{question.slug}").text
    assert "Waits for a look" in sign_in(a_person(session, "Rosa")).get(f"/q/{question.slug}").text


def test_the_sixth_proposal_of_a_day_is_refused_and_nothing_typed_is_lost(
    session: Session, sign_in: SignIn, clock: Clock
):
    question, client = a_question(session), sign_in(a_person(session))
    for _ in range(5):
        assert client.post(f"/q/{question.slug}/propose", data=SEND).status_code == 303

    refused = client.post(f"/q/{question.slug}/propose", data=SEND)

    assert refused.status_code == 429
    assert "You have sent 5 proposals in a day. You can go on at Tuesday 4 May 2027, 13:00" in (
        refused.text
    )
    for typed in FORM.values():
        assert typed in refused.text
    clock.pass_by(days=1)
    assert client.post(f"/q/{question.slug}/propose", data=SEND).status_code == 303


def test_proposals_are_taken_in_while_the_stage_is_proposing_only(
    session: Session, sign_in: SignIn, clock: Clock
):
    question, client = a_question(session), sign_in(a_person(session))
    clock.pass_by(days=10)

    assert "Proposals are taken in from" in client.get(f"/q/{question.slug}/propose").text
    for step in ("check", "send"):
        late = client.post(f"/q/{question.slug}/propose", data={**FORM, "step": step})
        assert late.status_code == 409
        assert "Plant **twelve** trees." in late.text, "what was typed is still there"
    assert proposals(session) == []


def test_only_those_on_the_list_propose_where_the_question_says_so(
    session: Session, sign_in: SignIn
):
    question = a_question(session, takes_part="list")
    mina, otto = a_person(session), a_person(session, "Otto")
    takes_part(session, question, mina)

    refused = sign_in(otto).post(f"/q/{question.slug}/propose", data=SEND)

    assert refused.status_code == 403
    assert "Plant **twelve** trees." in refused.text
    assert sign_in(mina).post(f"/q/{question.slug}/propose", data=SEND).status_code == 303


def test_who_contributes_to_an_open_question_takes_part_in_it(session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)

    sign_in(mina).post(f"/q/{question.slug}/propose", data=SEND)

    assert session.scalars(select(Participant.person_id)).all() == [mina.id]


def test_a_change_keeps_the_earlier_version_readable(
    session: Session, sign_in: SignIn, client: FlaskClient
):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, mina, body="Put **four** benches here.")
    author = sign_in(mina)
    changed = {**FORM, "body": "Put six benches here."}

    assert "Put **four** benches here." in author.get(f"/q/{question.slug}/proposals/1/change").text
    done = author.post(f"/q/{question.slug}/proposals/1/change", data=changed)

    assert done.status_code == 303
    page = client.get(f"/q/{question.slug}/proposals/1").text
    assert "Put six benches here." in page
    assert "changed on Monday 3 May 2027" in page
    versions = client.get(f"/q/{question.slug}/proposals/1/versions").text
    assert "Put six benches here." in versions
    assert "Put <strong>four</strong> benches here." in versions


def test_a_change_that_is_wrong_keeps_what_was_typed(session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)
    proposal = a_proposal(session, question, mina)

    page = sign_in(mina).post(f"/q/{question.slug}/proposals/1/change", data={**FORM, "title": ""})

    assert page.status_code == 422
    assert "Plant **twelve** trees." in page.text
    assert len(words_of(session, proposal)) == 1


def test_another_persons_proposal_is_changed_and_withdrawn_by_nobody_else(
    session: Session, sign_in: SignIn
):
    question, mina = a_question(session), a_person(session)
    proposal = a_proposal(session, question, mina)

    for name in ("Joe", "Rosa"):
        other = sign_in(a_person(session, name))
        assert other.get(f"/q/{question.slug}/proposals/1/change").status_code == 404
        assert other.post(f"/q/{question.slug}/proposals/1/change", data=FORM).status_code == 404
        assert other.post(f"/q/{question.slug}/proposals/1/withdraw").status_code == 404

    assert len(words_of(session, proposal)) == 1
    assert session.get_one(Contribution, proposal.contribution_id).standing == Standing.PUBLIC


def test_another_questions_proposal_answers_like_a_missing_one(session: Session, sign_in: SignIn):
    question, other, mina = a_question(session), a_question(session), a_person(session)
    a_proposal(session, other, mina)
    author = sign_in(mina)

    for path in ("", "/change", "/versions", "/comments"):
        assert author.get(f"/q/{question.slug}/proposals/1{path}").status_code == 404
    for path in ("/change", "/withdraw", "/support", "/support/withdraw", "/comments"):
        assert author.post(f"/q/{question.slug}/proposals/1{path}", data=FORM).status_code == 404


def test_a_withdrawn_proposal_leaves_a_tombstone_and_keeps_its_words_to_its_author(
    session: Session, sign_in: SignIn, client: FlaskClient
):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, mina)
    author = sign_in(mina)

    author.post(f"/q/{question.slug}/proposals/1/withdraw")

    page = client.get(f"/q/{question.slug}/proposals/1")
    assert page.status_code == 200
    assert "Withdrawn by its author on Monday 3 May 2027." in page.text
    assert "Put benches along the road." not in page.text
    assert "A bench every 200 metres" not in page.text
    assert client.get(f"/q/{question.slug}/proposals/1/versions").status_code == 404
    assert "Put benches along the road." in author.get(f"/q/{question.slug}/proposals/1").text
    assert "A bench every 200 metres" not in client.get(f"/q/{question.slug}").text


def test_after_shaping_a_proposal_stays_as_it_is(session: Session, sign_in: SignIn, clock: Clock):
    stages = {"proposing": (-1, 10), "shaping": (10, 20)}
    question, mina = a_question(session, stages=stages), a_person(session)
    proposal = a_proposal(session, question, mina)
    author = sign_in(mina)

    clock.pass_by(days=15)
    assert author.post(f"/q/{question.slug}/proposals/1/change", data=FORM).status_code == 303
    clock.pass_by(days=5)
    late = author.post(f"/q/{question.slug}/proposals/1/change", data=FORM)
    withdrawn = author.post(f"/q/{question.slug}/proposals/1/withdraw")

    assert (late.status_code, withdrawn.status_code) == (409, 409)
    assert "Plant **twelve** trees." in late.text
    assert len(words_of(session, proposal)) == 2


def test_alike_proposals_are_shown_while_the_title_is_typed(session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, mina)

    part = sign_in(mina).get(
        f"/q/{question.slug}/propose?title=Benches",
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )

    assert part.status_code == 200
    assert "A bench every 200 metres" in part.text
    assert "<html" not in part.text


def test_support_counts_once_however_often_it_is_pressed(session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, a_person(session, "Joe"))
    client, here = sign_in(mina), f"/q/{question.slug}/proposals/1"

    for _ in range(3):
        assert client.post(f"{here}/support").status_code == 303
    assert "1 person supports this." in client.get(here).text

    for _ in range(2):
        assert client.post(f"{here}/support/withdraw").status_code == 303
    assert "0 people support this." in client.get(here).text


def test_50_presses_at_once_count_one_support(app: Flask, session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, a_person(session, "Joe"))
    address = f"/q/{question.slug}/proposals/1/support"
    clients = [sign_in(mina) for _ in range(50)]
    session.rollback()
    answers: list[int] = []

    threads = [
        threading.Thread(target=lambda one=one: answers.append(one.post(address).status_code))
        for one in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [303] * 50
    assert session.scalar(select(func.count()).select_from(Support)) == 1


def test_support_answers_htmx_with_the_part_alone(session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, mina)

    part = sign_in(mina).post(
        f"/q/{question.slug}/proposals/1/support",
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )

    assert part.status_code == 200
    assert "1 person supports this." in part.text
    assert 'id="say"' in part.text
    assert "<html" not in part.text


def test_support_is_taken_in_while_proposals_are_made_and_shaped_only(
    session: Session, sign_in: SignIn, clock: Clock
):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, mina)
    clock.pass_by(days=25)

    assert sign_in(mina).post(f"/q/{question.slug}/proposals/1/support").status_code == 409
    assert session.scalar(select(func.count()).select_from(Support)) == 0


@pytest.mark.parametrize("path", ["/propose", "/proposals/1/change", "/proposals/1/comments"])
def test_writing_sends_a_stranger_to_sign_in_and_brings_them_back(
    session: Session, client: FlaskClient, path: str
):
    question = a_question(session)
    a_proposal(session, question, a_person(session))

    answer = client.get(f"/q/{question.slug}{path}")

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
