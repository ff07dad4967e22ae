"""Exact amounts of money in words and back: whole minor units inside, decimals at the edge."""

import re
from fractions import Fraction
from itertools import repeat
from math import prod

from deliberate.tally.profile import Exact

_AMOUNT = re.compile(r"[0-9]{1,40}([.,][0-9]{1,20})?")
_CHUNK = 4000
"""Python writes at most 4300 digits of a number at once, unless it is told otherwise."""
_LARGE = prod(repeat(10, _CHUNK))


def amount(text: str) -> tuple[int, int]:
    """Read an amount such as 1200, 12.50 or 12,50; return its digits and how many are decimals.

    >>> amount("12,50")
    (1250, 2)

    Raises ValueError for anything else, also for amounts below 0.
    """
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"{text} is not an amount of money")
    whole, _point, decimals = text.replace(",", ".").partition(".")
    return int(whole + decimals), len(decimals)


def minor_units(text: str, places: int) -> int:
    """Read an amount into minor units, 10 to the power of `places` to each whole unit.

    >>> minor_units("12.5", 2)
    1250

    Raises ValueError if it is no amount or has more decimals.
    """
    figures, decimals = amount(text)
    if decimals > places:
        raise ValueError(f"{text} has more than {places} decimals")
    return figures * ten_to(places - decimals)


def ten_to(places: int) -> int:
    """Return 10 to the power of `places`, which is 0 or more, as an int.

    >>> ten_to(2)
    100
    """
    return prod(repeat(10, places))


def digits(number: int) -> str:
    """Write a whole number, 0 or more, however long it is.

    >>> digits(1200), len(digits(ten_to(9999)))
    ('1200', 10000)
    """
    chunks: list[str] = []
    while number >= _LARGE:
        number, chunk = divmod(number, _LARGE)
        chunks.append(str(chunk).rjust(_CHUNK, "0"))
    return str(number) + "".join(reversed(chunks))


def written(value: Exact, places: int = 0) -> str:
    """Write minor units as a decimal with so many places, or as a fraction if it has none.

    >>> written(1250, 2), written(1200, 2), written(Fraction(7, 2)), written(Fraction(7, 3), 2)
    ('12.50', '12.00', '3.5', '7/300')
    """
    units = Fraction(value) / ten_to(places)
    return decimal(units, places) or _ratio(units)


def cut_off(value: Exact, places: int = 0) -> str:
    """Write minor units for people: a part of one is cut off after a hundredth of a whole unit.

    What is smaller than that keeps the first figure that isn't 0.

    >>> cut_off(1250, 2), cut_off(Fraction(3334, 3), 2), cut_off(Fraction(10, 3))
    ('12.50', '11.11', '3.33')
    >>> cut_off(Fraction(1, 300))
    '0.003'
    """
    number = Fraction(value)
    if number.denominator == 1:
        return written(value, places)
    more = max(2 - places, 0)
    while number and not int(number * ten_to(more)):
        more += 1
    return written(int(number * ten_to(more)), places + more)


def grouped(text: str) -> str:
    """Set commas between thousands in a number as it is written.

    >>> grouped("1234567.25"), grouped("-1000"), grouped("999"), grouped("1000/3")
    ('1,234,567.25', '-1,000', '999', '1,000/3')
    """
    return re.sub(r"(?<![.0-9])[0-9]+", _with_commas, text)


def _with_commas(found: re.Match[str]) -> str:
    figures = found.group()
    first = len(figures) % 3 or 3
    threes = (figures[at : at + 3] for at in range(first, len(figures), 3))
    return ",".join([figures[:first], *threes])


def _ratio(value: Fraction) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}{digits(abs(value.numerator))}/{digits(value.denominator)}"


def decimal(value: Exact, least: int = 0) -> str:
    """Write a number as a decimal with at least so many places; '' if it never ends.

    >>> decimal(Fraction(7, 4), 3), decimal(Fraction(1, 3))
    ('1.750', '')
    """
    number = Fraction(value)
    places, rest = least, number.denominator
    for factor in (2, 5):
        times = 0
        while rest % factor == 0:
            rest //= factor
            times += 1
        places = max(places, times)
    if rest != 1:
        return ""
    figures = digits(abs(int(number * ten_to(places)))).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{figures[:-places]}.{figures[-places:]}" if places else figures)
