"""What the page of an outcome shows: the stored outcome, as far as it may be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from flask_babel import format_percent
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from deliberate.counting.publication import Published
from deliberate.counting.what_ifs import WhatIfs
from deliberate.outcomes.compared import Compared, compared_of
from deliberate.outcomes.rounds import BAR, Round, told_rounds
from deliberate.outcomes.words import Words, rule_in_words, votes
from deliberate.tally.fates import (
    Allotted,
    Beaten,
    Elected,
    Excluded,
    Fate,
    FewerPoints,
    FewerWins,
    Funded,
    LevelWith,
    LockedBehind,
    LostTo,
    MostPoints,
    NobodyChose,
    OverBudget,
    Overshot,
    Preferred,
    SharesTooSmall,
    StillSaving,
    TooDear,
    TooFewVotes,
    Uncounted,
    WeakerChain,
    Withdrawn,
    WorseLoss,
)
from deliberate.tally.outcome import Outcome, Spending, Status
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Purchase
from deliberate.tally.telling.of_sure import how_sure
from deliberate.voting.models import Contest, RuleName


@dataclass(frozen=True)
class Line:
    """What became of one option: its number of votes with a bar, and why."""

    name: str
    number: str
    unit: str  # votes, or people
    bar: int
    is_chosen: bool
    standing: str  # a kind of tag
    why: str
    cost: str = ""
    left: str = ""


@dataclass(frozen=True)
class Turnout:
    """Who voted, of how many."""

    people: str
    share: str
    roll: str


@dataclass(frozen=True)
class Page:
    """An outcome in words and numbers, ready to be laid out."""

    headline: str
    rule: str
    is_money: bool
    facts: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    rounds: Sequence[Round]
    draws: Sequence[str]
    uses_lots: bool
    tells_what_if: bool
    set_aside: str
    how_close: str
    compared: Compared | None


def page_of(
    contest: Contest, outcome: Outcome, published: Published, what_ifs: WhatIfs | None
) -> Page:
    """Put the page of a decided outcome together; `what_ifs` are as far as they are known."""
    words = Words(outcome, contest.currency, tells_what_if=published.profile)
    told = what_ifs if what_ifs and published.profile else WhatIfs()
    is_money = isinstance(outcome.evidence, Spending)
    return Page(
        headline=words.headline(),
        rule=rule_in_words(outcome),
        is_money=is_money,
        facts=_facts(contest, words),
        lines=_money_lines(words) if is_money else _ranked_lines(words),
        rounds=[] if is_money else told_rounds(words),
        draws=words.ties(),
        uses_lots=outcome.lot_used,
        tells_what_if=published.profile and is_money,
        set_aside=_set_aside(outcome),
        how_close=words.of_others(how_sure(told.nearest)) if told.nearest else "",
        compared=compared_of(contest, words, told),
    )


def turnout_of(contest: Contest) -> Turnout:
    """Return how many voted, and what part of the roll that is."""
    voted, roll = contest.ballots_sealed or 0, contest.roll_size or 0
    share = format_percent(voted / roll, "#,##0.#%") if roll else ""
    return Turnout(people=votes(voted), share=str(share), roll=votes(roll))


def has_valid_ballots(outcome: Outcome) -> bool:
    return outcome.status is not Status.NO_VALID_BALLOTS


def _facts(contest: Contest, words: Words) -> list[tuple[str, str]]:
    outcome = words.outcome
    turnout = turnout_of(contest)
    facts = [(turnout.people, str(_("people voted")))]
    if turnout.share:
        facts.append((turnout.share, str(_("of %(roll)s on the list", roll=turnout.roll))))
    if isinstance(outcome.evidence, Spending):
        facts.append((words.money(outcome.evidence.spent), str(_("spent"))))
        facts.append((words.money(outcome.evidence.left), str(_("left over"))))
    else:
        rounds = len(outcome.rounds)
        facts.append((votes(rounds), str(_n("round", "rounds", rounds))))
    return facts


def _set_aside(outcome: Outcome) -> str:
    """Say how many ballots counted for nothing, where there are any."""
    number = outcome.empty + outcome.invalid
    if not number:
        return ""
    return str(
        _n(
            "Besides these, %(num)s ballot chose nothing that counts.",
            "Besides these, %(num)s ballots chose nothing that counts.",
            number,
        )
    )


def _ranked_lines(words: Words) -> list[Line]:
    """Return the winners in order, then the others: who stayed in longest comes first."""
    outcome = words.outcome
    most = max(_votes_of(fate) for fate in outcome.fates.values())
    order = list(outcome.winners)
    rest = [number for number in outcome.fates if number not in outcome.winners]
    order += sorted(rest, key=lambda number: _last_out(outcome.fates[number]), reverse=True)
    won = "won" if outcome.rule.name == RuleName.IRV else "chosen"
    return [
        Line(
            name=words.name(number),
            number=votes(_votes_of(outcome.fates[number])),
            unit=str(_n("vote", "votes", _whole(_votes_of(outcome.fates[number])))),
            bar=_bar(_votes_of(outcome.fates[number]), most),
            is_chosen=number in outcome.winners,
            standing=won if number in outcome.winners else "not_chosen",
            why=words.why(number),
        )
        for number in order
    ]


def _money_lines(words: Words) -> list[Line]:
    """Return the options in the order of their turns, each with the money left after it."""
    outcome = words.outcome
    totals = outcome.evidence.totals if isinstance(outcome.evidence, Spending) else {}
    after = {
        bought.option: bought.left_after
        for bought in outcome.rounds
        if isinstance(bought, Purchase)
    }
    costs = {option.number: option.cost for option in outcome.options}
    return [
        Line(
            name=words.name(number),
            number=votes(totals.get(number, 0)),
            unit=str(_n("person", "people", _whole(totals.get(number, 0)))),
            bar=_bar(totals.get(number, 0), max(outcome.valid + outcome.empty, 1)),
            is_chosen=number in outcome.winners,
            standing="funded" if number in outcome.winners else "not_funded",
            why=words.why(number),
            cost=words.money(costs[number]),
            left=words.money(after[number]) if number in after else "",
        )
        for number in _turns(outcome)
    ]


def _whole(number: Exact) -> int:
    """Return a number to choose the singular or plural by: a part of a vote is said as many."""
    return int(number) if number == int(number) else 2


def _turns(outcome: Outcome) -> list[int]:
    """Return the options as their turns came: purchases in order, the others where they missed."""

    def turn(number: int) -> tuple[int, Exact, int]:
        fate = outcome.fates[number]
        if isinstance(fate, TooDear):  # it missed right after the purchase that left so much
            return _purchase_leaving(outcome, fate.left), -fate.votes, number
        place = outcome.winners.index(number) if number in outcome.winners else len(outcome.fates)
        return place, -_votes_of(fate), number

    return sorted(outcome.fates, key=turn)


def _purchase_leaving(outcome: Outcome, left: int) -> int:
    """Return the place of the last purchase after which so much was left, or -1 for none."""
    places = [
        place
        for place, bought in enumerate(outcome.rounds)
        if isinstance(bought, Purchase) and bought.left_after == left
    ]
    return places[-1] if places else -1


def _votes_of(fate: Fate) -> Exact:
    match fate:
        case NobodyChose() | Uncounted() | Withdrawn():
            return 0
        case (
            Elected()
            | Excluded()
            | Beaten()
            | Funded()
            | TooDear()
            | SharesTooSmall()
            | StillSaving()
            | Overshot()
            | OverBudget()
            | TooFewVotes()
        ):
            return fate.votes
        case Allotted():
            raise TypeError("no page shows a budget that is shared out in parts")
        case (
            Preferred()
            | LevelWith()
            | LostTo()
            | WeakerChain()
            | LockedBehind()
            | WorseLoss()
            | FewerWins()
        ):
            raise TypeError("no question here is counted by comparing options two by two")
        case MostPoints() | FewerPoints():
            raise TypeError("no question here is counted by points for places")
        case _:
            assert_never(fate)


def _last_out(fate: Fate) -> tuple[float, Fraction]:
    match fate:
        case Excluded():
            return fate.stage, Fraction(fate.votes)
        case Withdrawn() | Uncounted():
            return -1, Fraction(0)
        case _:
            return float("inf"), Fraction(_votes_of(fate))


def _bar(value: Exact, widest: Exact) -> int:
    return int(Fraction(value) * BAR / Fraction(widest or 1))
