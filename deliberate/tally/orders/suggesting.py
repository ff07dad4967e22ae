"""Suggestions for words that are not known but nearly so."""

from collections.abc import Iterable, Sequence


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that is nearest to one that is not known; nothing if none is near.

    >>> nearest("shulze", ["borda", "schulze"])
    '; did you mean schulze?'
    """
    # Imported only for a word that is wrong: a count starts the faster.
    from difflib import get_close_matches

    return meant(get_close_matches(word.lower(), list(known), n=1, cutoff=0.5))


def meant(near: Sequence[str]) -> str:
    """Ask whether one of these was meant; nothing if there are none.

    >>> meant(["irv", "borda"])
    '; did you mean irv or borda?'
    """
    return f"; did you mean {' or '.join(near)}?" if near else ""
