"""Money in minor units, said and read."""

from decimal import Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision, get_currency_symbol


class NotAnAmount(ValueError):
    """Something typed that is no amount of the currency."""


def say_money(minor: int, currency: str, locale: str = "en_GB") -> str:
    """Say an amount of minor units: `say_money(640000, "GBP")` is £6,400.

    Pence are said only where there are any.
    """
    places = get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-places)
    whole = amount == amount.to_integral_value()
    # A currency without a sign of its own is said by its letters, with a blank after them.
    gap = "\u00a0" if get_currency_symbol(currency, locale)[-1].isalpha() else ""
    pattern = f"¤{gap}#,##0" if whole else f"¤{gap}#,##0.{'0' * places}"
    return str(format_currency(amount, currency, pattern, locale, currency_digits=False))


def read_money(typed: str, currency: str) -> int:
    """Return minor units for what a person typed: `£6,400`, `6400`, `6 400.50`.

    Raises NotAnAmount where it is not an amount, is negative, or has too many decimals.
    """
    bare = typed.strip().replace(get_currency_symbol(currency, "en_GB"), "")
    bare = bare.replace(currency, "").replace(",", "").replace(" ", "").replace("\u00a0", "")
    try:
        minor = Decimal(bare).scaleb(get_currency_precision(currency))
    except InvalidOperation:
        raise NotAnAmount(typed) from None
    if not minor.is_finite() or minor < 0 or minor != minor.to_integral_value() or minor >= 10**15:
        raise NotAnAmount(typed)
    return int(minor)


def plain_money(minor: int, currency: str) -> str:
    """Return an amount as one types it into a field: `plain_money(640050, "GBP")` is 6,400.50."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,}"
