import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.comments.models import Comment, CommentKind
from deliberate.contributions.models import Contribution, Standing
from deliberate.proposals.models import Proposal
from deliberate.questions.models import Question
from tests.comments.ground import a_comment
from tests.world import Clock, SignIn, a_person, a_proposal, a_question, takes_part

SAID = {"kind": "experience", "body": "I rest at the **wall** each day."}


@pytest.fixture
def question(session: Session) -> Question:
    return a_question(session)


@pytest.fixture
def proposal(session: Session, question: Question) -> Proposal:
    return a_proposal(session, question, a_person(session, "Dot"))


@pytest.fixture
def here(question: Question, proposal: Proposal) -> str:
    return f"/q/{question.slug}/proposals/{proposal.number}"


def comments(session: Session) -> list[Comment]:
    return list(session.scalars(select(Comment).order_by(Comment.number)))


def test_a_comment_is_sent_and_stands_at_its_own_address(
    session: Session, sign_in: SignIn, client: FlaskClient, here: str
):
    sent = sign_in(a_person(session)).post(f"{here}/comments", data=SAID)

    assert sent.status_code == 303
    assert sent.location == f"{here}#c-1"
    page = client.get(here).text
    assert 'id="c-1"' in page
    assert "I rest at the <strong>wall</strong> each day." in page
    assert "Lived experience" in page
    assert "Mina" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "", "body": "Yes."}, "Choose what you want to add."),
        ({"kind": "gossip", "body": "Yes."}, "choice"),
        ({"kind": "reply", "body": "Yes."}, "choice"),
        ({"kind": "concern", "body": " "}, "Write what you want to say."),
        ({"kind": "concern", "body": "b" * 4001}, "Your text is 1 letters too long."),
        ({"kind": "evidence", "body": "Yes."}, "Say where the evidence comes from"),
    ],
)
def test_a_wrong_comment_says_what_to_do_and_keeps_what_was_typed(
    session: Session, sign_in: SignIn, here: str, said: dict[str, str], sentence: str
):
    page = sign_in(a_person(session)).post(f"{here}/comments", data=said)

    assert page.status_code == 422
    assert sentence in page.text
    assert said["body"].strip() in page.text
    assert comments(session) == []


def test_evidence_names_its_source_and_an_address_becomes_a_plain_link(
    session: Session, sign_in: SignIn, client: FlaskClient, here: str
):
    rosa = sign_in(a_person(session, "Rosa"))
    for source in ("https://example.org/count", "javascript:alert(1)", "The library's count, 2026"):
        rosa.post(
            f"{here}/comments", data={"kind": "evidence", "body": "311 bikes", "source": source}
        )

    page = client.get(here).text

    assert '<a href="https://example.org/count" rel="nofollow ugc noopener noreferrer">' in page
    assert 'href="javascript' not in page
    assert "The library&#39;s count, 2026" in page


def test_replies_stand_one_level_below(
    session: Session, sign_in: SignIn, client: FlaskClient, here: str
):
    mina, joe = sign_in(a_person(session)), sign_in(a_person(session, "Joe"))
    mina.post(f"{here}/comments", data={"kind": "question", "body": "Where would it stand?"})
    assert "Where would it stand?" in joe.get(f"{here}/comments?reply_to=1").text

    joe.post(f"{here}/comments", data={"reply_to": "1", "body": "By the library."})
    sent = mina.post(f"{here}/comments", data={"reply_to": "2", "body": "Thank you."})

    assert sent.location == f"{here}#c-3"
    first, second, third = comments(session)
    assert (second.kind, third.kind) == ("reply", "reply")
    assert second.replies_to_id == third.replies_to_id == first.contribution_id
    page = client.get(here).text
    assert page.index('id="c-1"') < page.index('id="c-2"') < page.index('id="c-3"')


