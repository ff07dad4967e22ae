"""The ballot box agrees with a model that fits on a page, whatever people do and in any order.

The model knows three things of a voter: the revision, what is in, and which form put it there.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from deliberate.counting.models import SealedBallot
from deliberate.counting.services import DRAIN, Step, close
from deliberate.db import db
from deliberate.tally.choices import ranked, to_text
from deliberate.voting.models import LiveBallot
from tests.voting.ground import Voter, a_contest, code_on, keys_of, slug_of
from tests.world import NOON, Clock, a_person

NAMES = ("Mina", "Joe")
CLOSING = NOON + timedelta(days=10)
EXAMPLES = int(os.environ.get("DELIBERATE_FUZZ", "30")) // 3


class Crash(BaseException):
    """The power goes off."""


@dataclass
class Box:
    """What the model knows of one voter."""

    revision: int = 0
    choices: str = ""  # empty: nothing is in
    form: object = None  # the form that put it there
    tracker: str = ""


@dataclass(frozen=True)
class Form:
    """A page with a button on it, whenever it is pressed: to cast, or to take back."""

    name: str
    page: TestResponse
    replaces: int
    choices: str = ""


@dataclass
class World:
    app: Flask
    session: Session
    clock: Clock
    sign_in: Any


class BallotBox(RuleBasedStateMachine):
    world: ClassVar[World]
    forms = Bundle("forms")

    @initialize()
    def open_a_contest(self) -> None:
        self.world.clock.now = NOON
        contest = a_contest(self.world.session, self.world.app, names=NAMES)
        self.contest_id = contest.id
        slug = slug_of(self.world.session, contest)
        people = {name: a_person(self.world.session, name) for name in NAMES}
        self.voters = {name: Voter(self.world.sign_in(one), slug) for name, one in people.items()}
        self.boxes = {name: Box() for name in NAMES}
        self.is_done = False

    @property
    def is_open(self) -> bool:
        return self.world.clock.now < CLOSING

    @precondition(lambda self: self.is_open)
    @rule(
        target=forms,
        name=some.sampled_from(NAMES),
        numbers=some.permutations(range(1, 6)).flatmap(
            lambda order: some.integers(1, 5).map(lambda length: tuple(order[:length]))
        ),
    )
    def fill_in(self, name: str, numbers: tuple[int, ...]) -> Form:
        return self.filled_in(name, numbers)

    def filled_in(self, name: str, numbers: tuple[int, ...]) -> Form:
        page = self.voters[name].check(*numbers)
        words = to_text(ranked([number] for number in numbers))
        return Form(name, page, self.boxes[name].revision, words)

    @precondition(lambda self: self.is_open and any(box.choices for box in self.boxes.values()))
    @rule(target=forms, name=some.sampled_from(NAMES))
    def look_at_own_ballot(self, name: str) -> Any:
        page = self.voters[name].look()
        is_in = bool(self.boxes[name].choices)
        assert ("You cast this ballot" in page.text) == is_in
        return Form(name, page, self.boxes[name].revision) if is_in else multiple()

    @rule(form=forms)
    def press(self, form: Form) -> None:
        """Press the button of a form: new, stale, or pressed before."""
        box, voter = self.boxes[form.name], self.voters[form.name]
        is_cast = bool(form.choices)
        answer = (voter.press_cast if is_cast else voter.press_take_back)(form.page)
        if not self.is_open:
            assert answer.status_code == 409
            return
        if box.revision == form.replaces:
            self.boxes[form.name] = Box(box.revision + 1, form.choices, form)
            assert answer.status_code == 200
            if is_cast:
                self.boxes[form.name].tracker = code_on(answer.text).replace("-", "")
        elif is_cast and box.form is form:
            assert code_on(answer.text).replace("-", "") == box.tracker
        else:
            # To take back what is not there any more changes nothing, whichever page asks.
            assert answer.status_code == (200 if not is_cast and not box.choices else 409)

    @precondition(lambda self: self.is_open)
    @rule(target=forms, name=some.sampled_from(NAMES), number=some.integers(1, 5))
    def vote(self, name: str, number: int) -> Form:
        form = self.filled_in(name, (number,))
        self.press(form)
        return form

    @precondition(lambda self: self.is_open)
    @rule(days=some.sampled_from([1, 1, 1, 1, 10]))
    def let_time_pass(self, days: int) -> None:
        self.world.clock.pass_by(days=days)

    @precondition(lambda self: not self.is_open)
    @rule(statement=some.integers(1, 45))
    def count_and_crash(self, statement: int) -> None:
        done = 0

        def crash(*_: object) -> None:
            nonlocal done
            done += 1
            if done == statement:
                raise Crash

        event.listen(db.engine, "before_cursor_execute", crash)
        try:
            self.count()
        except Crash:
            pass
        finally:
            event.remove(db.engine, "before_cursor_execute", crash)

    @rule()
    def count(self) -> None:
        self.world.session.rollback()
        after = self.world.clock.now + (timedelta() if self.is_open else DRAIN)
        with self.world.app.app_context():
            try:
                done = close(db.session(), self.contest_id, keys_of(self.world.app), after)
            finally:
                db.session.remove()
        assert done is (Step.WAIT if self.is_open else Step.DONE)
        self.is_done = not self.is_open

    @invariant()
    def what_is_kept_agrees(self) -> None:
        if not hasattr(self, "boxes"):
            return
        self.world.session.rollback()
        live = select(LiveBallot.revision).where(LiveBallot.contest_id == self.contest_id)
        sealed = select(SealedBallot.choices, SealedBallot.tracker).where(
            SealedBallot.contest_id == self.contest_id
        )
        revisions = sorted(self.world.session.scalars(live))
        counted = {(row.choices, row.tracker) for row in self.world.session.execute(sealed)}
        self.world.session.rollback()
        cast = sorted(box.revision for box in self.boxes.values() if box.revision)
        promised = {(box.choices, box.tracker) for box in self.boxes.values() if box.choices}
        if revisions or not counted:
            assert (revisions, counted) in ((cast, set()), ([], promised))
        else:
            assert counted == promised
        if self.is_done:
            assert (revisions, counted) == ([], promised)


def test_the_ballot_box_agrees_with_its_model(
    app: Flask, session: Session, clock: Clock, sign_in: Any
):
    class OfThisTest(BallotBox):
        world = World(app, session, clock, sign_in)

    run_state_machine_as_test(
        OfThisTest,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            # What fails is not made smaller: that takes longer than to read it.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
