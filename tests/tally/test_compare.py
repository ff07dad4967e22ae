"""The same ballots under every rule of their kind, side by side."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given

from deliberate.cli import main
from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.files.election import Format
from deliberate.tally.lots import file_order
from deliberate.tally.orders.compare import compare_file
from deliberate.tally.orders.count import Order, count_file, with_supporters_found
from deliberate.tally.orders.rules import RULES
from deliberate.tally.outcome import Rule
from deliberate.tally.profile import Ranking
from deliberate.tally.ranked.borda import Borda, Truncated
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.pairwise import compared as compared_in_pairs
from deliberate.tally.sure.trials import lead
from deliberate.tally.sure.ways import BUDGETS, RANKED, Line, SideBySide, Way
from deliberate.tally.telling.of_compare import what_the_rules_say
from deliberate.tally.telling.sentences import say
from deliberate.tally.telling.words import WORDS
from tests.tally.profiles import ranked, ranked_profiles

FILES = Path(__file__).parent.parent / "counts" / "files"
BURLINGTON = FILES / "preflib" / "00005-00000002.toi"
GOVAN = FILES / "stv" / "Govan-2007.blt"
LEVEL = FILES / "synthetic" / "all-tied-5.blt"
ASSEN = FILES / "pabulib" / "Netherlands_Assen_2024.pb"
POINTS = FILES / "pabulib" / "Worldwide_Mechanical_Turk_Utilities_6.pb"
RANKS = FILES / "pabulib" / "US_Stanford_Dataset_PB_Chicago_47th_Ward_2021_vote_rankings.pb"


def asked(*arguments, stdin=b""):
    return CliRunner().invoke(main, ["compare", *map(str, arguments)], input=stdin)


def compared(path, **how):
    return compare_file(path.read_bytes(), Order("", Format(path.suffix[1:]), **how))


def in_words(found):
    names = {option.number: option.name for option in found.election.profile.options}
    return [say(sentence, names) for sentence in what_the_rules_say(found.side_by_side)]


def as_json(*arguments):
    return json.loads(asked(*arguments, "--format", "json").stdout_bytes)


def test_every_rule_is_declared_for_one_kind_of_ballots_and_no_other_is():
    ranked_ways, budget_ways = ({way.rule for way in ways} for ways in (RANKED, BUDGETS))

    assert ranked_ways.isdisjoint(budget_ways)
    assert set(RULES) == ranked_ways | budget_ways


def test_every_ranked_way_has_a_name_for_sentences():
    assert [way.words for way in RANKED if way.words not in WORDS] == []


def test_the_mayor_of_burlington_depends_on_the_rule():
    found = compared(BURLINGTON)

    names = {option.number: option.name for option in found.election.profile.options}
    by_way = {line.way.label: line.outcome.winners for line in found.side_by_side.lines}
    assert names[by_way.pop("irv")[0]] == "Bob Kiss"
    assert {names[number] for (number,) in by_way.values()} == {"Andy Montroll"}
    told = in_words(found)
    assert told[0] == "Bob Kiss wins under instant runoff."
    assert told[1].startswith("Andy Montroll wins under ")
    assert "more ballots put Andy Montroll above" in told[2]
    assert told[-1].startswith("Choose a rule before anybody has seen the ballots.")


def test_each_line_is_what_deliberate_count_says():
    for path in (BURLINGTON, ASSEN, POINTS):
        for line in compared(path).side_by_side.lines:
            order = Order(line.way.rule, Format(path.suffix[1:]), settings=dict(line.way.settings))

            alone = count_file(path.read_bytes(), order)

            # A comparison keeps the ties of the rounds, but not the rounds, and looks for nothing.
            kept = replace(alone.outcome, rounds=(), drawn=alone.outcome.draws)
            told = with_supporters_found(line.outcome, alone.election)
            assert to_json(told, alone.source) == to_json(kept, alone.source)


def test_rules_with_one_winner_are_marked_where_there_are_more_seats():
    found = as_json(GOVAN)

    one_winner = {way["rule"]: way["one_winner"] for way in found["ways"]}
    assert found["seats"] == 4
    assert one_winner["stv-scottish"] is False
    assert {alone for rule, alone in one_winner.items() if "stv" not in rule} == {True}
    assert found["always"] == [1, 3, 4, 6]
    assert "(one winner only)" in asked(GOVAN).stdout


def test_three_candidates_of_govan_beat_one_another_in_a_ring():
    found = compared(GOVAN)

    profile = found.election.profile
    hunter, dornan, flanagan = 6, 3, 4
    assert lead(profile, hunter)[dornan] > 0
    assert lead(profile, dornan)[flanagan] > 0
    assert lead(profile, flanagan)[hunter] > 0
    assert found.side_by_side.beats_all is None
    assert any(said.startswith("There is no Condorcet winner") for said in in_words(found))


def test_lots_show_where_they_decided():
    page = asked(LEVEL).stdout

    assert "by lots, as" in page
    assert "with lots on the way" in page


def test_budgets_show_what_is_spent_and_which_projects_differ():
    page = asked(ASSEN).stdout
    found = as_json(ASSEN)

    assert "  1  greedy by=votes" in page
    assert "5 projects are funded whatever the rule: PopUp Podium" in page
    assert "What some rules fund and others do not" in page
    winners = [set(way["winners"]) for way in found["ways"]]
    assert set(found["always"]) == set.intersection(*winners)
    assert set(found["sometimes"]) == set.union(*winners) - set.intersection(*winners)
    assert found["ways"][0]["spent"] == "99200"


def test_ballots_in_points_are_counted_by_the_rules_that_can():
    found = as_json(POINTS)

    rules = {way["rule"] for way in found["ways"]}
    amounts = next(way["amounts"] for way in found["ways"] if way["rule"] == "average")
    assert {"greedy", "average", "median"} <= rules
    assert sum(map(int, amounts.values())) == int(found["budget"])
    assert "in parts" in asked(POINTS).stdout


def test_points_without_costs_are_shared_out_and_nothing_is_said_of_projects_funded():
    sheet = b"Trees,Ramp\n3,1\n2,2\n"

    done = asked("-", "--from", "csv", "--budget", "100", "--option", "ballots=points", stdin=sheet)

    assert "share the budget out in parts" in " ".join(done.stdout.split())
    assert "No rule funds" not in done.stdout


def test_ranked_projects_are_not_counted_as_an_election():
    found = as_json(RANKS)

    assert "irv" not in {way["rule"] for way in found["ways"]}
    assert "condorcet_winner" not in found
    reasons = {rule["rule"]: rule["why"] for rule in found["not_counted"]}
    assert "average" in reasons


def test_a_setting_goes_to_the_rules_that_have_it():
    found = as_json(ASSEN, "--option", "by=votes", "--option", "min_votes=0")

    least = {way["rule"]: way["options"].get("min_votes") for way in found["ways"]}
    assert [way["options"]["by"] for way in found["ways"] if way["rule"] == "greedy"] == ["votes"]
    assert (least["greedy"], least["equal-shares"], least["phragmen"]) == (0, 0, None)


def test_a_comparison_is_one_line_of_canonical_json_with_its_digest():
    done = asked(BURLINGTON, "--format", "json")

    result = json.loads(done.stdout_bytes)
    digest = result.pop("result_sha256")
    words = json.dumps(result, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert done.stdout_bytes.count(b"\n") == 1
    assert digest == sha256(words.encode()).hexdigest()
    assert result["input"]["sha256"] == sha256(BURLINGTON.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", [GOVAN, ASSEN, POINTS], ids=["ranked", "approved", "points"])
def test_every_key_of_a_comparison_is_explained(path):
    explained = (FILES.parents[2] / "docs" / "outcome-json.md").read_text(encoding="utf-8")

    found = as_json(path)

    keys = {*found, *found["input"], *(key for way in found["ways"] for key in way)}
    assert {key for key in keys if f"`{key}`" not in explained} == set()


def test_standard_input_gives_the_same_comparison():
    piped = asked("-", "--from", "toi", "--format", "json", stdin=BURLINGTON.read_bytes())

    assert piped.stdout_bytes == asked(BURLINGTON, "--format", "json").stdout_bytes


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        ([BURLINGTON, "--option", "by=votes"], 2, "no rule here has a setting by"),
        ([BURLINGTON, "--option", "truncated=half"], 2, "truncated"),
        ([BURLINGTON, "--option", "truncated"], 2, "KEY=VALUE"),
        ([BURLINGTON, "--from", "pb"], 2, ":1: "),
        (["there-is-no.blt"], 2, "there-is-no.blt: "),
        ([LEVEL, "--on-tie", "refuse"], 3, "tie at stage"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(arguments, code, reason):
    done = asked(*arguments)

    assert (done.exit_code, done.stdout_bytes) == (code, b"")
    assert done.stderr.count("\n") == 1
    assert reason in done.stderr


@given(ranked_profiles())
def test_who_is_chosen_always_or_sometimes_is_read_off_the_winners(profile):
    rules: list[Rule[Ranking]] = [IRV(), *map(Borda, Truncated)]
    outcomes = [rule.count(profile, file_order(profile.options)) for rule in rules]

    lines = tuple(Line(Way(outcome.rule.name), outcome) for outcome in outcomes)
    side = SideBySide(lines, (), is_budget=False, beats_all=None)

    chosen = [set(outcome.winners) for outcome in outcomes]
    assert set(side.always) == set.intersection(*chosen)
    assert set(side.sometimes) == set.union(*chosen) - set(side.always)


def test_where_nobody_voted_no_rule_chooses_anybody():
    empty = b'2 1\n0\n"Ada"\n"Bo"\n"Chair"\n'

    done = asked("-", "--from", "blt", stdin=empty)

    assert done.exit_code == 0
    assert "nobody" in done.stdout


def test_the_lead_counts_ballots_that_name_only_one_of_two():
    profile = ranked("Ada Bo Cy", {((1,),): 5, ((2, 3),): 3, ((3,), (1,)): 1})

    assert lead(profile, 1) == {2: 3, 3: 1}


@given(ranked_profiles())
def test_the_lead_over_another_is_as_in_the_table_of_all_pairs(profile):
    table = compared_in_pairs(profile).table

    for one in profile.standing():
        ahead = {other: table[one][other] - table[other][one] for other in profile.standing()}
        ahead.pop(one)
        assert lead(profile, one) == ahead
