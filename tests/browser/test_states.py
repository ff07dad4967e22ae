"""Pages that say no, or that something is gone: one way on, the place kept, and no barrier."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from deliberate.contributions.models import Contribution, GroundRule
from deliberate.contributions.services import hide
from deliberate.voting.models import BallotForm, RuleName
from tests.browser.conftest import PageOf
from tests.browser.somebody import Somebody
from tests.voting.ground import a_contest, slug_of
from tests.world import NOON, Clock, a_person, a_proposal, a_question


def test_a_mistake_on_a_form_has_the_focus_and_keeps_what_was_typed(
    page_of: PageOf, session: Session
):
    question = a_question(session)
    page = page_of(390, person=a_person(session, "Mina"))
    page.goto(f"/q/{question.slug}/propose")

    page.fill("#body", "Put benches along the road.")
    page.click("text=Check your proposal")

    expect(page.locator("#mistakes")).to_be_focused()
    assert page.input_value("#body") == "Put benches along the road."
    Somebody(page, "state").look("mistakes", "Check your proposal")
    page.click("#mistakes a >> nth=0")
    expect(page.locator("#situation")).to_be_focused()


def test_support_that_comes_too_late_says_why_on_a_whole_page(
    page_of: PageOf, session: Session, clock: Clock
):
    question = a_question(session)
    a_proposal(session, question, a_person(session, "Joe"))
    page = page_of(390, person=a_person(session, "Mina"))
    page.goto(f"/q/{question.slug}/proposals/1")

    clock.now = NOON + timedelta(days=25)
    page.get_by_role("button", name="Support this").click()
    page.wait_for_selector("h1:not(#title)")

    assert page.locator("header.top").count() == 1
    Somebody(page, "state").look("too-late", "See the questions")


def test_what_is_hidden_leaves_a_stone_with_the_reason(page_of: PageOf, session: Session):
    question, rosa = a_question(session), a_person(session, "Rosa")
    proposal = a_proposal(session, question, a_person(session, "Otto"))
    contribution = session.get(Contribution, proposal.contribution_id)
    assert contribution
    reason = "It gives a neighbour's address."
    hide(session, question, contribution, rosa, GroundRule.PRIVATE, reason, NOON, {"proposal": 1})
    session.commit()
    reader = Somebody(page_of(390), "state")

    reader.page.goto(f"/q/{question.slug}/proposals/1")

    reader.reads("Hidden by Rosa on Monday 3 May 2027.")
    reader.reads("It gives a neighbour's address")
    reader.look("hidden", dark=True)


@pytest.mark.parametrize("form", [BallotForm.RANKED, BallotForm.BUDGET])
def test_a_ballot_whose_scripts_do_not_come_has_no_barrier(
    app: Flask, page_of: PageOf, session: Session, form: str
):
    is_ranked = form == BallotForm.RANKED
    rule = RuleName.IRV if is_ranked else RuleName.EQUAL_SHARES
    contest = a_contest(
        session, app, ballot_form=form, rule=rule, budget_minor=None if is_ranked else 300_00
    )
    page = page_of(390, person=a_person(session, "Mina"))
    page.route("**/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))

    page.goto(f"/q/{slug_of(session, contest)}/ballot")

    Somebody(page, "state").look(f"no-scripts-{form}", "Check your ballot", dark=True)


def test_who_comes_after_closing_is_told_so(
    app: Flask, page_of: PageOf, session: Session, clock: Clock
):
    contest = a_contest(session, app)
    late = Somebody(page_of(390, person=a_person(session, "Mina")), "state")

    clock.pass_by(days=10)
    late.page.goto(f"/q/{slug_of(session, contest)}/ballot")

    late.reads("Voting closed on Thursday 13 May 2027")
    late.look("closed", "Read the outcome")
