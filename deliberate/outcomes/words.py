"""The tally's sentences in the reader's language, and the rule in words.

What a page says is what was counted: each sentence is made of the outcome's facts alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, ngettext
from flask_babel import gettext as _

from deliberate.tally.outcome import Outcome
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Round
from deliberate.tally.telling.explain import headline, of_round, why
from deliberate.tally.telling.names import distinct_names
from deliberate.tally.telling.of_ties import ties
from deliberate.tally.telling.sentences import Parts, Sentence, Voice, say
from deliberate.voting.models import RuleName
from deliberate.web.filters import money

DECIMALS = 5  # more than any rule keeps of a vote
WHAT_IF = "if."


@dataclass(frozen=True)
class Words:
    """Says things about one outcome.

    What-ifs ("68 more votes would have been enough") are told only from so many ballots up that
    they give nobody away.
    """

    outcome: Outcome
    currency: str
    tells_what_if: bool

    def name(self, number: int) -> str:
        return self.outcome.options[number - 1].name

    def money(self, minor: Exact) -> str:
        """Say an amount; a part of the smallest coin is left out."""
        return money(int(minor), self.currency)

    def headline(self) -> str:
        return self._say(headline(self.outcome))

    def why(self, number: int) -> str:
        """Say why an option was chosen or not; it stands beside the option's name."""
        told = _parts(why(self.outcome, number))
        kept = [part for part in told if self.tells_what_if or not part.key.startswith(WHAT_IF)]
        own = {number: str(_("It"))}
        return " ".join(self._say(part, own) for part in kept)

    def of_round(self, stage: Round) -> str:
        return self._say(of_round(self.outcome, stage))

    def ties(self) -> list[str]:
        """Say how each tie was settled."""
        return [self._say(sentence) for sentence in ties(self.outcome)]

    def of_others(self, sentence: Sentence) -> str:
        """Say what could have come out otherwise; options of one name are told apart."""
        return self._say(sentence, distinct_names(self.outcome.options))

    def _say(self, sentence: Sentence, own: Mapping[int, str] | None = None) -> str:
        names = {option.number: option.name for option in self.outcome.options} | dict(own or {})
        voice = Voice(translate=_translate, plural=_plural, number=votes, money=self.money)
        return say(sentence, names, voice)


def votes(number: Exact) -> str:
    """Say a number exactly: 1,234 or 1,234.98248."""
    value = Fraction(number)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(format_decimal(exact, "#,##0." + "#" * DECIMALS, locale=_locale()))


def rule_in_words(outcome: Outcome) -> str:
    """Say in two or three sentences how it was counted."""
    match outcome.rule.name:
        case RuleName.IRV:
            return str(
                _(
                    "In each round the option with the fewest votes drops out. "
                    "Its votes move to the next choice on each ballot. "
                    "It stops when one option has more than half of the votes that still count."
                )
            )
        case RuleName.STV:
            return str(
                _(
                    "An option with enough votes is chosen. What it has beyond that moves on, "
                    "a part of each of its ballots. If none has more than enough, "
                    "the one with the fewest votes drops out, and its ballots move on."
                )
            )
        case RuleName.GREEDY:
            return f"{_order_in_words(outcome)} {_each_in_turn()}"
        case RuleName.EQUAL_SHARES:
            return f"{_shares_in_words()} {_leftover_in_words(outcome)}".rstrip()
        case _:
            return ""


def _order_in_words(outcome: Outcome) -> str:
    if outcome.rule.settings().get("by") == "votes/cost":
        return str(_("We took the proposals in order of how many people chose them for the money."))
    return str(_("We took the proposals in order of how many people chose them."))


def _each_in_turn() -> str:
    return str(_("Each was paid for if the money left was enough. If not, we went on to the next."))


def _shares_in_words() -> str:
    return str(
        _(
            "Each voter had the same share of the money. A proposal was paid for by those "
            "who chose it, as long as their shares were enough."
        )
    )


def _leftover_in_words(outcome: Outcome) -> str:
    completion = outcome.rule.settings().get("completion")
    if completion not in ("add1", "add1u"):
        return ""
    raised = str(
        _("Then everyone's share was raised step by step, as long as the money was enough.")
    )
    if completion == "add1":
        return raised
    last = _("What was still left went to those that most people chose and that still fitted.")
    return f"{raised} {last}"


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    """Return the sentences that were put in a row, or the one there is."""
    if sentence.key:
        yield sentence
        return
    for fact in sentence.facts.values():
        if isinstance(fact, Parts):
            yield from fact.sentences


def _translate(pattern: str) -> str:
    return str(gettext(pattern))


def _plural(one: str, many: str, number: int) -> str:
    return str(ngettext(one, many, number))


def _locale() -> str:
    return str(get_locale() or "en_GB")
