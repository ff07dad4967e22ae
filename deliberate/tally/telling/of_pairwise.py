"""Sentences about counts that compare options two by two."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from deliberate.tally.fates import (
    FewerWins,
    LevelWith,
    LockedBehind,
    LostTo,
    Preferred,
    WeakerChain,
    Win,
    WorseLoss,
)
from deliberate.tally.outcome import Outcome, Pairwise
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Lock, Round
from deliberate.tally.telling.sentences import Fact, Name, Names, Parts, Sentence, in_a_row

PairwiseFate = Preferred | LevelWith | LostTo | WeakerChain | LockedBehind | WorseLoss | FewerWins

ALL_TOLD = 45
"""So many wins, those between ten options, are told one by one; of more only those that matter."""


def headline_of_pairwise(outcome: Outcome, found: Pairwise) -> Sentence:
    """Say who won, and whether it beat all others or by what else it won."""
    winner = outcome.winners[0]
    others = sum(map(len, found.ranking)) - 1
    facts: dict[str, Fact] = {"winner": Name(winner)}
    if not others:
        return Sentence("pairwise.only", facts)
    if found.beats_all() is not None:
        return Sentence("pairwise.beats-all", facts | {"others": others})
    if len(outcome.co_winners) > 1:
        level = Names(tuple(sorted(outcome.co_winners)))
        return Sentence("pairwise.level", facts | {"options": level})
    return _broken(outcome, found, facts)


def _broken(outcome: Outcome, found: Pairwise, facts: dict[str, Fact]) -> Sentence:
    """Say by what somebody won who did not beat all others."""
    winner = outcome.winners[0]
    record = outcome.fates[winner]
    points = (found.totals or {}).get(winner, 0)
    if outcome.rule.name == "copeland" and isinstance(record, Preferred):
        return Sentence("pairwise.copeland", facts | _record(record) | {"points": points})
    if isinstance(record, Preferred) and not record.lost:
        return Sentence("pairwise.unbeaten", facts)
    match outcome.rule.name:
        case "schulze":
            return Sentence("pairwise.schulze", facts)
        case "ranked-pairs":
            passed = sum(not lock.locked for lock in outcome.locks)
            return Sentence("pairwise.locked", facts | {"passed": passed})
        case _:
            return Sentence("pairwise.minimax", facts | {"least": _strength(outcome, points)})


def _record(fate: Preferred | FewerWins) -> dict[str, Fact]:
    return {"won": fate.won, "level": fate.level, "lost": fate.lost}


def _strength(outcome: Outcome, strength: Exact) -> Parts:
    """Say what a win or a chain of wins counts: votes, or a lead."""
    by = outcome.rule.settings()["strength"]
    return Parts((Sentence(f"strength.{by}", {"n": strength}),))


def _wins(chain: Sequence[Win]) -> Parts:
    """Say who beat whom along a chain."""
    return Parts(tuple(Sentence("win.one", _win(win)) for win in chain), ", ")


def _win(win: Win | Lock) -> dict[str, Fact]:
    return {
        "winner": Name(win.winner),
        "loser": Name(win.loser),
        "votes": win.votes,
        "against": win.against,
    }


def fate_in_pairs(outcome: Outcome, fate: PairwiseFate, number: int) -> Sentence:
    """Say why an option won, or did not."""
    facts: dict[str, Fact] = {"option": Name(number), "winner": Name(outcome.winners[0])}
    match fate:
        case Preferred():
            return Sentence("fate.preferred", facts | _record(fate))
        case LevelWith():
            return Sentence("fate.level-with", facts)
        case LostTo(by, votes, against):
            lost: dict[str, Fact] = {"winner": Name(by), "votes": votes, "against": against}
            return Sentence("fate.lost-to", facts | lost)
        case WeakerChain():
            return _behind_by_chain(outcome, fate, facts)
        case LockedBehind():
            return _behind_by_locks(fate, facts)
        case WorseLoss(loss, worst, least):
            key = "fate.worst-loss" if least else "fate.loss"
            counts = {"worst": _strength(outcome, worst), "least": _strength(outcome, least)}
            return Sentence(key, _win(loss) | facts | {"by": Name(loss.winner)} | counts)
        case FewerWins():
            scores: dict[str, Fact] = {"points": fate.points, "most": fate.most}
            return Sentence("fate.fewer-wins", facts | _record(fate) | scores)
        case _:
            assert_never(fate)


def _behind_by_chain(outcome: Outcome, fate: WeakerChain, facts: dict[str, Fact]) -> Sentence:
    chain = fate.chain
    told = facts | {
        "winner": Name(chain[0].winner),
        "strength": _strength(outcome, fate.strength),
        "back": _strength(outcome, fate.back),
    }
    if len(chain) == 1:
        direct: dict[str, Fact] = {"votes": chain[0].votes, "against": chain[0].against}
        return Sentence("fate.weaker-back", told | direct)
    key = "fate.chain-back" if fate.back else "fate.chain"
    return Sentence(key, told | {"wins": _wins(chain)})


def _behind_by_locks(fate: LockedBehind, facts: dict[str, Fact]) -> Sentence:
    key = "fate.locked-level" if fate.votes == fate.against else "fate.locked-won"
    told: dict[str, Fact] = {
        "winner": Name(fate.chain[0].winner),
        "wins": _wins(fate.chain),
        "votes": fate.votes,
        "against": fate.against,
    }
    return Sentence(key, facts | told)


def sentences_of_lock(outcome: Outcome, lock: Lock) -> list[Sentence]:
    """Say whether a win was locked in, or what circle it would have closed."""
    facts: dict[str, Fact] = {"stage": lock.stage} | _win(lock)
    if lock.locked:
        return [Sentence("lock.locked", facts)]
    return [Sentence("lock.passed", facts | {"wins": _wins(_chain_against(outcome, lock))})]


def _chain_against(outcome: Outcome, passed: Lock) -> Sequence[Win]:
    """Find the locked wins that lead from the loser to the winner of a win passed over."""
    fate = outcome.fates[passed.winner]
    if isinstance(fate, LockedBehind) and fate.chain[0].winner == passed.loser:
        return fate.chain
    onward: dict[int, list[Lock]] = {}
    for lock in outcome.locks[: passed.stage]:
        if lock.locked:
            onward.setdefault(lock.winner, []).append(lock)
    before: dict[int, Win] = {}
    reached = [passed.loser]
    for number in reached:
        for lock in onward.get(number, ()):
            if lock.loser not in before:
                before[lock.loser] = Win(lock.winner, lock.loser, lock.votes, lock.against)
                reached.append(lock.loser)
    chain = [before[passed.winner]]
    while chain[0].winner != passed.loser:
        chain.insert(0, before[chain[0].winner])
    return chain


def rounds_to_tell(outcome: Outcome) -> Sequence[Round]:
    """Return the rounds to tell: all or, of very many locks, those on which the outcome hangs.

    These are the ones that lots settled, the wins over the winner that were passed over, and the
    locked wins that led the other way.
    """
    if len(outcome.locks) <= ALL_TOLD:
        return outcome.rounds
    hangs = set(_links_back(outcome))
    return [lock for lock in outcome.locks if lock.draws or (lock.winner, lock.loser) in hangs]


def _links_back(outcome: Outcome) -> Iterable[tuple[int, int]]:
    """Yield the wins over the winner that were passed over, and the wins that led back."""
    for number, fate in outcome.fates.items():
        if isinstance(fate, LockedBehind):
            yield number, fate.chain[0].winner
            yield from ((win.winner, win.loser) for win in fate.chain)


def many_locks(outcome: Outcome) -> Sequence[Sentence]:
    """Say how many wins were locked in or passed over, where not all are told."""
    locks = outcome.locks
    if len(locks) <= ALL_TOLD:
        return []
    passed = sum(not lock.locked for lock in locks)
    key = "lock.many" if rounds_to_tell(outcome) else "lock.many-clear"
    facts: dict[str, Fact] = {
        "winner": Name(outcome.winners[0]),
        "locked": len(locks) - passed,
        "passed": passed,
    }
    return [Sentence(key, facts)]


def how_pairs_are_counted(outcome: Outcome) -> Sentence:
    """Say how options are compared, and what the rule goes by."""
    strength = outcome.rule.settings().get("strength")
    rule = f"how.{outcome.rule.name}"
    key = rule if strength is None else f"{rule}-{strength}"
    return in_a_row(Sentence("how.pairwise", {}), Sentence(key, {}))
