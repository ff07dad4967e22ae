"""The town of `town.py`, grown large: hundreds of proposals, comments, people, rounds and deeds."""

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

import deliberate.record.services as record
from deliberate.accounts.models import Person
from deliberate.comments.models import CommentKind
from deliberate.contributions.models import Contribution, Standing
from deliberate.questions.models import Question
from deliberate.roll.invitations import invite
from deliberate.roll.models import Participant
from deliberate.voting.models import Contest
from deliberate.voting.services import freeze
from tests.comments.ground import a_comment
from tests.journeys.town import Town, letters
from tests.outcomes.counted import a_counted_question
from tests.voting.ground import OPEN_NOW, Voter, keys_of, put_on_the_ballot
from tests.world import NOON, SignIn, a_person, a_proposal, a_question, takes_part

PROPOSALS, COMMENTS, PEOPLE, OPTIONS, BALLOTS, QUESTIONS, DEEDS = 200, 100, 1000, 50, 300, 30, 300
KINDS = (CommentKind.EXPERIENCE, CommentKind.CONCERN, CommentKind.QUESTION)


def a_large_town(app: Flask, session: Session, sign_in: SignIn) -> Town:
    """Put it in place, with the same addresses as the small one."""
    a_person(session, "Nora", may_convene=True)
    for _ in range(QUESTIONS):
        a_question(session)
    draft = a_question(session, slug="draft", opened=False)
    session.add(Contest(question_id=draft.id, code="1" * 32))
    contribution = _roads(session)
    _vote(app, session, sign_in)
    a_counted_question(session, _ballots(), _titles(), slug="counted")
    named = {"c": contribution, "nobody": 999_999, **letters(app, session)}
    session.commit()
    return Town(app, session, sign_in, named)


def _roads(session: Session) -> int:
    """Return the identifier of the contribution that the team looks at."""
    question = a_question(session, slug="roads", takes_part="list")
    _list_people(session, question)
    session.add(Contest(question_id=question.id, code="0" * 32))
    mina, rosa, vera = (a_person(session, name) for name in ("Mina", "Rosa", "Vera"))
    authors = {2: rosa, 3: vera}
    proposals = [
        a_proposal(
            session,
            question,
            authors.get(number, mina),
            f"Proposal {number}",
            number=number,
            is_shortlisted=number % 2 == 0,
            commit=False,
        )
        for number in range(1, PROPOSALS + 1)
    ]
    for proposal in proposals[100:130]:
        session.get_one(Contribution, proposal.contribution_id).standing = Standing.HELD
    for number in range(1, COMMENTS + 1):
        author = a_person(session, f"Speaker{number % 20}") if number > 1 else mina
        kind = KINDS[number % 3] if number > 1 else CommentKind.CONCERN
        a_comment(session, proposals[0], author, kind, number=number, commit=False)
    for _ in range(DEEDS):
        record.write(session, question.id, "hidden", NOON, actor="Tom", reason="Not about it.")
    session.commit()
    return proposals[2].contribution_id


def _vote(app: Flask, session: Session, sign_in: SignIn) -> None:
    question = a_question(session, slug="vote", stages=OPEN_NOW)
    _list_people(session, question)
    for title in _titles():
        put_on_the_ballot(session, question, title)
    contest = Contest(question_id=question.id, code="2" * 32, options=[])
    session.add(contest)
    session.flush()
    freeze(session, question, contest, keys_of(app), NOON)
    session.commit()
    Voter(sign_in(a_person(session, "Vera")), "vote").cast(2, 1)


def _list_people(session: Session, question: Question) -> None:
    """List Mina, Vera and a thousand others, each with a letter."""
    for name in ("Mina", "Vera"):
        takes_part(session, question, a_person(session, name))
    addresses = [f"resident{number}@example.org" for number in range(PEOPLE)]
    if session.scalar(select(Person.id).where(Person.email == addresses[0])) is None:
        session.execute(insert(Person), [{"email": a, "created_at": NOON} for a in addresses])
    ids = {row.email: row.id for row in session.execute(select(Person.email, Person.id))}
    session.execute(
        insert(Participant),
        [
            {
                "question_id": question.id,
                "person_id": ids[address],
                "email": address,
                "is_listed": True,
                "wants_letters": True,
                "added_at": NOON,
            }
            for address in addresses
        ],
    )
    invite(session, question.id, addresses, NOON, until=NOON)
    session.commit()


def _titles() -> list[str]:
    return [f"Option {number}" for number in range(1, OPTIONS + 1)]


def _ballots() -> dict[str, int]:
    """Return ballots that take nearly as many rounds as there are options."""
    firsts = [number % OPTIONS * (number % 7) % OPTIONS + 1 for number in range(BALLOTS)]
    found: dict[str, int] = {}
    for number, first in enumerate(firsts):
        second = number % OPTIONS + 1
        words = f"r1:{first}" if second == first else f"r1:{first}>{second}"
        found[words] = found.get(words, 0) + 1
    return found
