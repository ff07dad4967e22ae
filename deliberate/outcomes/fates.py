"""What became of each option, from the rounds of a stored outcome."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from deliberate.tally.fates import (
    Beaten,
    Elected,
    Excluded,
    Fate,
    Funded,
    NobodyChose,
    Reason,
    SharesTooSmall,
    TooDear,
    TooFewVotes,
    Uncounted,
    Withdrawn,
)
from deliberate.tally.outcome import Outcome, Places
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Exclusion, FirstCount, Lock, Purchase, RankedRound, Surplus


def with_fates(outcome: Outcome, missed: Mapping[int, Fate]) -> Outcome:
    """Return the outcome with the fate of every option; `missed` are projects not funded."""
    found = dict(missed)
    for option in outcome.options:
        if option.number not in found:
            found[option.number] = _fate(outcome, option.number)
    return replace(outcome, fates=dict(sorted(found.items())))


def missed(
    told: Mapping[str, Any], units: Callable[[str], int], part: Callable[[str], Fraction]
) -> Fate:
    """Return why a project was not funded, as its entry in the JSON tells."""
    match told["kind"]:
        case "too-dear":
            return TooDear(
                int(told["votes"]),
                units(told["cost"]),
                units(told["left"]),
                None if told["more_votes"] is None else int(told["more_votes"]),
                None if told["lower_cost"] is None else units(told["lower_cost"]),
            )
        case "shares-too-small":
            return SharesTooSmall(
                int(told["votes"]),
                units(told["cost"]),
                part(told["shares"]),
                units(told["left"]),
                None if told["lower_cost"] is None else units(told["lower_cost"]),
                # Outcomes stored before this was looked for don't tell.
                None if told.get("more_votes") is None else int(told["more_votes"]),
            )
        case "too-few-votes":
            return TooFewVotes(int(told["votes"]), int(told["least"]))
        case "nobody-chose":
            return NobodyChose()
        case "withdrawn":
            return Withdrawn()
        case kind:
            raise ValueError(f"no fate is called {kind}")


def _fate(outcome: Outcome, number: int) -> Fate:
    if outcome.options[number - 1].withdrawn:
        return Withdrawn()
    for stage in outcome.rounds:
        match stage:
            case Purchase(option=bought) if bought == number:
                return Funded(stage.stage, stage.votes, stage.cost, stage.left_before)
            case FirstCount() | Surplus() | Exclusion() if number in stage.elected:
                return _elected(outcome, stage, number)
            case FirstCount() | Surplus() | Exclusion() if number in stage.excluded:
                return _excluded(outcome, stage, number)
            case _:
                continue
    return _beaten(outcome, number)


def _elected(outcome: Outcome, stage: RankedRound, number: int) -> Elected:
    votes = stage.votes[number]
    quota = outcome.evidence.quota if isinstance(outcome.evidence, Places) else None
    if quota is None:
        reason = Reason.MAJORITY if votes * 2 > stage.counting else Reason.LAST_PLACES
    else:
        reason = Reason.QUOTA if votes >= quota else Reason.LAST_PLACES
    return Elected(stage.stage, votes, reason)


def _excluded(outcome: Outcome, stage: RankedRound, number: int) -> Excluded:
    """Return the fate of who dropped out.

    Where there is a quota the stage has moved the papers already, so the votes are those before.
    """
    has_quota = isinstance(outcome.evidence, Places) and outcome.evidence.quota is not None
    counted = _ranked(outcome, stage.stage - 2) if has_quota else stage
    return Excluded(stage.stage, counted.votes[number], _first(outcome, number))


def _beaten(outcome: Outcome, number: int) -> Fate:
    if not outcome.rounds:
        return Uncounted()
    last = _ranked(outcome, -1).votes
    votes: Exact = last.get(number, 0)
    ahead = last[outcome.winners[-1]] if outcome.winners else 0
    return Beaten(votes, ahead - votes, _first(outcome, number))


def _first(outcome: Outcome, number: int) -> int:
    return int(_ranked(outcome, 0).votes[number])


def _ranked(outcome: Outcome, at: int) -> RankedRound:
    stage = outcome.rounds[at]
    if isinstance(stage, Purchase | Lock):
        raise TypeError("a count in rounds neither buys nor locks in anything")
    return stage
