"""Programs of others, written by people we never met, find the same winners as we do.

What they found is frozen in `oracles/winners.json`; `make oracles` asks them again.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from deliberate.tally.commands.count import Order, count_file
from deliberate.tally.files.election import Format

HERE = Path(__file__).parent / "oracles"
WINNERS = json.loads((HERE / "winners.json").read_text(encoding="utf-8"))
# The library says who is elected, but not in which order.
WITHOUT_ORDER = {"stv-scottish"}


@pytest.mark.parametrize(
    ("file", "rule"), [(file, rule) for file, rules in WINNERS.items() for rule in rules]
)
def test_300_real_ballots_have_the_winners_that_another_program_found(file: str, rule: str):
    known = WINNERS[file][rule]
    seats = known["settings"].get("seats")
    settings: dict[str, Any] = {k: v for k, v in known["settings"].items() if k != "seats"}

    order = Order(rule, Format(file.rpartition(".")[2]), seats=seats, settings=settings)
    outcome = count_file((HERE / file).read_bytes(), order).outcome

    options = outcome.options
    won = [options[n - 1].id if file.endswith(".pb") else n for n in outcome.winners]
    assert (sorted(won) if rule in WITHOUT_ORDER else won) == known["winners"]
