"""What a convener types to start a question, and a question that is ready to be opened."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.questions.models import Question
from tests.world import a_person

TYPED = {
    "title": "How should we make Ashgrove Road safer and greener?",
    "summary": "The council has money for this road. Residents say what it is spent on.",
    "convener_name": "Alderbrook Council",
    "place": "Ashgrove Road",
    "on_the_table": "What the money is spent on.",
    "off_the_table": "Bus routes.",
    "decider": "The Highways Committee, on 14 September.",
    "pledge": "We pay for what you choose, or say in public why not.",
    "answerer": "Cllr Rosa Lindqvist",
    "answer_due_on": "2027-07-30",
    "ballot_form": "budget",
    "budget": "£90,000",
    "seats": "",
    "max_choices": "",
    "rule": "",
    "completion": "add1u",
    "utility": "cost",
    "min_votes": "1",
    "publication": "ladder",
    "weeks": "",
    "proposing_opens_at": "2027-05-04T09:00",
    "proposing_closes_at": "2027-05-24T18:00",
    "shaping_opens_at": "2027-05-24T18:00",
    "shaping_closes_at": "2027-06-01T09:00",
    "voting_opens_at": "2027-06-01T09:00",
    "voting_closes_at": "2027-06-18T18:00",
    "takes_part": "anyone",
    "votes": "list",
    "ground_rules": "Be kind.",
    "addresses": "",
}


def typed(**changes: str) -> dict[str, str]:
    return TYPED | changes


def a_draft(client: FlaskClient, session: Session, **changes: str) -> Question:
    """Start a question through HTTP as the convener would, and return it."""
    answer = client.post("/desk/new", data=typed(**changes))
    assert answer.status_code == 303, answer.text
    slug = answer.location.rpartition("/")[2]
    return session.scalars(select(Question).where(Question.slug == slug)).one()


def addresses(number: int) -> str:
    return "\n".join(f"resident{place}@example.org" for place in range(number))


def rosa(session: Session) -> Person:
    return a_person(session, "Rosa", may_convene=True)
