"""A text taken apart into lines, as all readers of files do."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from deliberate.tally.files.election import BadFile

LONGEST_LINE = 1_000_000
"""How many characters a line may have: more than ranking a hundred thousand options takes."""


def check_lines(text: str) -> None:
    r"""Refuse a text with a line that is too long to be one of ballots.

    >>> check_lines("3 1\n0\n")

    Raises BadFile.
    """
    begin = 0
    while len(text) - begin > LONGEST_LINE:
        latest = begin + LONGEST_LINE + 1
        end = max(text.rfind("\n", begin, latest), text.rfind("\r", begin, latest))
        if end < 0:
            line = len(lines_of(text[:begin]))
            raise BadFile(line, f"the line has more than {LONGEST_LINE} characters")
        begin = end + 1


def lines_of(text: str) -> list[str]:
    r"""Split a text into lines at CR, LF or both, without a leading byte order mark.

    >>> lines_of("\ufeff3 1\r\n0\n")
    ['3 1', '0', '']
    """
    return with_plain_lines(text).split("\n")


def with_plain_lines(text: str) -> str:
    r"""Make every line of a text end with LF, and take a leading byte order mark off.

    CR, LF or both end a line; nothing else does, as names may hold any character.

    >>> with_plain_lines("\ufeff3 1\r\n0\r")
    '3 1\n0\n'
    """
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def grouped_lines(text: str) -> dict[str, int]:
    r"""Count equal lines, those that stand first before others. Each line ends with LF.

    >>> grouped_lines("1 2 0\n1 1 0\n1 2 0\n")
    {'1 2 0': 2, '1 1 0': 1}
    """
    # Of a million lines few differ. Grouped as bytes, only those become texts of their own.
    counted = Counter(BytesIO(text.encode(errors="surrogatepass")))
    lines = b"".join(counted).decode(errors="surrogatepass").split("\n")
    return dict(zip(lines, counted.values(), strict=False))


def each_line(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the lines of a text, each with the place at which it begins.

    >>> list(each_line("3 1\n0\n"))
    [(0, '3 1'), (4, '0'), (6, '')]
    """
    begin = 0
    while (end := text.find("\n", begin)) >= 0:
        yield begin, text[begin:end]
        begin = end + 1
    yield begin, text[begin:]
