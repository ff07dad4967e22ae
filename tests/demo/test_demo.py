"""The demonstration: it is alive whenever it is loaded, and its real counts are the known ones."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from deliberate.app import create_app
from deliberate.comments.models import Comment, CommentKind
from deliberate.contributions.models import Contribution, Standing
from deliberate.counting.models import Result
from deliberate.db import Base, db
from deliberate.demo.loading import NotLoaded, is_there, load
from deliberate.demo.telling import FOLDER, read
from deliberate.dev.cast import CAST
from deliberate.proposals.models import Proposal
from deliberate.questions.models import Question
from deliberate.questions.stages import Stage, stage_of
from deliberate.record.models import RecordEntry
from deliberate.record.services import first_break
from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, count_file
from deliberate.voting.models import Contest
from tests.databases import only_on_sqlite
from tests.world import NOON

COUNTS = Path(__file__).parent.parent / "counts"
ENERGY, CARE = "energy", "care"
INVERNESS, PRAGA = "inverness", "praga"


def question_of(session: Session, text: str) -> Question:
    return session.scalars(select(Question).where(Question.title == read(text)["title"])).one()


def known(file: str, **asked: object) -> dict[str, Any]:
    """Return what the public cases know of a count of this file."""
    cases = json.loads((COUNTS / "index.json").read_text(encoding="utf-8"))
    [case] = [
        case
        for case in cases
        if case["file"].endswith(file)
        and all((case | case["options"]).get(name) == value for name, value in asked.items())
    ]
    expected: dict[str, Any] = case["expected"]
    return expected


def rows(session: Session) -> dict[str, int]:
    session.rollback()
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_its_questions_are_at_the_stages_one_wants_to_see(session: Session):
    found = {
        text: stage_of(question_of(session, text), NOON)
        for text in (ENERGY, CARE, INVERNESS, PRAGA, "young")
    }

    assert found == {
        ENERGY: Stage.PROPOSING,
        CARE: Stage.VOTING,
        INVERNESS: Stage.COUNTED,
        PRAGA: Stage.COUNTED,
        "young": Stage.DRAFT,
    }


def test_people_say_things_of_every_kind_and_not_all_of_it_stands(session: Session):
    energy = question_of(session, ENERGY)

    kinds = set(session.scalars(select(Comment.kind)))
    standings = set(
        session.scalars(select(Contribution.standing).where(Contribution.question_id == energy.id))
    )
    decided = set(
        session.scalars(select(Proposal.is_shortlisted).where(Proposal.question_id == energy.id))
    )

    assert kinds == set(CommentKind)
    assert standings == {Standing.PUBLIC, Standing.HELD, Standing.HIDDEN}
    assert decided == {True, False, None}


@pytest.mark.parametrize("text", [ENERGY, CARE])
def test_a_text_tells_what_happened_in_the_order_of_its_numbers(text: str):
    told = read(text)["proposals"]

    for said in (told, *(proposal.get("comments", []) for proposal in told)):
        moments = [_minutes(one["when"]) for one in said]
        assert moments == sorted(moments)


def test_the_real_election_comes_out_as_the_public_case_says(session: Session):
    contest = contest_of(session, INVERNESS)
    expected = known("highland_2017_ward16.blt", rule="stv-scottish")

    result = outcome_of(session, contest)

    assert result["winners"] == expected["winners"]
    assert result["quota"] == expected["quota"]
    assert contest.ballots_sealed == int(str(expected["valid"]))


def test_the_real_budget_comes_out_as_the_public_case_says(session: Session):
    contest = contest_of(session, PRAGA)
    file = read(PRAGA)["ballots"]["file"]
    expected = known(file, rule="greedy", by="votes")
    counted = count_file((FOLDER / "files" / file).read_bytes(), Order("greedy", Format.PB))
    names = {option.id: option.name for option in counted.election.profile.options}

    result = outcome_of(session, contest)

    titles = {str(option.number): option.title for option in contest.options}
    winners = [titles[str(number)] for number in result["winners"]]
    assert winners == [names[project] for project in expected["winners"]]


@pytest.mark.parametrize("text", [INVERNESS, PRAGA])
def test_its_real_counts_say_how_close_they_were_and_what_other_rules_choose(
    client: FlaskClient, session: Session, text: str
):
    page = client.get(f"/q/{question_of(session, text).slug}/outcome").text

    assert "How close it was" in page
    assert "Would another rule have chosen differently?" in page
    assert page.count("This rule counts") == 1


def test_its_ballots_are_the_public_files_byte_by_byte():
    files = [read(text)["ballots"]["file"] for text in (INVERNESS, PRAGA)]

    for file in files:
        [known_file] = COUNTS.glob(f"files/*/{file}")
        assert (FOLDER / "files" / file).read_bytes() == known_file.read_bytes()


def test_every_public_page_of_it_answers(client: FlaskClient, session: Session):
    seen, ahead = set(), ["/"]

    while ahead:
        address = ahead.pop()
        answer = client.get(address)
        assert answer.status_code in (200, 303), address
        seen.add(address)
        if answer.mimetype == "text/html":
            links = set(re.findall(r'<a[^>]* href="(/[^"#?]*)', answer.text))
            ahead += links.difference(seen, ahead)

    assert sum("/proposals/" in address for address in seen) > 30
    assert sum(address.endswith(("/outcome", "/record")) for address in seen) >= 6


def test_one_press_signs_in_everyone_of_the_cast(client: FlaskClient):
    for part in CAST:
        answer = client.post(f"/dev/sign-in/{part}", follow_redirects=True)

        assert answer.status_code == 200
        assert "Sign out" in answer.text


def test_the_resident_may_vote_and_has_not_yet(client: FlaskClient, session: Session):
    address = f"/q/{question_of(session, CARE).slug}/ballot"

    client.post("/dev/sign-in/resident")
    assert "Check your ballot" in client.get(address).text

    client.post("/dev/sign-in/second-resident")
    assert "You cast this ballot" in client.get(address).text


def test_its_letters_can_be_read(client: FlaskClient):
    page = client.get("/dev/mail").text

    letters = set(re.findall(r'href="(/dev/mail/[^"]+)"', page))

    told = [client.get(letter).text for letter in letters]
    assert any(f"asks you: {read(ENERGY)['title']}" in letter for letter in told)
    assert any(f"asks you: {read(CARE)['title']}" in letter for letter in told)


def test_its_records_hold_together(session: Session):
    for question_id in session.scalars(select(Question.id)):
        entries = session.scalars(
            select(RecordEntry)
            .where(RecordEntry.question_id == question_id)
            .order_by(RecordEntry.number)
            .options(joinedload(RecordEntry.words))
        ).all()

        assert first_break(entries) is None
        moments = [entry.written_at for entry in entries]
        assert moments == sorted(moments)
        assert all(moment < NOON for moment in moments)


def test_loading_it_twice_changes_nothing(app: Flask, session: Session):
    before = rows(session)
    session.rollback()

    assert load(app, if_empty=True) is False
    assert is_there(app)
    with pytest.raises(NotLoaded, match="questions in this database already"):
        load(app, if_empty=False)

    assert rows(session) == before


@only_on_sqlite
def test_it_is_not_for_a_site_that_others_reach(tmp_path: Path, database_url: str):
    app = create_app(
        {
            "DATABASE_URL": database_url,
            "INSTANCE": tmp_path / "instance",
            "KEY_FOLDERS": [str(tmp_path / "keys")],
            "BASE_URL": "https://decide.example.org",
            "CLOCK": lambda _engine: NOON + timedelta(days=1),
        }
    )

    with pytest.raises(NotLoaded, match="your own computer"):
        load(app, if_empty=True)

    with app.app_context():
        db.engine.dispose()


def contest_of(session: Session, text: str) -> Contest:
    question = question_of(session, text)
    contest = session.scalars(select(Contest).where(Contest.question_id == question.id)).one()
    session.refresh(contest, ["options"])
    return contest


def outcome_of(session: Session, contest: Contest) -> dict[str, list[int]]:
    outcome: dict[str, list[int]] = json.loads(session.get_one(Result, contest.id).outcome)
    return outcome


def _minutes(when: str) -> int:
    day, clock = when.split()
    hour, minute = clock.split(":")
    return int(day) * 24 * 60 + int(hour) * 60 + int(minute)
