"""The page of an outcome."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from deliberate.voting.models import RuleName
from deliberate.voting.tracker import in_groups
from tests.outcomes.counted import (
    COSTS,
    PICKS,
    SAFER_ROAD,
    a_contest,
    a_counted_question,
    a_question_that_voted,
)
from tests.world import NOON, Clock, a_question, statements


def words_of(page: str) -> str:
    """Return what a person reads on a page, on one line."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def seen(client: FlaskClient, address: str = "/q/roads/outcome") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words_of(answer.text)


def test_the_first_sentence_says_what_won_and_by_how_much(client: FlaskClient, session: Session):
    a_counted_question(session)

    page = seen(client)

    assert "Bus lanes won, with 473 of the 863 votes that still counted in the last round." in page
    assert "909 people voted" in page
    assert "10.8% of 8,392 on the list" in page


def test_each_option_that_was_not_chosen_reads_why(client: FlaskClient, session: Session):
    a_counted_question(session)

    page = seen(client)

    assert "Cheaper fares It reached the last round with 390 votes, 264 of them first " in page
    assert "choices. Bus lanes had 83 more." in page
    assert "Car club It dropped out in round 1 with 90 votes." in page


def test_every_round_has_its_sentence_and_its_numbers(client: FlaskClient, session: Session):
    a_counted_question(session)

    page = seen(client)

    assert "Of these 90 votes, 52 went on to Cheaper fares, 23 to Bus lanes; 15 had no" in page
    assert "Votes in round 3. 432 needed to be chosen." in page
    assert "votes: 473" in page
    assert "moved: +98" in page
    assert "No further choice so far: 46." in page


def test_the_parts_of_the_page_stand_in_the_order_in_which_people_ask(
    client: FlaskClient, session: Session
):
    a_counted_question(session)

    page = seen(client)

    asked = (
        "Bus lanes won, with 473 of the 863 votes that still counted in the last round. 909",
        "What was chosen, and why",
        "It reached the last round",
        "Round by round",
        "Check it yourself",
        "What this shows, and what it can’t",
    )
    assert sorted(asked, key=page.rindex) == list(asked)


def test_money_is_told_to_the_last_pound_with_what_would_have_been_enough(
    client: FlaskClient, session: Session
):
    a_counted_question(session, PICKS, SAFER_ROAD, COSTS)

    page = seen(client)

    assert "2 of 4 on the list are funded. Together they cost £90, out of £100." in page
    assert "£10 left over" in page
    assert "12 people chose it. It costs £50; £40 was left" in page
    assert "more votes would have been enough, or a cost of £40." in page
    assert "Nobody chose it." in page


def test_below_twenty_ballots_nothing_is_said_of_what_would_have_been_enough(
    client: FlaskClient, session: Session
):
    a_counted_question(session, {"a1:1": 9, "a1:1,2": 3, "a1:3": 2}, SAFER_ROAD, COSTS)

    page = seen(client)

    assert "2 people chose it." in page
    assert "would have been enough" not in page
    assert "the ballots are not published" in page


def test_equal_shares_are_told_with_what_each_supporter_paid(client: FlaskClient, session: Session):
    a_counted_question(session, PICKS, SAFER_ROAD, COSTS, rule=RuleName.EQUAL_SHARES)

    page = seen(client)

    assert "Each voter had the same share of the money." in page
    assert "left of their shares" in page or "are funded" in page


def test_what_if_more_had_chosen_it_is_not_told_of_a_few_ballots_under_equal_shares(
    client: FlaskClient, session: Session
):
    ballots = {"a1:1": 9, "a1:1,2": 3, "a1:3": 2}
    a_counted_question(session, ballots, SAFER_ROAD, COSTS, rule=RuleName.EQUAL_SHARES)

    page = seen(client)

    assert "left of their raised shares; it costs" in page
    assert "would have been" not in page


def test_several_places_are_told_with_their_quota_and_parts_of_votes(
    client: FlaskClient, session: Session
):
    ballots = {"r1:1>2": 40, "r1:2": 11, "r1:3>4": 12, "r1:4": 7}
    a_counted_question(session, ballots, rule=RuleName.STV, seats=2)

    page = seen(client)

    assert "are chosen for 2 places" in page
    assert "has reached the 24 needed and is chosen." in page


def test_where_lots_decided_the_page_says_so(client: FlaskClient, session: Session):
    a_counted_question(session, {"r1:1": 10, "r1:2": 10}, ("Trees", "Ramp"))

    page = seen(client)

    assert "Trees and Ramp were level at 10, and no earlier round told them apart. " in page
    assert "Lots drawn in public put" in page
    assert "Nobody could know it before voting closed." in page


def test_where_anyone_could_vote_the_first_sentence_says_to_read_it_as_advice(
    client: FlaskClient, session: Session
):
    a_counted_question(session, facts={"votes": "anyone"})

    assert "Anyone with an email address could vote: read this as advice." in seen(client)


def test_the_answer_owed_stands_with_its_promise_and_its_day(
    client: FlaskClient, session: Session, clock: Clock
):
    a_counted_question(session)

    assert "Due by Friday 30 July 2027" in seen(client)
    assert "Promised before the vote: We pay for what you choose" in seen(client)

    clock.now = NOON.replace(month=8, day=3)

    assert "It was due by Friday 30 July 2027. It is 4 days late." in seen(client)