def test_a_reply_to_nothing_is_refused_and_keeps_what_was_typed(
    session: Session, sign_in: SignIn, question: Question, here: str
):
    other = a_proposal(session, question, a_person(session, "Dot"), "Another")
    a_comment(session, other, a_person(session, "Dot"), number=5)

    refused = sign_in(a_person(session)).post(
        f"{here}/comments", data={"reply_to": "5", "body": "I agree with you."}
    )

    assert refused.status_code == 404
    assert "I agree with you." in refused.text


def test_a_question_stays_open_until_who_asked_or_the_team_says_it_is_answered(
    session: Session, sign_in: SignIn, client: FlaskClient, here: str
):
    mina, joe = sign_in(a_person(session)), sign_in(a_person(session, "Joe"))
    rosa = sign_in(a_person(session, "Rosa"))
    mina.post(f"{here}/comments", data={"kind": "question", "body": "Where?"})
    joe.post(f"{here}/comments", data={"reply_to": "1", "body": "There."})
    assert comments(session)[0].met_at is None, "a reply alone answers nothing"

    assert joe.post(f"{here}/comments/1/met").status_code == 403
    assert comments(session)[0].met_at is None

    assert mina.post(f"{here}/comments/1/met").status_code == 303
    assert "Question answered" in client.get(here).text

    assert rosa.post(f"{here}/comments/1/met", data={"is_met": "no"}).status_code == 303
    assert comments(session)[0].met_at is None


def test_a_concern_is_counted_on_the_questions_page_while_it_is_open(
    session: Session, sign_in: SignIn, client: FlaskClient, question: Question, here: str
):
    mina = sign_in(a_person(session))
    mina.post(f"{here}/comments", data={"kind": "concern", "body": "Who waters them?"})
    assert "1 open concern" in client.get(f"/q/{question.slug}").text

    mina.post(f"{here}/comments/1/met")

    assert "1 open concern" not in client.get(f"/q/{question.slug}").text
    assert "Concern met" in client.get(here).text


def test_an_experience_is_nothing_that_one_meets(
    session: Session, sign_in: SignIn, proposal: Proposal, here: str
):
    a_comment(session, proposal, a_person(session))

    assert sign_in(a_person(session, "Rosa")).post(f"{here}/comments/1/met").status_code == 403


def test_a_change_keeps_the_earlier_version_readable(
    session: Session, sign_in: SignIn, client: FlaskClient, proposal: Proposal, here: str
):
    mina = a_person(session)
    a_comment(session, proposal, mina)
    author = sign_in(mina)
    assert "I rest at the wall each day." in author.get(f"{here}/comments/1/change").text

    done = author.post(f"{here}/comments/1/change", data={"body": "I rest twice."})

    assert done.location == f"{here}#c-1"
    assert "I rest twice." in client.get(here).text
    versions = client.get(f"{here}/comments/1/versions").text
    assert "I rest twice." in versions
    assert "I rest at the wall each day." in versions


def test_evidence_keeps_needing_a_source_when_it_is_changed(
    session: Session, sign_in: SignIn, proposal: Proposal, here: str
):
    mina = a_person(session)
    a_comment(session, proposal, mina, CommentKind.EVIDENCE, source="A count")

    page = sign_in(mina).post(f"{here}/comments/1/change", data={"body": "New", "source": ""})

    assert page.status_code == 422
    assert comments(session)[0].source == "A count"


def test_another_persons_comment_is_changed_and_withdrawn_by_nobody_else(
    session: Session, sign_in: SignIn, proposal: Proposal, here: str
):
    comment = a_comment(session, proposal, a_person(session))

    for name in ("Joe", "Rosa"):
        other = sign_in(a_person(session, name))
        assert other.get(f"{here}/comments/1/change").status_code == 404
        assert other.post(f"{here}/comments/1/change", data={"body": "No"}).status_code == 404
        assert other.post(f"{here}/comments/1/withdraw").status_code == 404

    contribution = session.get_one(Contribution, comment.contribution_id)
    assert (contribution.standing, contribution.version) == (Standing.PUBLIC, 1)


