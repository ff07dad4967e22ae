"""A count explains itself in sentences that people understand."""

import string
from fractions import Fraction

import pytest

from deliberate.tally.budget.equal_shares import Completion, EqualShares
from deliberate.tally.budget.greedy import Greedy
from deliberate.tally.fates import Excluded
from deliberate.tally.lots import LotOrder, Origin, file_order
from deliberate.tally.profile import Option, Profile
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.stv import ScottishSTV
from deliberate.tally.sure.supporters import with_more_votes
from deliberate.tally.telling.explain import explain, headline, of_round, why
from deliberate.tally.telling.marks import Plural
from deliberate.tally.telling.of_ranked import fate_in_places
from deliberate.tally.telling.sentences import Money, Name, Names, Parts, Sentence, Voice, say
from deliberate.tally.telling.words import WORDS
from tests.tally.profiles import approved, ranked

BUS, FARES, CYCLES, CLUB = 1, 2, 3, 4
STREETS = {BUS: "Bus lanes", FARES: "Cheaper fares", CYCLES: "Cycle tracks", CLUB: "Car club"}


@pytest.fixture
def streets():
    """909 ballots on what to do in a street first."""
    profile = ranked(
        "Bus Fares Cycles Club",
        {
            ((BUS,), (CYCLES,)): 188,
            ((BUS,), (FARES,)): 121,
            ((BUS,),): 43,
            ((FARES,), (BUS,)): 139,
            ((FARES,), (CLUB,)): 66,
            ((FARES,), (CYCLES,)): 59,
            ((CYCLES,), (BUS,)): 98,
            ((CYCLES,), (FARES,)): 74,
            ((CYCLES,),): 31,
            ((CLUB,), (FARES,)): 52,
            ((CLUB,), (BUS,)): 23,
            ((CLUB,),): 15,
        },
    )
    return IRV().count(profile, file_order(profile.options))


def test_the_outcome_of_a_runoff_is_one_sentence(streets):
    told = say(headline(streets), STREETS)

    assert told == (
        "Bus lanes won, with 473 of the 863 votes that still counted in the last round."
    )


def test_each_round_of_a_runoff_says_who_led_who_dropped_out_and_where_votes_went(streets):
    told = [say(of_round(streets, stage), STREETS) for stage in streets.rounds]

    assert told == [
        "Round 1. Bus lanes led with 352. None had more than half of 909, so the last one, Car "
        "club (90), dropped out. Of these 90 votes, 52 went on to Cheaper fares, 23 to Bus lanes; "
        "15 had no further choice.",
        "Round 2. Bus lanes led with 375. None had more than half of 894. Cycle tracks (203) "
        "dropped out. 98 went on to Bus lanes, 74 to Cheaper fares; 31 had no further choice.",
        "Round 3. Bus lanes had 473 of 863: more than half. Bus lanes won.",
    ]


def test_every_other_option_is_told_why_not(streets):
    told = [say(why(streets, number), STREETS) for number in (FARES, CYCLES, CLUB)]

    assert told == [
        "Cheaper fares reached the last round with 390 votes, 264 of them first choices. Bus lanes "
        "had 83 more.",
        "Cycle tracks dropped out in round 2 with 203 votes.",
        "Car club dropped out in round 1 with 90 votes.",
    ]


def test_a_majority_at_once_lets_no_one_drop_out():
    profile = ranked("Ada Bo", {((1,),): 3, ((2,),): 2})
    outcome = IRV().count(profile, file_order(profile.options))

    told = say(of_round(outcome, outcome.rounds[0]), {1: "Ada", 2: "Bo"})

    assert told == "Ada had more than half in round 1, 3 of 5, so none dropped out."


def test_stages_of_stv_speak_of_parts_of_ballots_that_move_on():
    profile = ranked("Ada Bo Cy", {((1,), (2,)): 7, ((2,),): 1, ((3,),): 2})
    outcome = ScottishSTV(2).count(profile, file_order(profile.options))

    told = [say(of_round(outcome, s), {1: "Ada", 2: "Bo", 3: "Cy"}) for s in outcome.rounds]

    assert told == [
        "Round 1. Every ballot counts for its first choice. 4 votes are needed for a place. Ada "
        "has reached the 4 needed and is chosen.",
        "Round 2. Ada had 3 more than needed, so 3 votes’ worth move on, a part of each "
        "ballot. 2.99999 went on to Bo.",
        "Round 3. Cy had the fewest votes (2) and dropped out. None of these votes had a further "
        "choice. Bo is chosen, because as many places were left as options.",
    ]
    assert say(headline(outcome), {1: "Ada", 2: "Bo"}) == (
        "Ada and Bo are chosen for 2 places, out of 3 options."
    )


