"""A small town with a question in each state, and everybody who might come by.

Mina is a resident who proposed and commented, Vera has voted, Tom helps Rosa to hold the questions,
Nora convenes another one, and Otto lives elsewhere.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from deliberate.accounts.models import Purpose
from deliberate.accounts.services import issue_link
from deliberate.accounts.tokens import link_token, secrets_of
from deliberate.comments.models import CommentKind
from deliberate.contributions.models import Contribution
from deliberate.mail.services import post
from deliberate.questions.models import Question, Who
from deliberate.roll.invitations import participant_of_address, stop_token
from deliberate.voting.models import Contest
from tests.comments.ground import a_comment
from tests.outcomes.counted import a_counted_question
from tests.voting.ground import Voter
from tests.voting.ground import a_contest as a_contest_with_ballots
from tests.world import NOON, SignIn, a_person, a_proposal, a_question, takes_part

ROLES = ("signed out", "outsider", "resident", "voter", "facilitator", "other convener", "convener")
NAMES = {
    "outsider": "Otto",
    "resident": "Mina",
    "voter": "Vera",
    "facilitator": "Tom",
    "other convener": "Nora",
    "convener": "Rosa",
}


@dataclass
class Town:
    """Who can be anybody: a fresh browser for each role; `named` fills in the addresses."""

    app: Flask
    session: Session
    sign_in: SignIn
    named: dict[str, object]

    def client_of(self, role: str) -> FlaskClient:
        if role == "signed out":
            return self.app.test_client()
        return self.sign_in(a_person(self.session, NAMES[role]))


def a_town(app: Flask, session: Session, sign_in: SignIn) -> Town:
    """Put the town in place: questions /q/draft, /q/roads (proposing), /q/vote and /q/counted.

    In roads proposal 1 and its comment 1 are Mina's, 2 is the team's own, and 3 is Vera's.
    """
    a_person(session, "Nora", may_convene=True)
    draft = a_question(session, slug="draft", opened=False)
    session.add(Contest(question_id=draft.id, code="1" * 32))
    named = _roads(session)
    _vote(app, session, sign_in)
    a_counted_question(session, slug="counted")
    named |= letters(app, session)
    session.commit()
    return Town(app, session, sign_in, named)


def _roads(session: Session) -> dict[str, object]:
    question = a_question(session, slug="roads", takes_part=Who.LIST)
    for name in ("Mina", "Vera"):
        takes_part(session, question, a_person(session, name))
    mina = a_person(session, "Mina")
    proposal = a_proposal(session, question, mina)
    a_comment(session, proposal, mina, CommentKind.CONCERN)
    a_proposal(session, question, a_person(session, "Rosa"), "What the team gives")
    session.add(Contest(question_id=question.id, code="0" * 32))
    veras = a_proposal(session, question, a_person(session, "Vera"), "A crossing at the school")
    return {"c": veras.contribution_id, "nobody": 999_999}


def _vote(app: Flask, session: Session, sign_in: SignIn) -> None:
    contest = a_contest_with_ballots(session, app, names=("Mina", "Vera"))
    session.get_one(Question, contest.question_id).slug = "vote"
    long_ago = update(Contribution).values(created_at=NOON - timedelta(days=9))
    session.execute(long_ago.where(Contribution.question_id == contest.question_id))
    session.commit()
    Voter(sign_in(a_person(session, "Vera")), "vote").cast(2, 1)


def letters(app: Flask, session: Session) -> dict[str, object]:
    """Queue a letter for Mina, and return what stands in the addresses of letters."""
    secrets = secrets_of(app.config)
    roads = session.query(Question).filter_by(slug="roads").one()
    email = "mina@example.org"
    link = issue_link(session, email, Purpose.SIGN_IN, NOON, expires_at=NOON + timedelta(days=1))
    letter = post(session, Purpose.SIGN_IN, link.id, email, NOON)
    participant = participant_of_address(session, roads.id, email)
    assert participant
    return {
        "letter": letter.id,
        "token": link_token(secrets, link),
        "stop": stop_token(secrets, participant),
    }
