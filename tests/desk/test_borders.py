"""Who holds a question sees its desk; to everyone else it doesn't exist. Pages stay quick."""

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from deliberate.comments.models import CommentKind
from deliberate.comments.services import Said
from deliberate.comments.services import add as add_comment
from deliberate.contributions.models import Contribution, Standing
from deliberate.mail.models import Letter, LetterState
from deliberate.questions.models import Holder, Role
from deliberate.roll.models import Participant
from deliberate.web.access import mark_of
from tests.desk.drafts import a_draft, addresses, rosa
from tests.world import NOON, a_person, a_proposal, a_question, statements

MOST_STATEMENTS = 12


def team_routes(app: Flask, slug: str) -> list[tuple[str, str]]:
    """Return method and address of every route of the team's side of this question."""
    routes = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if not rule.rule.startswith("/desk/q/"):
                continue
            values = {name: slug if name == "slug" else 1 for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            assert mark_of(app, rule.endpoint) == "team"
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            routes += [(method, address) for method in sorted(methods)]
    return routes


@pytest.mark.parametrize("is_open", [False, True], ids=["draft", "open"])
def test_to_outsiders_no_page_of_a_team_exists(app, session: Session, sign_in, is_open):
    question = a_question(session, opened=is_open)
    routes = team_routes(app, question.slug)
    councillor = a_person(session, "Amir")
    session.add(Holder(question_id=question.id, person_id=councillor.id, role=Role.COUNCILLOR))
    a_question(session)  # Otto holds another one
    other = a_question(session)
    otto = a_person(session, "Otto", may_convene=True)
    session.add(Holder(question_id=other.id, person_id=otto.id, role=Role.CONVENER))
    session.commit()

    assert len(routes) >= 15
    for person in (otto, a_person(session, "Mina"), councillor):
        client = sign_in(person)
        for method, address in routes:
            assert client.open(address, method=method).status_code == 404, (method, address)


def test_who_is_signed_out_is_asked_to_sign_in(app, client, session):
    question = a_question(session)

    for method, address in team_routes(app, question.slug):
        answer = client.open(address, method=method)
        assert answer.status_code == (303 if method == "GET" else 401), (method, address)


def test_each_page_makes_few_statements_whatever_the_number_of_people(app, session, sign_in):
    client = sign_in(rosa(session))
    question = a_draft(client, session, addresses=addresses(1000))
    draft = [f"/desk/q/{question.slug}{page}" for page in ("", "/open", "/people", "/team")]
    for _ in range(5):
        a_question(session)
    pages = ["/desk", "/desk/new", *draft]

    def look(addresses: list[str]) -> None:
        for address in addresses:
            with statements(app) as sent:
                assert client.get(address).status_code == 200
            assert len(sent) <= MOST_STATEMENTS, (address, sent)

    look(pages)
    assert client.post(f"/desk/q/{question.slug}/open").status_code == 303
    look([*pages, f"/desk/q/{question.slug}/changes"])


def test_today_shows_the_oldest_first_with_one_way_on(session, sign_in):
    client = sign_in(rosa(session))
    first, second = a_question(session, title="Older"), a_question(session, title="Newer")
    for question, days in ((second, 1), (first, 0)):
        session.execute(
            insert(Letter).values(
                id=f"{question.id:032}",
                kind="invitation",
                subject=str(question.id),
                recipient="gone@example.org",
                question_id=question.id,
                state=LetterState.REFUSED,
                created_at=NOON,
                due_at=NOON.replace(day=NOON.day + days),
                tries=1,
            )
        )
    session.commit()

    page = client.get("/desk").text

    assert page.index("1 letter did not arrive: Older") < page.index(
        "1 letter did not arrive: Newer"
    )
    assert f'href="/desk/q/{first.slug}/people#letters"' in page


def test_a_ballot_that_could_not_be_fixed_waits_for_the_team(session, sign_in, clock):
    client = sign_in(rosa(session))
    question = a_draft(client, session, addresses="mina@example.org")
    client.post(f"/desk/q/{question.slug}/open")

    clock.pass_by(days=29)

    assert "the ballot could not be fixed" in client.get("/desk").text


def test_who_holds_nothing_sees_an_empty_desk(session, sign_in):
    page = sign_in(a_person(session, "Mina")).get("/desk").text

    assert "Nothing waits for you." in page
    assert "Start a question" not in page


def test_someone_who_joined_by_themselves_is_counted_apart(session, sign_in):
    client = sign_in(rosa(session))
    question = a_draft(client, session, addresses="mina@example.org")
    session.add(Participant(question_id=question.id, email="joe@example.org", added_at=NOON))
    session.commit()

    page = client.get(f"/desk/q/{question.slug}/people").text

    assert "1 person is on the list." in page
    assert "1 more joined without being on it." in page
    assert "joe@example.org" not in page


def test_what_residents_wait_for_leads_to_where_it_stands(session, sign_in):
    client = sign_in(rosa(session))
    question = a_question(session)
    mina, joe = a_person(session), a_person(session, "Joe")
    proposal = a_proposal(session, question, mina)
    held = a_proposal(session, question, joe).contribution_id
    contribution = session.get_one(Contribution, held)
    contribution.standing = Standing.HELD
    for kind in (CommentKind.QUESTION, CommentKind.EXPERIENCE, CommentKind.QUESTION):
        said = Said(kind=kind, body="What does it cost to look after a bench?")
        about = session.get_one(Contribution, proposal.contribution_id)
        add_comment(session, question, about, joe, said, NOON, by_team=False)
    session.commit()

    page = client.get("/desk").text

    assert "1 contribution waits for a look" in page
    assert f'href="/desk/q/{question.slug}/held"' in page
    assert "2 questions have no answer" in page
    assert f'href="/q/{question.slug}/proposals/{proposal.number}#c-1"' in page
    assert "concern" not in page