def test_another_proposals_comment_answers_like_a_missing_one(
    session: Session, sign_in: SignIn, question: Question, proposal: Proposal
):
    mina = a_person(session)
    a_comment(session, proposal, mina, CommentKind.CONCERN)
    a_proposal(session, question, mina, "Another")
    author, elsewhere = sign_in(mina), f"/q/{question.slug}/proposals/2/comments/1"

    assert author.get(f"{elsewhere}/change").status_code == 404
    assert author.get(f"{elsewhere}/versions").status_code == 404
    for deed in ("change", "withdraw", "met"):
        assert author.post(f"{elsewhere}/{deed}", data={"body": "x"}).status_code == 404


def test_a_withdrawn_comment_leaves_a_tombstone_with_its_replies(
    session: Session, sign_in: SignIn, client: FlaskClient, proposal: Proposal, here: str
):
    mina = a_person(session)
    first = a_comment(session, proposal, mina)
    a_comment(
        session,
        proposal,
        a_person(session, "Joe"),
        CommentKind.REPLY,
        body="So do I.",
        replies_to_id=first.contribution_id,
    )

    sign_in(mina).post(f"{here}/comments/1/withdraw")

    page = client.get(here).text
    assert "Withdrawn by its author." in page
    assert "I rest at the wall each day." not in page
    assert "So do I." in page
    assert client.get(f"{here}/comments/1/versions").status_code == 404


def test_a_comment_that_waits_is_seen_by_its_author_and_the_team_only(
    session: Session, sign_in: SignIn, client: FlaskClient, here: str
):
    mina = sign_in(a_person(session))
    said = {"kind": "concern", "body": "See https://example.org"}

    sent = mina.post(f"{here}/comments", data=said)

    assert "A person looks at first posts" in mina.get(sent.location).text
    assert 'id="c-1"' in mina.get(here).text
    assert 'id="c-1"' in sign_in(a_person(session, "Rosa")).get(here).text
    assert 'id="c-1"' not in client.get(here).text
    assert 'id="c-1"' not in sign_in(a_person(session, "Joe")).get(here).text


def test_nobody_comments_four_times_in_a_row(session: Session, sign_in: SignIn, here: str):
    mina, joe = sign_in(a_person(session)), sign_in(a_person(session, "Joe"))
    for _ in range(3):
        assert mina.post(f"{here}/comments", data=SAID).status_code == 303

    refused = mina.post(f"{here}/comments", data=SAID)

    assert refused.status_code == 429
    assert "The last 3 comments here are yours." in refused.text
    assert "I rest at the **wall** each day." in refused.text
    assert joe.post(f"{here}/comments", data=SAID).status_code == 303
    assert mina.post(f"{here}/comments", data=SAID).status_code == 303


def test_the_eleventh_comment_of_an_hour_is_refused_with_the_time_to_go_on(
    session: Session, sign_in: SignIn, question: Question, clock: Clock
):
    mina = a_person(session)
    for number in range(2, 13):
        a_proposal(session, question, a_person(session, "Dot"), f"Number {number}", number=number)
    client = sign_in(mina)
    for number in range(2, 12):
        address = f"/q/{question.slug}/proposals/{number}/comments"
        assert client.post(address, data=SAID).status_code == 303

    refused = client.post(f"/q/{question.slug}/proposals/12/comments", data=SAID)

    assert refused.status_code == 429
    assert "You can go on at Monday 3 May 2027, 14:00 (UK time)." in refused.text
    assert "I rest at the **wall** each day." in refused.text
    clock.pass_by(hours=1)
    again = client.post(f"/q/{question.slug}/proposals/12/comments", data=SAID)
    assert again.status_code == 303


