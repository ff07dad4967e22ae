"""Sentences about the same ballots under several rules."""

from collections.abc import Iterator, Sequence

from deliberate.tally.sure.ways import Line, SideBySide, Way
from deliberate.tally.telling.sentences import Fact, Name, Names, Parts, Sentence

FEW_RULES = 4
"""Fewer rules than this that agree are named, even if they are all."""


def what_the_rules_say(side: SideBySide) -> Iterator[Sentence]:
    """Say what is the same under all rules, where they differ, and what to keep in mind."""
    if side.is_budget:
        yield from _funded(side)
    else:
        yield from _elected(side)
    yield Sentence("compare.caution", {})


def _elected(side: SideBySide) -> Iterator[Sentence]:
    if not any(line.outcome.winners for line in side.lines):
        yield Sentence("outcome.nobody", {})
        return
    yield from _agreements(side.comparable)
    if side.with_one_winner:
        yield from _agreements(side.with_one_winner)
        yield Sentence("compare.one-winner", {})
    if side.beats_all is None:
        yield Sentence("compare.beats-none", {})
    else:
        yield Sentence("compare.beats-all", {"winner": Name(side.beats_all)})


def _agreements(lines: Sequence[Line]) -> Iterator[Sentence]:
    """Say for each set of winners which rules choose it, in the order of the rules."""
    agreeing: dict[frozenset[int], list[Line]] = {}
    for line in lines:
        if line.outcome.winners:
            agreeing.setdefault(frozenset(line.outcome.winners), []).append(line)
    for winners, those in agreeing.items():
        facts: dict[str, Fact] = {
            "winners": Names(tuple(sorted(winners))),
            "n": len(winners),
            "ways": len(those),
            "rules": _rules([line.way for line in those]),
        }
        if len(agreeing) > 1 or len(those) < FEW_RULES:
            yield Sentence("compare.agree", facts)
        else:
            yield Sentence("compare.all-agree", facts)


def _rules(ways: Sequence[Way]) -> Parts:
    """List rules in words, the last one after an "and"."""
    words = [Sentence(way.words, {}) for way in ways]
    if len(words) == 1:
        return Parts(tuple(words))
    most = Parts(tuple(words[:-1]), ", ")
    return Parts((Sentence("names.two", {"most": most, "last": Parts((words[-1],))}),))


def _funded(side: SideBySide) -> Iterator[Sentence]:
    if side.comparable:
        yield from _funded_whole(side)
    if any(line.in_parts for line in side.lines):
        yield Sentence("compare.parts", {})


def _funded_whole(side: SideBySide) -> Iterator[Sentence]:
    """Say what the rules that fund whole projects agree on."""
    everywhere, somewhere = side.always, side.sometimes
    if not everywhere and not somewhere:
        yield Sentence("compare.none-funded", {})
    elif not somewhere:
        yield Sentence("compare.same-funded", {})
    if everywhere:
        yield Sentence("compare.always", {"n": len(everywhere), "options": Names(everywhere)})
    elif somewhere:
        yield Sentence("compare.never-all", {})
    if somewhere:
        yield Sentence("compare.sometimes", {"n": len(somewhere)})
