"""The ballot key and the roll: made once, whoever makes them, and however it goes wrong."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from deliberate.db import begin
from deliberate.questions.models import Who
from deliberate.record.models import RecordEntry
from deliberate.roll.entries import entry_ids
from deliberate.roll.models import RollEntry
from deliberate.voting.errors import AlreadyFrozen, BallotKeyUnfit, VotingNotOpen
from deliberate.voting.jobs import freeze_due
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest
from deliberate.voting.queries import contest_and_question
from deliberate.voting.services import freeze, join_roll
from tests.voting.ground import a_contest, keys_of
from tests.voting.test_crowds import in_parallel
from tests.world import NOON, a_person, takes_part

NAMES = [f"Voter {number}" for number in range(30)]
CODE = "ab" * 16


@pytest.fixture
def keys(tmp_path: Path) -> BallotKeys:
    return BallotKeys([tmp_path / "a", tmp_path / "b"])


def freeze_as_the_team(session: Session, app: Flask, contest_id: int) -> None:
    begin(session, write=True)
    contest, question = contest_and_question(session, contest_id)
    freeze(session, question, contest, keys_of(app), NOON, actor="Rosa")
    session.commit()


def test_the_team_and_the_clock_at_once_make_one_roll_and_one_key(session: Session, app: Flask):
    contest = a_contest(session, app, names=NAMES, frozen=False)
    contest_id, code = contest.id, contest.code
    session.rollback()

    def by_the_clock(own: Session) -> None:
        freeze_due(own, NOON, app.config)

    def by_the_team(own: Session) -> None:
        freeze_as_the_team(own, app, contest_id)

    mistakes = in_parallel(app, [by_the_clock, by_the_team] * 3)

    assert {type(mistake) for mistake in mistakes} <= {AlreadyFrozen}
    assert len(mistakes) in (2, 3)  # of three of the team, one at most was first
    contest = session.scalars(select(Contest).execution_options(populate_existing=True)).one()
    assert session.scalar(select(func.count()).select_from(RollEntry)) == len(NAMES)
    assert session.scalars(select(RecordEntry.deed)).all() == ["frozen"]
    key = keys_of(app).read(code, contest.key_digest, contest.key_epoch)
    assert {file.read_text() for folder in keys_of(app).folders for file in folder.iterdir()} == {
        f"deliberate ballot key 1\n{key.secret.hex()}\n1\n"
    }


def test_a_crash_between_making_the_key_and_the_commit_leaves_one_key_in_the_end(
    session: Session, app: Flask
):
    contest = a_contest(session, app, names=NAMES, frozen=False)
    contest_id, code = contest.id, contest.code
    session.rollback()
    begin(session, write=True)
    contest, question = contest_and_question(session, contest_id)
    freeze(session, question, contest, keys_of(app), NOON)
    before = [(folder / f"{code}.key").read_text() for folder in keys_of(app).folders]
    session.rollback()

    session.expire_all()
    freeze_as_the_team(session, app, contest_id)

    after = [(folder / f"{code}.key").read_text() for folder in keys_of(app).folders]
    assert after == before
    contest, _ = contest_and_question(session, contest_id)
    assert keys_of(app).fits(code, contest.key_digest, contest.key_epoch)


def test_a_key_that_reached_one_folder_before_a_crash_reaches_the_other(keys: BallotKeys):
    made = keys.create(CODE)
    (keys.folders[1] / f"{CODE}.key").unlink()

    again = keys.create(CODE)

    assert again == made
    assert (keys.folders[1] / f"{CODE}.key").read_text().splitlines()[1] == made.secret.hex()


def test_of_two_folders_that_disagree_the_one_that_the_contest_knows_is_used(keys: BallotKeys):
    right = keys.create(CODE)
    other = BallotKeys([keys.folders[0].parent / "c"])
    other.create(CODE)
    (other.folders[0] / f"{CODE}.key").replace(keys.folders[0] / f"{CODE}.key")

    assert keys.read(CODE, right.digest(CODE), 1) == right


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"deliberate ballot key 1\nzz\n1\n", b"x\n" * 3, b"\x00" * 200],
)
def test_a_file_that_holds_no_key_is_none(keys: BallotKeys, content: bytes):
    right = keys.create(CODE)
    for folder in keys.folders:
        (folder / f"{CODE}.key").write_bytes(content)

    with pytest.raises(BallotKeyUnfit):
        keys.read(CODE, right.digest(CODE), 1)


def test_a_key_is_destroyed_with_every_draft_of_it_and_no_other_contests(keys: BallotKeys):
    keys.create(CODE)
    kept = keys.create("cd" * 16)
    (keys.folders[0] / f"{CODE}.0a1b2c3d").write_text("a draft that a crash left behind")

    keys.destroy(CODE)
    keys.destroy(CODE)

    left = {file.name for folder in keys.folders for file in folder.iterdir()}
    assert left == {f"{'cd' * 16}.key"}
    assert keys.fits("cd" * 16, kept.digest("cd" * 16), 1)


def test_nobody_joins_the_roll_of_a_vote_that_closed_meanwhile(session: Session, app: Flask):
    contest = a_contest(session, app, votes=Who.ANYONE)
    contest, question = contest_and_question(session, contest.id)
    newcomer = takes_part(session, question, a_person(session, "Otto"))
    close_behind_its_back = update(Contest).values(closed_at=NOON)
    session.execute(close_behind_its_back, execution_options={"synchronize_session": False})
    assert contest.closed_at is None

    with pytest.raises(VotingNotOpen):
        join_roll(session, question, contest, newcomer.id)


def test_joining_twenty_times_at_once_makes_one_entry(session: Session, app: Flask):
    contest_id = a_contest(session, app, votes=Who.ANYONE).id
    _, question = contest_and_question(session, contest_id)
    newcomer_id = takes_part(session, question, a_person(session, "Otto")).id
    session.rollback()

    def join(own: Session) -> None:
        begin(own, write=True)
        contest, question = contest_and_question(own, contest_id)
        join_roll(own, question, contest, newcomer_id)
        own.commit()

    assert in_parallel(app, [join] * 20) == []
    assert len(entry_ids(session, contest_id)) == 3
