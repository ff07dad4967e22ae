"""A thousand options are too many for a ballot, and not too many for a count."""

from pathlib import Path

import pytest

from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, count_file

THOUSAND = Path(__file__).parent.parent / "counts/files/synthetic/thousand-candidates.blt"


@pytest.mark.parametrize(
    ("rule", "seats"),
    [("stv-scottish", 999), ("stv-exact", 999), ("stv-exact", 7), ("irv", 1), ("borda", 1)],
)
def test_a_thousand_options_are_counted_for_few_places_or_all_but_one(rule, seats):
    outcome = count_file(THOUSAND.read_bytes(), Order(rule, Format.BLT, seats=seats)).outcome

    assert len(outcome.winners) == seats
    assert len(outcome.fates) == 1000
