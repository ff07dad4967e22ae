"""What `deliberate count` does, without the command line: a file's bytes in, an outcome out.

Rules and their settings go by the names in which the field's test cases and our JSON spell them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import TypeVar

from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop, Utility
from deliberate.tally.budget.greedy import By, Greedy
from deliberate.tally.files.election import (
    AnyElection,
    ApprovalElection,
    Format,
    PointsElection,
    RankedElection,
)
from deliberate.tally.files.reading import decoded, format_of, read
from deliberate.tally.lots import LotOrder, file_order
from deliberate.tally.money import ten_to, written
from deliberate.tally.outcome import Outcome, Rule
from deliberate.tally.profile import Approval, B, Exact, Option, Points, Profile, Ranking, chosen
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.stv import ScottishSTV
from deliberate.tally.telling.canonical import Source
from deliberate.tally.telling.explain import explain
from deliberate.tally.telling.sentences import Voice, say

RULES = ("stv-scottish", "irv", "greedy", "equal-shares")
MOST_PLACES = 20

Word = TypeVar("Word", bound=StrEnum)


class BadOrder(ValueError):
    """The file can be read, but not be counted as asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to count and how, as given on the command line.

    `seats` and `budget` (an amount or a fraction in whole units of the currency) take the place of
    what the file says; `settings` are the rule's, by name; `refuse_lots` makes ties raise
    TieRefused.
    """

    rule: str
    form: Format
    seats: int | None = None
    budget: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    refuse_lots: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted file: the outcome, the election it came from, and what JSON says of its source."""

    outcome: Outcome
    election: AnyElection
    source: Source


def count_file(content: bytes, order: Order) -> Counted:
    r"""Read and count a file; ties go to lots in file order.

    >>> content = b'2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> count_file(content, Order("irv", Format.BLT)).outcome.winners
    (1,)

    Raises BadFile, BadOrder, TieRefused.
    """
    settings = _Settings(order.settings)
    election = read(decoded(content), order.form, lenient=settings.yes("lenient"))
    if order.budget is not None:
        election = _with_budget(election, order.budget)
    count = _count_of(order, election, settings)
    settings.check_all_used(order.rule)
    outcome = count(replace(file_order(election.profile.options), refuse=order.refuse_lots))
    about = election.about
    source = Source(sha256(content).hexdigest(), about.form.value, about.lines, about.places)
    return Counted(outcome, election, source)


def format_for(said: str | None, file: str) -> Format:
    """Return the format that is said or, if none is, the one of the file's ending.

    >>> format_for(None, "ward-7.blt")
    <Format.BLT: 'blt'>

    Raises BadOrder.
    """
    form = format_of(file if said is None else f".{said}")
    if form is None:
        raise BadOrder(f"say the format with --from: {', '.join(known.value for known in Format)}")
    return form


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


def told(counted: Counted) -> Iterable[str]:
    r"""Say a counted file's outcome line by line, in English.

    >>> content = b'2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> for line in told(count_file(content, Order("irv", Format.BLT))):
    ...     print(line)
    Chair
    Ada won in round 1, with 3 of 5 first choices.
    Bo reached the last round and had 1 fewer. It was the first choice of 2.
    Ada had more than half in round 1, 3 of 5, so no one dropped out.
    """
    about = counted.election.about

    def money(units: Exact) -> str:
        # Parts of a minor unit, as in a supporter's share, are left out in words.
        return f"{written(int(units), about.places)} {about.currency}".strip()

    if about.title:
        yield about.title
    names = distinct_names(counted.outcome.options)
    for sentence in explain(counted.outcome):
        yield say(sentence, names, Voice(money=money))


def distinct_names(options: Iterable[Option]) -> dict[int, str]:
    """Name options by number; those with the same name are told apart by it.

    >>> distinct_names([Option(1, "1", "Ann"), Option(2, "2", "Bo"), Option(3, "3", "Ann")])
    {1: 'Ann (no. 1)', 2: 'Bo', 3: 'Ann (no. 3)'}
    """
    names = {option.number: option.name for option in options}
    again = list(names.values())
    return {
        number: f"{name} (no. {number})" if again.count(name) > 1 else name
        for number, name in names.items()
    }


