"""Many people, and many presses, at once."""

import threading
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.db import begin, db
from deliberate.roll.entries import entry_ids
from deliberate.voting.casting import Receipt, Window, box_for, cast
from deliberate.voting.errors import StaleBallot
from deliberate.voting.forms import carry
from deliberate.voting.models import LiveBallot
from deliberate.voting.queries import contest_of
from tests.voting.ground import a_contest, keys_of
from tests.world import NOON

WINDOW = Window(NOON - timedelta(days=1), NOON + timedelta(days=10))
AT_ONCE = 16


def in_parallel(app: Flask, jobs: list[Callable[[Session], None]]) -> list[BaseException]:
    """Run every job in a session of its own, 16 at a time; return what went wrong."""
    waiting, mistakes = iter(jobs), []
    one_at_a_time = threading.Lock()

    def work() -> None:
        while True:
            with one_at_a_time:
                job = next(waiting, None)
            if job is None:
                return
            with app.app_context():
                try:
                    job(db.session())
                except BaseException as mistake:
                    mistakes.append(mistake)
                finally:
                    db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return mistakes


def casting(
    app: Flask, question_id: int, entry_id: int, receipts: list[Receipt]
) -> Callable[[Session], None]:
    def job(session: Session) -> None:
        begin(session, write=True)
        contest = contest_of(session, question_id)
        assert contest
        box = box_for(contest, WINDOW, keys_of(app), entry_id)
        on_its_way = carry("r1:1>2", 0)
        receipt = cast(
            session,
            box,
            on_its_way.choices,
            replaces=0,
            form_nonce=on_its_way.nonce,
            received_at=NOON,
        )
        session.commit()
        receipts.append(receipt)

    return job


def rows(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(LiveBallot)) or 0


def test_500_casts_of_one_person_at_once_make_one_ballot(session: Session, app: Flask):
    contest = a_contest(session, app)
    question_id, entry_id = contest.question_id, entry_ids(session, contest.id)[0]
    session.rollback()
    receipts: list[Receipt] = []

    mistakes = in_parallel(app, [casting(app, question_id, entry_id, receipts)] * 500)

    assert rows(session) == 1
    assert len(receipts) == 1
    assert {type(mistake) for mistake in mistakes} == {StaleBallot}
    assert len(mistakes) == 499


def test_1000_people_at_once_make_1000_ballots(session: Session, app: Flask):
    contest = a_contest(session, app, names=[f"Voter {number}" for number in range(1000)])
    question_id, ids = contest.question_id, list(entry_ids(session, contest.id))
    session.rollback()
    receipts: list[Receipt] = []

    mistakes = in_parallel(app, [casting(app, question_id, entry_id, receipts) for entry_id in ids])

    assert mistakes == []
    assert rows(session) == 1000
    assert len({receipt.tracker for receipt in receipts}) == 1000
