import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person, SignInLink, SignInSession
from deliberate.accounts.tokens import link_token, secrets_of, sign
from deliberate.db import WRITE_OPTION, db
from deliberate.questions.models import StageName
from deliberate.roll.invitations import invite
from deliberate.roll.models import Participant
from tests.mailbox import code_in, link_in, newest_to
from tests.world import ORIGIN, Clock, a_person, a_question, takes_part

CSRF = re.compile(r'(?<=name="csrf_token" value=")[^"]+')


@pytest.fixture
def a_link(client: FlaskClient, session: Session, clock: Clock) -> Callable[..., str]:
    """Return a function that asks for a link in `client` and returns its path."""

    def asked(email: str = "mina@example.org", **more: str) -> str:
        a_person(session, email.partition("@")[0].title())
        clock.pass_by(seconds=1)
        client.post("/sign-in", data={"email": email, **more})
        return link_in(newest_to(session, email))

    return asked


def everything_stored(engine: Engine) -> dict[str, list[tuple]]:
    with engine.connect().execution_options(**{WRITE_OPTION: False}) as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
            for name in inspect(connection).get_table_names()
        }


def sessions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SignInSession)) or 0


def test_looking_at_a_link_any_number_of_times_changes_nothing(app: Flask, a_link, session):
    path = a_link()
    before = everything_stored(db.engine)

    for method in ("HEAD", "GET", "OPTIONS", "HEAD", "GET", "GET"):
        scanner = app.test_client()
        looked = scanner.open(path, method=method, headers={"User-Agent": ""})
        assert looked.status_code == 200
        with scanner.session_transaction(base_url=ORIGIN) as cookie:
            assert "token" not in cookie

    assert everything_stored(db.engine) == before


def test_the_page_of_a_link_says_whose_it_is_and_not_the_whole_address(client, a_link):
    page = client.get(a_link()).text

    assert "m…a@example.org" in page
    assert "mina@example.org" not in page
    assert "Yes, continue" in page
    assert "No, send me my own link" in page


def test_only_the_button_lets_in_and_only_once(app: Flask, a_link, session: Session):
    path = a_link()
    mina, other = app.test_client(), app.test_client()

    entered = mina.post(path)
    again = other.post(path)

    assert entered.status_code == 303
    assert mina.get("/me").status_code == 200
    assert again.status_code == 410
    assert other.get("/me").status_code == 303
    assert sessions(session) == 1


def test_fifty_presses_at_once_make_one_session(app: Flask, a_link, session: Session):
    path = a_link()
    session.commit()
    ready, statuses = threading.Barrier(50), []

    def press() -> None:
        browser = app.test_client()
        ready.wait()
        statuses.append(browser.post(path).status_code)

    threads = [threading.Thread(target=press) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303] + [410] * 49
    assert sessions(session) == 1


