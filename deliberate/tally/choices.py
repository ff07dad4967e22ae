"""Choices in canonical words: one way, and only one, to write down what a ballot says.

The words are what is sealed, published, grouped and hashed, so two ballots are equal exactly if
their words are. They are ASCII, start with a letter for the kind and the version 1, and name
options by their numbers as frozen:

* ``r1:3>1=4>2``: ranked, 3 first, then 1 and 4 level (ascending), then 2;
* ``a1:2,7``: chosen, ascending;
* ``p1:2=500,7=300``: points or money, ascending by option, each above 0;
* ``b1:``: blank.

The leaf of a ballot follows RFC 6962 (Certificate Transparency, section 2.1) in hashing a
prefix with the content, so that a leaf can't be taken for anything else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import assert_never

from deliberate.tally.profile import Approval, Option, Points, Profile, Ranking

BLANK = "b1:"
LEAF_VERSION = "deliberate-leaf-1"

_NUMBER = "[1-9][0-9]{0,8}"
_POINTS = "[1-9][0-9]{0,17}"
_RANKED = re.compile(f"{_NUMBER}([>=]{_NUMBER})*")
_CHOSEN = re.compile(f"{_NUMBER}(,{_NUMBER})*")
_POINTED = re.compile(f"{_NUMBER}={_POINTS}(,{_NUMBER}={_POINTS})*")


class NotCanonical(ValueError):
    """The words are not the one canonical way to write a choice; the text says why."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Options in order of preference, in tiers of level ones."""

    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options picked, in no order."""

    approval: Approval


@dataclass(frozen=True, slots=True)
class Pointed:
    """Points or money given to options."""

    points: Points


@dataclass(frozen=True, slots=True)
class Blank:
    """No choice, on purpose."""


Choices = Ranked | Chosen | Pointed | Blank


def ranked(tiers: Iterable[Iterable[int]]) -> Ranked | Blank:
    """Tidy a ranking into tiers with ascending numbers; nothing ranked makes a blank ballot.

    >>> ranked([[3], [4, 1], [2]])
    Ranked(ranking=((3,), (1, 4), (2,)))
    """
    tidy = tuple(tuple(sorted(tier)) for tier in tiers)
    return Ranked(tidy) if tidy else Blank()


def picked(numbers: Iterable[int]) -> Chosen | Blank:
    """Tidy picked options into ascending order; nothing picked makes a blank ballot.

    >>> picked([7, 2])
    Chosen(approval=(2, 7))
    """
    tidy = tuple(sorted(numbers))
    return Chosen(tidy) if tidy else Blank()


def pointed(points: Mapping[int, int]) -> Pointed | Blank:
    """Tidy points by option: zeros are left out; no points make a blank ballot.

    >>> pointed({7: 300, 2: 500, 3: 0})
    Pointed(points=((2, 500), (7, 300)))
    """
    tidy = tuple((number, given) for number, given in sorted(points.items()) if given)
    return Pointed(tidy) if tidy else Blank()


def to_text(choices: Choices) -> str:
    """Write choices in canonical words.

    >>> to_text(Ranked(((3,), (1, 4), (2,))))
    'r1:3>1=4>2'

    Raises NotCanonical for choices that can't be written so: an option twice, numbers that don't
    ascend, nothing chosen (that is Blank).
    """
    match choices:
        case Ranked(ranking):
            text = "r1:" + ">".join("=".join(map(str, tier)) for tier in ranking)
        case Chosen(approval):
            text = "a1:" + ",".join(map(str, approval))
        case Pointed(points):
            text = "p1:" + ",".join(f"{number}={given}" for number, given in points)
        case Blank():
            text = BLANK
        case _:
            assert_never(choices)
    from_text(text)
    return text


def from_text(text: str) -> Choices:
    """Read canonical words, and nothing else.

    >>> from_text("p1:2=500,7=300")
    Pointed(points=((2, 500), (7, 300)))

    Raises NotCanonical: another kind or version, an option twice, numbers that don't ascend,
    leading zeros, spaces, anything that is not ASCII.
    """
    kind, words = text[:3], text[3:]
    match kind:
        case "b1:" if not words:
            return Blank()
        case "r1:":
            return Ranked(_ranking(words))
        case "a1:":
            return Chosen(_approval(words))
        case "p1:":
            return Pointed(_points(words))
        case _:
            raise NotCanonical("choices begin with r1:, a1:, p1: or are b1:")


def leaf(contest: str, tracker: str, choices_text: str) -> bytes:
    """Return the 32 bytes that stand for a ballot in public: its leaf.

    SHA-256 over four fields, each written as its length in bytes, a colon, its UTF-8 bytes and a
    comma (a netstring, so no field can run into the next): the version ``deliberate-leaf-1``, the
    contest's id, the tracker as printed on the receipt, the canonical choices.

    >>> leaf("mill-road", "K7QF-2MZX-9RTD-4HWC", "r1:2>1").hex()[:16]
    '3eb993b3a7a26a1c'

    Raises NotCanonical if the choices are not in canonical words.
    """
    from_text(choices_text)
    fields = (LEAF_VERSION, contest, tracker, choices_text)
    return sha256(b"".join(_netstring(value.encode()) for value in fields)).digest()


def _netstring(content: bytes) -> bytes:
    return str(len(content)).encode() + b":" + content + b","


def ranked_profile(options: Sequence[Option], counts: Mapping[str, int]) -> Profile[Ranking]:
    """Make a profile of ranked ballots from canonical words and how often each was cast.

    This is what `SELECT choices, count(*) … GROUP BY choices` returns.

    >>> from deliberate.tally.profile import options_named
    >>> ranked_profile(options_named(["Ada", "Bo"]), {"r1:2>1": 3, "b1:": 1})
    Profile(options=(Option(number=1, id='1', name='Ada', cost=0, withdrawn=False), \
Option(number=2, id='2', name='Bo', cost=0, withdrawn=False)), \
ballots={((2,), (1,)): 3}, empty=1, invalid=0)

    Raises NotCanonical for words of another kind or for options that are not there.
    """
    ballots: dict[Ranking, int] = {}
    empty = 0
    for text, count in counts.items():
        match from_text(text):
            case Ranked(ranking) if max(map(max, ranking)) <= len(options):
                ballots[ranking] = count
            case Blank():
                empty = count
            case _:
                raise NotCanonical(f"{text} is not a ranking of these options")
    return Profile(tuple(options), ballots, empty)


def approval_profile(options: Sequence[Option], counts: Mapping[str, int]) -> Profile[Approval]:
    """Make a profile of chosen options from canonical words and how often each was cast.

    >>> from deliberate.tally.profile import options_named
    >>> approval_profile(options_named(["Ada", "Bo"]), {"a1:1,2": 3, "a1:2": 1}).ballots
    {(1, 2): 3, (2,): 1}

    Raises NotCanonical for words of another kind or for options that are not there.
    """
    ballots: dict[Approval, int] = {}
    empty = 0
    for text, count in counts.items():
        match from_text(text):
            case Chosen(approval) if approval[-1] <= len(options):
                ballots[approval] = count
            case Blank():
                empty = count
            case _:
                raise NotCanonical(f"{text} does not pick from these options")
    return Profile(tuple(options), ballots, empty)


def points_profile(options: Sequence[Option], counts: Mapping[str, int]) -> Profile[Points]:
    """Make a profile of points from canonical words and how often each was cast.

    >>> from deliberate.tally.profile import options_named
    >>> points_profile(options_named(["Ada", "Bo"]), {"p1:1=3,2=1": 3}).ballots
    {((1, 3), (2, 1)): 3}

    Raises NotCanonical for words of another kind or for options that are not there.
    """
    ballots: dict[Points, int] = {}
    empty = 0
    for text, count in counts.items():
        match from_text(text):
            case Pointed(points) if points[-1][0] <= len(options):
                ballots[points] = count
            case Blank():
                empty = count
            case _:
                raise NotCanonical(f"{text} does not give points to these options")
    return Profile(tuple(options), ballots, empty)


def _ranking(words: str) -> Ranking:
    if not _RANKED.fullmatch(words):
        raise NotCanonical("a ranking is option numbers with > or = between them")
    ranking = tuple(tuple(map(int, tier.split("="))) for tier in words.split(">"))
    for tier in ranking:
        _check_ascending(tier)
    numbers = [number for tier in ranking for number in tier]
    if len(set(numbers)) < len(numbers):
        raise NotCanonical("an option is ranked twice")
    return ranking


def _approval(words: str) -> Approval:
    if not _CHOSEN.fullmatch(words):
        raise NotCanonical("chosen options are numbers with commas between them")
    approval = tuple(map(int, words.split(",")))
    _check_ascending(approval)
    return approval


def _points(words: str) -> Points:
    if not _POINTED.fullmatch(words):
        raise NotCanonical("points are option=points with commas between them")
    points: list[tuple[int, int]] = []
    for pair in words.split(","):
        number, _equals, given = pair.partition("=")
        points.append((int(number), int(given)))
    _check_ascending([number for number, _given in points])
    return tuple(points)


def _check_ascending(numbers: Sequence[int]) -> None:
    if any(second <= first for first, second in pairwise(numbers)):
        raise NotCanonical("option numbers ascend, and each stands once")
