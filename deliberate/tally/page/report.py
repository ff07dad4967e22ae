"""What a page tells of, and how its facts are put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from deliberate.tally.canonical.outcome import Source
from deliberate.tally.files.election import About
from deliberate.tally.money import cut_off, grouped, ten_to, written
from deliberate.tally.outcome import Outcome
from deliberate.tally.profile import Exact
from deliberate.tally.telling.names import clean, distinct_names, set_apart
from deliberate.tally.telling.sentences import ENGLISH, Fact, Sentence, Voice, say

DECIMALS = 5
"""Parts of votes are shown to so many places."""

FEW_OPTIONS = 25
"""So many options a list or table shows, if it is not to show all."""

FIRST_ROUNDS = 3
LAST_ROUNDS = 9
"""So many rounds are shown at the start and at the end, if not all are to be."""


@dataclass(frozen=True)
class Report:
    """A count to be told.

    `file` is the name of its file, "-" for standard input; `again` the command that counts it
    again; `close` what is known of how close it was; `counted` the outcome that JSON tells, if that
    is another; `every` asks for every option and round, `for_browser` for names from right to left
    to be set apart, which few terminals can do.
    """

    outcome: Outcome
    about: About
    source: Source
    file: str
    again: str
    close: tuple[Sentence, ...] = ()
    counted: Outcome | None = None
    every: bool = False
    for_browser: bool = False

    @cached_property
    def voice(self) -> Voice:
        """Return English, with money in the file's currency."""
        currency = clean(self.about.currency)

        def money(units: Exact) -> str:
            return f"{grouped(cut_off(units, self.about.places))} {currency}".strip()

        return Voice(ENGLISH.translate, ENGLISH.plural, short_number, money)

    @cached_property
    def names(self) -> dict[int, str]:
        """Name the options, so that they can be told apart and shown safely."""
        names = {
            number: clean(name) for number, name in distinct_names(self.outcome.options).items()
        }
        if not self.for_browser:
            return names
        return {number: set_apart(name) for number, name in names.items()}

    @property
    def title(self) -> str:
        """Return the file's title, or say that it is a count."""
        return clean(self.about.title) or self.word("page.untitled")

    @property
    def most(self) -> int:
        """How many options a list or a table shows."""
        return len(self.outcome.options) if self.every else FEW_OPTIONS

    def say(self, sentence: Sentence) -> str:
        """Put a sentence into words."""
        return say(sentence, self.names, self.voice)

    def word(self, key: str, facts: Mapping[str, Fact] | None = None) -> str:
        """Put a heading or a label into words."""
        return self.say(Sentence(key, facts or {}))


def short_number(value: Exact) -> str:
    """Write a number with at most five decimals; what is cut off ends in dots.

    >>> short_number(3), short_number(Fraction(5, 4)), short_number(Fraction(2, 3))
    ('3', '1.25', '0.66666…')
    >>> short_number(1250)
    '1,250'
    """
    exact = Fraction(value)
    cut = Fraction(int(exact * ten_to(DECIMALS)), ten_to(DECIMALS))
    if cut == exact:
        return _trimmed(exact)
    return f"{fixed(cut, DECIMALS)}…"


def _trimmed(value: Fraction) -> str:
    text = fixed(value, DECIMALS)
    return text.rstrip("0").rstrip(".")


def fixed(value: Exact, places: int) -> str:
    """Write a number with so many places, cutting off the rest.

    >>> fixed(Fraction(2, 3), 2), fixed(-4, 0), fixed(Fraction(-4001, 2), 1)
    ('0.66', '-4', '-2,000.5')
    """
    return grouped(written(int(Fraction(value) * ten_to(places)), places))
