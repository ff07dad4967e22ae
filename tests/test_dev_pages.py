import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.mailbox import code_in, link_in, newest_to
from tests.world import a_person


def test_the_development_mailbox_shows_letters_with_a_link_to_press(
    client: FlaskClient, session: Session
):
    a_person(session, "Mina")
    client.post("/sign-in", data={"email": "mina@example.org"})

    mailbox = client.get("/dev/mail")
    (path,) = re.findall(r'href="(/dev/mail/\w+)"', mailbox.text)
    letter = client.get(path)

    words = newest_to(session, "mina@example.org")
    assert "mina@example.org" in mailbox.text
    assert f'href="http://localhost:8000{link_in(words)}"' in letter.text
    assert code_in(words) in letter.text


def test_a_letter_whose_link_was_used_says_so(client: FlaskClient, session: Session):
    a_person(session, "Mina")
    client.post("/sign-in", data={"email": "mina@example.org"})
    client.post(link_in(newest_to(session, "mina@example.org")))
    (path,) = re.findall(r'href="(/dev/mail/\w+)"', client.get("/dev/mail").text)

    assert "Its link was used" in client.get(path).text


def test_an_empty_mailbox_and_a_missing_letter_are_told(client: FlaskClient):
    assert "No letter has been sent yet" in client.get("/dev/mail").text
    assert client.get("/dev/mail/0").status_code == 404


def test_one_press_signs_in_as_somebody_of_the_demonstration(client: FlaskClient, session: Session):
    a_person(session, "Mina")

    assert client.get("/dev/sign-in").text.count("<form") >= 3
    answer = client.post("/dev/sign-in/resident")

    assert answer.location == "/"
    assert 'value="Mina"' in client.get("/me").text


def test_without_the_demonstration_the_page_says_how_to_load_it(client: FlaskClient):
    assert client.post("/dev/sign-in/resident").location == "/dev/sign-in"
    assert "deliberate demo" in client.get("/dev/sign-in").text


def test_there_is_nobody_else_to_be(client: FlaskClient):
    assert client.post("/dev/sign-in/mayor").status_code == 404


class TestAPublicInstance:
    @pytest.fixture
    def settings(self):
        return {"BASE_URL": "https://deliberate.example.org", "SECRET_KEY": "s" * 40}

    def test_has_none_of_these_pages(self, app: Flask):
        base_url = "https://deliberate.example.org"
        client = app.test_client()
        for path in ("/dev/mail", "/dev/mail/1", "/dev/sign-in"):
            assert client.get(path, base_url=base_url).status_code == 404
        answer = client.post(
            "/dev/sign-in/resident", base_url=base_url, headers={"Origin": base_url}
        )
        assert answer.status_code == 404
