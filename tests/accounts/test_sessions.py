from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInSession
from tests.mailbox import link_in, newest_to
from tests.world import ORIGIN, Clock, a_person


def enter(client: FlaskClient, session: Session):
    client.post("/sign-in", data={"email": "mina@example.org"})
    return client.post(link_in(newest_to(session, "mina@example.org")))


def cookie_of(client: FlaskClient) -> dict:
    with client.session_transaction(base_url=ORIGIN) as cookie:
        return dict(cookie)


def test_signing_in_leaves_nothing_of_the_cookie_from_before(client: FlaskClient, session: Session):
    a_person(session, "Mina")
    with client.session_transaction(base_url=ORIGIN) as cookie:
        cookie["token"] = "what an attacker had put there"
        cookie["csrf_token"] = "what an attacker knows"

    enter(client, session)

    assert set(cookie_of(client)) == {"token"}
    assert cookie_of(client)["token"] != "what an attacker had put there"


def test_each_sign_in_has_a_new_identifier_and_only_its_digest_is_stored(
    client: FlaskClient, session: Session, clock: Clock
):
    a_person(session, "Mina")

    enter(client, session)
    first = cookie_of(client)["token"]
    clock.pass_by(minutes=1)
    enter(client, session)
    second = cookie_of(client)["token"]

    assert first != second
    rows = session.scalars(select(SignInSession).order_by(SignInSession.id)).all()
    assert [row.token_digest for row in rows] == [
        sha256(token.encode()).digest() for token in (first, second)
    ]
    assert rows[0].ended_at is not None


def test_signing_out_ends_this_device_only(app: Flask, session: Session, sign_in):
    mina = a_person(session, "Mina")
    phone, laptop = sign_in(mina), sign_in(mina)

    answer = phone.post("/sign-out")

    assert answer.location == "/"
    assert "You are signed out on this device" in phone.get("/").text
    assert phone.get("/me").status_code == 303
    assert laptop.get("/me").status_code == 200


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, session: Session, sign_in):
    phone, thief = sign_in(a_person(session, "Mina")), app.test_client()
    with thief.session_transaction(base_url=ORIGIN) as cookie:
        cookie.update(cookie_of(phone))
    assert thief.get("/me").status_code == 200

    phone.post("/sign-out")

    assert thief.get("/me").status_code == 303


def test_signing_out_on_all_devices_ends_mine_and_nobody_elses(session: Session, sign_in):
    mina, joe = a_person(session, "Mina"), a_person(session, "Joe")
    phone, laptop, joes = sign_in(mina), sign_in(mina), sign_in(joe)

    phone.post("/me/sessions")

    assert phone.get("/me").status_code == 303
    assert laptop.get("/me").status_code == 303
    assert joes.get("/me").status_code == 200


def test_a_session_ends_by_itself_after_thirty_days(session: Session, sign_in, clock: Clock):
    phone = sign_in(a_person(session, "Mina"))

    clock.pass_by(days=30)

    assert phone.get("/me").status_code == 303


def test_my_page_shows_my_name_and_where_i_am_signed_in(session: Session, sign_in):
    mina = a_person(session, "Mina")
    sign_in(mina)

    page = sign_in(mina).get("/me").text

    assert 'value="Mina"' in page
    assert page.count("Since Monday 3 May 2027, 13:00 (UK time)") == 2


def test_i_can_change_the_name_that_others_see(session: Session, sign_in):
    mina = a_person(session, "Mina")
    phone = sign_in(mina)

    answer = phone.post("/me", data={"name": "  Mina of Elm Street "})

    assert answer.location == "/me"
    session.refresh(mina)
    assert mina.name == "Mina of Elm Street"


@pytest.mark.parametrize(
    ("typed", "told"), [("", "Write a name"), ("M" * 81, "1 letters too long")]
)
def test_a_name_that_does_not_fit_comes_back_as_typed(
    session: Session, sign_in, typed: str, told: str
):
    mina = a_person(session, "Mina")

    answer = sign_in(mina).post("/me", data={"name": typed})

    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{typed}"' in answer.text
    session.refresh(mina)
    assert mina.name == "Mina"


class TestAPublicAddress:
    @pytest.fixture
    def settings(self):
        return {
            "BASE_URL": "https://deliberate.example.org",
            "SECRET_KEY": "a secret of this instance that is long enough",
            "MAIL_URL": "smtp://mail.example.org",
        }

    def test_has_cookies_that_only_its_own_pages_get(self, app: Flask):
        client = app.test_client()

        page = client.post(
            "/sign-in",
            data={"email": "mina@example.org"},
            base_url="https://deliberate.example.org",
            headers={"Origin": "https://deliberate.example.org"},
        )

        name, *flags = page.headers["Set-Cookie"].split("; ")
        assert name.startswith("__Host-session=")
        assert set(flags) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}

    def test_refuses_another_host(self, app: Flask):
        for host in ("evil.example", "localhost", "deliberate.example.org.evil.example"):
            answer = app.test_client().get("/sign-in", base_url=f"https://{host}")
            assert answer.status_code == 400

    def test_stands_in_letters_whatever_host_a_request_names(self, app: Flask, session: Session):
        a_person(session, "Mina")
        base_url = "https://deliberate.example.org"
        headers = {"Origin": base_url, "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}

        app.test_client().post(
            "/sign-in", data={"email": "mina@example.org"}, base_url=base_url, headers=headers
        )

        letter = newest_to(session, "mina@example.org")
        assert "\nhttps://deliberate.example.org/sign-in/" in letter.text
        assert "evil" not in letter.text + letter.html

    def test_has_no_development_pages(self, app: Flask):
        for path in ("/dev/mail", "/dev/sign-in"):
            answer = app.test_client().get(path, base_url="https://deliberate.example.org")
            assert answer.status_code == 404


def test_a_local_address_refuses_another_host(client: FlaskClient):
    assert client.get("/sign-in", base_url="http://evil.example").status_code == 400
