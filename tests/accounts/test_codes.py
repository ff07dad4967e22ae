import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInLink, SignInSession
from deliberate.accounts.tokens import CODE_LETTERS, code_of, is_code_of
from tests.mailbox import code_in, link_in, newest_to
from tests.world import NOON, Clock, a_person

SECRETS = ["the present secret of this instance", "the former secret of this instance"]


@pytest.fixture
def asked(client: FlaskClient, session: Session) -> str:
    """Mina has asked for a link in `client`; this is the code in her letter."""
    a_person(session, "Mina")
    client.post("/sign-in", data={"email": "mina@example.org"})
    return code_in(newest_to(session, "mina@example.org"))


def type_code(client: FlaskClient, code: str):
    return client.post("/sign-in/code", data={"code": code})


def test_the_code_lets_in_where_it_was_asked_for(client: FlaskClient, asked: str):
    assert type_code(client, asked).status_code == 303
    assert client.get("/me").status_code == 200


def test_the_code_may_be_typed_as_people_type(client: FlaskClient, asked: str):
    sloppy = asked.lower().replace(" ", " - ").replace("0", "o").replace("1", "l")

    assert type_code(client, f" {sloppy} ").status_code == 303


def test_no_code_holds_letters_that_are_taken_for_others():
    assert not set(CODE_LETTERS) & set("ILOU")


@pytest.mark.parametrize("typed", ["o1I L-o0", "0ILl00".lower()])
def test_zero_and_o_and_one_and_i_and_l_are_the_same(typed: str):
    link = next(
        link
        for link in (SignInLink(id=f"{number:032x}") for number in range(100_000))
        if code_of(SECRETS, link)[1] in "01"
    )
    code = code_of(SECRETS, link)

    for zero in "0oO":
        for one in "1iIlL":
            assert is_code_of(SECRETS, link, code.replace("0", zero).replace("1", one))
    assert not is_code_of(SECRETS, link, typed)


def test_a_code_of_the_former_secret_still_counts():
    link = SignInLink(id="0" * 32, issued_at=NOON)

    assert is_code_of(SECRETS, link, code_of(SECRETS[1:], link))
    assert not is_code_of(SECRETS[:1], link, code_of(SECRETS[1:], link))


def test_the_code_is_worth_nothing_in_another_browser(
    app: Flask, client: FlaskClient, session: Session, asked: str
):
    other = app.test_client()
    assert type_code(other, asked).location == "/sign-in"

    other.post("/sign-in", data={"email": "joe@example.org"})
    assert type_code(other, asked).status_code == 422
    assert session.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_a_wrong_code_says_what_to_look_at_and_keeps_what_was_typed(
    client: FlaskClient, asked: str
):
    answer = type_code(client, "ZZZ ZZ1")

    assert answer.status_code == 422
    assert "Check 0 and O, 1 and I" in answer.text
    assert 'value="ZZZ ZZ1"' in answer.text


def test_after_five_tries_even_the_right_code_is_over(client: FlaskClient, asked: str):
    for _ in range(5):
        assert "not one of ours" in type_code(client, "zzz zzz").text

    answer = type_code(client, asked)

    assert answer.status_code == 422
    assert "has done its job" in answer.text


def test_the_fifth_try_may_be_the_right_one(client: FlaskClient, asked: str):
    for _ in range(4):
        type_code(client, "zzz zzz")

    assert type_code(client, asked).status_code == 303


def test_a_link_still_works_where_its_code_was_tried_too_often(
    app: Flask, client: FlaskClient, session: Session, asked: str
):
    for _ in range(6):
        type_code(client, "zzz zzz")

    path = link_in(newest_to(session, "mina@example.org"))

    assert app.test_client().post(path).status_code == 303


def test_a_code_lasts_fifteen_minutes(client: FlaskClient, asked: str, clock: Clock):
    clock.pass_by(minutes=15)

    assert type_code(client, asked).status_code == 422


def test_link_and_code_together_let_in_once(
    app: Flask, client: FlaskClient, session: Session, asked: str
):
    path = link_in(newest_to(session, "mina@example.org"))
    app.test_client().post(path)

    assert type_code(client, asked).status_code == 422


def test_without_having_asked_there_is_no_code_to_type(client: FlaskClient):
    assert client.get("/sign-in/code").location == "/sign-in"


def test_nothing_typed_says_what_to_type(client: FlaskClient, asked: str):
    assert "Type the six letters and numbers" in type_code(client, " ").text
