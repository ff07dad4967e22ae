"""The JSON of a count is as its schema says, key by key, for every rule and every format."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from deliberate.tally.budget.greedy import Greedy
from deliberate.tally.canonical.outcome import VERSION, to_json
from deliberate.tally.fates import Beaten
from deliberate.tally.files.election import Format
from deliberate.tally.lots import file_order
from deliberate.tally.orders.count import Order, count_file
from deliberate.tally.orders.rules import RULES
from tests.tally.profiles import approved

COUNTS = Path(__file__).parent.parent / "counts"
CASES = json.loads((COUNTS / "index.json").read_text(encoding="utf-8"))
SCHEMA = json.loads(files("deliberate.tally").joinpath("outcome.schema.json").read_text("utf-8"))
VALID = Draft202012Validator(SCHEMA)
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "outcome-json.md"

SMALL = 60_000  # bytes: larger files hold nothing that smaller ones do not
LEVEL = COUNTS / "files" / "synthetic" / "all-tied-5.blt"
NOBODY = COUNTS / "files" / "synthetic" / "no-ballots.blt"

KEYS_OF_VERSION_1 = """
action add1_stop allocation amount amounts average ballots between budget by came_to candidate
candidates co_winners completion condorcet_winner cost elected empty endowment engine excluded
exhausted favoured filled format had highest how id input invalid kind least left left_after
left_before lines load locked lot_order lots lower_cost lowest median min_votes more_votes name
non_transferable not_funded options order origin overshoot pair pairwise papers passed_over paths
people per_point picked purpose quota raised ranking residue result_sha256 rounds rule score seats
sha256 share shares spent stage status step strength tied_winners ties totals transfer_value
transfers truncated utility valid version votes why winners withdrawn
"""


def counted(file, rule, form, **said):
    done = count_file(file.read_bytes(), Order(rule, form, **said))
    return json.loads(to_json(done.outcome, done.source))


def file_of(case):
    return COUNTS / "files" / case["file"]


SMALL_CASES = [
    pytest.param(case, id=case["id"])
    for case in CASES
    if "error" not in case["expected"] and file_of(case).stat().st_size < SMALL
]


def problems(result):
    return [f"{error.json_path}: {error.message}" for error in VALID.iter_errors(result)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", SMALL_CASES)
def test_the_outcome_of_every_public_case_is_as_the_schema_says(case):
    settings = {key: str(value) for key, value in case["options"].items()}
    result = counted(
        file_of(case),
        case["rule"],
        Format(case["format"]),
        seats=case.get("seats"),
        budget=case.get("budget"),
        settings=settings,
    )

    assert problems(result) == []


RANKED = [
    rule
    for rule in RULES
    if rule not in ("greedy", "equal-shares", "phragmen", "average", "median")
]


@pytest.mark.parametrize("file", [LEVEL, NOBODY])
@pytest.mark.parametrize("rule", RANKED)
def test_ties_and_counts_without_ballots_are_as_the_schema_says(rule, file):
    assert problems(counted(file, rule, Format.BLT)) == []


def test_the_schema_knows_every_rule():
    assert set(SCHEMA["properties"]["rule"]["enum"]) == set(RULES)


def test_a_key_that_the_schema_does_not_know_is_noticed():
    result = counted(LEVEL, "irv", Format.BLT)

    assert problems({**result, "news": 1}) != []
    assert problems({**result, "version": VERSION + 1}) != []


def keys_of(schema):
    """Yield every key that the schema gives to some object."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


def test_the_document_for_people_explains_every_key():
    explained = set(re.findall(r"`([a-z0-9_]+)`", DOCUMENT.read_text(encoding="utf-8")))

    assert set(keys_of(SCHEMA)) - explained == set()


def test_the_keys_of_version_1_stay():
    assert VERSION == 1
    assert set(keys_of(SCHEMA)) >= set(KEYS_OF_VERSION_1.split())


def test_a_project_with_the_fate_of_a_candidate_is_not_called_withdrawn():
    profile = approved({"Trees": 60}, {(1,): 2})
    outcome = Greedy(budget=50).count(profile, file_order(profile.options))
    mistaken = replace(outcome, fates={1: Beaten(votes=2, behind=1, first=2)})

    with pytest.raises(TypeError, match="Beaten is no fate of a project"):
        to_json(mistaken)
