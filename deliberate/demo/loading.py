"""Loading the demonstration, through the rooms' own services, with invented moments."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import deliberate.record.services as record
from deliberate.accounts.models import Person
from deliberate.accounts.queries import person_of_address
from deliberate.counting.services import DRAIN, close
from deliberate.db import begin, db
from deliberate.demo.ballots import (
    Numbers,
    cast_all,
    election_of,
    entries_by_letter,
    handed_out,
    numbers_in,
)
from deliberate.demo.conversation import Conversation
from deliberate.demo.days import Days, days_around
from deliberate.demo.telling import (
    CONVENER,
    DEMONSTRATION,
    HELPERS,
    People,
    Text,
    introduce,
    list_by_letter,
    read,
    start,
)
from deliberate.desk.services import held_contest, open_question, opening_facts
from deliberate.dev.cast import CAST
from deliberate.mail.models import Letter, LetterState
from deliberate.proposals.services import Draft as ProposalDraft
from deliberate.proposals.services import give_option
from deliberate.questions.models import Question, Role, StageName
from deliberate.questions.stages import scheduled
from deliberate.roll.entries import entry_of
from deliberate.roll.lists import Reading, read_list
from deliberate.roll.queries import number_listed
from deliberate.roll.services import recognise
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest
from deliberate.voting.queries import closes_at
from deliberate.voting.services import freeze
from deliberate.web.filters import zone

INVENTED = ("energy", "care")
DRAFTS = ("young",)
REAL = ("inverness", "praga")
NEIGHBOURS = 48


class NotLoaded(Exception):
    """The demonstration is not loaded; the text says why, and what to do."""


@dataclass(frozen=True)
class Stage:
    """What everything is put in place with."""

    session: Session
    keys: BallotKeys
    days: Days
    people: People
    neighbours: list[Person]


def load(app: Flask, *, if_empty: bool) -> bool:
    """Load the demonstration into a migrated database and say whether it was loaded now.

    All but the counting happens in one transaction: it is there whole, or not at all. Raises
    NotLoaded where the instance isn't local, or, unless `if_empty`, where questions are there.
    """
    if not app.config["IS_LOCAL"]:
        raise NotLoaded("The demonstration is for a site on your own computer. This one is public.")
    with app.app_context():
        moment = app.config["CLOCK"](db.engine)
        session = db.session()
        begin(session, write=True)
        if session.scalar(select(Question.id).limit(1)) is not None:
            session.rollback()
            if if_empty:
                return False
            raise NotLoaded(
                "There are questions in this database already. Give the demonstration one of its "
                "own: set DELIBERATE_INSTANCE to an empty folder."
            )
        _load_all(session, BallotKeys(app.config["KEY_FOLDERS"]), moment)
        db.session.remove()
        return True


def is_there(app: Flask) -> bool:
    """Say whether the people of the demonstration are in this database."""
    with app.app_context():
        found = person_of_address(db.session(), CAST["resident"].email) is not None
        db.session.remove()
        return found


def _load_all(session: Session, keys: BallotKeys, moment: datetime) -> None:
    days = days_around(moment, zone())
    people = introduce(session, days)
    stage = Stage(session, keys, days, people, _neighbours(session, days))
    counted = [_real(stage, read(name)) for name in REAL]
    for name in INVENTED:
        _invented(stage, read(name))
    for name in DRAFTS:
        start(session, people, days, read(name))
    _settle_letters(session)
    session.commit()
    for contest_id, closing in counted:
        close(session, contest_id, keys, closing + DRAIN)


def _neighbours(session: Session, days: Days) -> list[Person]:
    moment = days.at("-60 09:00")
    people = [
        Person(email=f"neighbour-{number:02d}@example.org", created_at=moment)
        for number in range(1, NEIGHBOURS + 1)
    ]
    session.add_all(people)
    session.flush()
    return people


def _invented(stage: Stage, text: Text) -> None:
    """Put an invented question in place, with what people said, as far as it has come."""
    session, people, days = stage.session, stage.people, stage.days
    question = start(session, people, days, text, _listed(people))
    if "by_letter" in text:
        list_by_letter(session, question, text["by_letter"], days)
    opened_at = days.at(text["opened"])
    open_question(session, question, people[CONVENER], opened_at, zone=days.zone, mail_works=True)
    for person in people.values():
        recognise(session, person)
    contest = held_contest(session, question)
    Conversation(session, question, people, stage.neighbours, days, contest.currency).tell(text)
    voting = scheduled(question, StageName.VOTING)
    if "ballots" in text and voting is not None:
        freeze(session, question, contest, stage.keys, voting.opens_at)
        cast_all(session, question, contest, stage.keys, _cast_so_far(stage, contest, text))


def _cast_so_far(stage: Stage, contest: Contest, text: Text) -> dict[int, Numbers]:
    ballots = [tuple(row["choice"]) for row in text["ballots"] for _ in range(row["count"])]
    cast = handed_out(entries_by_letter(stage.session, contest), ballots)
    for key, choice in text["cast"].items():
        entry_id = entry_of(stage.session, contest.id, stage.people[key].id)
        if entry_id is not None:
            cast[entry_id] = tuple(choice)
    return cast


def _real(stage: Stage, text: Text) -> tuple[int, datetime]:
    """Put a question in place whose ballots are real; return its contest, and when voting closed.

    It is opened without the desk's checks: nobody owes an answer to what was decided years ago.
    """
    session, people, days = stage.session, stage.people, stage.days
    election = election_of(text["ballots"]["file"])
    author = people[DEMONSTRATION]
    question = start(session, people, days, text, helpers={DEMONSTRATION: Role.FACILITATOR})
    for option in election.profile.options:
        give_option(
            session,
            question,
            author,
            ProposalDraft(option.name, "", text["ballots"]["note"], _minor(option.cost)),
            text["ballots"]["reason"],
            days.at(text["started"]),
            is_frozen=False,
        )
    ballots = list(numbers_in(election))
    list_by_letter(session, question, len(ballots), days)
    contest = held_contest(session, question)
    question.opened_at = days.at(text["opened"])
    facts = opening_facts(question, contest, number_listed(session, question.id))
    record.write(
        session, question.id, "opened", question.opened_at, actor=author.name or "", facts=facts
    )
    closing = closes_at(question)
    voting = scheduled(question, StageName.VOTING)
    if closing is None or voting is None:
        raise ValueError(text["title"])
    freeze(session, question, contest, stage.keys, voting.opens_at)
    entries = entries_by_letter(session, contest)
    cast_all(session, question, contest, stage.keys, handed_out(entries, ballots))
    return contest.id, closing


def _minor(cost: int) -> int | None:
    return cost * 100 if cost else None


def _listed(people: People) -> Reading:
    """Return the list of those who may vote: everyone but the teams."""
    others = {CONVENER, DEMONSTRATION, *HELPERS}
    addresses = [person.email or "" for key, person in people.items() if key not in others]
    return read_list("\n".join(addresses), is_local=True)


def _settle_letters(session: Session) -> None:
    """Have the invitations delivered when they were written: they would all go out now."""
    session.execute(
        update(Letter)
        .where(Letter.state == LetterState.WAITING)
        .values(state=LetterState.SENT, sent_at=Letter.created_at, last_reply="kept here")
    )
