"""Counts that compare options two by two explain themselves in sentences."""

import pytest
from hypothesis import given

from deliberate.tally.lots import LotOrder, Origin, file_order
from deliberate.tally.profile import Option, Profile, Ranking, options_named
from deliberate.tally.ranked.copeland import Copeland
from deliberate.tally.ranked.minimax import Minimax
from deliberate.tally.ranked.pairwise import Strength
from deliberate.tally.ranked.ranked_pairs import RankedPairs
from deliberate.tally.ranked.schulze import Schulze
from deliberate.tally.telling.explain import explain, headline, of_round, why
from deliberate.tally.telling.sentences import say
from tests.tally.pairs import RULES, counts
from tests.tally.profiles import ranked
from tests.tally.test_sentences import all_sentences

NAMES = {1: "Ada", 2: "Bo", 3: "Cy", 4: "Di"}
# Ada beats Bo 31 to 29 and Bo beats Cy 43 to 17, but Cy beats Ada 32 to 28. Di loses to all.
CIRCLE = ranked(
    "Ada Bo Cy Di",
    {
        ((1,), (2,), (3,), (4,)): 14,
        ((1,), (3,), (2,), (4,)): 3,
        ((2,), (3,), (1,), (4,)): 18,
        ((2,), (1,), (3,)): 11,
        ((3,), (1,), (2,), (4,)): 14,
    },
)


def count(rule, profile=CIRCLE):
    return rule.count(profile, file_order(profile.options))


def told(outcome):
    return [say(sentence, NAMES) for sentence in explain(outcome)]


def fate(rule, number, profile=CIRCLE):
    return say(why(count(rule, profile), number), NAMES)


@pytest.mark.parametrize("rule", RULES)
def test_who_beat_all_others_is_said_to_have_done_so(rule):
    three = ranked("Ada Bo Cy", {((1,), (2,)): 3, ((2,), (1,)): 2})
    two = ranked("Ada Bo", {((1,),): 3, ((2,),): 2})
    one = ranked("Ada", {((1,),): 3})

    assert [told(count(rule, profile))[0] for profile in (three, two, one)] == [
        "Ada won by beating each of the other options one to one.",
        "Ada won by beating the other option one to one.",
        "Ada won, as there was no other option.",
    ]


def test_where_wins_go_in_a_circle_the_outcome_says_what_broke_it():
    rules = (Schulze(), RankedPairs(), Minimax(), Minimax(Strength.MARGINS))

    assert [say(headline(count(rule)), NAMES) for rule in rules] == [
        "No option beat every other one. Bo won: the chain of wins from Bo to each of the "
        "others is stronger than any chain back.",
        "No option beat every other one. Wins were locked in, the strongest first, and 1 that "
        "would have closed a circle was passed over. Bo won, as no win was locked in against Bo.",
        "No option beat every other one. Bo won: the worst loss of Bo counts least, 31 votes.",
        "No option beat every other one. Bo won: the worst loss of Bo counts least, a lead of 2.",
    ]


def test_the_highest_score_of_wins_is_told_with_its_wins():
    level = ranked("Ada Bo Cy", {((1,), (2,), (3,)): 2, ((3,), (1,), (2,)): 2})

    assert told(count(Copeland(), level))[:3] == [
        "No option beat every other one. Ada won with the highest score, 1.5. Ada beat 1 of "
        "the others, was level with 1 and lost to 0.",
        "Bo beat 0 of the others, was level with 1 and lost to 1: a score of 0.5. Ada has 1.5.",
        "Cy beat 0 of the others, was level with 2 and lost to 0: a score of 1. Ada has 1.5.",
    ]


@pytest.mark.parametrize("rule", [Schulze(), RankedPairs(), Minimax()])
def test_who_alone_lost_to_none_wins_for_that(rule):
    # Bo and Cy are level with Ada, and lose to Di; Di loses to Ada.
    profile = ranked(
        "Ada Bo Cy Di",
        {((1,), (4,), (2,), (3,)): 2, ((2, 3), (1,), (4,)): 2, ((4,), (2, 3), (1,)): 1, ((1,),): 1},
    )

    outcome = count(rule, profile)

    assert say(headline(outcome), NAMES) == (
        "No option beat every other one. Ada won, as the only one that lost to none."
    )


