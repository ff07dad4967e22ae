"""The rounds of a ranked count as a page shows them: a sentence, and rows with bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from deliberate.outcomes.words import Words, votes
from deliberate.tally.outcome import Outcome, Places
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import RankedRound, Transfer

BAR = 1000  # a bar's full width, in the units of its picture
MOST_ROWS = 400  # beyond so many rows, the early rounds are told by their sentences alone


@dataclass(frozen=True)
class Row:
    """An option in a round. `bar` and `gain` are parts of BAR; `standing` is a kind of tag."""

    name: str
    votes: str
    moved: str
    bar: int
    gain: int
    standing: str


@dataclass(frozen=True)
class Round:
    """One round. `needed` is what it takes to be chosen, `line` its place among the bars."""

    number: int
    sentence: str
    needed: str
    line: int
    rows: Sequence[Row]
    without_choice: str
    lost: str


def told_rounds(words: Words) -> list[Round]:
    """Return all rounds with their sentences; where they are many, only the last have rows."""
    outcome = words.outcome
    stages = ranked_rounds(outcome)
    widest = max((_widest(outcome, stage) for stage in stages), default=Fraction(1))
    told: list[Round] = []
    room = MOST_ROWS
    for at in range(len(stages) - 1, -1, -1):
        stage = stages[at]
        before = stages[at - 1] if at else None
        # Rows that are not shown aren't made either: there may be a thousand options.
        rows = _rows(words, stage, before, widest) if room > 0 or not told else []
        room -= len(rows)
        told.append(
            Round(
                number=stage.stage,
                sentence=words.of_round(stage),
                needed=votes(_needed(outcome, stage)),
                line=_part(_needed(outcome, stage), widest),
                rows=rows if room >= 0 or not told else (),
                without_choice=votes(stage.without_choice) if stage.without_choice else "",
                lost=votes(stage.lost) if stage.lost else "",
            )
        )
    return told[::-1]


def ranked_rounds(outcome: Outcome) -> list[RankedRound]:
    return list(outcome.stages)


def _quota(outcome: Outcome) -> int | None:
    return outcome.evidence.quota if isinstance(outcome.evidence, Places) else None


def _needed(outcome: Outcome, stage: RankedRound) -> Exact:
    """Return the fewest votes with which an option is chosen in this round."""
    return _quota(outcome) or int(stage.counting) // 2 + 1


def _widest(outcome: Outcome, stage: RankedRound) -> Fraction:
    return Fraction(max([*stage.votes.values(), _needed(outcome, stage), 1]))


def _part(value: Exact, widest: Fraction) -> int:
    return int(Fraction(value) * BAR / widest)


def _rows(
    words: Words,
    stage: RankedRound,
    before: RankedRound | None,
    widest: Fraction,
) -> list[Row]:
    outcome = words.outcome
    gone = _gone_before(outcome, stage)
    moves = _moves(stage, before)
    shown = [number for number in stage.votes if number not in gone]
    shown.sort(key=lambda number: (-Fraction(stage.votes[number]), number))
    return [
        Row(
            name=words.name(number),
            votes=votes(stage.votes[number]),
            moved=_signed(moves.get(number, 0)),
            bar=_part(stage.votes[number], widest),
            gain=_part(max(moves.get(number, 0), 0), widest),
            standing=_standing(outcome, stage, number),
        )
        for number in shown
    ]


def _gone_before(outcome: Outcome, stage: RankedRound) -> set[int]:
    return {
        number
        for earlier in ranked_rounds(outcome)
        if earlier.stage < stage.stage
        for number in earlier.excluded
    }


def _moves(stage: RankedRound, before: RankedRound | None) -> Mapping[int, Exact]:
    if not isinstance(stage, Transfer):
        return {}
    moves: dict[int, Exact] = dict(stage.moved)
    if before is not None and stage.option in before.votes and stage.option in stage.votes:
        moves[stage.option] = stage.votes[stage.option] - before.votes[stage.option]
    return moves


def _signed(number: Exact) -> str:
    if not number:
        return ""
    return f"+{votes(number)}" if number > 0 else f"−{votes(-number)}"


def _standing(outcome: Outcome, stage: RankedRound, number: int) -> str:
    in_by_now = {
        elected
        for done in ranked_rounds(outcome)
        if done.stage <= stage.stage
        for elected in done.elected
    }
    if number in in_by_now:
        return "won" if _quota(outcome) is None else "chosen"
    if number in stage.excluded:
        return "out"
    return "not_chosen" if stage is outcome.rounds[-1] else "still_in"
