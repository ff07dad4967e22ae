"""Finding the option that somebody means by a word they typed."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from deliberate.tally.orders.settings import BadOrder
from deliberate.tally.orders.suggesting import meant
from deliberate.tally.profile import Option


def find_option(word: str, options: Sequence[Option]) -> int:
    """Return the number of the option with this id, number or name, in this order.

    >>> find_option("bo", [Option(1, "p7", "Ada"), Option(2, "p9", "Bo")])
    2

    Raises BadOrder if there is none, or several of that name.
    """
    for option in options:
        if option.id == word:
            return option.number
    if word.isascii() and word.isdecimal() and 1 <= int(word) <= len(options):
        return int(word)
    numbers = [option.number for option in options if _folded(option.name) == _folded(word)]
    if len(numbers) == 1:
        return numbers[0]
    if numbers:
        listed = ", ".join(map(str, numbers))
        raise BadOrder(f"several options are called {word}; say the number: {listed}")
    names = {_folded(option.name): option.name for option in options}
    near = [names[name] for name in get_close_matches(_folded(word), names)]
    raise BadOrder(f"there is no option {word}{meant(near)}")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()
