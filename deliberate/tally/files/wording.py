"""What the writers of files have in common: the order of ballots, and names that fit on a line."""

from collections.abc import Iterable

from deliberate.tally.profile import BadProfile

_MOST = 10**18 - 1


def most_first(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Sort ballots, as they are written, by how many people cast them, then by their words.

    >>> most_first([("2", 3), ("1", 1), ("1 2", 3)])
    [('1 2', 3), ('2', 3), ('1', 1)]

    Raises BadProfile for a number with more than 18 digits, which the readers refuse.
    """
    in_order = sorted(counts, key=_rank)
    if in_order and in_order[0][1] > _MOST:
        raise BadProfile(f"a file can't say that one ballot was cast {in_order[0][1]} times")
    return in_order


def _rank(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def one_line(text: str) -> str:
    """Return a name or title that stands on one line. Raises BadProfile for any other.

    >>> one_line("Ada")
    'Ada'
    """
    if "\n" in text or "\r" in text:
        raise BadProfile(f"the name {shown(text)} is on more than one line")
    return text


def trimmed(text: str) -> str:
    """Return a name or title on one line with no space around it. Raises BadProfile for others.

    >>> trimmed("Ada")
    'Ada'
    """
    if text != text.strip():
        raise BadProfile(f"the name {shown(text)} has space around it, which would be lost")
    return one_line(text)


def shown(text: str, most: int = 40) -> str:
    r"""Show a text of strangers in quotes on one short line.

    >>> shown("a\nb")
    "'a\\nb'"
    """
    return repr(text if len(text) <= most else text[:most] + "…")