def test_a_loser_is_told_of_the_chain_of_wins_and_of_the_one_back():
    assert [fate(Schulze(), number) for number in (1, 3, 4)] == [
        "Ada is behind Bo by a chain of wins: Bo beat Cy 43 to 17, Cy beat Ada 32 to 28. The chain "
        "counts 32 votes, as its weakest win does; the strongest chain back counts only 31 votes.",
        "Cy lost to Bo one to one, 17 to 43. That win counts 43 votes; the strongest chain of wins "
        "back, from Cy to Bo, counts only 31 votes.",
        "Di lost to Bo one to one, 0 to 60.",
    ]
    assert fate(Schulze(Strength.MARGINS), 3) == (
        "Cy lost to Bo one to one, 17 to 43. That win counts a lead of 26; the strongest chain of "
        "wins back, from Cy to Bo, counts only a lead of 2."
    )


def test_a_loser_is_told_of_locked_wins_that_outweigh_its_own():
    assert [fate(RankedPairs(), number) for number in (1, 3)] == [
        "Ada beat Bo one to one, 31 to 29, but wins that were locked in before already put Bo "
        "above Ada: Bo beat Cy 43 to 17, Cy beat Ada 32 to 28.",
        "Cy lost to Bo one to one, 17 to 43.",
    ]


def test_a_loser_that_was_level_with_the_winner_is_told_of_the_wins_between_them():
    # Ada and Cy are level; Ada beats Bo, who beats Cy.
    profile = ranked("Ada Bo Cy", {((1,), (2,), (3,)): 2, ((3,), (1,), (2,)): 2, ((2,),): 1})

    assert fate(RankedPairs(), 3, profile) == (
        "Cy and Ada were level one to one, but wins that were locked in put Ada above Cy: Ada beat "
        "Bo 4 to 1, Bo beat Cy 3 to 2."
    )
    assert fate(Schulze(), 3, profile) == (
        "Cy is behind Ada by a chain of wins: Ada beat Bo 4 to 1, Bo beat Cy 3 to 2. The chain "
        "counts 3 votes, as its weakest win does. No chain of wins leads back."
    )
    assert fate(Minimax(), 3, profile) == (
        "Cy lost to Bo one to one, 2 to 3. Ada lost to no other option."
    )


def test_a_loser_is_told_its_worst_loss():
    assert fate(Minimax(), 1) == (
        "Ada lost to Cy one to one, 28 to 32. This is the worst loss of Ada and counts 32 votes; "
        "the worst loss of Bo counts only 31 votes."
    )


def test_each_lock_says_whether_it_was_locked_in_or_what_circle_it_would_have_closed():
    outcome = count(RankedPairs())

    assert [say(of_round(outcome, lock), NAMES) for lock in outcome.locks[3:]] == [
        "Round 4. Bo beat Cy, 43 to 17: locked in.",
        "Round 5. Cy beat Ada, 32 to 28: locked in.",
        "Round 6. Ada beat Bo, 31 to 29: passed over, as it would have closed a circle: Bo beat "
        "Cy 43 to 17, Cy beat Ada 32 to 28.",
    ]


def test_a_win_passed_over_between_losers_is_told_its_circle_too():
    # Ada beats all. Bo, Cy and Di beat each other in a circle.
    circle = {(2, 3, 4): 4, (3, 4, 2): 3, (4, 2, 3): 2}
    ballots: dict[Ranking, int] = {
        ((1,), *((number,) for number in rest)): n for rest, n in circle.items()
    }
    outcome = count(RankedPairs(), ranked("Ada Bo Cy Di", ballots))

    (passed,) = [lock for lock in outcome.locks if not lock.locked]
    assert say(of_round(outcome, passed), NAMES) == (
        "Round 6. Di beat Bo, 5 to 4: passed over, as it would have closed a circle: Bo beat "
        "Cy 6 to 3, Cy beat Di 7 to 2."
    )


