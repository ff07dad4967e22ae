"""A contest ready to be voted in: five options, a roll, and a way to fill in and cast a ballot."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from deliberate.proposals.models import Proposal
from deliberate.questions.models import Question, Who
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import BallotForm, Contest, RuleName
from deliberate.voting.services import freeze
from tests.world import NOON, a_person, a_proposal, a_question, takes_part

TITLES = ("Bus lanes", "Cheaper fares", "Cycle tracks", "Car club", "Night buses")
OPEN_NOW = {"voting": (-1, 10)}


def put_on_the_ballot(
    session: Session, question: Question, title: str, cost_minor: int | None = 100_00
) -> Proposal:
    """Put a shortlisted proposal in place."""
    return a_proposal(
        session,
        question,
        a_person(session, "Mina"),
        title,
        is_shortlisted=True,
        cost_minor=cost_minor,
        commit=False,
    )


def keys_of(app: Flask) -> BallotKeys:
    return BallotKeys(app.config["KEY_FOLDERS"])


def a_contest(
    session: Session,
    app: Flask,
    *,
    names: Sequence[str] = ("Mina", "Joe"),
    titles: Sequence[str] = TITLES,
    costs: Sequence[int | None] | None = None,
    frozen: bool = True,
    stages: dict[str, tuple[int, int]] | None = None,
    votes: str = Who.LIST,
    **facts: Any,
) -> Contest:
    """Put a contest in place that is open from a day before NOON until ten days after it."""
    question = a_question(session, stages=stages or OPEN_NOW, votes=votes)
    for name in names:
        takes_part(session, question, a_person(session, name))
    for title, cost in zip(titles, costs or [100_00] * len(titles), strict=True):
        put_on_the_ballot(session, question, title, cost)
    facts.setdefault("ballot_form", BallotForm.RANKED)
    facts.setdefault("rule", RuleName.IRV)
    contest = Contest(question_id=question.id, code=secrets.token_hex(16), **facts)
    contest.options = []
    session.add(contest)
    session.flush()
    if frozen:
        freeze(session, question, contest, keys_of(app), NOON)
    session.commit()
    return contest


def slug_of(session: Session, contest: Contest) -> str:
    question = session.get(Question, contest.question_id)
    assert question
    return question.slug


@dataclass
class Voter:
    """Somebody signed in, with the ballot of one question before them."""

    client: FlaskClient
    slug: str

    @property
    def address(self) -> str:
        return f"/q/{self.slug}/ballot"

    def look(self) -> TestResponse:
        return self.client.get(self.address)

    def check(self, *numbers: int, ranked: bool = True, replaces: str = "") -> TestResponse:
        """Fill the ballot in, as it stands on the page, and press Check."""
        form: dict[str, object] = {"replaces": replaces or self.replaces()}
        if ranked:
            form |= {f"rank-{number}": place for place, number in enumerate(numbers, start=1)}
        else:
            form["choice"] = list(numbers)
        return self.client.post(self.address, data=form)

    def replaces(self) -> str:
        """Return what the form of the ballot page says that it replaces, changing it if cast."""
        page = self.look().text
        if 'name="replaces"' not in page:
            page = self.client.post(f"{self.address}/change").text
        return hidden(page, "replaces")

    def cast(self, *numbers: int, ranked: bool = True) -> TestResponse:
        """Fill in, check and cast, as a person does."""
        return self.press_cast(self.check(*numbers, ranked=ranked))

    def take_back(self) -> TestResponse:
        """Press Take my vote back, on the page that says that a ballot is in."""
        return self.press_take_back(self.look())

    def press_take_back(self, page: TestResponse) -> TestResponse:
        form = {name: hidden(page.text, name) for name in ("nonce", "revision")}
        return self.client.post(f"{self.address}/taken-back", data=form)

    def press_cast(self, review: TestResponse) -> TestResponse:
        assert review.status_code == 200, review.text
        field = hidden(review.text, "ballot")
        return self.client.post(f"{self.address}/review", data={"ballot": field})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, f"no field {name} on the page"
    return found[1]


def code_on(page: str) -> str:
    found = re.search(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b", page)
    assert found, "no receipt code on the page"
    return found[1]