def test_comments_are_taken_in_until_shaping_ends_and_the_team_replies_while_others_vote(
    session: Session, sign_in: SignIn, clock: Clock, proposal: Proposal, here: str
):
    a_comment(session, proposal, a_person(session), CommentKind.QUESTION)
    mina, rosa = sign_in(a_person(session)), sign_in(a_person(session, "Rosa"))
    clock.pass_by(days=25)

    late = mina.post(f"{here}/comments", data=SAID)

    assert late.status_code == 409
    assert "I rest at the **wall** each day." in late.text
    assert rosa.post(f"{here}/comments", data=SAID).status_code == 409
    answer = rosa.post(f"{here}/comments", data={"reply_to": "1", "body": "By the library."})
    assert answer.status_code == 303
    assert "From the team" in mina.get(here).text


def test_only_those_on_the_list_comment_where_the_question_says_so(
    session: Session, sign_in: SignIn
):
    question = a_question(session, takes_part="list")
    a_proposal(session, question, a_person(session, "Dot"))
    mina, otto = a_person(session), a_person(session, "Otto")
    takes_part(session, question, mina)
    address = f"/q/{question.slug}/proposals/1/comments"

    assert sign_in(otto).post(address, data=SAID).status_code == 403
    assert sign_in(mina).post(address, data=SAID).status_code == 303


def test_who_speaks_for_the_first_time_is_marked_as_a_new_voice_once(
    session: Session, client: FlaskClient, proposal: Proposal, here: str
):
    mina = a_person(session)
    a_comment(session, proposal, mina)
    a_comment(session, proposal, mina, body="And again.")
    a_comment(session, proposal, a_person(session, "Dot"), body="I proposed this.")

    assert client.get(here).text.count("New voice") == 1


def test_what_a_comment_form_does_not_ask_for_is_never_stored(
    session: Session, sign_in: SignIn, question: Question, here: str
):
    mina, joe = a_person(session), a_person(session, "Joe")
    other = a_proposal(session, question, joe, "Another")
    forged = {
        "person_id": str(joe.id),
        "standing": "hidden",
        "proposal_id": str(other.contribution_id),
        "number": "77",
        "met_at": "2027-01-01",
        "replies_to_id": "1",
        "by_team": "1",
        "created_at": "2020-01-01",
    }

    sign_in(mina).post(f"{here}/comments", data={**SAID, **forged})

    (comment,) = comments(session)
    contribution = session.get_one(Contribution, comment.contribution_id)
    assert (comment.number, comment.met_at, comment.replies_to_id) == (1, None, None)
    assert comment.proposal_id != other.contribution_id
    assert (contribution.person_id, contribution.standing) == (mina.id, Standing.PUBLIC)
    assert contribution.created_at.year == 2027


def test_the_oldest_comment_comes_first_and_a_kind_can_be_chosen(
    session: Session, client: FlaskClient, proposal: Proposal, here: str
):
    for kind in (CommentKind.CONCERN, CommentKind.EXPERIENCE, CommentKind.CONCERN):
        a_comment(session, proposal, a_person(session), kind)

    assert re.findall(r'id="c-(\d+)"', client.get(here).text) == ["1", "2", "3"]
    assert re.findall(r'id="c-(\d+)"', client.get(f"{here}?kind=concern").text) == ["1", "3"]


def test_a_hundred_comments_fill_a_page_and_a_new_one_is_found_on_its_own(
    session: Session, sign_in: SignIn, client: FlaskClient, proposal: Proposal, here: str
):
    for number in range(1, 101):
        a_comment(session, proposal, a_person(session, "Dot"), number=number)

    sent = sign_in(a_person(session)).post(f"{here}/comments", data=SAID)

    assert sent.location == f"{here}?page=2#c-101"
    assert 'id="c-101"' not in client.get(here).text
    assert 'id="c-101"' in client.get(f"{here}?page=2").text
    assert 'id="c-101"' in client.get(f"{here}?page=99").text
