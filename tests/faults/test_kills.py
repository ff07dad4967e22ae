"""Web processes are killed while people vote: what a voter was told is what is counted."""

import logging
import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.counting.models import SealedBallot
from deliberate.counting.services import DRAIN, Step, close
from deliberate.voting.models import Contest
from tests.faults.ledger import Told, compare
from tests.faults.load import Crowd
from tests.faults.served import OPTIONS, a_contest_open_now, move_voting, serving
from tests.voting.ground import keys_of, slug_of

log = logging.getLogger(__name__)
KILLS = int(os.environ.get("DELIBERATE_KILLS", "50"))
VOTERS = 200


def sealed_ballots(session: Session, app: Flask, contest: Contest) -> list[tuple[str, str]]:
    """Let voting be over, and return the ballots that count."""
    now = datetime.now(UTC)
    move_voting(session, contest, now - timedelta(days=1), now - 2 * DRAIN)
    assert close(session, contest.id, keys_of(app), now) is Step.DONE
    rows = session.execute(select(SealedBallot.choices, SealedBallot.tracker))
    return [(choices, tracker) for choices, tracker in rows]


def wait_for_votes(crowd: Crowd, longer: float) -> None:
    """Wait until a few more votes were cast, so that what is killed is at work."""
    before, deadline = crowd.cast(), time.monotonic() + 1.0
    while crowd.cast() < before + 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(longer)


def test_what_voters_were_told_is_what_is_counted_though_web_processes_are_killed(
    app: Flask, session: Session, tmp_path: Path
):
    contest, cookies = a_contest_open_now(session, app, VOTERS)
    slug = slug_of(session, contest)
    session.rollback()
    chance = random.Random(KILLS)  # noqa: S311 - repeatable, and no secret

    with serving(app, tmp_path, workers=2) as server:
        crowd = Crowd(server.port, slug, cookies, threads=6, options=len(OPTIONS))
        crowd.start()
        for _ in range(KILLS):
            wait_for_votes(crowd, chance.uniform(0, 0.3))
            server.kill_one(chance)
        time.sleep(2)
        crowd.stop()

    verdict = compare(crowd.attempts, sealed_ballots(session, app, contest))
    heard = {told.value: crowd.told(told) for told in Told}
    log.info("%d kills, votes told: %s", KILLS, heard)
    assert verdict.is_clean, verdict
    assert crowd.mistakes == []
    # It would prove nothing if nobody was served, or if no kill hit anybody at work.
    assert heard["recorded"] > KILLS / 2
    assert heard["nothing"] > 0 or KILLS < 20
    said = server.output.read_text()
    log.info("the server began anew %d times", said.count("crash loop"))
    assert "Traceback" not in said
    assert "r1:" not in said
