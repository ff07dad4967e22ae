"""Settings of a rule as words, KEY=VALUE: each is read once, and none may be left over."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from deliberate.tally.orders.suggesting import nearest

Word = TypeVar("Word", bound=StrEnum)


class BadOrder(ValueError):
    """The file can be read, but not be counted as asked; the text says why."""


def settings_of(pairs: Iterable[str]) -> dict[str, str]:
    """Take settings apart at their =. Raises BadOrder if one has none, or is given twice.

    >>> settings_of(["by=votes/cost"])
    {'by': 'votes/cost'}
    """
    settings: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key in settings:
            raise BadOrder(f"a setting is KEY=VALUE, each once: {pair}")
        settings[key] = value
    return settings


class Settings:
    """The settings given for a rule; each is asked for once, and none may be left over."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._left = dict(given)
        self._known: list[str] = []

    def one_of(self, key: str, usual: Word) -> Word:
        """Return the setting as one of the words of its kind."""
        word = self._take(key, usual.value)
        for known in type(usual):
            if known.value == word:
                return known
        words = [known.value for known in type(usual)]
        near = nearest(word, words)
        raise BadOrder(f"{key} is one of {', '.join(words)}, not {word}{near}")

    def maybe_one_of(self, key: str, kind: type[Word]) -> Word | None:
        """Return the setting as one of the words of a kind; None if it is not given."""
        if key in self._left:
            return self.one_of(key, next(iter(kind)))
        self._known.append(key)
        return None

    def text(self, key: str) -> str:
        """Return the setting as it stands; '' if it is not given."""
        return self._take(key, "")

    def number(self, key: str, usual: int) -> int:
        """Return the setting as a whole number, 0 or more."""
        word = self._take(key, str(usual))
        if not (word.isascii() and word.isdecimal() and len(word) < 19):
            raise BadOrder(f"{key} is a whole number, not {word}")
        return int(word)

    def yes(self, key: str) -> bool:
        """Return the setting as yes or no; no if it is not given."""
        word = self._take(key, "false").lower()
        if word not in ("true", "false"):
            raise BadOrder(f"{key} is true or false, not {word}")
        return word == "true"

    def declared_ties(self) -> None:
        """Accept a declaration of how ties go if it says what is done here."""
        said = self._take("tie_break", "").lower()
        places = [said.find(word) for word in ("votes", "cost", "order")]
        if said and (-1 in places or places != sorted(places)):
            raise BadOrder("ties go by more votes, lower cost, file order")

    def left(self) -> dict[str, str]:
        """Return the settings that nobody has asked for yet."""
        return dict(self._left)

    def check_all_used(self, rule: str) -> None:
        """Refuse settings that nobody asked for, and say which ones the rule has."""
        for key in self._left:
            near = nearest(key, self._known) or f"; it has {', '.join(self._known)}"
            raise BadOrder(f"{rule} has no setting {key}{near}")

    def _take(self, key: str, usual: str) -> str:
        self._known.append(key)
        return self._left.pop(key, usual)
