"""The team's side in a real browser: no barriers, no sideways scrolling, and no need of scripts."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.mail.models import Letter
from deliberate.questions.models import Question
from tests.browser.conftest import PageOf
from tests.browser.looks import axe
from tests.desk.drafts import a_draft, addresses, rosa, typed
from tests.world import SignIn

PAGES = ["", "/open", "/people", "/team"]


@pytest.fixture
def question(app: Flask, session: Session, sign_in: SignIn) -> Question:
    app.config["WTF_CSRF_ENABLED"] = False
    question = a_draft(sign_in(rosa(session)), session, addresses=addresses(60), answerer="")
    app.config["WTF_CSRF_ENABLED"] = True
    return question


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_a_draft_have_no_barrier(
    page_of: PageOf, session: Session, question: Question, width: int, dark: bool
):
    page = page_of(width, dark=dark, person=rosa(session))

    for address in ["/desk", "/desk/new", *(f"/desk/q/{question.slug}{end}" for end in PAGES)]:
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_question_is_opened_and_changed_without_scripts(page_of: PageOf, session: Session):
    page = page_of(390, javascript=False, person=rosa(session))

    page.goto("/desk/new")
    for name in ("title", "summary", "on_the_table", "off_the_table", "decider", "answerer"):
        page.fill(f"#{name}", typed()[name])
    page.fill("#addresses", "mina@example.org\njoe@example.org")
    page.click("text=Save the draft")
    page.click("text=Open the question")
    page.click("button:has-text('Open the question')")

    assert page.locator("text=2 letters are on their way.").is_visible()
    page.click("text=Change something >> nth=0")
    page.fill("#decider", "The mayor")
    page.click("text=Make the change")
    assert page.title().startswith("Check 1 answer:")
    assert page.input_value("#decider") == "The mayor"
    page.fill("#reason", "The law has changed.")
    page.click("text=Make the change")
    assert page.locator("text=It is changed.").is_visible()
    assert len(session.scalars(select(Letter)).all()) == 2


def test_a_mistake_leads_to_its_field(page_of: PageOf, session: Session, question: Question):
    page = page_of(person=rosa(session))
    page.goto(f"/desk/q/{question.slug}")

    page.fill("#budget", "ninety")
    page.click("text=Save the draft")
    page.click("#mistakes a")

    assert axe(page) == []
    assert page.evaluate("document.activeElement.id") == "budget"
    assert page.get_attribute("#budget", "aria-invalid") == "true"