def test_one_vote_one_place_and_one_option_are_told_in_the_singular():
    profile = ranked("Ada", {((1,),): 1})
    outcome = ScottishSTV(1).count(profile, file_order(profile.options))

    assert [say(sentence, {1: "Ada"}) for sentence in explain(outcome)] == [
        "Ada is chosen for 1 place, out of 1 option.",
        "Round 1. Every ballot counts for its first choice. 1 vote is needed for a place. Ada has "
        "reached the 1 needed and is chosen.",
    ]


def test_lots_say_who_was_level_and_whom_they_put_out():
    profile = ranked("Ada Bo", {((1,),): 2, ((2,),): 2})
    outcome = IRV().count(profile, LotOrder((2, 1), Origin.LEAVES))

    told = say(of_round(outcome, outcome.rounds[0]), {1: "Ada", 2: "Bo"})

    assert told.endswith(
        "None had more than half of 4. Ada (2) dropped out. None of these votes had a further "
        "choice. Ada and Bo were level at 2, and no earlier round told them apart. Lots drawn in "
        "public put Ada out."
    )


def test_who_was_level_before_with_fewer_votes_is_not_said_to_have_had_as_many():
    # Ada and Bo have 3 each in round 1, and 4 each in round 2.
    profile = ranked(
        "Ada Bo Cy Di",
        {((1,),): 3, ((2,),): 3, ((3,), (1,)): 1, ((3,), (2,)): 1, ((4,),): 5},
    )
    outcome = IRV().count(profile, LotOrder((1, 2, 3, 4), Origin.SEED))

    told = say(of_round(outcome, outcome.rounds[1]), {1: "Ada", 2: "Bo", 4: "Di"})

    assert told.endswith(
        "Ada and Bo were level at 4, and no earlier round told them apart. Lots drawn in public "
        "put Bo out."
    )


def test_without_declared_lots_the_order_of_the_list_is_named():
    profile = approved({"Trees": 60, "Ramp": 60}, {(1, 2): 8})
    outcome = Greedy(100).count(profile, file_order(profile.options))

    told = say(of_round(outcome, outcome.rounds[0]), {1: "Trees", 2: "Ramp"})

    assert told.endswith(
        "Trees and Ramp had 8 each, and money was left for one. The order of the list, as no lots "
        "were declared, put Trees first."
    )


def test_looking_back_names_the_round_that_told_options_apart():
    profile = ranked("Ada Bo Cy Di", {((1,),): 5, ((2,),): 4, ((3,),): 3, ((4,), (3,)): 1})
    outcome = IRV().count(profile, file_order(profile.options))

    told = say(of_round(outcome, outcome.rounds[1]), {1: "Ada", 2: "Bo", 3: "Cy", 4: "Di"})

    assert told.endswith(
        "Bo and Cy were level at 4. Cy had the fewest in round 1, the last in which they "
        "differed, and dropped out."
    )


def test_each_project_is_told_why_it_is_funded_or_not():
    profile = approved(
        {"Trees": 60, "Ramp": 50, "Bench": 40, "Pond": 10, "Swing": 500, "Mural": 5},
        {(1,): 9, (2,): 8, (3,): 3, (4,): 1, (5,): 4},
    )
    outcome = Greedy(100, min_votes=2).count(profile, file_order(profile.options))

    told = [say(why(outcome, number), {}, Voice(money=pounds)) for number in range(1, 7)]

    assert told == [
        "9 people chose it, and £100 was left when its turn came.",
        "8 people chose it. It costs £50; £40 was left when its turn came. 1 more "
        "vote would have been enough, or a cost of £40.",
        "3 people chose it, and £40 was left when its turn came.",
        "1 person chose it. The rule asks for at least 2.",
        "4 people chose it. It costs £500; £40 was left when its turn came. It costs "
        "more than the whole budget. A cost of £40 would have been low enough.",
        "Nobody chose it.",
    ]


def pounds(units):
    return f"£{units}"


def test_equal_shares_says_what_supporters_had_left():
    profile = approved({"Trees": 60, "Ramp": 90}, {(1,): 6, (2,): 4})
    rule = EqualShares(100, completion=Completion.NONE)
    outcome = with_more_votes(
        profile, rule.count(profile, file_order(profile.options)), limit=10_000
    )

    told = say(why(outcome, 2), {}, Voice(money=pounds))

    assert told == (
        "4 people chose it and had £40 left of their shares; it costs £90. 5 more voters choosing "
        "it would have been enough: those with the most left. A cost of £40, which was left of the "
        "budget, would have been low enough."
    )


