"""While voting is open, nothing but a voter's own page tells that, or how, anybody voted."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, text, update
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.counting.services import DRAIN, Step, close
from deliberate.db import db
from deliberate.questions.models import Question
from deliberate.voting.models import Contest, LiveBallot
from tests.voting.ground import Voter, a_contest, keys_of
from tests.web.test_every_route import addresses
from tests.world import Clock, a_person

SLUG = "ashgrove-road"  # the one that all addresses are made with
VOTERS = [f"Voter {number}" for number in range(25)]
# What is made anew for each page that is shown.
FRESH = re.compile(r'(?:csrf_token|nonce)"\s*(?:[a-z-]+="[^"]*"\s*)*value="[^"]*"|[0-9a-f]{32}')

SignIn = Callable[[Person], FlaskClient]
Seen = dict[tuple[str, str], tuple[int, str]]


@pytest.fixture
def contest(session: Session, app: Flask) -> Contest:
    contest = a_contest(session, app, names=["Joe", *VOTERS])
    session.execute(update(Question).values(slug=SLUG))
    session.commit()
    return contest


@pytest.fixture
def onlookers(
    app: Flask, session: Session, sign_in: SignIn, contest: Contest
) -> dict[str, FlaskClient]:
    """Everybody who looks on: a stranger, a resident of elsewhere, one who may vote, the team."""
    looking = {name: sign_in(a_person(session, name)) for name in ("Otto", "Joe", "Rosa")}
    return {"stranger": app.test_client(), **looking}


def everything_seen(app: Flask, onlookers: dict[str, FlaskClient]) -> Seen:
    """Open every address of the site as each onlooker."""
    return {
        (name, address): see(client, address)
        for name, client in onlookers.items()
        for rule, address in addresses(app)
        if "GET" in (rule.methods or ())
    }


def see(client: FlaskClient, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, FRESH.sub("", answer.get_data().decode("utf-8", "replace"))


def everything_kept(app: Flask) -> Iterator[tuple[str, object]]:
    """Yield each row of each table but those of live ballots, and each file of the instance."""
    with db.engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            if name != LiveBallot.__tablename__:
                rows = connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608
                yield name, [tuple(row) for row in rows]
    for top in (app.config["INSTANCE"], *app.config["KEY_FOLDERS"]):
        for file in sorted(Path(top).rglob("*")):
            yield str(file), file.read_bytes() if file.is_file() else None


def voters_of(session: Session, sign_in: SignIn, names: list[str]) -> list[Voter]:
    return [Voter(sign_in(a_person(session, name)), SLUG) for name in names]


def test_twenty_five_ballots_change_no_page_file_or_row_but_their_own(
    app: Flask,
    session: Session,
    sign_in: SignIn,
    onlookers: dict[str, FlaskClient],
):
    voters = voters_of(session, sign_in, VOTERS)
    reviews = [voter.check(1, 2) for voter in voters]
    own_before = see(voters[0].client, voters[0].address)
    seen, kept = everything_seen(app, onlookers), dict(everything_kept(app))

    for voter, review in zip(voters, reviews, strict=True):
        assert voter.press_cast(review).status_code == 200

    now_seen, now_kept = everything_seen(app, onlookers), dict(everything_kept(app))
    assert len(seen) > 100
    assert [key for key in seen if now_seen[key] != seen[key]] == []
    assert [name for name in kept | now_kept if now_kept.get(name) != kept.get(name)] == []
    assert see(voters[0].client, voters[0].address) != own_before


def test_what_a_stranger_sees_does_change_once_the_votes_are_counted(
    app: Flask, session: Session, sign_in: SignIn, contest: Contest, clock: Clock
):
    contest_id, stranger = contest.id, {"stranger": app.test_client()}
    for voter in voters_of(session, sign_in, VOTERS[:6]):
        voter.cast(1, 2)
    clock.pass_by(days=10, seconds=DRAIN.total_seconds())
    seen = everything_seen(app, stranger)

    session.rollback()
    assert close(session, contest_id, keys_of(app), clock.now) is Step.DONE

    now_seen = everything_seen(app, stranger)
    assert [key for key in seen if now_seen[key] != seen[key]] != []
