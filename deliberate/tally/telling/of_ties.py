"""Sentences about ties, and what settled them."""

from collections.abc import Iterator

from deliberate.tally.lots import Draw, Origin, Purpose
from deliberate.tally.outcome import Outcome, Spending
from deliberate.tally.rounds import Exclusion, Lock, Purchase, Round, Surplus
from deliberate.tally.telling.of_ranked import votes_before
from deliberate.tally.telling.sentences import Fact, Name, Names, Parts, Sentence


def ties(outcome: Outcome) -> Iterator[Sentence]:
    """Say of every tie, in order, who was level and what told them apart."""
    for stage in outcome.rounds:
        for draw in stage.draws:
            yield of_tie(outcome, stage, draw)
    for draw in outcome.drawn:
        yield of_draw(outcome, draw)


def of_draw(outcome: Outcome, draw: Draw) -> Sentence:
    """Say how lots chose outside of rounds: at the top, for the last money, or while raising."""
    key = "tie.at-the-top" if draw.purpose is Purpose.ELECT else "tie.last-units"
    key = "tie.raising" if isinstance(outcome.evidence, Spending) else key
    return Sentence(key, _drawn(outcome, draw) | {"option": Name(draw.picked)})


def _drawn(outcome: Outcome, draw: Draw) -> dict[str, Fact]:
    """Say who was level, and what the lots were."""
    return {"options": Names(draw.drawn or draw.between), "lots": Parts((lots_of(outcome),))}


def of_tie(outcome: Outcome, stage: Round, draw: Draw) -> Sentence:
    """Say who was level, and what told them apart."""
    facts = _drawn(outcome, draw)
    if isinstance(stage, Purchase):
        key = "tie.money-for-one" if stage.left_after < stage.cost else "tie.money"
        key = key if stage.share is None else "tie.shares"
        key = key if stage.load is None else "tie.purses"
        return Sentence(key, facts | {"n": stage.votes, "option": Name(draw.picked)})
    if isinstance(stage, Lock):
        return Sentence("tie.lock", facts | {"option": Name(draw.picked)})
    # In STV the tie is about whose papers this stage moved, so the votes are those before it.
    own = isinstance(stage, Exclusion | Surplus) and stage.option == draw.picked
    votes = votes_before(outcome, stage.stage) if own else stage.votes
    facts |= {"n": votes[draw.picked]}
    out = draw.purpose is Purpose.EXCLUDE
    facts |= {"out": Name(draw.picked)} if out else {"option": Name(draw.picked)}
    if draw.level_at is None:
        return Sentence("tie.lot-out" if out else "tie.lot-first", facts)
    key = "tie.looked-back-out" if out else "tie.looked-back-first"
    return Sentence(key, facts | {"stage": draw.level_at})


def lots_of(outcome: Outcome) -> Sentence:
    """Say what the lots were: the beginning of a sentence, such as "Lots drawn in public"."""
    by_file = outcome.lots.origin == Origin.FILE
    return Sentence("lots.file-order" if by_file else "lots.public", {})
