"""From the last ballot to the count: closed, sealed, key destroyed, tallied."""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from deliberate.counting.errors import UnmatchedBallots
from deliberate.counting.jobs import close_due
from deliberate.counting.models import Result, SealedBallot
from deliberate.counting.publication import publication
from deliberate.counting.queries import has_tracker, profile_of
from deliberate.counting.services import DRAIN, Step, close
from deliberate.db import db
from deliberate.questions.models import Question
from deliberate.record.models import RecordEntry
from deliberate.roll.entries import entry_ids
from deliberate.roll.models import RollEntry
from deliberate.tally.choices import leaf
from deliberate.voting.ballots import Slip, choices_of
from deliberate.voting.casting import Window, box_for, cast
from deliberate.voting.forms import carry
from deliberate.voting.jobs import freeze_due
from deliberate.voting.models import Contest, LiveBallot
from tests.voting.ground import Voter, a_contest, keys_of, slug_of
from tests.world import NOON, Clock, SignIn, a_person

CLOSING = NOON + timedelta(days=10)
AFTER = CLOSING + DRAIN
NAMES = [f"Voter {number}" for number in range(30)]


def cast_all(
    session: Session, app: Flask, contest: Contest, slips: Sequence[Sequence[int]]
) -> list[str]:
    """Cast one ballot for each roll entry, in order; return the trackers."""
    window = Window(NOON - timedelta(days=1), CLOSING)
    trackers = []
    for entry_id, numbers in zip(sorted(entry_ids(session, contest.id)), slips, strict=False):
        box = box_for(contest, window, keys_of(app), entry_id)
        on_its_way = carry(choices_of(contest, Slip(tuple(numbers))), 0)
        receipt = cast(
            session,
            box,
            on_its_way.choices,
            replaces=0,
            form_nonce=on_its_way.nonce,
            received_at=NOON,
        )
        trackers.append(receipt.tracker)
    session.commit()
    return trackers


def close_at(app: Flask, contest_id: int, moment: object) -> Step:
    """Close in a context and session of its own, as a worker does."""
    db.session.rollback()  # the test's own session holds nothing up
    with app.app_context():
        try:
            return close(db.session(), contest_id, keys_of(app), moment)  # type: ignore[arg-type]
        finally:
            db.session.remove()


def close_in_a_thread(app: Flask, contest_id: int) -> Step:
    with app.app_context():
        try:
            return close(db.session(), contest_id, keys_of(app), AFTER)
        finally:
            db.session.remove()


def now(session: Session, contest: Contest) -> Contest:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Contest).where(Contest.id == contest.id)).one()


def deeds(session: Session, contest: Contest) -> list[str]:
    session.rollback()
    return list(
        session.scalars(
            select(RecordEntry.deed)
            .where(RecordEntry.question_id == contest.question_id)
            .order_by(RecordEntry.number)
        )
    )


def test_a_count_comes_by_itself_once_voting_is_over(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    trackers = cast_all(session, app, contest, [(1, 2)] * 12 + [(2,)] * 9 + [(3, 1)] * 4)

    assert close_at(app, contest.id, CLOSING - timedelta(milliseconds=1)) is Step.WAIT
    assert close_at(app, contest.id, CLOSING) is Step.WAIT
    assert close_at(app, contest.id, AFTER) is Step.DONE

    contest = now(session, contest)
    assert contest.ballots_sealed == 25
    assert dict(profile_of(session, contest)) == {"r1:1>2": 12, "r1:2": 9, "r1:3>1": 4}
    assert has_tracker(session, contest, trackers[0])
    assert session.scalars(select(LiveBallot)).all() == []
    assert not keys_of(app).fits(contest.code, contest.key_digest, contest.key_epoch)
    assert deeds(session, contest) == ["frozen", "closed", "sealed", "counted"]
    question = session.get(Question, contest.question_id)
    assert question
    assert question.counted_at == AFTER


def test_each_sealed_leaf_follows_from_its_tracker_and_choices(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1,), (2, 1), (3,)])

    close_at(app, contest.id, AFTER)

    session.rollback()
    ballots = session.scalars(select(SealedBallot)).all()
    assert len(ballots) == 3
    for ballot in ballots:
        assert ballot.leaf == leaf(contest.code, ballot.tracker, ballot.choices)


def test_who_took_part_is_written_for_all_at_once_and_only_then(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1,)] * 7)
    assert set(session.scalars(select(RollEntry.took_part))) == {None}

    close_at(app, contest.id, AFTER)

    session.rollback()
    took_part = session.scalars(select(RollEntry.took_part)).all()
    assert Counter(took_part) == {False: 23, True: 7}


def test_a_ballot_that_was_taken_back_is_in_no_count(
    session: Session, app: Flask, sign_in: SignIn, clock: Clock
):
    contest = a_contest(session, app)
    mina = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))
    mina.cast(1)
    mina.take_back()

    close_at(app, contest.id, AFTER)

    assert now(session, contest).ballots_sealed == 0
    assert set(session.scalars(select(RollEntry.took_part))) == {False}


