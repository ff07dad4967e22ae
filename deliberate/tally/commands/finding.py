"""Finding what somebody means by a word they typed, and suggesting what is near to it."""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from deliberate.tally.commands.settings import BadOrder
from deliberate.tally.profile import Option


def found(word: str, options: Sequence[Option]) -> int:
    """Return the number of the option with this id, number or name, in this order.

    >>> found("bo", [Option(1, "p7", "Ada"), Option(2, "p9", "Bo")])
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


def meant(near: Sequence[str]) -> str:
    """Ask whether one of these was meant; nothing if there are none.

    >>> meant(["irv"])
    '; did you mean irv?'
    """
    return f"; did you mean {' or '.join(near)}?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that is nearest to one that is not known.

    >>> nearest("shulze", ["borda", "schulze"])
    '; did you mean schulze?'
    """
    return meant(get_close_matches(word, list(known), n=1, cutoff=0.5))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()
