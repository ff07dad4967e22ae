"""What the ballot does while a person chooses: it adds up, speaks once, and keeps the place."""

from flask import Flask, render_template_string
from playwright.sync_api import Page, expect

from deliberate.web import access
from tests.browser.conftest import PageOf
from tests.browser.looks import axe

FRAME = """
{% extends "shell.html" %}
{% from "web/_ballot.html" import draft_bar, mine, opt, pick, till, till_count, till_rank %}
{% block title %}Ballot{% endblock %}
{% block head %}<script src="/static/SCRIPT" defer></script>{% endblock %}
{% block main %}
  {{ draft_bar("ashgrove", "Your ballot is not cast yet.", "/") }}
  <form method="post" data-draft="ashgrove"><div class="wrap"><h1>Ballot</h1>BODY</form>
{% endblock %}
"""
BUDGET = """
<ul class="cards">
  {{ pick("benches", "Benches", 640050, "GBP") }}
  {{ pick("lights", "Lights", 4000000, "GBP") }}
  {{ pick("crossing", "Crossing", 6000000, "GBP") }}
</ul></div>{{ till(9000000, "GBP") }}
"""
UP_TO_TWO = """
<ul class="cards">
  {{ pick("benches", "Benches") }}{{ pick("lights", "Lights") }}{{ pick("mural", "Mural") }}
</ul></div>{{ till_count(2) }}
"""
RANKED = """
<h2>All options</h2>
<ul class="cards">{% for title in ["Bus", "Bike", "Tram", "Taxi"] %}
  {% call opt(title|lower, title, 3) %}<p>Why.</p>{% endcall %}
{% endfor %}</ul>{{ mine() }}</div>{{ till_rank(4, 3) }}
"""

COVERED = """() => {
  const el = document.activeElement, box = el.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return el === document.body || el.contains(top) ? [] : [el.outerHTML];
}"""


def ballot(app: Flask, page: Page, body: str) -> None:
    """Show a ballot of the test's own in the frame that all ballots have."""
    source = FRAME.replace("BODY", body)
    source = source.replace("SCRIPT", "rank.js" if body is RANKED else "ballot.js")

    @access.public
    def view() -> str:
        return render_template_string(source)

    app.add_url_rule("/ballot", "test_ballot", view)
    page.goto("/ballot")


def till(page: Page) -> str:
    """Return what stands at the foot: the big words, then the small ones."""
    return " ".join(page.inner_text(".till p").split())


def focused(page: Page) -> str:
    """Return the name of what has the focus: `body` would mean that a person lost their place."""
    return str(
        page.evaluate(
            "(el => el.getAttribute('aria-label') || el.id || el.tagName)(document.activeElement)"
        )
    )


def press(page: Page, name: str, key: str = "Enter") -> None:
    page.get_by_role("button", name=name, exact=True).press(key)


def ranks(page: Page) -> dict[str, str]:
    """Return what the form would send."""
    sent = page.evaluate("Object.fromEntries(new FormData(document.forms[0]))")
    return {name.removeprefix("rank-"): place for name, place in sent.items()}


def test_the_budget_adds_up_to_the_penny(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, BUDGET)

    page.check("#choice-benches")
    page.check("#choice-lights")

    assert till(page) == "£43,599.50 left of £90,000 · 2 chosen"


def test_what_no_longer_fits_says_how_much_is_short_and_can_still_be_chosen(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, BUDGET)

    page.check("#choice-lights")
    short = page.inner_text("#option-crossing .fit")
    page.check("#choice-crossing")

    assert short == "Costs £10,000 more than you have left."
    assert till(page) == "£10,000 over of £90,000 · 2 chosen"
    assert axe(page) == []


def test_several_presses_end_in_one_spoken_sentence(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, BUDGET)

    page.check("#choice-lights")
    page.check("#choice-benches")
    at_once = page.inner_text("#say")

    assert at_once == ""
    expect(page.locator("#say")).to_have_text("£43,599.50 left, of £90,000 · 2 chosen")


def test_choosing_up_to_two_counts_and_says_when_it_is_one_too_many(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, UP_TO_TWO)

    page.check("#choice-lights")
    page.check("#choice-benches")
    two = till(page)
    page.check("#choice-mural")

    assert two == "2 chosen of up to 2"
    assert till(page) == "1 too many of up to 2"


def test_without_javascript_a_person_chooses_with_boxes_and_lists(app, page_of: PageOf):
    page = page_of(390, javascript=False)
    ballot(app, page, RANKED)

    page.select_option("#rank-bus", "1")

    assert page.is_visible("#rank-taxi")
    assert not page.is_visible("#mine")
    assert page.is_visible(".till noscript p")


def test_ranking_starts_empty_and_needs_only_the_keyboard(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, RANKED)
    start = till(page)

    press(page, "Add as 1st: Tram")
    press(page, "Add as 2nd: Bus", "Space")
    press(page, "Up: move Bus up, now 2nd of 2")

    assert start == "0 ranked of 4 options"
    assert ranks(page) == {"bus": "1", "bike": "", "tram": "2", "taxi": ""}
    assert focused(page) == "Up: move Bus up, now 1st of 2"
    expect(page.locator("#say")).to_have_text("Bus, now 1st of 2.")
    assert axe(page) == []


def test_taking_options_out_never_loses_the_place(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, RANKED)
    press(page, "Add as 1st: Tram")
    press(page, "Add as 2nd: Bus")

    page.locator("ol.mine button", has_text="Remove").first.press("Enter")
    after_the_first = focused(page)
    page.locator("ol.mine button", has_text="Remove").first.press("Enter")

    assert after_the_first == "Remove Bus from your ranking"
    assert focused(page) == "mine"
    assert set(ranks(page).values()) == {""}


def test_a_full_ranking_says_so_instead_of_taking_one_more(app, page_of: PageOf):
    page = page_of(390)
    ballot(app, page, RANKED)
    for name in ("Add as 1st: Tram", "Add as 2nd: Bus", "Add as 3rd: Bike"):
        press(page, name)

    press(page, "Add: Taxi")

    expect(page.locator("#say")).to_have_text("You have ranked 3. Remove one to add this.")
    assert ranks(page)["taxi"] == ""
    assert focused(page) == "Add: Taxi"


def test_a_ballot_that_is_not_cast_waits_in_this_tab_only(app, page_of: PageOf):
    page, other_tab = page_of(390), page_of(390)
    ballot(app, page, BUDGET)
    before = page.is_visible(".draftbar")

    page.check("#choice-lights")
    page.goto("/ballot")
    other_tab.goto("/ballot")

    assert not before
    assert page.is_visible(".draftbar")
    assert page.is_checked("#choice-lights")
    assert not other_tab.is_visible(".draftbar")
    assert not other_tab.is_checked("#choice-lights")


def test_the_foot_of_the_ballot_never_covers_what_has_the_focus(app, page_of: PageOf):
    page = page_of(390)
    page.set_viewport_size({"width": 390, "height": 500})
    ballot(app, page, BUDGET)

    covered = []
    for _ in range(12):
        page.keyboard.press("Tab")
        covered += page.evaluate(COVERED)

    assert covered == []
