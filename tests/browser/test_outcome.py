"""The pages of an outcome as people meet them: on a phone, in the dark, and on paper."""

import re

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from deliberate.record.services import write
from deliberate.voting.models import RuleName
from tests.browser.conftest import PageOf
from tests.browser.looks import axe, picture
from tests.outcomes.counted import COSTS, PICKS, SAFER_ROAD, a_counted_question
from tests.world import NOON, a_question

TWELVE = (
    "Zebra crossing outside Ashgrove Primary School",
    "Dropped kerbs for wheelchairs and prams at every corner",
    "Twelve street trees along the sunny side of the road",
    "Brighter lights under the railway bridge",
    "Planters that slow the traffic before the bend",
    "A bench every 200 metres, with a back and arms",
    "Rain garden by the bus stop",
    "Bike shed behind the library",
    "Saturday play street for one year",
    "Mural made with Year 6 on the wall of the substation",
    "Drinking fountain by the playing field",
    "Wider pavement outside the shops",
)
ADDRESSES = ("/", "/how-voting-works", "/privacy", "/q/roads/outcome", "/q/roads/data/")
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def printed_pages(page: Page) -> int:
    """Return how many sheets a page fills when it is printed on A4."""
    page.emulate_media(media="print")
    return len(A_PAGE.findall(page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("kind", ["ranked", "money"])
def test_an_outcome_has_no_barriers_and_fits_its_screen(
    page_of: PageOf, session: Session, kind: str, width: int
):
    if kind == "ranked":
        a_counted_question(session)
    else:
        a_counted_question(session, PICKS, SAFER_ROAD, COSTS)
    page = page_of(width, dark=width == 390)

    for address in ADDRESSES:
        page.goto(address)

        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto("/q/roads/outcome")
    picture(page, f"outcome-{kind}-{width}")
    page.get_by_text("See the same ballots under each rule").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"outcome-{kind}-{width}-compared")


def test_the_record_has_no_barriers(page_of: PageOf, session: Session):
    question = a_question(session, slug="roads")
    write(session, question.id, "opened", NOON, actor="Rosa")
    write(
        session,
        question.id,
        "changed",
        NOON,
        actor="Rosa",
        reason="A better word.",
        facts={"title": ["Roads", "Streets"]},
    )
    session.commit()
    page = page_of(360)

    page.goto("/q/roads/record")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, "record")


def test_a_receipt_is_found_without_javascript(page_of: PageOf, session: Session):
    tracker = a_counted_question(session)[0]
    page = page_of(390, javascript=False)

    page.goto("/q/roads/outcome")
    page.get_by_label("Your receipt code").fill(tracker.lower())
    page.get_by_role("button", name="Find").click()

    assert page.get_by_text("Yes. This ballot is in the count.").is_visible()


@pytest.mark.parametrize("rule", [RuleName.IRV, RuleName.STV, RuleName.GREEDY, "equal-shares"])
def test_an_outcome_with_twelve_options_prints_on_one_sheet(
    page_of: PageOf, session: Session, rule: str
):
    if rule in (RuleName.IRV, RuleName.STV):
        ballots = {f"r1:{n}>{n % 12 + 1}>{(n + 4) % 12 + 1}": 20 + n * n % 17 for n in range(1, 13)}
        a_counted_question(session, ballots, TWELVE, rule=rule, seats=3)
    else:
        ballots = {f"a1:{n}": 11 + n * n % 17 for n in range(1, 13)}
        costs = tuple(10_000_00 + n * 7_00 for n in range(1, 13))
        a_counted_question(session, ballots, TWELVE, costs, rule=rule, budget_minor=90_000_00)
    page = page_of()

    page.goto("/q/roads/outcome")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1032})
    picture(page, f"printed-{rule}")

    assert printed_pages(page) == 1
