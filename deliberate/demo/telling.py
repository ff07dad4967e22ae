"""What the texts say, read from their files, and questions started from it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

import deliberate.questions.services as questions
from deliberate.accounts.addresses import normalised
from deliberate.accounts.models import Person
from deliberate.accounts.services import choose_name, make_convener
from deliberate.demo.days import Days
from deliberate.desk.choosing import Choosing
from deliberate.desk.services import start_question
from deliberate.questions.draft import Draft, PlannedStage
from deliberate.questions.models import Question, Role, StageName
from deliberate.roll.lists import Reading
from deliberate.roll.models import Participant

FOLDER = Path(__file__).parent
Text = Mapping[str, Any]
People = Mapping[str, Person]
CONVENER, FACILITATOR, COUNCILLOR = "rosa", "tom", "asha"
DEMONSTRATION = "demonstration"  # stands for whoever put real ballots here
TEAM = (CONVENER, FACILITATOR)
HELPERS: Mapping[str, Role] = {FACILITATOR: Role.FACILITATOR, COUNCILLOR: Role.COUNCILLOR}
MINOR = 100  # pence to a pound, and groszy to a złoty: the texts speak in whole units


def read(name: str) -> Text:
    return tomllib.loads((FOLDER / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def introduce(session: Session, days: Days) -> People:
    """Put everyone of the demonstration in place, by the key under which the texts know them."""
    moment = days.at("-60 09:00")
    people = {}
    for key, words in read("people").items():
        email = normalised(f"{key}@example.org")
        if key == CONVENER:
            person = make_convener(session, email, moment)
        else:
            person = Person(email=email, created_at=moment)
            session.add(person)
        choose_name(session, person, words["name"])
        people[key] = person
    session.flush()
    return people


def start(
    session: Session,
    people: People,
    days: Days,
    text: Text,
    reading: Reading | None = None,
    helpers: Mapping[str, Role] = HELPERS,
) -> Question:
    """Start the question that a text tells of: its convener does, and those who help are added."""
    convener = people[CONVENER]
    question = start_question(
        session, _draft(text, days), _choosing(text), reading, convener, days.at(text["started"])
    )
    for key, role in helpers.items():
        questions.add_holder(session, question, people[key], role)
    return question


def list_by_letter(session: Session, question: Question, number: int, days: Days) -> None:
    """Put so many people on the list who have no address here: they were sent a number on paper."""
    rows = [
        {
            "question_id": question.id,
            "register_number": f"{place:05d}",
            "is_listed": True,
            "wants_letters": False,
            "added_at": days.at("-60 09:00"),
        }
        for place in range(1, number + 1)
    ]
    session.execute(insert(Participant), rows)


def _draft(text: Text, days: Days) -> Draft:
    schedule: Mapping[str, list[str]] = text["schedule"]
    due = text.get("answer_due")
    return Draft(
        title=text["title"],
        summary=text["summary"].strip(),
        convener_name=text["convener"],
        place=text["place"],
        on_the_table=text["on_the_table"].strip(),
        off_the_table=text["off_the_table"].strip(),
        decider=text["decider"],
        pledge=text["pledge"].strip(),
        answerer=text["answerer"],
        answer_due_on=None if due is None else days.day(due),
        ground_rules=text["ground_rules"].strip(),
        takes_part=text["takes_part"],
        votes=text["votes"],
        stages=tuple(
            PlannedStage(name, days.at(schedule[name][0]), days.at(schedule[name][1]))
            for name in StageName
            if name in schedule
        ),
    )


def _choosing(text: Text) -> Choosing:
    said = dict(text["choosing"])
    budget = said.pop("budget", None)
    return Choosing(**said, budget_minor=None if budget is None else budget * MINOR)
