"""The same ballots under the other rules, as the page of an outcome sets them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext as _n

from deliberate.counting.what_ifs import Came, WhatIfs
from deliberate.outcomes.recount import comparison_of
from deliberate.outcomes.ways import how_it_counts, name_of
from deliberate.outcomes.words import Words, votes
from deliberate.tally.outcome import Places, Spending
from deliberate.tally.sure.ways import Line, SideBySide
from deliberate.tally.telling.of_compare import what_the_rules_say
from deliberate.tally.telling.sentences import Fact, Names, Sentence
from deliberate.voting.models import Contest

# The page says this in words of its own, with the day on which the rule was fixed.
CAUTION = "compare.caution"
IN_ROUNDS = ("stv-scottish", "stv-exact", "irv")


@dataclass(frozen=True)
class Compare:
    """One rule: its name, how it counts, what it comes to, and what differs from what counts."""

    rule: str
    how: str
    found: str
    differs: str
    is_declared: bool


@dataclass(frozen=True)
class Compared:
    """All rules, that which counts first; what to see in them; and the command that repeats it."""

    lines: Sequence[Compare]
    sentences: Sequence[str]
    command: str


def compared_of(contest: Contest, words: Words, what_ifs: WhatIfs) -> Compared | None:
    """Set the rules side by side; None where nobody knows what the others come to."""
    if not what_ifs.ways:
        return None
    ways = sorted(what_ifs.ways, key=lambda came: not _is_declared(came, words))
    side = _side_by_side(words, what_ifs)
    said = [line for line in what_the_rules_say(side) if line.key != CAUTION]
    return Compared(
        lines=[_line(came, words, side) for came in ways],
        sentences=[words.of_others(sentence) for sentence in said],
        command=comparison_of(contest),
    )


def _is_declared(came: Came, words: Words) -> bool:
    """Say whether this is the way in which the contest was counted."""
    rule = words.outcome.rule
    settings = rule.settings()
    same = all(settings.get(name) == value for name, value in came.way.settings)
    return came.way.rule == rule.name and same


def _side_by_side(words: Words, what_ifs: WhatIfs) -> SideBySide:
    """Put what was stored back as the tally's comparison."""
    outcome = words.outcome
    spending = outcome.evidence if isinstance(outcome.evidence, Spending) else None
    return SideBySide(
        lines=tuple(
            Line(
                came.way,
                replace(
                    outcome,
                    winners=came.winners,
                    evidence=replace(spending, spent=came.spent)
                    if spending
                    else Places(came.seats),
                ),
            )
            for came in what_ifs.ways
        ),
        not_counted=(),
        is_budget=spending is not None,
        beats_all=what_ifs.beats_all,
    )


def _line(came: Came, words: Words, side: SideBySide) -> Compare:
    return Compare(
        rule=name_of(came.way),
        how=how_it_counts(came.way),
        found=_funded(came, words) if side.is_budget else _chosen(came, words, side),
        differs=_differing(came, words) if side.is_budget else "",
        is_declared=_is_declared(came, words),
    )


def _chosen(came: Came, words: Words, side: SideBySide) -> str:
    if not came.winners:
        return str(_("nobody"))
    said = [_listed(came.winners, words)]
    if came.level:
        said.append(_said(words, "compare.by-lots", {"level": Names(came.level)}))
    elif came.lot_used and came.way.rule in IN_ROUNDS:
        said.append(_said(words, "compare.lots-on-the-way"))
    if came.seats < side.seats:
        said.append(_said(words, "compare.first-only"))
    return " ".join(said)


def _funded(came: Came, words: Words) -> str:
    number = len(came.winners)
    facts = {"n": votes(number), "cost": words.money(came.spent)}
    said = str(_n("%(n)s proposal for %(cost)s", "%(n)s proposals for %(cost)s", number, **facts))
    return f"{said} {_said(words, 'compare.lots-mark')}" if came.lot_used else said


def _differing(came: Came, words: Words) -> str:
    """Say which proposals a rule funds that were not funded, and the other way round."""
    counts = words.outcome.winners
    more = tuple(number for number in came.winners if number not in counts)
    fewer = tuple(number for number in counts if number not in came.winners)
    if not more and not fewer:
        return "" if _is_declared(came, words) else str(_("The same ones."))
    said = []
    if more:
        said.append(str(_("Also: %(names)s.", names=_listed(more, words))))
    if fewer:
        said.append(str(_("Not: %(names)s.", names=_listed(fewer, words))))
    return " ".join(said)


def _listed(numbers: tuple[int, ...], words: Words) -> str:
    return _said(words, "compare.chosen", {"winners": Names(numbers)})


def _said(words: Words, key: str, facts: dict[str, Fact] | None = None) -> str:
    return words.of_others(Sentence(key, facts or {}))
