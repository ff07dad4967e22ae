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
    return " ".join("".join(map(_harmless, text)).split())


def _harmless(sign: str) -> str:
    if _turns(sign):
        return ""
    kind = unicodedata.category(sign)
    # A half of a sign, as in names of files that are not in UTF-8, can't be shown at all.
    return " " if kind in ("Cc", "Zl", "Zp") else "\ufffd" if kind == "Cs" else sign


def _turns(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in (
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    )  # fmt: skip


def set_apart(name: str) -> str:
    r"""Set a name that runs from right to left apart from the words and numbers around it.

    The signs for that are those of the Unicode Bidirectional Algorithm (UAX 9, section 2.5).

    >>> set_apart("Ada"), ascii(set_apart("\u05d3\u05df"))
    ('Ada', "'\\u2068\\u05d3\\u05df\\u2069'")
    """
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in name):
        return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
    return name


def distinct_names(options: Iterable[Option]) -> dict[int, str]:
    """Name options by number; those whose names look the same are told apart by it.

    >>> distinct_names([Option(1, "1", "Ann"), Option(2, "2", "Bo"), Option(3, "3", "Ann ")])
    {1: 'Ann (no. 1)', 2: 'Bo', 3: 'Ann  (no. 3)'}
    """
    names = {option.number: option.name for option in options}
    looks = {number: _looks(name) for number, name in names.items()}
    times: dict[str, int] = {}
    for look in looks.values():
        times[look] = times.get(look, 0) + 1
    return {
        number: f"{name} (no. {number})" if times[looks[number]] > 1 else name
        for number, name in names.items()
    }


def _looks(name: str) -> str:
    """Return a name without what nobody sees: spaces around it, signs without a width."""
    if name.isascii() and name.isprintable():
        return " ".join(name.split())
    seen = "".join(sign for sign in clean(name) if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", " ".join(seen.split()))
