"""Who holds copies of the database but not the key learns no choice, and links nobody to a ballot.

Each attack is tried on what the service keeps, and on the same with one fault planted in it, where
it has to succeed: otherwise it would prove nothing.
"""

import io
import itertools
import logging
import random
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInSession
from deliberate.counting.services import DRAIN, Step, close
from deliberate.roll.entries import entry_ids
from deliberate.roll.models import Participant, RollEntry
from deliberate.tally.choices import ranked, to_text
from deliberate.voting.casting import Window, box_for, cast
from deliberate.voting.forms import new_nonce
from deliberate.voting.models import Contest, LiveBallot
from tests.databases import only_on_postgresql
from tests.faults import attack
from tests.faults.attack import Copy
from tests.voting.ground import a_contest, keys_of
from tests.world import NOON

VOTERS = 40
# Forty people laid beside forty codes at random agree on one, on average. That the best of two
# thousand such guesses agrees on twelve happens less than once in a hundred thousand runs.
CHANCE = 12
CLOSING = NOON + timedelta(days=10)


@dataclass(frozen=True)
class Election:
    """A vote that was held, with three copies that somebody took of its database."""

    contest: Contest
    owners: dict[str, int]  # receipt code to roll entry: what the attacks would like to know
    choices: list[str]
    copies: tuple[Copy, Copy, Copy]  # before anyone voted, while it was open, after sealing
    log: str

    @property
    def while_open(self) -> Copy:
        return self.copies[1]