def test_equal_wins_that_lots_put_in_order_are_told_at_the_first_of_them():
    profile = ranked(
        "Ada Bo Cy", {((1,), (2,), (3,)): 1, ((2,), (3,), (1,)): 1, ((3,), (1,), (2,)): 1}
    )
    outcome = RankedPairs().count(profile, LotOrder((2, 3, 1), Origin.LEAVES))

    assert say(of_round(outcome, outcome.rounds[0]), NAMES) == (
        "Round 1. Bo beat Cy, 2 to 1: locked in. Equally strong wins of Ada, Bo and Cy would have "
        "closed a circle together. Lots drawn in public put those of Bo first."
    )


@pytest.mark.parametrize("rule", RULES)
def test_several_that_come_out_level_are_named_with_whom_the_tie_went_to(rule):
    profile = ranked("Ada Bo Cy", {((1,), (2,), (3,)): 1, ((2,), (1,), (3,)): 1})

    outcome = rule.count(profile, LotOrder((2, 1, 3), Origin.SEED))

    assert told(outcome)[:3] == [
        "No option beat every other one. Ada and Bo came out level, and the tie went to Bo.",
        "Ada and Bo came out level at the top. Lots drawn in public put Bo first.",
        "Ada came out level with Bo, and the tie went to Bo.",
    ]


def test_of_very_many_locks_only_those_are_told_on_which_the_outcome_hangs():
    # Ada, Bo and Cy beat all others, and each other in a circle.
    others = tuple((number,) for number in range(4, 24))
    first_three = [((1,), (2,), (3,)), ((2,), (3,), (1,)), ((3,), (1,), (2,))]
    ballots = {(*top, *others): 5 - place for place, top in enumerate(first_three)}
    profile = Profile(options_named([f"Option {n}" for n in range(1, 24)]), ballots)
    names = {option.number: option.name for option in profile.options}

    outcome = count(RankedPairs(), profile)

    said = [say(sentence, names) for sentence in explain(outcome)]
    assert len(outcome.locks) == 253
    assert said[23:-1] == [
        "252 wins were locked in, and 1 was passed over. Told here are those on which the outcome "
        "hangs.",
        "Round 251. Option 2 beat Option 3, 9 to 3: locked in.",
        "Round 252. Option 1 beat Option 2, 8 to 4: locked in.",
        "Round 253. Option 3 beat Option 1, 7 to 5: passed over, as it would have closed a circle: "
        "Option 1 beat Option 2 8 to 4, Option 2 beat Option 3 9 to 3.",
    ]


def test_of_very_many_locks_none_is_told_if_nothing_was_passed_over_against_the_winner():
    ballot = tuple((number,) for number in range(1, 24))
    profile = Profile(options_named([f"Option {n}" for n in range(1, 24)]), {ballot: 2})
    names = {option.number: option.name for option in profile.options}

    said = [say(sentence, names) for sentence in explain(count(RankedPairs(), profile))]

    assert said[23:-1] == [
        "253 wins were locked in, and 0 were passed over. None of these was against Option 1."
    ]


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        (Schulze(), "It counts as much as its weakest win, by the votes for the winner."),
        (Schulze(Strength.MARGINS), "It counts as much as its weakest win, by the lead in votes."),
        (Minimax(), "A loss counts by the votes for the other option."),
        (Copeland(), "A win scores 1, and a comparison that came out level scores 0.5."),
    ],
)
def test_at_last_it_is_said_how_was_counted(rule, last):
    said = told(count(rule))[-1]

    assert said.startswith("Options were compared two by two, and each ballot counted for the one")
    assert said.endswith(last)


@pytest.mark.parametrize("rule", RULES)
def test_a_count_without_ballots_says_so(rule):
    options = (Option(1, "1", "Ada"), Option(2, "2", "Bo", withdrawn=True))
    profile = Profile[Ranking](options, {}, empty=3)

    assert told(count(rule, profile)) == [
        "Nobody won, because no ballot made a choice that could be counted.",
        "Ada: no ballot could be counted.",
        "Bo was withdrawn before the count.",
    ]


@given(counts)
def test_every_sentence_of_every_count_has_words_for_its_facts(made):
    rule, profile, lots = made
    outcome = rule.count(profile, lots)
    names = {option.number: option.name for option in profile.options}

    sentences = [*explain(outcome), *(why(outcome, number) for number in outcome.winners)]

    for sentence in sentences:
        assert say(sentence, names)
        assert list(all_sentences(sentence))