def test_fewer_than_five_voters_get_no_result_and_no_number(client: FlaskClient, session: Session):
    a_counted_question(session, {"r1:1": 3, "r1:2": 1})

    page = seen(client)

    assert "Fewer than 5 people voted. If we showed the result, you could tell who voted" in page
    assert "Bus lanes" not in page
    assert "Is my ballot in?" not in page


def test_ballots_that_choose_nothing_choose_nothing(client: FlaskClient, session: Session):
    a_counted_question(session, {"b1:": 25})

    assert "Nobody chose anything that counts, so nothing was chosen." in seen(client)


def test_a_question_that_is_not_opened_has_no_outcome(client: FlaskClient, session: Session):
    a_question(session, slug="draft", opened=False)

    assert client.get("/q/draft/outcome").status_code == 404


def test_before_the_close_the_page_says_when_the_count_comes(client: FlaskClient, session: Session):
    question = a_question(session, slug="roads", stages={"voting": (-1, 2)})
    a_contest(session, question, ("Trees", "Ramp"))

    assert "The count comes after voting closes: Wednesday 5 May 2027, 13:00" in seen(client)


def test_between_close_and_count_the_page_says_so_and_wakes_the_worker(
    app: Flask, client: FlaskClient, session: Session
):
    question = a_question_that_voted(session, slug="roads")
    a_contest(session, question, ("Trees", "Ramp"))
    rung: list[bool] = []
    app.config["RING"] = lambda: rung.append(True)

    page = seen(client)

    assert "This page shows the result within a minute." in page
    assert rung


def test_a_vote_whose_ballot_was_never_ready_says_that_it_did_not_take_place(
    client: FlaskClient, session: Session
):
    question = a_question_that_voted(session, slug="roads")
    a_contest(session, question, ("Trees", "Ramp"), frozen_at=None)

    assert "No vote took place" in seen(client)


def test_a_question_without_a_vote_leads_back_to_itself(client: FlaskClient, session: Session):
    a_question(session, slug="talk", stages={"proposing": (-9, -2)})

    answer = client.get("/q/talk/outcome")

    assert answer.status_code == 303
    assert answer.location == "/q/talk"


@pytest.mark.parametrize("as_typed", [in_groups, str.lower, lambda code: f" {code[:9]} {code[9:]}"])
def test_a_receipt_is_found_however_its_code_is_typed(
    client: FlaskClient, session: Session, as_typed: Any
):
    tracker = a_counted_question(session)[0]

    answer = client.post("/q/roads/outcome", data={"code": as_typed(tracker)})

    assert answer.status_code == 200
    assert "Yes. This ballot is in the count." in answer.text


def test_letters_that_look_alike_are_taken_for_those_on_the_receipt(
    client: FlaskClient, session: Session
):
    trackers = a_counted_question(session)
    tracker = next(code for code in trackers if "0" in code and "1" in code)

    misread = tracker.replace("0", "O").replace("1", "L")
    answer = client.post("/q/roads/outcome", data={"code": misread})

    assert "Yes. This ballot is in the count." in answer.text


def test_a_code_that_is_not_in_the_count_is_not_found(client: FlaskClient, session: Session):
    a_counted_question(session)

    answer = client.post("/q/roads/outcome", data={"code": "7K3M-Q9TX-40HD-WZ2C"})

    assert answer.status_code == 200
    assert "We can’t find that code." in answer.text


def test_half_a_code_is_asked_for_again_on_the_same_page(client: FlaskClient, session: Session):
    a_counted_question(session)

    answer = client.post("/q/roads/outcome", data={"code": "7K3M-Q9TX"})

    assert answer.status_code == 422
    assert "A code has 16 letters and numbers." in answer.text
    assert 'value="7K3M-Q9TX"' in answer.text


def test_a_receipt_is_not_looked_for_where_too_few_voted(client: FlaskClient, session: Session):
    tracker = a_counted_question(session, {"r1:1": 4})[0]

    answer = client.post("/q/roads/outcome", data={"code": tracker})

    assert answer.status_code == 404


def test_what_people_wrote_comes_out_as_text(client: FlaskClient, session: Session):
    a_counted_question(
        session, {"r1:1": 20, "r1:2": 3}, ("<script>alert(1)</script>", "%(name)s {0}")
    )

    page = client.get("/q/roads/outcome").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; won" in page
    assert "%(name)s {0}" in page


@pytest.mark.parametrize("kind", ["ranked", "money"])
def test_a_page_with_a_hundred_options_asks_the_database_at_most_twelve_times(
    app: Flask, client: FlaskClient, session: Session, kind: str
):
    titles = [f"Option {number}" for number in range(1, 101)]
    sign, costs = ("r", ()) if kind == "ranked" else ("a", tuple(range(1_00, 101_00, 1_00)))
    ballots = {f"{sign}1:{number}": number for number in range(1, 101)}
    a_counted_question(session, ballots, titles, costs)

    with statements(app) as sent:
        page = client.get("/q/roads/outcome")
        files = client.get("/q/roads/data/")

    assert page.status_code == files.status_code == 200
    assert len(page.data) < 500_000
    assert len(sent) <= 2 * 12


def test_the_command_and_the_line_it_prints_stand_on_the_page(
    client: FlaskClient, session: Session
):
    a_counted_question(session)

    page = seen(client)

    assert "deliberate count ballots.blt --rule irv" in page
    assert page.count("Bus lanes won, with 473 of the 863 votes") == 2
