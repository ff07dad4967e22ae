"""Questions whose ballots are counted, put in place as sealing and tallying leave them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import count as numbered
from typing import Any

from sqlalchemy.orm import Session

from deliberate.counting import rules
from deliberate.counting.comparing import what_ifs_of
from deliberate.counting.models import Result, SealedBallot
from deliberate.counting.what_ifs import to_text
from deliberate.questions.models import Question, StageName
from deliberate.tally.choices import leaf
from deliberate.tally.lots import root_of
from deliberate.voting.models import BallotForm, Contest, Option, RuleName
from deliberate.voting.tracker import ALPHABET, LENGTH
from tests.world import NOON, a_question

COUNTED_AT = NOON - timedelta(days=2)
_codes = numbered(1)

# 909 people on getting around: the count of three rounds that explains itself well.
GETTING_AROUND = ("Bus lanes", "Cheaper fares", "Cycle tracks", "Car club")
RANKINGS = {
    "r1:1": 352,
    "r1:2": 264,
    "r1:3>1": 98,
    "r1:3>2": 74,
    "r1:3": 31,
    "r1:4>2": 52,
    "r1:4>1": 23,
    "r1:4": 15,
}
# Four proposals for £100: two fit.
SAFER_ROAD = ("Zebra crossing", "Street trees", "Brighter lights", "Mural")
COSTS = (60_00, 30_00, 50_00, 20_00)
PICKS = {"a1:1": 9, "a1:1,2": 8, "a1:3": 7, "a1:2,3": 3, "a1:1,3": 2}


def a_contest(
    session: Session,
    question: Question,
    titles: Sequence[str],
    costs: Sequence[int] = (),
    **facts: Any,
) -> Contest:
    """Put a frozen contest in place: ranked, or about money where the options cost some."""
    usual: dict[str, Any] = {"frozen_at": NOON - timedelta(days=9), "roll_size": 8392}
    ranked = {"ballot_form": BallotForm.RANKED, "rule": RuleName.IRV}
    money = {"ballot_form": BallotForm.BUDGET, "rule": RuleName.GREEDY, "budget_minor": 100_00}
    contest = Contest(
        question_id=question.id,
        code=f"contest-{next(_codes)}",
        **usual | (money if costs else ranked) | facts,
    )
    contest.options = [
        Option(number=number, title=title, cost_minor=costs[number - 1] if costs else None)
        for number, title in enumerate(titles, start=1)
    ]
    session.add(contest)
    session.commit()
    return contest


def a_question_that_voted(session: Session, **facts: Any) -> Question:
    """Put a question in place whose voting is over."""
    return a_question(session, stages={StageName.VOTING: (-9, -2)}, **facts)


def seal_and_count(
    session: Session, question: Question, contest: Contest, ballots: Mapping[str, int]
) -> list[str]:
    """Seal these ballots, store what they come to, and return their trackers."""
    rows = [
        SealedBallot(
            contest_id=contest.id,
            leaf=leaf(contest.code, tracker, choices),
            tracker=tracker,
            choices=choices,
            channel="online",
        )
        for choices, times in ballots.items()
        for tracker in (a_tracker(choices, each) for each in range(times))
    ]
    session.add_all(rows)
    root = root_of(row.leaf for row in rows)
    outcome = rules.count(contest, ballots, root)
    text = rules.stored(contest, outcome)
    result = Result(
        contest_id=contest.id,
        outcome=text,
        outcome_digest=sha256(text.encode()).digest(),
        counted_at=COUNTED_AT,
    )
    session.add(result)
    contest.leaves_root, contest.ballots_sealed = root, len(rows)
    contest.closed_at = contest.sealed_at = contest.tallied_at = COUNTED_AT
    result.what_ifs = to_text(what_ifs_of(contest, ballots, root))
    question.counted_at = COUNTED_AT
    session.commit()
    return [row.tracker for row in rows]


def a_counted_question(
    session: Session,
    ballots: Mapping[str, int] = RANKINGS,
    titles: Sequence[str] = GETTING_AROUND,
    costs: Sequence[int] = (),
    *,
    slug: str = "roads",
    facts: Mapping[str, Any] | None = None,
    **about: Any,
) -> list[str]:
    """Put a counted question in place at /q/roads and return its ballots' trackers.

    `facts` are the question's, what else is given the contest's.
    """
    question = a_question_that_voted(session, slug=slug, **(facts or {}))
    contest = a_contest(session, question, titles, costs, **about)
    return seal_and_count(session, question, contest, ballots)


def a_tracker(choices: str, number: int) -> str:
    """Return the tracker of the ballot of this number among equal ones."""
    digest = sha256(f"{choices}|{number}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])
