import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from deliberate.comments.models import CommentKind
from deliberate.contributions.models import Contribution, Standing
from deliberate.questions.models import Question
from tests.comments.ground import a_comment
from tests.world import NOON, Clock, SignIn, a_person, a_proposal, a_question, statements

MOST_QUERIES = 12


def titles(page: str) -> list[str]:
    return re.findall(r'<h3[^>]*>\s*<a href="/q/[^"]+"[^>]*>([^<]+)</a>', page)


def many(session: Session, question: Question, number: int) -> None:
    mina = a_person(session)
    for count in range(1, number + 1):
        a_proposal(session, question, mina, f"Proposal no {count:03}", number=count, commit=False)
    session.commit()


@pytest.mark.parametrize(
    ("days", "words", "link"),
    [
        (-1.5, "Opens Sunday 2 May 2027, 13:00 (UK time).", None),
        (0, "Add your proposal", "/propose"),
        (12, "See what changed", "/record"),
        (16, "Goes on Sunday 23 May 2027, 13:00 (UK time).", None),
        (25, "Vote now", "/ballot"),
        (31, "We are counting. This page shows the result within a minute.", None),
    ],
)
def test_the_first_screen_says_what_one_can_do_now_and_until_when(
    session: Session, client: FlaskClient, clock: Clock, days: float, words: str, link: str | None
):
    stages = {"proposing": (-1, 10), "shaping": (10, 15), "voting": (20, 30)}
    question = a_question(session, stages=stages)
    clock.now = NOON + timedelta(days=days)

    page = client.get(f"/q/{question.slug}").text

    masthead = page[page.index('class="mast"') : page.index('class="shelf"')]
    assert words in masthead
    buttons = re.findall(r'class="btn"\s+href="([^"]+)"', masthead)
    assert buttons == ([f"/q/{question.slug}{link}"] if link else [])


@pytest.mark.parametrize(("days", "rings"), [(29, 0), (31, 1)])
def test_a_reader_who_comes_when_voting_is_over_wakes_the_worker(
    app: Flask, session: Session, client: FlaskClient, clock: Clock, days: int, rings: int
):
    rung: list[None] = []
    app.config["RING"] = lambda: rung.append(None)
    question = a_question(session)
    clock.now = NOON + timedelta(days=days)

    client.get(f"/q/{question.slug}")

    assert len(rung) == rings


def test_a_draft_is_seen_by_nobody_at_its_public_address(
    session: Session, sign_in: SignIn, client: FlaskClient
):
    question = a_question(session, opened=False)

    assert client.get(f"/q/{question.slug}").status_code == 404
    assert sign_in(a_person(session, "Rosa")).get(f"/q/{question.slug}").status_code == 404


def test_everything_is_read_without_an_account(session: Session, client: FlaskClient):
    question = a_question(session)
    a_proposal(session, question, a_person(session), cost_minor=640_000)

    page = client.get(f"/q/{question.slug}").text

    for words in (
        "Alderbrook Council asks",
        "How should we make Ashgrove Road safer and greener?",
        "What the money is spent on.",
        "Bus routes.",
        "The Highways Committee",
        "By Friday 30 July 2027, from Cllr Rosa Lindqvist.",
        "A bench every 200 metres",
        "£6,400",
        "Joe can walk to the shops, but not without a rest.",
        "Rosa, Tom",
        "Be kind.",
    ):
        assert words in page
    for path in ("/proposals/1", "/proposals/1/versions"):
        assert client.get(f"/q/{question.slug}{path}").status_code == 200


def test_one_reader_sees_one_order_while_they_browse_and_readers_differ(
    session: Session, app: Flask, sign_in: SignIn
):
    question = a_question(session)
    many(session, question, 12)
    anonymous = [app.test_client() for _ in range(4)]
    signed_in = [sign_in(a_person(session, name)) for name in ("Mina", "Joe", "Otto")]

    orders = []
    for reader in (*anonymous, *signed_in):
        first = titles(reader.get(f"/q/{question.slug}").text)
        assert first == titles(reader.get(f"/q/{question.slug}").text)
        orders.append(tuple(first))

    assert len(set(orders)) == len(orders)
    assert {frozenset(order) for order in orders} == {frozenset(orders[0])}


def test_someone_signed_in_sees_the_same_order_on_another_device(session: Session, sign_in: SignIn):
    question, mina = a_question(session), a_person(session)
    many(session, question, 12)

    phone = titles(sign_in(mina).get(f"/q/{question.slug}").text)

    assert titles(sign_in(mina).get(f"/q/{question.slug}").text) == phone


