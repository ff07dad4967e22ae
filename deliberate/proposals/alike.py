"""Which proposals are alike: by the words that their titles and texts share."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH_OF_TITLE = 0.34  # of the shorter one's words
ENOUGH_OF_TEXT = 0.6
FEWEST = 4  # words in common, where only the texts are alike
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
    """Return the proposals whose titles, or else whose texts, share most words with this one.

    Texts share some words by chance, so they need more in common than titles do.
    """
    own_title, own_text = words_of(title), words_of(f"{title} {text}")
    found = []
    for other in others:
        others_text = words_of(other.folded)
        of_title = _shared(own_title, words_of(other.title))
        of_text = _shared(own_text, others_text) if len(own_text & others_text) >= FEWEST else 0
        if of_title >= ENOUGH_OF_TITLE or of_text >= ENOUGH_OF_TEXT:
            found.append((-of_title - of_text, other.number, other))
    return [other for _, _, other in sorted(found, key=lambda row: row[:2])[:MOST]]


def _shared(one: frozenset[str], another: frozenset[str]) -> float:
    shorter = min(len(one), len(another))
    return len(one & another) / shorter if shorter else 0.0
