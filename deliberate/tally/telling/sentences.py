"""Sentences as facts under a key, and how they are put into words.

The tally says what happened in facts; words come from `words.py` and are translated at the edge.
So a page in another language, a plain text and a printed sheet tell the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from deliberate.tally.money import decimal, ten_to
from deliberate.tally.profile import Exact
from deliberate.tally.telling.marks import Plural
from deliberate.tally.telling.words import WORDS

FEW_DECIMALS = 2
MOST_DECIMALS = 5

MOST_NAMES = 20
"""A sentence names so many options; of more it says how many there are besides."""


@dataclass(frozen=True, slots=True)
class Name:
    """An option, to be named."""

    option: int


@dataclass(frozen=True, slots=True)
class Names:
    """Several options, to be listed."""

    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units."""

    amount: Exact


@dataclass(frozen=True, slots=True)
class Parts:
    """Sentences or parts of one, one after another with `between` between them."""

    sentences: tuple["Sentence", ...]
    between: str = " "


Fact = int | Fraction | Name | Names | Money | Parts


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: the key of its words, and its facts by the names that the words use."""

    key: str
    facts: Mapping[str, Fact]


def in_a_row(*sentences: Sentence) -> Sentence:
    """Make one sentence of several, said one after another."""
    return sentences[0] if len(sentences) == 1 else Sentence("", {"": Parts(sentences)})


def plain_number(value: Exact) -> str:
    """Write a number as a decimal, or as a fraction if it never ends.

    >>> plain_number(Fraction(5, 4)), plain_number(Fraction(1, 3))
    ('1.25', '1/3')
    """
    return decimal(value) or str(value)


def english_plural(one: str, many: str, number: int) -> str:
    """Choose between singular and plural as English does.

    >>> english_plural("vote", "votes", 0)
    'votes'
    """
    return one if number == 1 else many


def as_they_are(words: str) -> str:
    """Leave words in English."""
    return words


@dataclass(frozen=True, slots=True)
class Voice:
    """How facts become words in one language: what `say` is given, in one value.

    `translate` and `plural` are gettext and ngettext; `number` and `money` write a number and an
    amount in minor units.
    """

    translate: Callable[[str], str] = as_they_are
    plural: Callable[[str, str, int], str] = english_plural
    number: Callable[[Exact], str] = plain_number
    money: Callable[[Exact], str] = plain_number


ENGLISH = Voice()


def say(sentence: Sentence, names: Mapping[int, str], voice: Voice = ENGLISH) -> str:
    """Put a sentence into words; `names` gives each option's name by its number.

    >>> say(Sentence("fate.withdrawn", {"option": Name(2)}), {2: "Car club"})
    'Car club was withdrawn before the count.'
    """
    said = {key: _say_fact(fact, names, voice) for key, fact in sentence.facts.items()}
    if not sentence.key:
        return said[""]
    return _pattern(sentence, voice).format_map(said)


def _pattern(sentence: Sentence, voice: Voice) -> str:
    words = WORDS[sentence.key]
    if not isinstance(words, Plural):
        return voice.translate(words)
    number = sentence.facts[words.by]
    # A part of a vote takes the plural, as in "0.5 votes".
    if isinstance(number, int | Fraction) and number.denominator == 1:
        return voice.plural(words.one, words.many, number.numerator)
    return voice.plural(words.one, words.many, 2)


def _say_fact(fact: Fact, names: Mapping[int, str], voice: Voice) -> str:
    match fact:
        case Name(option):
            return names[option]
        case Names(options):
            return _list([names[option] for option in options], voice)
        case Money(amount):
            return voice.money(amount)
        case Parts(sentences, between):
            return between.join(say(part, names, voice) for part in sentences)
        case int() | Fraction():
            return _say_number(fact, voice)


def is_cut(value: Exact) -> bool:
    """Say whether a number has more decimals than anybody reads, and is cut off when it is said.

    >>> is_cut(Fraction(1, 8)), is_cut(Fraction(1, 3))
    (False, True)
    """
    return (value * ten_to(MOST_DECIMALS)).denominator > 1


def _say_number(value: Exact, voice: Voice) -> str:
    """Say a number: exactly if it is short, else cut off and said to be."""
    if not is_cut(value):
        return voice.number(value)
    for places in (FEW_DECIMALS, MOST_DECIMALS):
        short = Fraction(int(value * ten_to(places)), ten_to(places))
        if short:
            return _pattern(Sentence("number.about", {}), voice).format(n=voice.number(short))
    least = Fraction(1, ten_to(MOST_DECIMALS))
    return _pattern(Sentence("number.less", {}), voice).format(n=voice.number(least))


def _list(words: Sequence[str], voice: Voice) -> str:
    if len(words) < 2:
        return "".join(words)
    if len(words) > MOST_NAMES + 1:
        more = Sentence("names.more", {"n": len(words) - MOST_NAMES})
        words = [*words[:MOST_NAMES], say(more, {}, voice)]
    pattern = _pattern(Sentence("names.two", {}), voice)
    return pattern.format(most=", ".join(words[:-1]), last=words[-1])
