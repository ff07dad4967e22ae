"""A question's life as its people live it: with scripts and without, on a phone and on a desk.

The wide journeys share out money, the narrow ones rank; the one on a phone with scripts is made
with the keys alone. What is in the database at the end is the same with scripts and without.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session, selectinload

from deliberate.db import Base
from deliberate.questions.models import Question, StageName
from deliberate.queue import tick
from tests import mailbox
from tests.browser.conftest import PageOf
from tests.browser.somebody import Somebody
from tests.databases import RUN_FOLDER
from tests.voting.ground import Voter
from tests.world import Clock, a_person, a_proposal

TITLE = "How should we make Ashgrove Road safer and greener?"
WRITTEN = {
    "The question, in one sentence": TITLE,
    "The short version": "The council has money for this road. Residents say what for.",
    "Who asks": "Alderbrook Council",
    "Where": "Ashgrove Road",
    "What residents decide": "What the money is spent on.",
    "What is not on the table": "Bus routes.",
    "Who decides in the end": "The Highways Committee, on 14 September.",
    "Who answers": "Cllr Rosa Lindqvist",
}
NEIGHBOURS = ("mina", "joe", "ana", "ben", "kim", "lee")
PROPOSED = {
    "Your name, as others see it": "Mina",
    "What happens now, and to whom?": "Joe walks to the shops and has to rest on a wall.",
    "What do you propose?": "Put benches along the sunny side of the road.",
    "Give it a short title": "A bench every 200 metres",
    "What might it cost?": "30,000",
}
CROSSING, BENCH, TREES = "A crossing at the school", PROPOSED["Give it a short title"], "More trees"
COSTS = {CROSSING: "60,000", BENCH: "30,000", TREES: "25,000"}
# What neighbours propose: who, what happens now, and what they ask for.
WHY = {
    CROSSING: (
        "Joe",
        "Mina waits with her children until a lorry stops for them.",
        "Paint a zebra crossing outside the school, with lights.",
    ),
    TREES: (
        "Ana",
        "Ana has no shade on the way to the bus.",
        "Plant twelve trees on the sunny side.",
    ),
}
# What is drawn by lot or made from what is drawn: two lives of one question never share it.
DRAWN = {
    "contest.code",
    "letter.id",
    "letter.subject",
    "record_words.salt",
    "result.outcome",
    "sealed_ballot.tracker",
    "sign_in_link.id",
}
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass
class Town:
    """Where the question is lived: its clock, its worker, its letters."""

    app: Flask
    session: Session
    clock: Clock

    @property
    def slug(self) -> str:
        return self.read(lambda: self._question().slug)

    def read(self, look: Callable[[], str]) -> str:
        """Look into the database, and let go of it: who looks for long keeps others waiting."""
        self.session.rollback()
        found = look()
        self.session.rollback()
        return found

    def letter_to(self, name: str) -> str:
        """Return the path of the link in this person's newest letter, after the worker's look."""
        tick(self.app)
        address = f"{name.lower()}@example.org"
        return self.read(lambda: mailbox.link_in(mailbox.newest_to(self.session, address)))

    def wait_for(self, stage: str, *, over: bool = False) -> None:
        """Let time pass until this stage has begun, or is over; the worker looks then."""
        self.session.rollback()
        (row,) = [row for row in self._question().stages if row.name == stage]
        self.clock.now = row.closes_at if over else row.opens_at
        self.session.rollback()
        tick(self.app)

    def neighbours_propose(self) -> None:
        question = self._question()
        for title, (name, situation, body) in WHY.items():
            author = a_person(self.session, name)
            a_proposal(self.session, question, author, title, situation=situation, body=body)

    def _question(self) -> Question:
        return self.session.scalars(select(Question).options(selectinload(Question.stages))).one()


@pytest.fixture
def town(app: Flask, session: Session, clock: Clock) -> Town:
    a_person(session, "Rosa", may_convene=True)
    return Town(app, session, clock)


@pytest.fixture(
    params=[(390, True), (390, False), (1280, True), (1280, False)],
    ids=["phone-scripts", "phone-plain", "desk-scripts", "desk-plain"],
)
def setting(request: pytest.FixtureRequest) -> tuple[int, bool]:
    width, javascript = request.param
    return width, javascript


@pytest.fixture
def enter(
    setting: tuple[int, bool], page_of: PageOf, request: pytest.FixtureRequest
) -> Callable[[], Somebody]:
    """Return a function that brings somebody with a browser of their own."""
    width, javascript = setting
    name = request.node.callspec.id

    def enter() -> Somebody:
        page = page_of(width, javascript=javascript)
        return Somebody(page, name, javascript, keys_only=name == "phone-scripts")

    return enter


@pytest.fixture
def same_rows(
    setting: tuple[int, bool], request: pytest.FixtureRequest
) -> Callable[[Session], None]:
    """Return a function that compares what is stored with the journey of the same width."""
    kept: Path = request.config.stash[RUN_FOLDER] / f"journey-{setting[0]}.json"

    def same_rows(session: Session) -> None:
        rows = json.loads(FINGERPRINT.sub("…", json.dumps(stored(session), default=str)))
        if kept.exists():
            assert rows == json.loads(kept.read_text(encoding="utf-8"))
        else:
            kept.write_text(json.dumps(rows), encoding="utf-8")

    return same_rows


def stored(session: Session) -> dict[str, list[list[object]]]:
    """Return every row of every table, without what is drawn by lot."""
    session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [
            column
            for column in table.columns
            if str(column) not in DRAWN and not isinstance(column.type, LargeBinary)
        ]
        rows = [list(row) for row in session.execute(select(*columns))]
        found[table.name] = sorted(rows, key=repr)
    session.rollback()
    return found


def test_a_question_is_lived_from_its_draft_to_its_outcome(town: Town, enter, setting, same_rows):
    ranked = setting[0] == 390
    rosa, mina, joe, reader = enter(), enter(), enter(), enter()

    sign_in_by_letter(town, rosa)
    open_question(town, rosa, ranked=ranked)
    propose(town, mina)
    shortlist(town, rosa)
    code = vote(town, joe, ranked=ranked)
    neighbours_vote(town, ranked=ranked)
    read_outcome(town, reader, code)

    same_rows(town.session)


def sign_in_by_letter(town: Town, rosa: Somebody) -> None:
    rosa.page.goto("/")
    rosa.look("front-empty")
    rosa.follow("Sign in")
    rosa.look("sign-in", "Send me a link")
    rosa.write("Your email address", "rosa@example.org")
    rosa.press("Send me a link")
    rosa.look("sent", "Continue")
    rosa.page.goto(town.letter_to("Rosa"))
    rosa.look("is-this-you", "Yes, continue")
    rosa.press("Yes, continue")
    rosa.follow("Desk")
    rosa.look("desk-empty")


def open_question(town: Town, rosa: Somebody, *, ranked: bool) -> None:
    rosa.follow("Start a question")
    rosa.look("new", "Save the draft")
    for label, text in WRITTEN.items():
        rosa.write(label, text)
    rosa.take("Rank" if ranked else "Share out money")
    if not ranked:
        rosa.write("How much money there is", "90,000")
    rosa.take("3 weeks")
    rosa.write(
        "Paste the addresses of the people on the list",
        "\n".join(f"{name}@example.org" for name in NEIGHBOURS),
    )
    rosa.press("Save the draft")
    rosa.reads("Nothing is missing.")
    rosa.look("draft", "Open the question")
    rosa.follow("Open the question")
    rosa.look("opening", "Open the question")
    rosa.press("Open the question")
    rosa.reads("6 letters are on their way.")
    rosa.look("opened")


def propose(town: Town, mina: Somebody) -> None:
    town.wait_for(StageName.PROPOSING)
    mina.page.goto(town.letter_to("Mina"))
    mina.look("invited", "Yes, continue")
    mina.press("Yes, continue")
    mina.reads("Nothing yet. The first proposal starts the list.")
    mina.look("question-empty", "Add your proposal")
    mina.follow("Add your proposal")
    mina.look("propose", "Check your proposal")
    for label, text in PROPOSED.items():
        mina.write(label, text)
    mina.press("Check your proposal")
    mina.reads("Go back and change")
    mina.look("propose-check", "Send your proposal")
    mina.press("Send your proposal")
    mina.reads("Your proposal is in.")
    town.neighbours_propose()
    mina.page.goto(f"/q/{town.slug}")
    mina.look("question", "Add your proposal", dark=True)
    support_and_comment(mina)


def support_and_comment(mina: Somebody) -> None:
    mina.follow(CROSSING)
    mina.reads("0 people support this.")
    mina.look("proposal", "Send your comment")
    (mina.press_here if mina.has_scripts else mina.press)("Support this")
    mina.reads("1 person supports this.")
    mina.take("Concern")
    mina.write("What do you want to say?", "Lorries turn there. Will the drivers see children?")
    mina.press("Send your comment")
    mina.reads("Open concern")
    mina.look("commented", "Send your comment", dark=True)


def shortlist(town: Town, rosa: Somebody) -> None:
    town.wait_for(StageName.SHAPING)
    for title, cost in COSTS.items():
        rosa.page.goto(f"/desk/q/{town.slug}/shortlist")
        rosa.follow(f"Decide: {title}")
        rosa.take("Put it on the ballot")
        rosa.write("Why?", "It can be built this year.")
        rosa.write("What does it cost?", cost)
        rosa.press("Keep this decision")
        rosa.reads("Your decision is kept, with its reason.")
    rosa.look("shortlist")
    rosa.follow(f"Decide again: {TREES}")
    rosa.look("decide", "Keep this decision")


def vote(town: Town, joe: Somebody, *, ranked: bool) -> str:
    """Vote, and vote again; return the code of the last receipt."""
    town.wait_for(StageName.VOTING)
    joe.page.goto(town.letter_to("Joe"))
    joe.press("Yes, continue")
    joe.reads("Step 1 of 3: choose")
    joe.look("ballot", "Check your ballot", dark=True)
    (rank if ranked else spend)(joe)
    joe.press("Check your ballot")
    joe.look("review", "Cast")
    joe.press("Cast")
    joe.reads("Your ballot is in")
    joe.look("receipt", "Save the receipt", dark=True)
    joe.follow("Change my vote")
    joe.look("is-in", "Show my ballot")
    joe.press("Change my vote")
    joe.reads("This is the ballot you cast.")
    (rank_anew if ranked else spend_anew)(joe)
    joe.press("Check your ballot")
    joe.press("Cast")
    joe.reads("Your ballot is in")
    return joe.page.locator(".code [aria-hidden]").inner_text()


def rank(joe: Somebody) -> None:
    """Rank with buttons, or with lists; without scripts, give one place twice and be told."""
    if not joe.has_scripts:
        joe.pick(f"Rank for {TREES}", "1st")
        joe.pick(f"Rank for {BENCH}", "1st")
        joe.press("Check your ballot")
        joe.reads("Give each one its own number.")
        joe.look("ballot-mistake", "Check your ballot")
        joe.pick(f"Rank for {BENCH}", "2nd")
        return
    joe.press_here(f"Add as 1st: {BENCH}")
    joe.press_here(f"Add as 2nd: {TREES}")
    joe.press_here(f"Up: move {TREES} up, now 2nd of 2")
    joe.look("ballot-ranked", "Check your ballot")


def rank_anew(joe: Somebody) -> None:
    if joe.has_scripts:
        joe.press_here(f"Add as 3rd: {CROSSING}")
        joe.press_here(f"Up: move {CROSSING} up, now 3rd of 3")
    else:
        joe.pick(f"Rank for {BENCH}", "3rd")
        joe.pick(f"Rank for {CROSSING}", "2nd")


def spend(joe: Somebody) -> None:
    """Go over the money once, and be told."""
    for title in (CROSSING, BENCH, TREES):
        joe.tick(title)
    joe.look("ballot-over", "Check your ballot")
    joe.press("Check your ballot")
    joe.reads("Your choices cost £25,000 more than £90,000.")
    joe.look("ballot-mistake", "Check your ballot", dark=True)
    joe.tick(CROSSING)


def spend_anew(joe: Somebody) -> None:
    joe.tick(TREES)


def neighbours_vote(town: Town, *, ranked: bool) -> None:
    """Let four more people vote, without looking at what they see."""
    ballots = [(1, 3), (3, 1), (1, 2), (1,)] if ranked else [(2, 3), (2,), (1,), (1, 2)]
    town.app.config["WTF_CSRF_ENABLED"] = False
    for name, numbers in zip(("Ana", "Ben", "Kim", "Lee"), ballots, strict=True):
        client = town.app.test_client()
        client.post(town.letter_to(name))
        assert Voter(client, town.slug).cast(*numbers, ranked=ranked).status_code == 200
    town.app.config["WTF_CSRF_ENABLED"] = True


def read_outcome(town: Town, reader: Somebody, code: str) -> None:
    slug = town.slug
    town.wait_for(StageName.VOTING, over=True)
    reader.page.goto("/")
    reader.look("front-counting")
    reader.follow(TITLE)
    reader.reads("We are counting.")
    reader.look("counting")
    town.clock.pass_by(seconds=10)
    tick(town.app)  # seals, destroys the key and counts
    reader.page.goto(f"/q/{slug}")
    reader.look("counted", "Read the outcome")
    reader.follow("Read the outcome")
    reader.look("outcome", "Check it yourself", dark=True)
    reader.look_printed("outcome")
    reader.write("Your receipt code", code.lower())
    reader.press("Find")
    reader.reads("Yes. This ballot is in the count.")
    reader.look("found")
    reader.page.goto(f"/q/{slug}/record")
    reader.look("record")
