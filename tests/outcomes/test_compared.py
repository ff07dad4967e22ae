"""How close it was, and whether another rule would have chosen differently."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.cli import main
from deliberate.counting.jobs import close_due
from deliberate.counting.models import Result
from deliberate.counting.rules import options_of
from deliberate.counting.what_ifs import from_text
from deliberate.db import db
from deliberate.tally.budget.equal_shares import EqualShares
from deliberate.tally.budget.greedy import Greedy
from deliberate.tally.budget.phragmen import Phragmen
from deliberate.tally.ranked.borda import Borda
from deliberate.tally.ranked.copeland import Copeland
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.schulze import Schulze
from deliberate.tally.ranked.stv import ScottishSTV
from deliberate.tally.telling.names import distinct_names
from deliberate.voting.models import Contest, RuleName
from tests.outcomes.counted import COSTS, PICKS, SAFER_ROAD, a_counted_question
from tests.outcomes.test_page import seen
from tests.world import NOON, statements

OTHER_RULE = "Would another rule have chosen differently?"
RULES = (IRV, ScottishSTV, Schulze, Copeland, Borda, Greedy, EqualShares, Phragmen)

# Who has most first choices drops out of favour once votes move: rules disagree.
SPLIT = {"r1:1>2": 38, "r1:2": 29, "r1:3>2": 33}
THREE = ("Trees", "Ramp", "Benches")


def what_ifs(session: Session) -> Any:
    return json.loads(session.scalars(select(Result.what_ifs)).one() or "")


def test_a_ranked_outcome_says_how_few_ballots_would_have_changed_it(
    client: FlaskClient, session: Session
):
    a_counted_question(session)

    page = seen(client)

    assert "How close it was If 42 of the " in page
    assert "Cheaper fares would have won instead." in page


def test_the_project_that_came_closest_is_named(client: FlaskClient, session: Session):
    a_counted_question(session, PICKS, SAFER_ROAD, COSTS)

    page = seen(client)

    assert "How close it was Brighter lights came closest to being funded. " in page


def test_rules_stand_side_by_side_and_the_one_that_counts_comes_first(
    client: FlaskClient, session: Session
):
    a_counted_question(session, SPLIT, THREE)

    page = seen(client)

    table = page.partition(OTHER_RULE)[2]
    assert "before anyone voted. It alone counts." in table
    assert "Instant runoff ✓ This rule counts In each round the option with the fewest" in table
    assert table.count("This rule counts") == 1
    assert table.index("Instant runoff ✓") < table.index("Scottish STV An option")
    assert (
        "Copeland Options are compared two at a time. The one that wins most often wins. Ramp"
        in (table)
    )
    assert "Ramp above it than below it. This is called a Condorcet winner." in table
    assert "deliberate compare ballots.blt" in table


def test_proposals_that_another_rule_funds_are_named(client: FlaskClient, session: Session):
    a_counted_question(session, {"a1:1": 12, "a1:2": 11, "a1:3": 10}, THREE, (90_00, 50_00, 40_00))

    table = seen(client).partition(OTHER_RULE)[2]

    assert "This rule counts Proposals are taken in order of how many people chose them," in table
    assert "1 proposal for £90" in table
    assert "2 proposals for £90 Also: Ramp and Benches. Not: Trees." in table
    assert "deliberate compare ballots.pb" in table


KINDS: dict[str, dict[str, Any]] = {
    "irv": {"ballots": SPLIT, "titles": THREE},
    "stv": {"rule": RuleName.STV, "seats": 2},
    "level": {"ballots": {"r1:1": 10, "r1:2": 10, "r1:3>2": 4}, "titles": ("A", "A", "B")},
    "greedy": {"ballots": PICKS, "titles": SAFER_ROAD, "costs": COSTS},
    "shares": {
        "ballots": PICKS,
        "titles": SAFER_ROAD,
        "costs": COSTS,
        "rule": RuleName.EQUAL_SHARES,
        "rule_options": '{"min_votes": "4"}',
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_on_the_page_comes_to_the_same(
    client: FlaskClient, session: Session, tmp_path: Path, kind: str
):
    a_counted_question(session, **KINDS[kind])
    contest = session.scalars(select(Contest)).one()
    session.refresh(contest, ["options"])
    names = distinct_names(options_of(contest))
    kept = [[names[number] for number in way["winners"]] for way in what_ifs(session)["ways"]]

    told = json.loads(run_from_page(client, tmp_path, "compare", "--format", "json"))

    listed = {one["id"]: one["name"] for one in told["input"]["candidates"]}
    assert [[listed[number] for number in way["winners"]] for way in told["ways"]] == kept


@pytest.mark.parametrize("kind", ["irv", "stv"])
def test_counting_the_file_says_as_the_page_does_how_close_it_was(
    client: FlaskClient, session: Session, tmp_path: Path, kind: str
):
    a_counted_question(session, **KINDS[kind])
    said = seen(client).partition("How close it was ")[2].partition(" " + OTHER_RULE)[0]

    told = run_from_page(client, tmp_path, "count")

    assert said
    assert said in " ".join(told.split())


def run_from_page(client: FlaskClient, folder: Path, command: str, *more: str) -> str:
    """Run a command as the page shows it, on the ballots that the site gives out."""
    page = client.get("/q/roads/outcome").text
    shown = re.search(f'<code class="copy">deliberate ({command} [^<]+)</code>', page)
    assert shown
    words = html.unescape(shown[1]).split()
    file = folder / words[1]
    file.write_bytes(client.get(f"/q/roads/data/{words[1]}").data)
    ran = CliRunner().invoke(main, [words[0], str(file), *words[2:], *more])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.mark.parametrize("kind", ["ranked", "money"])
def test_the_rule_that_counts_comes_to_the_outcome_itself(session: Session, kind: str):
    if kind == "ranked":
        a_counted_question(session, {"r1:1>2": 40, "r1:2": 11, "r1:3>4": 12}, rule="stv-scottish")
        name = "stv-scottish"
    else:
        a_counted_question(session, PICKS, SAFER_ROAD, COSTS)
        name = "greedy"

    result = session.scalars(select(Result)).one()

    first = next(came for came in from_text(result.what_ifs or "").ways if came.way.rule == name)
    assert list(first.winners) == [int(number) for number in json.loads(result.outcome)["winners"]]


@pytest.mark.parametrize("kind", ["ranked", "money"])
def test_below_twenty_ballots_nothing_of_it_is_shown_or_kept(
    client: FlaskClient, session: Session, kind: str
):
    if kind == "ranked":
        a_counted_question(session, {"r1:1>2": 8, "r1:2": 6, "r1:3>2": 5}, THREE)
    else:
        a_counted_question(session, {"a1:1": 9, "a1:1,2": 3, "a1:3": 2}, SAFER_ROAD, COSTS)

    pages = [client.get(f"/q/roads/{name}") for name in ("outcome", "data/", "record")]

    assert what_ifs(session) == {"beats_all": None, "nearest": None, "ways": []}
    for page in pages:
        assert page.status_code == 200
        for words in (OTHER_RULE, "How close it was", "deliberate compare", "Copeland", "Phragm"):
            assert words not in page.text


def test_what_was_kept_is_not_shown_where_the_ballots_are_not_published(
    client: FlaskClient, session: Session
):
    a_counted_question(session, SPLIT, THREE, slug="many")
    kept = session.scalars(select(Result.what_ifs)).one()
    a_counted_question(session, {"r1:1>2": 8, "r1:2": 6, "r1:3>2": 5}, THREE)
    few = session.scalars(select(Result).order_by(Result.contest_id.desc())).first()
    assert few
    few.what_ifs = kept
    session.commit()

    page = seen(client)

    assert OTHER_RULE not in page
    assert "How close it was" not in page


def test_a_page_counts_nothing(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
):
    a_counted_question(session, SPLIT, THREE)
    a_counted_question(session, PICKS, SAFER_ROAD, COSTS, slug="money")

    def never(*_: object) -> None:
        raise AssertionError("a page counts")

    for rule in RULES:
        monkeypatch.setattr(rule, "count", never)
    with statements(app) as sent:
        seen(client)
        seen(client, "/q/money/outcome")

    assert len(sent) <= 2 * 12
    assert not any("sealed_ballot" in statement for statement in sent)


def test_an_outcome_that_was_counted_before_says_nothing_until_the_worker_looks(
    app: Flask, client: FlaskClient, session: Session
):
    a_counted_question(session, SPLIT, THREE)
    result = session.scalars(select(Result)).one()
    kept, result.what_ifs = result.what_ifs, None
    session.commit()

    assert OTHER_RULE not in seen(client)

    session.rollback()
    with app.app_context():
        close_due(db.session(), NOON, app.config)
        db.session.remove()
    session.expire_all()
    assert session.scalars(select(Result.what_ifs)).one() == kept
    assert OTHER_RULE in seen(client)


def test_going_back_a_version_and_forward_again_keeps_the_outcome(
    app: Flask, client: FlaskClient, session: Session
):
    a_counted_question(session, SPLIT, THREE)
    session.rollback()
    session.close()

    with app.app_context():
        downgrade(revision="0001")
        upgrade()
        db.engine.dispose()

    page = seen(client)
    assert "Benches" in page
    assert OTHER_RULE not in page


def test_options_of_one_name_are_told_apart(client: FlaskClient, session: Session):
    a_counted_question(session, SPLIT, ("Trees", "Trees", "Benches"))

    table = seen(client).partition("How close it was")[2]

    assert "Trees (no. 1)" in table
    assert "Trees (no. 2)" in table


def test_where_lots_decided_the_comparison_says_so(client: FlaskClient, session: Session):
    a_counted_question(session, {"r1:1": 10, "r1:2": 10}, ("Trees", "Ramp"))

    page = seen(client)

    assert "Lots drawn in public decided this. With other lots, " in page
    assert "(by lots, as Trees and Ramp were level)" in page


def test_a_contest_too_large_to_compare_is_counted_and_says_nothing(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("deliberate.counting.comparing.MOST_CHOICES", 10)
    a_counted_question(session, PICKS, SAFER_ROAD, COSTS)

    page = seen(client)

    assert "2 of 4 on the list are funded." in page
    assert OTHER_RULE not in page
