"""Money in minor units, said and read."""

from decimal import Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision, get_currency_symbol


def say_money(minor: int, currency: str, locale: str = "en_GB") -> str:
    """Say an amount of minor units: `say_money(640000, "GBP")` is £6,400.

    Pence are said only where there are any.
    """
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    if amount != amount.to_integral_value():
        return str(format_currency(amount, currency, locale=locale))
    return str(format_currency(amount, currency, "¤#,##0", locale, currency_digits=False))


def read_money(typed: str, currency: str) -> int:
    """Return minor units for what a person typed: `£6,400`, `6400`, `6 400.50`.

    Raises ValueError where it is not an amount, is negative, or has too many decimals.
    """
    bare = typed.strip().replace(get_currency_symbol(currency, "en_GB"), "")
    bare = bare.replace(currency, "").replace(",", "").replace(" ", "").replace("\u00a0", "")
    try:
        minor = Decimal(bare).scaleb(get_currency_precision(currency))
    except InvalidOperation:
        raise ValueError(typed) from None
    if not minor.is_finite() or minor < 0 or minor != minor.to_integral_value() or minor >= 10**15:
        raise ValueError(typed)
    return int(minor)


def plain_money(minor: int, currency: str) -> str:
    """Return an amount as one types it into a field: `plain_money(640050, "GBP")` is 6,400.50."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,}"
