"""Programs of others, written by people we never met, find the same winners as we do.

What they found is frozen in `oracles`; `make oracles` asks them again.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, count_file
from deliberate.tally.outcome import Outcome
from tests.counts.oracles import report

HERE = Path(__file__).parent / "oracles"
WINNERS = json.loads((HERE / "winners.json").read_text(encoding="utf-8"))
FROZEN = json.loads((HERE / "frozen.json").read_text(encoding="utf-8"))
AGREEMENT = json.loads((HERE / "agreement.json").read_text(encoding="utf-8"))
# The library says who is elected or bought, but not in which order.
WITHOUT_ORDER = {"stv-scottish", "phragmen"}


def outcome_of(
    content: bytes, file: str, rule: str, settings: Mapping[str, str], seats: int | None = None
) -> Outcome:
    order = Order(rule, Format(file.rpartition(".")[2]), seats=seats, settings=settings)
    return count_file(content, order).outcome


def won(outcome: Outcome, file: str) -> list[Any]:
    """Return who won, or all who share the first place before any lot, as the file calls them."""
    numbers = sorted(outcome.co_winners) or list(outcome.winners)
    return [outcome.options[n - 1].id if file.endswith(".pb") else n for n in numbers]


@pytest.mark.parametrize(
    ("file", "rule"), [(file, rule) for file, rules in WINNERS.items() for rule in rules]
)
def test_300_real_ballots_have_the_winners_that_another_program_found(file: str, rule: str):
    known = WINNERS[file][rule]
    seats = known["settings"].get("seats")
    settings: dict[str, Any] = {k: v for k, v in known["settings"].items() if k != "seats"}

    outcome = outcome_of((HERE / file).read_bytes(), file, rule, settings, seats)

    found = won(outcome, file)
    assert (sorted(found) if rule in WITHOUT_ORDER else found) == known["winners"]


@pytest.mark.parametrize("row", AGREEMENT, ids=lambda row: f"{row['rule']}, {row['library']}")
def test_made_up_contests_have_the_winners_that_another_program_found(row: Mapping[str, Any]):
    known = [
        count
        for count in FROZEN["counts"]
        if (count["name"], count["library"]) == (row["rule"], row["library"])
    ]

    found = []
    for count in known:
        text = FROZEN["contests"][count["file"]]
        outcome = outcome_of(text.encode(), count["file"], count["rule"], count["settings"])
        found.append(won(outcome, count["file"]))

    assert len(known) >= 20
    for count, winners in zip(known, found, strict=True):
        in_order = sorted if count["rule"] in WITHOUT_ORDER else list
        assert in_order(winners) == in_order(count["winners"]), count["file"]


def test_the_docs_tell_what_was_found():
    text = report.DOCS.read_text(encoding="utf-8")

    assert report.table(AGREEMENT) in text
    reasons = {reason for row in AGREEMENT for reason in row["found"]} - {"same"}
    assert {reason for reason in reasons if f"| `{reason}` |" not in text} == set()