def test_twenty_closers_at_once_make_one_count(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1, 2)] * 12 + [(2,)] * 9)
    contest_id = contest.id
    session.rollback()
    together = threading.Barrier(20)
    outcomes: list[Step] = []
    mistakes: list[BaseException] = []

    def closer() -> None:
        together.wait()
        try:
            outcomes.append(close_in_a_thread(app, contest_id))
        except BaseException as mistake:
            mistakes.append(mistake)

    threads = [threading.Thread(target=closer) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert mistakes == []
    assert outcomes == [Step.DONE] * 20
    assert deeds(session, contest) == ["frozen", "closed", "sealed", "counted"]
    assert len(session.scalars(select(Result)).all()) == 1
    assert now(session, contest).ballots_sealed == 21


class Crash(BaseException):
    """The power goes off."""


@pytest.mark.parametrize("statement", range(1, 32, 2))
def test_a_crash_at_any_statement_is_taken_up_again(session: Session, app: Flask, statement: int):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1, 2)] * 5 + [(2,)] * 4)
    done = 0

    def crash(*_: object) -> None:
        nonlocal done
        done += 1
        if done == statement:
            raise Crash

    event.listen(db.engine, "before_cursor_execute", crash)
    try:
        close_at(app, contest.id, AFTER)
    except Crash:
        pass
    finally:
        event.remove(db.engine, "before_cursor_execute", crash)

    assert close_at(app, contest.id, AFTER + timedelta(minutes=1)) is Step.DONE
    assert dict(profile_of(session, now(session, contest))) == {"r1:1>2": 5, "r1:2": 4}
    assert deeds(session, contest) == ["frozen", "closed", "sealed", "counted"]


def test_a_crash_between_sealing_and_destroying_the_key_leaves_no_key_behind(
    session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1,)] * 5)

    def crash(*_: object) -> None:
        raise Crash

    monkeypatch.setattr("deliberate.voting.keys.BallotKeys.destroy", crash)
    with pytest.raises(Crash):
        close_at(app, contest.id, AFTER)
    assert now(session, contest).sealed_at is not None
    assert now(session, contest).key_destroyed_at is None
    monkeypatch.undo()

    assert close_at(app, contest.id, AFTER) is Step.DONE
    assert not [key for folder in keys_of(app).folders for key in folder.glob("*.key")]


def test_ballots_that_match_nobody_stop_the_sealing_and_lose_nothing(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1,)] * 6)
    session.execute(delete(RollEntry).where(RollEntry.id == min(entry_ids(session, contest.id))))
    session.commit()

    with pytest.raises(UnmatchedBallots, match="1 ballots"):
        close_at(app, contest.id, AFTER)

    assert now(session, contest).sealed_at is None
    assert len(session.scalars(select(LiveBallot)).all()) == 6
    assert session.scalars(select(SealedBallot)).all() == []
    assert keys_of(app).fits(contest.code, contest.key_digest, contest.key_epoch)


def test_a_ballot_moved_to_another_voter_stops_the_sealing(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1,), (2,)])
    first, second = session.scalars(select(LiveBallot)).all()
    session.execute(
        update(LiveBallot)
        .where(LiveBallot.voter_key == first.voter_key)
        .values(sealed_words=second.sealed_words)
    )
    session.commit()

    with pytest.raises(UnmatchedBallots):
        close_at(app, contest.id, AFTER)


def test_sealed_ballots_can_neither_be_changed_nor_deleted(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES)
    cast_all(session, app, contest, [(1,)] * 3)
    close_at(app, contest.id, AFTER)
    session.rollback()

    for deed in (update(SealedBallot).values(choices="r1:2"), delete(SealedBallot)):
        with pytest.raises(DatabaseError, match="never changed"):
            session.execute(deed)
        session.rollback()


def test_a_clock_that_goes_back_reopens_nothing(
    session: Session, app: Flask, sign_in: SignIn, clock: Clock
):
    contest = a_contest(session, app)
    mina = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))
    review = mina.check(1)
    close_at(app, contest.id, AFTER)

    clock.now = CLOSING - timedelta(hours=1)

    assert mina.look().status_code == 409
    assert mina.press_cast(review).status_code == 409
    assert now(session, contest).ballots_sealed == 0


def test_the_worker_freezes_what_opens_and_counts_what_closes(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES, frozen=False)
    session.rollback()
    with app.app_context():
        freeze_due(db.session(), NOON, app.config)
        db.session.remove()
    contest = now(session, contest)
    assert contest.frozen_at == NOON
    assert contest.roll_size == 30

    session.rollback()
    with app.app_context():
        close_due(db.session(), AFTER, app.config)
        db.session.remove()
    assert now(session, contest).tallied_at == AFTER


def test_a_contest_that_is_not_ready_is_not_frozen(session: Session, app: Flask):
    contest = a_contest(session, app, titles=("Bus lanes",), frozen=False)

    session.rollback()
    with app.app_context():
        freeze_due(db.session(), NOON, app.config)
        db.session.remove()

    assert now(session, contest).frozen_at is None


@pytest.mark.parametrize(
    ("cast", "chosen", "seen"),
    [
        (4, "ladder", (False, False, False, False)),
        (5, "ladder", (True, True, False, False)),
        (19, "ladder", (True, True, False, False)),
        (20, "ladder", (True, True, True, False)),
        (2, "every-ballot", (True, True, True, True)),
    ],
)
def test_what_is_published_follows_the_ladder(
    session: Session, app: Flask, cast: int, chosen: str, seen: tuple[bool, ...]
):
    contest = a_contest(session, app, names=NAMES, publication=chosen)
    cast_all(session, app, contest, [(1,)] * cast)
    assert publication(contest).outcome is False

    close_at(app, contest.id, AFTER)

    published = publication(now(session, contest))
    assert (published.outcome, published.leaves, published.profile, published.trackers) == seen