def test_two_links_of_a_new_person_pressed_at_once_make_one_person(
    app: Flask, session: Session, clock: Clock
):
    question = a_question(session)
    participant = takes_part(session, question, a_person(session))
    participant.person_id, participant.email = None, "new@example.org"
    invite(
        session, question.id, ["new@example.org"], clock.now, until=clock.now + timedelta(days=1)
    )
    session.commit()
    paths = [link_in(newest_to(session, "new@example.org"))]
    for _ in range(4):
        app.test_client().post("/sign-in", data={"email": "new@example.org"})
        paths.append(link_in(newest_to(session, "new@example.org")))
    session.commit()  # a reader's open transaction would hold up the writers
    ready, statuses = threading.Barrier(len(paths)), []

    def press(path: str) -> None:
        browser = app.test_client()
        ready.wait()
        statuses.append(browser.post(path).status_code)

    threads = [threading.Thread(target=press, args=[path]) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {303, 410}
    people = session.scalars(select(Person).where(Person.email == "new@example.org")).all()
    assert len(people) == 1


def test_unknown_used_replaced_and_old_links_show_one_and_the_same_page(
    app: Flask, a_link, session: Session, clock: Clock
):
    old = a_link("joe@example.org")
    clock.pass_by(minutes=15)
    replaced, used = a_link(), a_link()
    app.test_client().post(used)
    unknown = "/sign-in/" + "0" * 32 + "." + "A" * 43

    pages = {
        (answer.status_code, CSRF.sub("", answer.text))
        for path in (old, replaced, used, unknown, "/sign-in/x", used + "x")
        for answer in (app.test_client().get(path), app.test_client().post(path))
    }

    assert len(pages) == 1
    (page,) = pages
    assert page[0] == 410
    assert "Send me a new link" in page[1]
    assert "example.org" not in page[1]


def test_a_link_lasts_fifteen_minutes(client, a_link, clock: Clock):
    path = a_link()

    clock.pass_by(minutes=14, seconds=59)
    assert client.get(path).status_code == 200
    clock.pass_by(seconds=1)
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_using_a_link_retires_the_other_links_of_its_owner_only(app: Flask, a_link):
    earlier, later = a_link(), a_link()
    joes = a_link("joe@example.org")

    app.test_client().post(later)

    assert app.test_client().post(earlier).status_code == 410
    assert app.test_client().post(joes).status_code == 303


def test_an_old_link_brings_a_new_one_with_nothing_typed_and_nothing_shown(
    app: Flask, a_link, session: Session, clock: Clock
):
    old = a_link(next="/help")
    clock.pass_by(hours=1)
    browser = app.test_client()

    sent = browser.post(old, data={"do": "send"})
    looked = browser.get(sent.location)
    new = link_in(newest_to(session, "mina@example.org"))

    assert sent.status_code == 303
    assert "example.org" not in looked.text
    assert new != old
    assert browser.post(new).location == "/help"


def test_an_unknown_link_leads_on_to_the_sign_in_page(client):
    sent = client.post("/sign-in/" + "0" * 32 + "." + "A" * 43, data={"do": "send"})

    assert sent.status_code == 303
    assert sent.location == "/sign-in"


def test_a_token_of_another_purpose_or_question_opens_nothing(app: Flask, a_link, session: Session):
    a_link()
    link = session.scalars(select(SignInLink)).one()
    secrets = secrets_of(app.config)
    question = a_question(session)

    for purpose in (
        "link invitation any",
        f"link sign-in {question.id}",
        f"link invitation {question.id}",
        "stop letters",
    ):
        path = f"/sign-in/{sign(secrets, purpose, link.id)}"
        assert app.test_client().post(path).status_code == 410

    assert sessions(session) == 0
    assert app.test_client().post(f"/sign-in/{link_token(secrets, link)}").status_code == 303


def test_neither_token_nor_code_nor_session_is_stored_or_logged(
    app: Flask, a_link, session: Session, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(0)
    path = a_link()
    letter = newest_to(session, "mina@example.org")
    token, code = path.removeprefix("/sign-in/"), code_in(letter).replace(" ", "")
    browser = app.test_client()
    browser.get(path)
    browser.post(path)
    browser.get(path)
    with browser.session_transaction(base_url=ORIGIN) as cookie:
        session_token = cookie["token"]

    stored = repr(everything_stored(db.engine))

    signature = token.partition(".")[2]
    for secret in (signature, code, session_token, app.config["SECRET_KEY"]):
        assert secret not in stored
        assert secret not in caplog.text
    assert path not in caplog.text


def test_a_link_has_at_least_128_random_bits(a_link, session: Session):
    for _ in range(3):
        a_link()

    identifiers = session.scalars(select(SignInLink.id)).all()

    assert len(set(identifiers)) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", identifier) for identifier in identifiers)


def test_a_link_signed_with_the_former_secret_still_opens(app: Flask, a_link):
    path = a_link()

    app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
    app.config["SECRET_KEY"] = "another secret of the instance, long enough to be one"

    assert app.test_client().post(path).status_code == 303


def test_pages_of_links_tell_nobody_where_the_reader_came_from(client, a_link):
    for answer in (client.get(a_link()), client.get("/sign-in/x")):
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert not re.search(r"(src|href)=.https?://", answer.text)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "help",
        " /help",
        "/" + "x" * 400,
    ],
)
def test_a_link_goes_on_to_our_own_pages_only(app: Flask, a_link, elsewhere: str):
    path = a_link(next=elsewhere)

    assert app.test_client().post(path).location == "/"


def test_a_link_goes_on_to_where_its_owner_was(app: Flask, client, a_link):
    asked = client.get("/me")
    assert asked.location == "/sign-in?next=/me"
    assert 'value="/me"' in client.get(asked.location).text

    path = a_link(next="/me?tab=1")

    assert app.test_client().post(path).location == "/me?tab=1"


@pytest.mark.parametrize(
    ("stages", "leads_to"),
    [
        ({StageName.PROPOSING: (-1, 5), StageName.VOTING: (6, 9)}, "/q/{slug}"),
        ({StageName.PROPOSING: (-5, -1), StageName.VOTING: (-1, 9)}, "/q/{slug}/ballot"),
    ],
)
def test_an_invitation_leads_to_the_ballot_while_voting_is_open_and_else_to_the_question(
    app: Flask, session: Session, clock: Clock, stages, leads_to: str
):
    question = a_question(session, stages=stages)
    takes_part(session, question, a_person(session))
    invite(
        session, question.id, ["mina@example.org"], clock.now, until=question.stages[-1].closes_at
    )
    session.commit()
    path = link_in(newest_to(session, "mina@example.org"))

    looked = app.test_client().get(path)
    entered = app.test_client().post(path)

    assert question.title in looked.text
    assert entered.location == leads_to.format(slug=question.slug)


def test_at_sign_in_people_are_recognised_on_the_lists_that_hold_their_address(
    app: Flask, session: Session, clock: Clock
):
    question = a_question(session)
    session.add(
        Participant(
            question_id=question.id, email="new@example.org", is_listed=True, added_at=clock.now
        )
    )
    session.commit()
    browser = app.test_client()

    browser.post("/sign-in", data={"email": "new@example.org"})
    browser.post(link_in(newest_to(session, "new@example.org")))

    person = session.scalars(select(Person).where(Person.email == "new@example.org")).one()
    participant = session.scalars(
        select(Participant).where(Participant.email == "new@example.org")
    ).one()
    assert participant.person_id == person.id
