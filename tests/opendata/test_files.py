"""The files of a count: what is published, and that anyone can count again from them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from deliberate.counting import rules
from deliberate.opendata.files import chosen_ballots, inert, ranked_ballots
from deliberate.outcomes.recount import recount_of
from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.choices import leaf
from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, count_file, report_of
from deliberate.tally.orders.settings import settings_of
from deliberate.tally.page.blocks import Page, Paragraph
from deliberate.tally.page.building import page_of
from deliberate.voting.models import BallotForm, Contest, Option, RuleName
from deliberate.voting.tracker import in_groups
from tests.outcomes.counted import (
    COSTS,
    PICKS,
    SAFER_ROAD,
    a_contest,
    a_counted_question,
    a_question_that_voted,
    seal_and_count,
)

FILES = ("ballots.blt", "outcome.json", "leaves.txt", "receipts.txt")
TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=9)
TRICKY = st.sampled_from(['"', ";", "=1+1", "#", "0", "a;b", '"a"', "@x", "META", "-1"])
NAMES = st.one_of(TITLES.map(str.strip).filter(bool), TRICKY)
ROOTS = st.binary(min_size=32, max_size=32)


def ladder(client: FlaskClient) -> dict[str, int]:
    return {name: client.get(f"/q/roads/data/{name}").status_code for name in FILES}


@pytest.mark.parametrize(
    ("voted", "shown"),
    [
        (0, set()),
        (4, set()),
        (5, {"leaves.txt"}),
        (19, {"leaves.txt"}),
        (20, {"outcome.json", "leaves.txt", "ballots.blt"}),
    ],
)
def test_nothing_outside_the_ladder_is_published(
    client: FlaskClient, session: Session, voted: int, shown: set[str]
):
    a_counted_question(session, {"r1:2>1": voted} if voted else {})

    assert ladder(client) == {name: 200 if name in shown else 404 for name in FILES}


def test_few_ballots_leave_no_trace_on_any_page(client: FlaskClient, session: Session):
    trackers = a_counted_question(session, {"r1:2>1": 3, "r1:3": 1})

    pages = [
        client.get(f"/q/roads/{address}").text
        for address in ("outcome", "data/", "record", *(f"data/{name}" for name in FILES))
    ]

    for page in pages:
        assert "Cheaper fares" not in page
        assert "r1:" not in page
        assert trackers[0] not in page


def test_every_ballot_is_published_where_that_was_said_before(
    client: FlaskClient, session: Session
):
    trackers = a_counted_question(session, {"r1:2>1": 3}, publication="every-ballot")

    assert set(ladder(client).values()) == {200}
    assert f"{in_groups(trackers[0])} r1:2>1\n" in client.get("/q/roads/data/receipts.txt").text


def test_before_the_count_there_are_no_files(client: FlaskClient, session: Session):
    question = a_question_that_voted(session, slug="roads")
    a_contest(session, question, ("Trees", "Ramp"))

    assert client.get("/q/roads/data/").status_code == 404
    assert set(ladder(client).values()) == {404}


def test_a_file_that_is_not_published_says_why(client: FlaskClient, session: Session):
    a_counted_question(session, {"r1:2>1": 9})

    page = client.get("/q/roads/data/ballots.blt").text

    assert "Fewer than 20 people voted, so the ballots are not published." in page


def test_the_leaf_of_a_receipt_is_among_the_leaves(client: FlaskClient, session: Session):
    question = a_question_that_voted(session, slug="roads")
    contest = a_contest(session, question, ("Trees", "Ramp"))
    code = contest.code
    trackers = seal_and_count(session, question, contest, {"r1:2": 6})

    leaves = client.get("/q/roads/data/leaves.txt").text.splitlines()

    assert leaf(code, trackers[0], "r1:2").hex() in leaves
    assert leaves == sorted(leaves)


def test_a_file_is_known_by_its_digest_and_not_sent_twice(client: FlaskClient, session: Session):
    a_counted_question(session)

    first = client.get("/q/roads/data/ballots.blt")
    again = client.get(
        "/q/roads/data/ballots.blt", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.content_type == "text/plain; charset=utf-8"
    assert "ballots.blt" in first.headers["Content-Disposition"]
    assert again.status_code == 304


def test_the_page_of_files_says_what_each_holds_and_how_to_count_again(
    client: FlaskClient, session: Session
):
    a_counted_question(session, PICKS, SAFER_ROAD, COSTS)

    page = client.get("/q/roads/data/").text

    assert 'href="/q/roads/data/ballots.pb"' in page
    assert "deliberate count ballots.pb --rule greedy" in page
    assert "Licence of the data: CC0 1.0." in page


def test_the_published_file_counted_by_the_command_says_the_line_on_the_page(
    client: FlaskClient, session: Session
):
    a_counted_question(session)
    content = client.get("/q/roads/data/ballots.blt").data

    order = Order("irv", Format.BLT)
    page = page_of(report_of(count_file(content, order), order, "ballots.blt"))

    assert page.title == "How should we make Ashgrove Road safer and greener?"
    assert result_of(page) in client.get("/q/roads/outcome").text


def result_of(page: Page) -> str:
    """Return the sentence with which a page tells the result."""
    said = page.sections[0].blocks[0]
    assert isinstance(said, Paragraph)
    return said.text


@given(st.text())
def test_no_spreadsheet_takes_a_name_for_a_formula(text: str):
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\n" not in inert(text)


@st.composite
def ranked_counts(draw: st.DrawFn) -> tuple[list[str], dict[str, int]]:
    """Draw names, some of them the same, and ranked ballots that often tie."""
    names = draw(st.lists(NAMES, min_size=2, max_size=5))
    counts: dict[str, int] = {}
    for _each in range(draw(st.integers(0, 6))):
        order = draw(st.permutations(range(1, len(names) + 1)))
        ranked = order[: draw(st.integers(1, len(names)))]
        counts["r1:" + ">".join(map(str, ranked))] = draw(st.integers(1, 4))
    return names, counts


@st.composite
def chosen_counts(draw: st.DrawFn) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """Draw names with costs, and ballots about money that often tie."""
    named = draw(st.lists(st.tuples(NAMES, st.integers(1, 3)), min_size=1, max_size=5))
    projects = [(name, fifties * 50) for name, fifties in named]
    counts: dict[str, int] = {}
    for _each in range(draw(st.integers(0, 6))):
        chosen = sorted(draw(st.sets(st.integers(1, len(projects)), min_size=1)))
        counts["a1:" + ",".join(map(str, chosen))] = draw(st.integers(1, 4))
    return projects, counts


def count_again(contest: Contest, counts: Mapping[str, int], text: str) -> tuple[Any, Any]:
    """Count by the service and by the command on its page; return what both say of it."""
    outcome = rules.count(contest, counts, contest.leaves_root or b"")
    recount = recount_of(contest, outcome)
    words = recount.command.split()
    pairs = [words[at + 1] for at, word in enumerate(words) if word == "--option"]
    order = Order(contest.rule, Format(recount.extension), settings=settings_of(pairs))
    counted = count_file(text.encode(), order)
    assert recount.says == result_of(
        page_of(report_of(counted, order, f"ballots.{recount.extension}"))
    )
    stored = json.loads(rules.stored(contest, outcome))
    return as_told(stored), as_told(json.loads(to_json(counted.outcome, counted.source)))


def as_told(outcome: dict[str, Any]) -> dict[str, Any]:
    """Return an outcome with its options by name, without what differs by their order alone."""
    names = {str(option["id"]): option["name"] for option in outcome["input"]["candidates"]}
    if outcome["rule"] in (RuleName.GREEDY, RuleName.EQUAL_SHARES):
        names = {known: known for known in names}

    def named(value: Any, key: str = "") -> Any:
        match value:
            case dict():
                return {
                    names.get(k, k) if k.isdigit() else k: named(v, k) for k, v in value.items()
                }
            case list() if key in ("between", "not_funded"):
                return sorted((named(each, key) for each in value), key=str)
            case list():
                return [named(each, key) for each in value]
            case int() | str() if key in NAMING:
                return names.get(str(value), value)
            case _:
                return value

    apart = ("input", "lot_order", "result_sha256")
    return {key: named(value, key) for key, value in outcome.items() if key not in apart}


NAMING = ("winners", "elected", "excluded", "between", "candidate", "picked", "favoured", "id")


def test_thousands_are_written_on_the_site_as_the_command_writes_them():
    contest = Contest(
        code="c",
        ballot_form=BallotForm.BUDGET,
        rule=RuleName.GREEDY,
        rule_options="{}",
        currency="GBP",
        budget_minor=1_250_000_00,
    )
    contest.options = [Option(number=1, title="Trees", cost_minor=4_000_50)]
    counts = {"a1:1": 3}

    stored, again = count_again(contest, counts, chosen_ballots(contest, counts, "Roads"))

    assert again == stored
    says = recount_of(contest, rules.count(contest, counts, b"")).says
    assert says.endswith("It costs 4,000.50 GBP, out of 1,250,000.00 GBP.")


def test_thousands_of_votes_are_written_on_the_site_as_the_command_writes_them():
    contest = Contest(
        code="c", ballot_form=BallotForm.RANKED, rule=RuleName.IRV, seats=1, rule_options="{}"
    )
    contest.currency = "GBP"
    contest.options = [Option(number=1, title="Trees"), Option(number=2, title="Ramp")]
    counts = {"r1:1": 1200, "r1:2": 900}

    stored, again = count_again(contest, counts, ranked_ballots(contest, counts, "Roads"))

    assert again == stored
    assert "1,200 of 2,100" in recount_of(contest, rules.count(contest, counts, b"")).says


@given(ranked_counts(), ROOTS, st.sampled_from([(RuleName.IRV, 1), (RuleName.STV, 2)]))
def test_ranked_ballots_counted_again_from_their_file_give_the_stored_outcome(
    drawn: tuple[list[str], dict[str, int]], root: bytes, rule: tuple[RuleName, int]
):
    names, counts = drawn
    contest = Contest(
        code="c", ballot_form=BallotForm.RANKED, rule=rule[0], seats=rule[1], rule_options="{}"
    )
    contest.leaves_root, contest.currency = root, "GBP"
    distinct = [f"{name} {number}" for number, name in enumerate(names, start=1)]
    contest.options = [Option(number=at, title=name) for at, name in enumerate(distinct, start=1)]

    stored, again = count_again(contest, counts, ranked_ballots(contest, counts, "Roads"))

    assert again == stored


@given(
    chosen_counts(),
    ROOTS,
    st.integers(1, 8),
    st.sampled_from([RuleName.GREEDY, RuleName.EQUAL_SHARES]),
    st.sampled_from(["{}", '{"min_votes":"2"}']),
)
def test_ballots_about_money_counted_again_from_their_file_give_the_stored_outcome(
    drawn: tuple[list[tuple[str, int]], dict[str, int]],
    root: bytes,
    fifties: int,
    rule: RuleName,
    settings: str,
):
    projects, counts = drawn
    contest = Contest(
        code="c", ballot_form=BallotForm.BUDGET, rule=rule, rule_options=settings, currency="GBP"
    )
    contest.leaves_root, contest.budget_minor = root, fifties * 50
    contest.options = [
        Option(number=at, title=name, cost_minor=cost)
        for at, (name, cost) in enumerate(projects, start=1)
    ]

    stored, again = count_again(contest, counts, chosen_ballots(contest, counts, "=Roads;"))

    assert again == stored
