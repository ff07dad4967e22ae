"""Whoever counts is killed at any step: whoever comes next finishes it, with the same result."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.counting.jobs import close_due
from deliberate.counting.models import Result, SealedBallot
from deliberate.counting.services import DRAIN, Step, close
from deliberate.db import db
from deliberate.record.models import RecordEntry
from deliberate.roll.entries import entry_ids
from deliberate.roll.models import RollEntry
from deliberate.tally.choices import leaf
from deliberate.voting.casting import Window, box_for, cast
from deliberate.voting.forms import new_nonce
from deliberate.voting.models import Contest, LiveBallot
from tests.faults.served import environment_of
from tests.voting.ground import a_contest, keys_of
from tests.world import NOON

CLOSING = NOON + timedelta(days=10)
AFTER = CLOSING + DRAIN
DRIVER = Path(__file__).with_name("closing_driver.py")
VOTERS = ("Mina", "Joe", "Ada", "Ben")
SLIPS = ("r1:1>2", "r1:2", "r1:3>1")

# Five steps are committed: closed, sealed, key destroyed, tallied, compared.
POINTS = (
    *(f"commit-{number}" for number in range(1, 6)),
    *(f"committed-{number}" for number in range(1, 6)),
    *(f"statement-{number}" for number in (9, 20, 24, 26, 30, 40)),
    "overwritten-1",
    "overwritten-2",
    "forgotten",
    "comparing",
)


def cast_all(session: Session, app: Flask, contest: Contest, slips: Sequence[str]) -> set[bytes]:
    """Cast the slips for the first on the roll; return the leaves that must come of them."""
    leaves = set()
    for entry_id, words in zip(sorted(entry_ids(session, contest.id)), slips, strict=False):
        box = box_for(contest, Window(NOON, CLOSING), keys_of(app), entry_id)
        receipt = cast(session, box, words, replaces=0, form_nonce=new_nonce(), received_at=NOON)
        leaves.add(leaf(contest.code, receipt.tracker, words))
    session.commit()
    return leaves


def kill_the_closers(app: Flask, tasks: dict[str, Contest]) -> list[str]:
    """Close each contest in a process that is killed at its point; return how each ended."""
    db.session.rollback()
    ended = subprocess.run(
        [
            sys.executable,
            str(DRIVER),
            AFTER.isoformat(),
            *(f"{contest.id}:{point}" for point, contest in tasks.items()),
        ],
        env=os.environ | environment_of(app),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == ""
    return ended.stdout.splitlines()


def test_a_closer_that_is_killed_at_any_step_is_taken_up_to_the_same_result(
    session: Session, app: Flask
):
    tasks = {point: a_contest(session, app, names=VOTERS) for point in POINTS}
    leaves = {point: cast_all(session, app, tasks[point], SLIPS) for point in POINTS}
    session.expunge_all()  # what the test knows of the contests stays as it was

    ended = kill_the_closers(app, tasks)

    assert ended == [f"{point} -9" for point in POINTS]
    for point, contest in tasks.items():
        assert_whole(session, contest)
        assert close(session, contest.id, keys_of(app), AFTER + timedelta(minutes=1)) is Step.DONE
        found = session.scalars(
            select(SealedBallot.leaf).where(SealedBallot.contest_id == contest.id)
        )
        assert set(found) == leaves[point], point
        assert deeds(session, contest) == ["frozen", "closed", "sealed", "counted"], point
        assert took_part(session, contest) == [True] * len(SLIPS) + [False], point
        assert session.get_one(Result, contest.id).what_ifs is not None
        session.rollback()
    assert session.scalars(select(LiveBallot)).all() == []
    assert [file for folder in keys_of(app).folders for file in folder.iterdir()] == []


def assert_whole(session: Session, contest: Contest) -> None:
    """Nothing is half sealed: ballots are all live, or all sealed."""
    session.rollback()
    live = len(
        session.scalars(
            select(LiveBallot.revision).where(LiveBallot.contest_id == contest.id)
        ).all()
    )
    sealed = len(
        session.scalars(
            select(SealedBallot.channel).where(SealedBallot.contest_id == contest.id)
        ).all()
    )
    assert {live, sealed} == {0, len(SLIPS)}
    session.rollback()


def deeds(session: Session, contest: Contest) -> list[str]:
    return list(
        session.scalars(
            select(RecordEntry.deed)
            .where(RecordEntry.question_id == contest.question_id)
            .order_by(RecordEntry.number)
        )
    )


def took_part(session: Session, contest: Contest) -> list[bool | None]:
    return list(
        session.scalars(
            select(RollEntry.took_part)
            .where(RollEntry.contest_id == contest.id)
            .order_by(RollEntry.id)
        )
    )


def test_a_count_that_stops_in_a_way_that_nobody_foresaw_stops_no_other(
    session: Session, app: Flask, caplog: pytest.LogCaptureFixture
):
    first, second = (a_contest(session, app, names=VOTERS) for _ in range(2))
    for contest in (first, second):
        cast_all(session, app, contest, SLIPS)
    in_the_way = app.config["KEY_FOLDERS"][0] / f"{first.code}.in-the-way"
    in_the_way.mkdir()
    session.rollback()

    close_due(session, AFTER, app.config)

    contests = session.scalars(select(Contest).order_by(Contest.id)).all()
    assert [contest.tallied_at for contest in contests] == [None, AFTER]
    assert "stopped" in caplog.text
    session.rollback()
    in_the_way.rmdir()
    close_due(session, AFTER, app.config)
    assert deeds(session, session.merge(first)) == ["frozen", "closed", "sealed", "counted"]
