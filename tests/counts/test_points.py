"""Cities whose people gave points: what their own files say, counted and told."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Counted, Order, count_file
from deliberate.tally.telling.explain import explain
from deliberate.tally.telling.sentences import say

FILES = Path(__file__).parent / "files" / "pabulib"
BOGUCICE = "Poland_Katowice_2020_Bogucice.pb"
CITIES = [
    BOGUCICE,
    "Poland_Katowice_2021_Kostuchna.pb",
    "Poland_Czestochowa_2025_Wrzosowiak.pb",
    "Poland_Gdansk_2020_Letnica.pb",
    "Switzerland_Zurich_D5.pb",
    "Worldwide_Mechanical_Turk_Utilities_6.pb",
]


def published(file):
    """Return what the city said of each of its projects."""
    lines = (FILES / file).read_text(encoding="utf-8-sig").splitlines()
    projects = lines[lines.index("PROJECTS") + 1 : lines.index("VOTES")]
    return list(csv.DictReader(projects, delimiter=";"))


def counted(file: str, rule: str, **settings: str) -> Counted:
    return count_file((FILES / file).read_bytes(), Order(rule, Format.PB, settings=settings))


def told_as_json(done):
    return json.loads(to_json(done.outcome, done.source))


@pytest.mark.parametrize("file", CITIES)
def test_points_come_to_the_scores_that_the_city_published(file):
    result = told_as_json(counted(file, "greedy"))

    assert result["totals"] == {row["project_id"]: row["score"] for row in published(file)}


def test_greedy_by_points_funds_what_katowice_funded():
    result = told_as_json(counted(BOGUCICE, "greedy"))

    funded = {row["project_id"] for row in published(BOGUCICE) if row["selected"] == "1"}
    assert set(result["winners"]) == funded
    assert (result["spent"], result["left"]) == ("570748", "1794")
    assert result["rounds"][0]["score"] == result["totals"][result["winners"][0]]
    assert result["not_funded"][0] == {
        "id": "L13/02/VII",
        "kind": "too-dear",
        "why": "did not fit: 14394 left, costs 68000",
        "votes": "174",
        "cost": "68000",
        "left": "14394",
        "more_votes": "34",
        "lower_cost": "14394",
    }


def test_points_for_the_money_put_cheap_projects_first():
    result = told_as_json(counted(BOGUCICE, "greedy", by="votes/cost"))

    worth = [
        Fraction(int(bought["score"])) / Fraction(bought["cost"]) for bought in result["rounds"]
    ]
    assert worth == sorted(worth, reverse=True)
    assert len(result["winners"]) > len(told_as_json(counted(BOGUCICE, "greedy"))["winners"])


@pytest.mark.parametrize("file", CITIES)
@pytest.mark.parametrize("completion", ["none", "add1", "add1u"])
def test_equal_shares_by_points_spends_shares_and_never_more_than_the_budget(file, completion):
    result = told_as_json(counted(file, "equal-shares", completion=completion))

    assert result["options"]["utility"] == "points"
    assert Fraction(result["spent"]) <= Fraction(result["budget"])
    share = Fraction(result["endowment"])
    voters = result["input"]["ballots"]["papers"]
    assert share == Fraction(result["budget"]) / voters + result["raised"]
    for bought in result["rounds"]:
        if "share" in bought:
            assert Fraction(bought["share"]) <= share
            assert Fraction(bought["per_point"]) * int(bought["score"]) >= Fraction(bought["cost"])


@pytest.mark.parametrize("rule", ["greedy", "equal-shares", "average", "median"])
def test_a_city_of_points_is_told_of_points_and_not_of_votes(rule):
    outcome = counted(BOGUCICE, rule).outcome

    lines = [say(told, {o.number: o.id for o in outcome.options}) for told in explain(outcome)]

    assert any("points" in line or "is shared out" in line for line in lines)
    assert not any("votes" in line or "chose it" in line for line in lines)
