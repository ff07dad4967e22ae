"""Options by their names: told apart, and safe to show."""

import unicodedata
from collections.abc import Iterable

from deliberate.tally.profile import Option


def clean(text: str) -> str:
    r"""Take out of a name what could change how the rest of a line is shown.

    Line ends and control signs become spaces, and signs that turn the direction of writing go:
    a name in a file must not command a terminal.

    >>> clean("Ada\x1b[2J\nLovelace")
    'Ada [2J Lovelace'
    """
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(
        "" if _turns(sign) else " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
    )
    return " ".join(plain.split())


def _turns(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in (
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    )  # fmt: skip


def distinct_names(options: Iterable[Option]) -> dict[int, str]:
    """Name options by number; those with the same name are told apart by it.

    >>> distinct_names([Option(1, "1", "Ann"), Option(2, "2", "Bo"), Option(3, "3", "Ann")])
    {1: 'Ann (no. 1)', 2: 'Bo', 3: 'Ann (no. 3)'}
    """
    names = {option.number: option.name for option in options}
    times: dict[str, int] = {}
    for name in names.values():
        times[name] = times.get(name, 0) + 1
    return {
        number: f"{name} (no. {number})" if times[name] > 1 else name
        for number, name in names.items()
    }
