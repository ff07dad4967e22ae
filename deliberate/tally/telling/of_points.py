"""Sentences about a count that adds up points for places on ballots."""

from typing import assert_never

from deliberate.tally.fates import FewerPoints, MostPoints
from deliberate.tally.outcome import Outcome, Scores
from deliberate.tally.telling.of_ties import lots_of
from deliberate.tally.telling.sentences import Fact, Name, Names, Parts, Sentence, in_a_row


def headline_of_scores(outcome: Outcome, scores: Scores) -> Sentence:
    """Say who won and by how much, or who were level with the most points."""
    best = scores.ranking[0]
    points = scores.totals[best[0]]
    if len(best) > 1:
        return Sentence("points.level", {"winners": Names(best), "points": points})
    if len(scores.ranking) == 1:
        return Sentence("points.only", {"winner": Name(best[0])})
    following = scores.ranking[1]
    facts: dict[str, Fact] = {
        "winner": Name(best[0]),
        "points": points,
        "ahead": points - scores.totals[following[0]],
        "next": Names(following),
    }
    return Sentence("points.won", facts)


def fate_in_points(outcome: Outcome, fate: MostPoints | FewerPoints, number: int) -> Sentence:
    """Say how many points an option had, and how many it was short of the winner."""
    facts: dict[str, Fact] = {"option": Name(number), "points": fate.points}
    match fate:
        case MostPoints():
            return Sentence("points.most", facts)
        case FewerPoints(_points, behind):
            facts["winner"] = Name(outcome.winners[0])
            if not behind:
                return Sentence("points.lost-lots", facts | {"lots": Parts((lots_of(outcome),))})
            return Sentence("points.fewer", facts | {"behind": behind})
        case _:
            assert_never(fate)


def how_points_are_given(outcome: Outcome) -> Sentence:
    """Say what a place on a ballot is worth under the rule's settings."""
    truncated = outcome.rule.settings()["truncated"]
    options = sum(not option.withdrawn for option in outcome.options)
    left_out = Sentence(f"borda.{truncated}", {})
    level = Sentence("borda.level", {})
    if truncated == "modified":
        return in_a_row(left_out, level)
    return in_a_row(Sentence("borda.places", {"top": options - 1}), left_out, level)