def test_fifty_proposals_fill_a_page_and_no_proposal_is_on_two(
    session: Session, client: FlaskClient
):
    question = a_question(session)
    many(session, question, 60)

    pages = [titles(client.get(f"/q/{question.slug}?page={page}").text) for page in (1, 2)]

    assert [len(page) for page in pages] == [50, 10]
    assert len({*pages[0], *pages[1]}) == 60
    assert titles(client.get(f"/q/{question.slug}?page=99").text) == pages[1]
    assert titles(client.get(f"/q/{question.slug}?page=-3").text) == pages[0]


def test_the_list_is_sorted_when_a_reader_asks(session: Session, client: FlaskClient):
    question, mina = a_question(session), a_person(session)
    a_proposal(session, question, mina, "Trees", cost_minor=300)
    a_proposal(session, question, mina, "benches", cost_minor=200)
    a_proposal(session, question, mina, "Lights")

    def sorted_by(sort: str) -> list[str]:
        return titles(client.get(f"/q/{question.slug}?sort={sort}").text)

    assert sorted_by("name") == ["benches", "Lights", "Trees"]
    assert sorted_by("cost") == ["benches", "Trees", "Lights"]
    assert sorted_by("newest") == ["Lights", "benches", "Trees"]
    assert sorted(sorted_by("popularity")) == ["Lights", "Trees", "benches"]


@pytest.mark.parametrize("search", ["ÉGLISE", "église", "shade STOP", "100%_", "  stop  "])
def test_search_finds_words_in_titles_and_texts_whatever_their_capitals(
    session: Session, client: FlaskClient, search: str
):
    question, mina = a_question(session), a_person(session)
    a_proposal(
        session,
        question,
        mina,
        "Trees by the Église",
        situation="No SHADE at the stop.",
        body="It is 100%_ hot.",
    )
    a_proposal(session, question, mina, "Lights", situation="Dark.", body="1000 hot lamps.")

    page = client.get(f"/q/{question.slug}", query_string={"search": search}).text

    assert titles(page) == ["Trees by the Église"]
    assert "1 proposal has" in page


def test_sorting_answers_htmx_with_the_list_alone(session: Session, client: FlaskClient):
    question = a_question(session)
    a_proposal(session, question, a_person(session))

    part = client.get(
        f"/q/{question.slug}?sort=name",
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )

    assert titles(part.text) == ["A bench every 200 metres"]
    assert "<html" not in part.text
    assert "HX-Request-Type" in part.headers["Vary"]


def test_what_is_held_hidden_or_withdrawn_is_in_no_list_and_no_count(
    session: Session, client: FlaskClient
):
    question, mina = a_question(session), a_person(session)
    for standing in (Standing.HELD, Standing.HIDDEN, Standing.WITHDRAWN):
        proposal = a_proposal(session, question, mina, f"It is {standing}")
        session.get_one(Contribution, proposal.contribution_id).standing = standing
    a_proposal(session, question, mina)

    page = client.get(f"/q/{question.slug}").text

    assert titles(page) == ["A bench every 200 metres"]
    assert re.search(r"<b>1</b>\s*proposal", page)
    assert (
        client.get(f"/q/{question.slug}", query_string={"search": "held"}).text.count("It is") == 0
    )


def test_no_page_makes_more_than_12_queries_however_much_there_is(
    app: Flask, session: Session, sign_in: SignIn
):
    question, joe = a_question(session, takes_part="list"), a_person(session, "Joe")
    many(session, question, 500)
    kinds = list(CommentKind)[:5]
    proposal = a_proposal(session, question, joe, number=501)
    top = [
        a_comment(session, proposal, joe, kinds[number % 5], number=number, commit=False)
        for number in range(1, 151)
    ]
    for number in range(151, 201):
        parent = top[number % 150].contribution_id
        a_comment(
            session,
            proposal,
            joe,
            CommentKind.REPLY,
            number=number,
            replies_to_id=parent,
            commit=False,
        )
    address = f"/q/{question.slug}"
    rosa, mina = sign_in(a_person(session, "Rosa")), sign_in(a_person(session))
    for client in (app.test_client(), mina, rosa):
        for path in (
            "",
            "?sort=cost&page=3",
            "?search=proposal",
            "/proposals/501",
            "/proposals/501?page=2",
            "/proposals/501?kind=concern",
        ):
            with statements(app) as sent:
                assert client.get(address + path).status_code == 200
            assert len(sent) <= MOST_QUERIES, "\n\n".join(sent)
