"""Whatever is sent as a ballot: no page breaks, and nothing counts that a voter couldn't choose."""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.accounts.tokens import secrets_of
from deliberate.tally.choices import from_text
from deliberate.voting.ballots import slip_of
from deliberate.voting.forms import carried, carry
from deliberate.voting.models import BallotForm, Contest, LiveBallot, RuleName
from tests.voting.ground import Voter, a_contest, hidden, slug_of
from tests.world import a_person

# `make faults` asks for more.
EXAMPLES = int(os.environ.get("DELIBERATE_FUZZ", "30"))
hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # The database and the voter are the same for all examples: none may leave anything behind.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

NAMES = some.one_of(
    some.sampled_from(["replaces", "choice", "sort", "sorted", "ballot", "nonce", "revision"]),
    some.integers(-1, 9).map("rank-{}".format),
    some.sampled_from(["rank-1[0][a][b]", "rank-" + "9" * 400, "rank-", "\x00", "choice[]"]),
    some.text(max_size=20),
)
NUMBERS = some.one_of(
    some.integers(-3, 8),
    some.integers(),
    some.sampled_from([10**40, 2**31, 2**63, -(2**63)]),
    some.floats(),
).map(str)
TEXTS = some.one_of(
    NUMBERS,
    some.text(),
    some.text(some.characters(codec=None, categories=["Cs"]), min_size=1),  # lone surrogates
    some.sampled_from(["\x00", "1\x00", "١", "1e2", "0x1", " 1", "1;2", "[1]", '{"a":1}', "A" * 9]),
)
FIELDS = some.lists(some.tuples(NAMES, TEXTS), max_size=12)
BODIES = some.one_of(
    FIELDS.map(lambda fields: urlencode(fields, errors="surrogatepass").encode()),
    some.binary(max_size=300),
    some.binary(max_size=60).map(lambda raw: b"rank-1=" + quote_from_bytes(raw).encode()),
    some.sampled_from([b"rank-1=" + b"1" * 100_000, b"rank-1=1&" * 12_000, b"&" * 70_000]),
)
TYPES = some.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/plain",
        "\udcff",
    ]
)

SignIn = Callable[[Person], FlaskClient]


RANKED: dict[str, Any] = {}
BUDGET = {
    "ballot_form": BallotForm.BUDGET,
    "rule": RuleName.EQUAL_SHARES,
    "budget_minor": 250_00,
}


@pytest.fixture(params=[RANKED])
def contest(session: Session, app: Flask, request: pytest.FixtureRequest) -> Contest:
    return a_contest(session, app, **request.param)


@pytest.fixture
def mina(contest: Contest, session: Session, sign_in: SignIn) -> Voter:
    voter = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))
    session.expunge(contest)  # what the test knows of it stays as it is
    return voter


def ballots(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(LiveBallot)) or 0


@pytest.mark.parametrize("contest", [RANKED, BUDGET], indirect=True)
@hostile
@given(body=BODIES, kind=TYPES)
def test_no_filled_in_form_breaks_the_page_or_gets_an_impossible_ballot_to_the_review(
    app: Flask, contest: Contest, mina: Voter, session: Session, body: bytes, kind: str
):
    answer = mina.client.post(mina.address, data=body, content_type=kind.encode("utf-8", "replace"))

    assert answer.status_code < 500
    assert ballots(session) == 0
    if 'name="ballot"' in answer.text:
        field = hidden(answer.text, "ballot")
        choices = carried(contest, field, secrets_of(app.config)).choices
        assert slip_of(contest, choices).numbers


@hostile
@given(
    body=BODIES,
    kind=TYPES,
    page=some.sampled_from(["review", "taken-back", "change", "mine", "receipt", "join"]),
)
def test_no_body_that_no_page_of_ours_made_is_cast(
    mina: Voter, session: Session, body: bytes, kind: str, page: str
):
    answer = mina.client.post(
        f"{mina.address}/{page}", data=body, content_type=kind.encode("utf-8", "replace")
    )

    assert answer.status_code < 500
    assert ballots(session) == 0


def test_a_ballot_that_is_not_altered_gets_to_the_question_which_of_two_counts(
    app: Flask, contest: Contest, mina: Voter
):
    field = carry("r1:1", 7).to_field(contest, secrets_of(app.config))

    assert mina.client.post(f"{mina.address}/review", data={"ballot": field}).status_code == 409


@hostile
@given(data=some.data())
def test_a_ballot_on_its_way_can_not_be_altered(
    app: Flask, contest: Contest, mina: Voter, session: Session, data: some.DataObject
):
    words = "r1:1"
    field = carry(words, 7).to_field(contest, secrets_of(app.config))
    at = data.draw(some.integers(0, len(field) - 1))
    altered = field[:at] + data.draw(some.characters(codec="utf-8")) + field[at + 1 :]

    answer = mina.client.post(f"{mina.address}/review", data={"ballot": altered})

    # Revision 7 was never cast: a field that is taken for ours gets to that, and no further.
    assert answer.status_code in ((409,) if altered == field else (409, 422))
    if answer.status_code == 409:
        assert carried(contest, altered, secrets_of(app.config)).choices == words
    assert ballots(session) == 0


@hostile
@given(words=some.one_of(some.text(), some.from_regex(r"[rapb]1:[0-9>=,]{0,12}", fullmatch=True)))
def test_even_signed_words_are_cast_only_if_the_contest_allows_them(
    app: Flask, contest: Contest, mina: Voter, session: Session, words: str
):
    try:
        field = carry(words, 7).to_field(contest, secrets_of(app.config))
    except UnicodeEncodeError:
        return
    answer = mina.client.post(f"{mina.address}/review", data={"ballot": field})

    assert answer.status_code in (409, 422)
    if answer.status_code == 409:
        from_text(words)
        assert slip_of(contest, words).numbers


@pytest.mark.parametrize("slug", ["%00", "a%00b", "%ff", "%ed%a0%80", "a" * 3000, "'"])
def test_no_address_breaks_the_ballot(mina: Voter, slug: str):
    for address in (f"/q/{slug}/ballot", f"/q/{slug}", f"/q/{slug}/outcome"):
        assert mina.client.get(address).status_code == 404

    assert mina.client.post(f"/q/{slug}/ballot", data={"replaces": "0"}).status_code == 404
