"""Sentences about a ranked count with rounds."""

from fractions import Fraction
from typing import assert_never

from deliberate.tally.fates import Beaten, Elected, Excluded, Reason
from deliberate.tally.outcome import Outcome, Places
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Exclusion, FirstCount, RankedRound, Surplus
from deliberate.tally.telling.sentences import Fact, Name, Names, Parts, Sentence, is_cut

MOST_MOVES = 12
"""A sentence says of so many options what moved on to each; of more, what moved to the others."""


def headline_of_places(outcome: Outcome, places: Places) -> Sentence:
    """Say who won, or who fills the places."""
    if places.quota is not None:
        chosen = Names(outcome.winners)
        standing = sum(not option.withdrawn for option in outcome.options)
        options = Parts((Sentence("outcome.options", {"n": standing}),))
        return Sentence(
            "outcome.stv",
            {"winners": chosen, "seats": len(outcome.winners), "options": options},
        )
    last = outcome.stages[-1]
    winner = outcome.winners[0]
    key = "outcome.irv" if last.stage > 1 else "outcome.irv-at-once"
    return Sentence(
        key, {"winner": Name(winner), "votes": last.votes[winner], "counting": last.counting}
    )


def sentences_of_stage(outcome: Outcome, stage: RankedRound) -> list[Sentence]:
    """Say what happened in one round."""
    return _stv_stage(outcome, stage) if _has_quota(outcome) else _irv_round(stage, outcome)


def fate_in_places(outcome: Outcome, fate: Elected | Excluded | Beaten, number: int) -> Sentence:
    """Say why an option was elected, or was not."""
    option = Name(number)
    match fate:
        case Elected(stage, votes, _reason):
            had = Parts((Sentence("had.votes", {"votes": votes}),))
            return Sentence("fate.chosen", {"option": option, "stage": stage, "had": had})
        case Excluded(stage, votes, first):
            facts: dict[str, Fact] = {"option": option, "stage": stage, "had": _had(votes, first)}
            return Sentence("fate.dropped-out", facts)
        case Beaten(votes, behind, first):
            facts = {"option": option, "had": _had(votes, first), "behind": behind}
            return Sentence("fate.last-round", facts | {"winner": Name(outcome.winners[-1])})
        case _:
            assert_never(fate)


def _had(votes: Exact, first: int) -> Parts:
    """Say how many votes somebody had who lost, and how many of these from the start.

    Whoever is in and has no place yet only gains votes, so first choices are a part of them.
    """
    facts: dict[str, Fact] = {"votes": votes, "first": first}
    if first == votes:
        return Parts((Sentence("had.votes", facts),))
    return Parts((Sentence("had.some-first" if first else "had.none-first", facts),))


def _has_quota(outcome: Outcome) -> bool:
    return isinstance(outcome.evidence, Places) and outcome.evidence.quota is not None


def _irv_round(stage: RankedRound, outcome: Outcome) -> list[Sentence]:
    """Say who led, who dropped out and where those votes went; or who won."""
    votes = stage.votes
    most = max(votes.values())
    leaders = tuple(number for number, had in votes.items() if had == most)
    facts: dict[str, Fact] = {
        "stage": stage.stage,
        "votes": most,
        "counting": stage.counting,
    }
    if stage.elected:
        facts["winner"] = Name(stage.elected[0])
        if stage.stage == 1 and most * 2 > stage.counting:
            return [Sentence("irv.at-once", facts)]
        return [Sentence("irv.won" if most * 2 > stage.counting else "irv.only-one-left", facts)]
    out = stage.excluded[0]
    facts |= {"out": Name(out), "n": votes[out]}
    # The first round says why one drops out, unless several were last: then the tie is told.
    key = "irv.led" if stage.stage == 1 and not stage.draws else "irv.led-on"
    if len(leaders) > 1:
        told = Sentence(f"{key}-level", facts | {"leaders": Names(leaders)})
    else:
        told = Sentence(key, facts | {"leader": Name(leaders[0])})
    following = outcome.stages[stage.stage]
    if isinstance(following, FirstCount):
        return [told]
    return [told, _moved(following, votes[out], "votes" if stage.stage == 1 else "on")]


def _stv_stage(outcome: Outcome, stage: RankedRound) -> list[Sentence]:
    told: list[Sentence] = []
    quota = outcome.evidence.quota if isinstance(outcome.evidence, Places) else 0
    match stage:
        case FirstCount():
            told.append(Sentence("stv.first", {"quota": quota or 0}))
        case Surplus():
            facts: dict[str, Fact] = {"stage": stage.stage, "option": Name(stage.option)}
            told.append(Sentence("stv.surplus", facts | {"surplus": stage.surplus}))
            told.append(_moved(stage, stage.surplus, "on"))
        case Exclusion():
            had = votes_before(outcome, stage.stage)[stage.option]
            facts = {"stage": stage.stage, "out": Name(stage.option), "n": had}
            told.append(Sentence("stv.out", facts))
            told.append(_moved(stage, had, "on"))
        case _:
            assert_never(stage)
    return told + _now_elected(outcome, stage, quota or 0)


def _now_elected(outcome: Outcome, stage: RankedRound, quota: int) -> list[Sentence]:
    told: list[Sentence] = []
    filled: list[int] = []
    for number in stage.elected:
        fate = outcome.fates[number]
        if isinstance(fate, Elected) and fate.reason is Reason.LAST_PLACES:
            filled.append(number)
        else:
            told.append(Sentence("stv.reached", {"option": Name(number), "quota": quota}))
    if filled:
        facts: dict[str, Fact] = {"options": Names(tuple(filled)), "count": len(filled)}
        told.append(Sentence("stv.last-places", facts))
    return told


def _moved(stage: Exclusion | Surplus, had: Exact, form: str) -> Sentence:
    """Say where votes went: most of them first, and how many had no further choice."""
    if not had:
        return Sentence("moved.nothing", {})
    moved = stage.moved
    if not moved:
        return Sentence("moved.none", {"n": had})

    def most_first(number: int) -> tuple[Exact, int]:
        return -moved[number], number

    order = sorted(moved, key=most_first)
    told = MOST_MOVES if len(order) > MOST_MOVES + 1 else len(order)
    moves = [
        Sentence(
            "moved.more" if place else "moved.first", {"n": moved[number], "option": Name(number)}
        )
        for place, number in enumerate(order[:told])
    ]
    if order[told:]:
        rest = sum(Fraction(moved[number]) for number in order[told:])
        moves.append(Sentence("moved.others", {"n": rest, "others": len(order) - told}))
    # "About" does not begin a sentence.
    form = "of-these" if any(is_cut(votes) for votes in moved.values()) else form
    facts: dict[str, Fact] = {"n": had, "moves": Parts(tuple(moves), ", ")}
    if stage.lapsed:
        return Sentence(f"moved.{form}-some", facts | {"lapsed": stage.lapsed})
    return Sentence(f"moved.{form}", facts)


def votes_before(outcome: Outcome, stage: int) -> dict[int, Exact]:
    """Return the votes at the end of the stage before."""
    return outcome.stages[stage - 2].votes