def test_what_goes_by_votes_after_the_shares_is_told_apart():
    profile = approved({"Trees": 60, "Ramp": 50, "Bench": 40}, {(1,): 6, (2,): 3, (3,): 1})
    rule = EqualShares(100, completion=Completion.ADD1U)
    outcome = rule.count(profile, file_order(profile.options))

    first, rest = outcome.rounds
    names = {1: "Trees", 2: "Ramp", 3: "Bench"}

    assert say(of_round(outcome, first), names).startswith("Trees was paid by the 6 people")
    assert say(of_round(outcome, rest), names, Voice(money=pounds)) == (
        "Bench was the next by votes that fitted into what the shares had left over: 1 person "
        "chose it. It costs £40, £40 was left, and £0 is left after it."
    )


@pytest.mark.parametrize(
    ("votes", "first", "had"),
    [
        (5, 5, "5 votes"),
        (1, 1, "1 vote"),
        (0, 0, "0 votes"),
        (5, 1, "5 votes, 1 of them a first choice"),
        (5, 3, "5 votes, 3 of them first choices"),
        (5, 0, "5 votes, none of them a first choice"),
        (1, 0, "1 vote, which was no first choice"),
        (Fraction(1, 2), 0, "0.5 votes, none of them a first choice"),
    ],
)
def test_who_dropped_out_is_told_how_many_votes_were_first_choices(streets, votes, first, had):
    told = say(fate_in_places(streets, Excluded(2, votes, first), 1), {1: "Ada"})

    assert told == f"Ada dropped out in round 2 with {had}."


def test_raised_shares_are_told_as_raised():
    profile = approved({"Trees": 60, "Ramp": 90, "Bench": 35}, {(1,): 6, (2,): 4, (3,): 2})
    rule = EqualShares(100, completion=Completion.ADD1)
    outcome = rule.count(profile, file_order(profile.options))

    told = say(why(outcome, 2), {}, Voice(money=pounds))

    # A share is 100/12 at first; trees need 10 from each of six, bench 35/2 from each of two.
    assert told.startswith(
        "4 people chose it and had £268/3 left of their raised shares; it costs £90."
    )


def test_a_count_without_ballots_says_so():
    profile = ranked("Ada Bo", {}, empty=3)
    for rule in (IRV(), ScottishSTV(2)):
        outcome = rule.count(profile, file_order(profile.options))

        told = [say(sentence, {1: "Ada", 2: "Bo"}) for sentence in explain(outcome)]

        assert told == [
            "Nobody won, because no ballot made a choice that could be counted.",
            "Ada: no ballot could be counted.",
            "Bo: no ballot could be counted.",
        ]


def test_a_withdrawn_option_is_told_as_withdrawn():
    options = (Option(1, "1", "Ada"), Option(2, "2", "Bo", withdrawn=True))
    outcome = IRV().count(Profile(options, {((1,),): 1}), file_order(options))

    assert say(why(outcome, 2), {2: "Bo"}) == "Bo was withdrawn before the count."


def test_sentences_can_be_said_in_another_language(streets):
    catalogue = {
        WORDS["outcome.irv"]: "{winner} gewann mit {votes} von {counting} Stimmen.",
    }

    told = say(headline(streets), {BUS: "Busspuren"}, Voice(translate=catalogue.__getitem__))

    assert told == "Busspuren gewann mit 473 von 863 Stimmen."


def test_a_name_with_braces_stays_as_it_is():
    told = say(Sentence("fate.withdrawn", {"option": Name(1)}), {1: "{0} {option}"})

    assert told == "{0} {option} was withdrawn before the count."


FORBIDDEN = ("exhaust", "transfer", "eliminat", "candidate", "invalid", "error", "failed")


def patterns(words):
    return [words.one, words.many] if isinstance(words, Plural) else [words]


@pytest.mark.parametrize("key", WORDS)
def test_words_are_plain(key):
    for pattern in patterns(WORDS[key]):
        assert not any(word in pattern.lower() for word in FORBIDDEN)


@pytest.mark.parametrize("key", WORDS)
def test_a_singular_names_no_fact_that_its_plural_lacks(key):
    one, many = [fields(pattern) for pattern in (patterns(WORDS[key]) * 2)[:2]]

    assert one <= many


def fields(pattern):
    return {field for _text, field, _spec, _conversion in string.Formatter().parse(pattern)}


def all_sentences(sentence):
    yield sentence
    for fact in sentence.facts.values():
        if isinstance(fact, Parts):
            for part in fact.sentences:
                yield from all_sentences(part)
        else:
            assert isinstance(fact, Name | Names | Money) or fact >= 0


def test_every_sentence_of_every_kind_of_count_has_words(streets):
    for sentence in explain(streets):
        for part in all_sentences(sentence):
            assert part.key == "" or part.key in WORDS