class _Settings:
    """The settings given for a rule; each is asked for once, and none may be left over."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._left = dict(given)

    def one_of(self, key: str, usual: Word) -> Word:
        """Return the setting as one of the words of its kind."""
        word = self._left.pop(key, usual.value)
        for known in type(usual):
            if known.value == word:
                return known
        words = ", ".join(known.value for known in type(usual))
        raise BadOrder(f"{key} is one of {words}, not {word}")

    def number(self, key: str, usual: int) -> int:
        """Return the setting as a whole number, 0 or more."""
        word = self._left.pop(key, str(usual))
        if not (word.isascii() and word.isdecimal() and len(word) < 19):
            raise BadOrder(f"{key} is a whole number, not {word}")
        return int(word)

    def yes(self, key: str) -> bool:
        """Return the setting as yes or no; no if it is not given."""
        word = self._left.pop(key, "false").lower()
        if word not in ("true", "false"):
            raise BadOrder(f"{key} is true or false, not {word}")
        return word == "true"

    def declared_ties(self) -> None:
        """Accept a declaration of how ties go if it says what is done here."""
        said = self._left.pop("tie_break", "").lower()
        places = [said.find(word) for word in ("votes", "cost", "order")]
        if said and (-1 in places or places != sorted(places)):
            raise BadOrder("ties go by more votes, lower cost, file order")

    def check_all_used(self, rule: str) -> None:
        """Refuse settings that nobody asked for."""
        if self._left:
            raise BadOrder(f"{rule} has no setting {', '.join(sorted(self._left))}")


def _count_of(
    order: Order, election: AnyElection, settings: _Settings
) -> Callable[[LotOrder], Outcome]:
    """Make the rule, and return what counts this election by it."""
    match order.rule:
        case "stv-scottish":
            seats = election.about.seats if order.seats is None else order.seats
            if seats is None or seats < 1:
                raise BadOrder("say the number of seats, 1 or more, with --seats")
            return _bound(ScottishSTV(seats), _ranked(order.rule, election))
        case "irv":
            return _bound(IRV(), _ranked(order.rule, election))
        case "greedy":
            scored = _scored(order.rule, election)
            greedy = _greedy(election, settings)
            return lambda lots: greedy.count(scored, lots)
        case "equal-shares":
            approved = _approved(order.rule, election)
            return _bound(_equal_shares(election, settings), approved)
        case other:
            raise BadOrder(f"the rule {other} is not one of {', '.join(RULES)}")


def _bound(rule: Rule[B], profile: Profile[B]) -> Callable[[LotOrder], Outcome]:
    return lambda lots: rule.count(profile, lots)


def _greedy(election: AnyElection, settings: _Settings) -> Greedy:
    settings.declared_ties()
    return Greedy(
        _budget(election),
        by=settings.one_of("by", By.VOTES),
        min_votes=settings.number("min_votes", 1),
    )


def _equal_shares(election: AnyElection, settings: _Settings) -> EqualShares:
    settings.declared_ties()
    return EqualShares(
        _budget(election),
        utility=settings.one_of("utility", Utility.COST),
        completion=settings.one_of("completion", Completion.ADD1U),
        add1_stop=settings.one_of("add1_stop", Stop.OVERSPEND),
        min_votes=settings.number("min_votes", 1),
        step=ten_to(election.about.places),
    )


def _ranked(rule: str, election: AnyElection) -> Profile[Ranking]:
    if isinstance(election, RankedElection):
        return election.profile
    raise BadOrder(f"{rule} needs ranked ballots, and this file has none")


def _scored(rule: str, election: AnyElection) -> Profile[Approval] | Profile[Points]:
    match election:
        case ApprovalElection() | PointsElection():
            return election.profile
        case RankedElection() if election.about.form is Format.PB:
            return chosen(election.profile)
        case _:
            raise BadOrder(f"{rule} needs projects with costs, and this file has none")


def _approved(rule: str, election: AnyElection) -> Profile[Approval]:
    if isinstance(election, ApprovalElection):
        return election.profile
    raise BadOrder(f"{rule} needs ballots that pick projects, and this file has none")


def _budget(election: AnyElection) -> int:
    if election.about.budget is None:
        raise BadOrder("say the budget with --budget, as the file names none")
    return election.about.budget


def _with_budget(election: AnyElection, budget: str) -> AnyElection:
    """Put another budget in the file's place; costs get more decimals if it needs them."""
    try:
        amount = Fraction(budget.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise BadOrder(f"{budget} is not a budget") from None
    places = election.about.places
    while (amount * ten_to(places)).denominator > 1 and places < MOST_PLACES:
        places += 1
    units = amount * ten_to(places)
    if amount < 0 or units.denominator > 1:
        raise BadOrder(f"{budget} is not an amount of money")
    finer = ten_to(places - election.about.places)
    options = tuple(
        replace(option, cost=option.cost * finer) for option in election.profile.options
    )
    about = replace(election.about, budget=int(units), places=places)
    match election:
        case RankedElection(profile=ranked):
            return RankedElection(about, replace(ranked, options=options))
        case ApprovalElection(profile=approved):
            return ApprovalElection(about, replace(approved, options=options))
        case PointsElection(profile=pointed):
            return PointsElection(about, replace(pointed, options=options))
