"""Marks that let translators find the words of the tally."""

from typing import NamedTuple


class Plural(NamedTuple):
    """Two patterns, for one and for many, and the fact whose number decides between them."""

    one: str
    many: str
    by: str


def N_(words: str) -> str:  # noqa: N802 - the name by which catalogue tools know marked words
    """Mark words for translators, and leave them as they are.

    >>> N_("Nobody won.")
    'Nobody won.'
    """
    return words


def ngettext(one: str, many: str, by: str) -> Plural:
    """Mark words in singular and plural; `by` names the fact that decides between them.

    >>> ngettext("{n} vote", "{n} votes", "n").one
    '{n} vote'
    """
    return Plural(one, many, by)
