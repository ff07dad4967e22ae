"""Money is said as people say it, and read as they type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.web.money import NotAnAmount, plain_money, read_money, say_money

CURRENCIES = ("GBP", "EUR", "PLN", "JPY", "KWD")


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (6_400_00, "GBP", "£6,400"),
        (6_400_50, "GBP", "£6,400.50"),
        (1_000_000_00, "PLN", "PLN\u00a01,000,000"),
        (5_000, "JPY", "JP¥5,000"),
        (0, "EUR", "€0"),
    ],
)
def test_pence_are_said_only_where_there_are_any(minor: int, currency: str, said: str):
    assert say_money(minor, currency) == said


@given(st.integers(0, 10**14), st.sampled_from(CURRENCIES))
def test_an_amount_is_read_back_as_it_is_shown_and_as_it_is_typed(minor: int, currency: str):
    assert read_money(say_money(minor, currency), currency) == minor
    assert read_money(plain_money(minor, currency), currency) == minor


@pytest.mark.parametrize("typed", ["", "lots", "-5", "12.345", "1e400", "NaN", "£", "9" * 40, "∞"])
def test_what_is_no_amount_is_refused(typed: str):
    with pytest.raises(NotAnAmount):
        read_money(typed, "GBP")
