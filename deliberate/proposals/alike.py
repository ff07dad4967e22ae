"""Which proposals are alike: by the words that their titles and texts share."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 0.34  # of the shorter one's words
MOST = 5

# Words that say nothing about what is proposed; short ones are left out anyway.
_EMPTY_WORDS = (
    "about after again also because been before being between could does every from have having "
    "here into just like make more most much need needs only other over people please road should "
    "some street than that their them then there these they this those through under very want "
    "were what when where which while will with would your"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True)
class Told:
    """A proposal's number, title and folded text."""

    number: int
    title: str
    folded: str


def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words that say something: five letters, so endings don't count.

    >>> sorted(words_of("Brighter lights under the benches"))
    ['bench', 'brigh', 'light']
    """
    words = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return frozenset(word.rstrip("s")[:5] for word in words if word not in _EMPTY)


def alike(title: str, text: str, others: Iterable[Told]) -> list[Told]:
    """Return the proposals that share most with this one, the closest first.

    A title in common counts double: titles are short, and texts share words by chance.
    """
    own_title, own_text = words_of(title), words_of(f"{title} {text}")
    found = []
    for other in others:
        near = max(
            2 * _shared(own_title, words_of(other.title)), _shared(own_text, words_of(other.folded))
        )
        if near >= 2 * ENOUGH:
            found.append((-near, other.number, other))
    return [other for _, _, other in sorted(found, key=lambda row: row[:2])[:MOST]]


def _shared(one: frozenset[str], another: frozenset[str]) -> float:
    shorter = min(len(one), len(another))
    return len(one & another) / shorter if shorter else 0.0
