"""What holds for every Borda count, whatever the ballots."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.fates import FewerPoints, MostPoints
from deliberate.tally.lots import LotOrder, Origin, file_order
from deliberate.tally.outcome import Outcome, Scores, Status
from deliberate.tally.profile import Option, Profile, Ranking, options_named
from deliberate.tally.ranked.borda import Borda, Truncated
from deliberate.tally.telling.explain import explain
from deliberate.tally.telling.sentences import say
from tests.tally.profiles import (
    lot_orders,
    ranked,
    ranked_profiles,
    refuses_exactly_what_needs_a_lot,
)

RULES = st.sampled_from([Borda(truncated) for truncated in Truncated])
counts = st.tuples(RULES, ranked_profiles()).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), lot_orders(made[1]))
)


def scores_of(outcome: Outcome) -> Scores:
    assert isinstance(outcome.evidence, Scores)
    return outcome.evidence


@given(ranked_profiles())
def test_every_ballot_gives_equally_many_points_on_average(profile):
    outcome = Borda().count(profile, file_order(profile.options))

    options = len(profile.options)
    each = Fraction(options * (options - 1), 2)
    assert sum(scores_of(outcome).totals.values()) == each * profile.voters


@given(ranked_profiles())
def test_on_average_left_out_options_count_as_level_at_the_end(profile):
    full: dict[Ranking, int] = {}
    for ranking, count in profile.ballots.items():
        named = {number for tier in ranking for number in tier}
        left = tuple(n for n in profile.standing() if n not in named)
        whole = (*ranking, left) if left else ranking
        full[whole] = full.get(whole, 0) + count

    outcome = Borda().count(profile, file_order(profile.options))

    completed = Borda().count(replace(profile, ballots=full), file_order(profile.options))
    assert scores_of(outcome) == scores_of(completed)


@given(ranked_profiles())
def test_points_come_from_places_one_ballot_at_a_time(profile):
    """Adding up in halves gives what the definition gives, place by place."""
    options = len(profile.options)

    for truncated in Truncated:
        expected = dict.fromkeys(profile.standing(), Fraction(0))
        for ranking, count in profile.ballots.items():
            named = sum(map(len, ranking))
            first = named if truncated is Truncated.MODIFIED else options - 1
            places = [Fraction(first - place) for place in range(named)]
            open_places = [Fraction(place) for place in range(options - named)]
            rest = sum(open_places) / max(len(open_places), 1)
            given_out = dict.fromkeys(expected, rest if truncated is Truncated.AVERAGE else 0)
            for tier in ranking:
                shared, places = places[: len(tier)], places[len(tier) :]
                given_out |= dict.fromkeys(tier, sum(shared) / len(tier))
            for number, points in given_out.items():
                expected[number] += points * count

        filled_in = replace(profile, empty=0)
        assert Borda(truncated).points(filled_in)[0] == expected


@given(counts)
def test_winners_are_those_with_the_most_points_and_everyone_is_ranked(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    scores = scores_of(outcome)
    most = max(scores.totals.values())
    assert outcome.co_winners == {n for n, had in scores.totals.items() if had == most}
    assert scores.ranking[0] == tuple(sorted(outcome.co_winners))
    assert sorted(n for tier in scores.ranking for n in tier) == list(profile.standing())
    assert outcome.winners == (lots.first(outcome.co_winners),)
    assert outcome.lot_used == (len(outcome.co_winners) > 1) == (outcome.status is Status.TIED)


@given(counts)
def test_everyone_is_told_their_points_and_how_far_behind_they_are(made):
    rule, profile, lots = made

    outcome = rule.count(profile, lots)

    totals = scores_of(outcome).totals
    (winner,) = outcome.winners
    for number, fate in outcome.fates.items():
        if number == winner:
            others = [had for other, had in totals.items() if other != winner]
            assert fate == MostPoints(totals[winner], totals[winner] - max(others, default=0))
        else:
            assert fate == FewerPoints(totals[number], totals[winner] - totals[number])


@given(counts, st.randoms(use_true_random=False))
def test_neither_the_order_of_ballots_nor_the_numbers_of_options_change_anything(made, luck):
    rule, profile, lots = made
    numbers = [option.number for option in profile.options]
    new = dict(zip(numbers, luck.sample(numbers, len(numbers)), strict=True))
    lines = [
        (tuple(tuple(sorted(new[n] for n in tier)) for tier in ranking), count)
        for ranking, count in profile.ballots.items()
    ]
    luck.shuffle(lines)

    renamed = rule.count(
        replace(profile, ballots=dict(lines)), LotOrder(tuple(new[n] for n in lots.order))
    )

    outcome = rule.count(profile, lots)
    assert renamed.winners == tuple(new[n] for n in outcome.winners)
    assert renamed.co_winners == {new[n] for n in outcome.co_winners}
    totals = scores_of(outcome).totals
    assert scores_of(renamed).totals == {new[n]: had for n, had in totals.items()}


@given(RULES, st.integers(1, 5), st.integers(1, 9))
def test_whoever_everybody_puts_first_alone_wins(rule, options, voters):
    profile = ranked("Ada Bo Cy Di Ed"[: 3 * options], {((options,),): voters})

    outcome = rule.count(profile, file_order(profile.options))

    assert (outcome.winners, outcome.status) == ((options,), Status.DECIDED)


@given(counts)
def test_refused_lots_refuse_exactly_the_counts_that_need_one(made):
    refuses_exactly_what_needs_a_lot(*made)


def test_withdrawn_options_are_passed_over_and_have_no_points():
    options = (
        Option(1, "1", "Ada"),
        Option(2, "2", "Bo", withdrawn=True),
        Option(3, "3", "Cy"),
    )
    ballots: dict[Ranking, int] = {((2,), (1,), (3,)): 3, ((2,),): 5, ((1, 2), (3,)): 1}

    outcome = Borda().count(Profile(options, ballots, empty=2), file_order(options))

    # Four ballots put Ada over Cy; the other seven say nothing of either, half a point for each.
    assert scores_of(outcome).totals == {1: Fraction(15, 2), 3: Fraction(7, 2)}
    assert (outcome.winners, scores_of(outcome).ranking) == ((1,), ((1,), (3,)))
    assert (outcome.valid, outcome.invalid, outcome.empty) == (4, 5, 2)


# Borda's own example (1781): of 21 voters most would rather have anybody but the first.
BORDA_1781: dict[Ranking, int] = {
    ((1,), (2,), (3,)): 1,
    ((1,), (3,), (2,)): 7,
    ((2,), (3,), (1,)): 7,
    ((3,), (2,), (1,)): 6,
}


def told(rule, profile, lots=None):
    outcome = rule.count(profile, lots or file_order(profile.options))
    names = {option.number: option.name for option in profile.options}
    return [say(sentence, names) for sentence in explain(outcome)]


def test_bordas_own_example_is_told_in_points():
    profile = Profile(options_named(["A", "B", "C"]), BORDA_1781)

    assert told(Borda(), profile) == [
        "C won with a total of 26, 5 points more than B.",
        "A had a total of 16, 10 points fewer than C.",
        "B had a total of 21, 5 points fewer than C.",
        "The first place on a ballot is worth 2 points, each further place 1 point less, and the "
        "last one none. Options that a ballot left out shared the points of the places it left "
        "open. Options in the same place shared the points of the places they took up.",
    ]


def test_options_level_at_the_top_are_told_with_the_lots_that_chose():
    profile = ranked("Ada Bo Cy", {((1, 2),): 1})

    assert told(Borda(Truncated.MODIFIED), profile, LotOrder((2, 1, 3), Origin.LEAVES)) == [
        "Ada and Bo had the most points: 1.5 points each.",
        "Ada and Bo came out level at the top. Lots drawn in public put Bo first.",
        "Ada had 1.5 points, as many as Bo. Lots drawn in public put Bo first.",
        "Cy had a total of 0, 1.5 points fewer than Bo.",
        "The last place that was filled on a ballot is worth 1 point, and each place before it 1 "
        "point more. Options that a ballot left out got no points from it. Options in the same "
        "place shared the points of the places they took up.",
    ]


def test_an_only_option_wins_because_there_was_no_other():
    assert told(Borda(), ranked("Ada", {((1,),): 3}))[0] == "Ada won, as there was no other option."


def test_without_ballots_nobody_wins():
    profile = ranked("Ada Bo", {}, empty=3)

    assert told(Borda(), profile) == [
        "Nobody won, because no ballot made a choice that could be counted.",
        "Ada: no ballot could be counted.",
        "Bo: no ballot could be counted.",
    ]