def hold(session: Session, app: Flask, url: str, folder: Path) -> Election:
    """Let everybody sign in and vote at once afterwards, one after the other; then count."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    contest = a_contest(
        session,
        app,
        names=[f"Voter {number}" for number in range(VOTERS)],
        titles=[f"Option {number}" for number in range(9)],
    )
    before = attack.copy_of(url, folder)
    rankings = list(itertools.islice(itertools.permutations(range(1, 10)), 5, None, 8000))
    entries = list(entry_ids(session, contest.id))
    random.shuffle(rankings)
    random.shuffle(entries)
    owners, said = {}, []
    for entry_id, ranking in zip(entries, rankings, strict=False):
        words = to_text(ranked([number] for number in ranking))
        owners[vote(session, app, contest, entry_id, words)] = entry_id
        said.append(words)
    assert len(owners) == VOTERS
    while_open = attack.copy_of(url, folder)
    assert close(session, contest.id, keys_of(app), CLOSING + DRAIN) is Step.DONE
    after = attack.copy_of(url, folder)
    logging.getLogger().removeHandler(handler)
    return Election(contest, owners, said, (before, while_open, after), log.getvalue())


def vote(session: Session, app: Flask, contest: Contest, entry_id: int, words: str) -> str:
    """Sign a voter in and cast their ballot; return the receipt code."""
    person_id = session.scalar(
        select(Participant.person_id)
        .join(RollEntry, RollEntry.participant_id == Participant.id)
        .where(RollEntry.id == entry_id)
    )
    token = sha256(secrets.token_bytes(32)).digest()
    session.add(SignInSession(token_digest=token, person_id=person_id, started_at=NOON))
    session.commit()
    box = box_for(contest, Window(NOON, CLOSING), keys_of(app), entry_id)
    receipt = cast(session, box, words, replaces=0, form_nonce=new_nonce(), received_at=NOON)
    session.commit()
    return receipt.tracker


@pytest.fixture
def election(session: Session, app: Flask, database_url: str, tmp_path: Path) -> Election:
    return hold(session, app, database_url, tmp_path)


def guesses(app: Flask, contest: Contest) -> list[bytes]:
    """Return what somebody might take for the key: all that the database and settings hold."""
    assert contest.key_digest
    return [b"", contest.code.encode(), contest.key_digest, app.config["SECRET_KEY"].encode()]


def test_copies_without_the_key_tell_no_choice_no_code_and_no_voter(app: Flask, election: Election):
    said = [*election.choices, *election.owners]

    assert attack.words_in(election.copies[0], said) == set()
    assert attack.words_in(election.while_open, said) == set()
    assert len(attack.lengths_of_ballots(election.while_open)) == 1
    found = attack.who_is_named(
        election.while_open, election.contest.code, guesses(app, election.contest)
    )
    assert found == set()
    assert not [words for words in said if words in election.log]


def test_copies_before_and_after_link_nobody_to_a_ballot_beyond_chance(election: Election):
    assert attack.best_guess(election.copies, election.owners) < CHANCE
    assert attack.linked_by_transaction(election.copies, election.owners) == 0


def test_nothing_that_names_a_person_changes_when_somebody_votes(
    session: Session, app: Flask, database_url: str, tmp_path: Path
):
    contest = a_contest(session, app)
    entry_id = entry_ids(session, contest.id)[0]
    box = box_for(contest, Window(NOON, CLOSING), keys_of(app), entry_id)
    before = attack.copy_of(database_url, tmp_path)
    cast(session, box, "r1:1", replaces=0, form_nonce=new_nonce(), received_at=NOON)
    session.commit()
    after = attack.copy_of(database_url, tmp_path)
    assert len(after.tables["live_ballot"]) == 1
    assert attack.who_changed(before, after) == set()

    session.execute(update(RollEntry).where(RollEntry.id == entry_id).values(took_part=True))
    session.commit()

    flagged = attack.copy_of(database_url, tmp_path)
    assert attack.who_changed(before, flagged) == {entry_id}


def test_the_attack_finds_choices_that_lie_in_clear(
    session: Session, app: Flask, database_url: str, tmp_path: Path
):
    contest = a_contest(session, app)
    session.add(
        LiveBallot(
            contest_id=contest.id,
            voter_key=bytes(32),
            sealed_words=b"7K3M9QTX40HDWZ2C r1:5>4>3>2>1",
            revision=1,
            form_nonce=bytes(16),
        )
    )
    session.commit()

    copy = attack.copy_of(database_url, tmp_path)

    said = {"r1:5>4>3>2>1", "7K3M9QTX40HDWZ2C"}
    assert attack.words_in(copy, said) == said


def test_the_attack_finds_voters_under_a_key_that_can_be_guessed(
    session: Session, app: Flask, database_url: str, tmp_path: Path
):
    contest = a_contest(session, app)
    entries = set(entry_ids(session, contest.id))
    for entry_id in entries:
        session.add(
            LiveBallot(
                contest_id=contest.id,
                voter_key=sha256(f"{contest.code}|{entry_id}".encode()).digest(),
                sealed_words=bytes(59),
                revision=1,
                form_nonce=bytes(16),
            )
        )
    session.commit()

    copy = attack.copy_of(database_url, tmp_path)

    assert attack.who_is_named(copy, contest.code, guesses(app, contest)) == entries


def test_the_attack_links_everybody_where_ballots_have_serial_numbers(
    session: Session, election: Election, database_url: str, tmp_path: Path
):
    session.execute(text("CREATE TABLE cast_ballot (number INTEGER PRIMARY KEY, tracker TEXT)"))
    for number, tracker in enumerate(election.owners):
        session.execute(
            text("INSERT INTO cast_ballot VALUES (:number, :tracker)"),
            {"number": number, "tracker": tracker},
        )
    session.commit()

    copy = attack.copy_of(database_url, tmp_path)

    assert attack.best_guess([copy], election.owners) == VOTERS


@only_on_postgresql
@pytest.mark.usefixtures("database_kind")
def test_the_attack_links_everybody_where_ballot_and_voter_are_written_together(
    session: Session, election: Election, database_url: str, tmp_path: Path
):
    session.execute(text("CREATE TABLE counted (tracker TEXT)"))
    session.commit()
    for tracker, entry_id in election.owners.items():
        session.execute(text("INSERT INTO counted VALUES (:tracker)"), {"tracker": tracker})
        session.execute(update(RollEntry).where(RollEntry.id == entry_id).values(took_part=True))
        session.commit()

    copy = attack.copy_of(database_url, tmp_path)

    assert attack.linked_by_transaction([copy], election.owners) == VOTERS
