"""The field's file formats are read as their publishers write them, and mistakes have a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.files.blt import read_blt, write_blt
from deliberate.tally.files.election import (
    ApprovalElection,
    BadFile,
    Format,
    PointsElection,
    RankedElection,
)
from deliberate.tally.files.pabulib import read_pabulib, write_pabulib
from deliberate.tally.files.preflib import read_preflib
from deliberate.tally.files.reading import decoded, format_of, read
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import Approval, BadProfile, Option, Profile
from tests.tally.profiles import approved, budgets, ranked, ranked_profiles

USUAL = {((1,), (2,)): 3, ((2,), (1, 3)): 1}

BLT = [
    ("as usual", '3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("with CRLF", '3 1\r\n3 1 2 0\r\n1 2 1=3 0\r\n0\r\n"A"\r\n"B"\r\n"C"\r\n"T"\r\n'),
    ("with a byte order mark", '\ufeff3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("without the last newline", '3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"'),
    ("without quotes", "3 1\n3 1 2 0\n1 2 1=3 0\n0\nA\nB\nC\nT\n"),
    ("with comments", '# x\n3 1 # y\n3 1 2 0 # z\n1 2 1=3 0\n0 # .\n"A"\n"B" # b\n"C"\n"T"\n'),
    ("with ballot ids", '3 1\n(b1) 3 1 2 0\n(b 2) 1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("with skipped ranks", '3 1\n3 1 - 2 0\n1 - 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("with an option ranked twice", '3 1\n3 1 2 1 0\n1 2 1=3 2=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("with blank lines and spaces", '\n3  1 \n\n 3 1  2 0 \n1\t2 3=1 0\n0\n\n"A"\n"B"\n"C"\n"T"\n'),
    ("one ballot a line", '3 1\n1 1 2 0\n1 1 2 0\n1 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("names on one line", '3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A" "B" "C" "T"\n'),
]


@pytest.mark.parametrize("text", [text for _how, text in BLT], ids=[how for how, _text in BLT])
def test_a_blt_file_says_the_same_however_it_is_written(text):
    election = read_blt(text)

    assert election.profile.ballots == USUAL
    assert [option.name for option in election.profile.options] == ["A", "B", "C"]
    assert (election.about.seats, election.about.title) == (1, "T")


def test_a_name_may_hold_quotes_a_hash_and_a_party():
    names = '"Ind ""Ann #2"""\n"Bo" "Greens"\n"Žofie 🚲"\n'

    election = read_blt("3 1\n1 1 0\n0\n" + names)

    shown = [option.name for option in election.profile.options]
    assert shown == ['Ind "Ann #2"', "Bo, Greens", "Žofie 🚲"]


def test_withdrawn_options_and_empty_ballots_are_kept_apart():
    election = read_blt('3 1\n-2\n-3\n4 0\n2 1 3 0\n0\n"A"\n"B"\n"C"\n')

    assert [option.withdrawn for option in election.profile.options] == [False, True, True]
    assert (election.profile.empty, election.profile.voters) == (4, 6)


def test_a_lenient_reading_mends_what_is_missing():
    election = read_blt('3 1\n3 1 2\n1 2 1=3 0\n"A"\n"B"\n', lenient=True)

    assert election.profile.ballots == USUAL
    assert [option.name for option in election.profile.options] == ["A", "B", "Option 3"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        ("\n\n", 1, "empty"),
        ("three 1\n", 1, "number of options"),
        ("3\n", 1, "number of options"),
        ("0 1\n", 1, "no options"),
        ("3 0\n", 1, "no seats"),
        ("999999999 1\n0\n", 1, "can't be"),
        ("3 1\n", 2, "ends before"),
        ("3 1\n-4\n0\n", 2, "withdraws"),
        ("3 1\n1 1 0\n", 3, "single 0"),
        ("3 1\n1 1 0\n1 4 0\n0\n", 3, "option 4 of 3"),
        ("3 1\n1 0 1 0\n0\n", 2, "option 0 of 3"),
        ("3 1\n-3 1 2 0\n0\n", 2, "-3 times"),
        ("3 1\n0 1 2 0\n0\n", 2, "0 times"),
        ("3 1\n1.5 1 0\n0\n", 2, "number of ballots"),
        ("3 1\n1 two 0\n0\n", 2, "'two'"),
        ("3 1\n1 ٢ 0\n0\n", 2, "'٢'"),
        ("3 1\n1 1_0 0\n0\n", 2, "'1_0'"),
        ("3 1\n1 1= 0\n0\n", 2, "not the number"),
        ("3 1\n1 1 2\n0\n", 2, "does not end with 0"),
        ("3 1\n1 " + "9" * 5000 + " 0\n0\n", 2, "…"),
        ("3 1\n1 1 0\n0\nA\nB\n", 6, "2 names"),
    ],
)
def test_a_mistake_in_a_blt_file_is_told_with_its_line(text, line, reason):
    with pytest.raises(BadFile) as refused:
        read_blt(text)

    assert refused.value.line == line
    assert reason in refused.value.reason


@given(ranked_profiles(), st.lists(st.text(), min_size=7, max_size=7), st.integers(1, 9))
def test_a_blt_file_that_is_written_is_read_back_the_same(profile, texts, seats):
    names = [text.replace("\r", " ").replace("\n", " ") for text in texts]
    options = tuple(Option(o.number, o.id, names[o.number - 1]) for o in profile.options)
    profile = Profile(options, profile.ballots, profile.empty)

    election = read_blt(write_blt(profile, seats, names[6]))

    assert election.profile == profile
    assert (election.about.seats, election.about.title) == (seats, names[6])


def test_a_blt_file_can_list_options_in_the_order_of_lots():
    profile = ranked("Ada Bo Cy", {((1,), (2, 3)): 2})

    election = read_blt(write_blt(profile, 1, "", LotOrder((3, 1, 2))))

    assert [option.name for option in election.profile.options] == ["Cy", "Ada", "Bo"]
    assert election.profile.ballots == {((2,), (1, 3)): 2}


PREFLIB = (
    "# FILE NAME: x.toi\n# TITLE: Chair\n# NUMBER ALTERNATIVES: 4\n"
    "# ALTERNATIVE NAME 1: Ada: the first\n# ALTERNATIVE NAME 2: Bo\n"
)


def test_a_preflib_file_holds_orders_with_ties_in_braces():
    election = read_preflib(PREFLIB + "3: 2,{1,4},3\n1:\n2: 2, {4, 1}, 3\n\n", Format.TOI)

    assert election.profile.ballots == {((2,), (1, 4), (3,)): 5}
    assert election.profile.empty == 1
    names = [option.name for option in election.profile.options]
    assert names == ["Ada: the first", "Bo", "Option 3", "Option 4"]
    assert (election.about.title, election.about.lines) == ("Chair", 3)


def test_the_first_mention_of_an_option_in_an_order_counts():
    election = read_preflib(PREFLIB + "1: {2,1},1,{2,3},4\n", Format.TOI)

    assert election.profile.ballots == {((1, 2), (3,), (4,)): 1}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        ("3: 1,2\n", 1, "empty"),
        ("# TITLE: x\n1: 1\n", 1, "how many options"),
        (PREFLIB + "1: 5\n", 6, "option 5 of 4"),
        (PREFLIB + "1: 1\n1 1,2\n", 7, "such as"),
        (PREFLIB + "1: {1,{2,3}}\n", 6, "such as"),
        (PREFLIB + "1: {1,2\n", 6, "such as"),
        (PREFLIB + "1: 1}\n", 6, "such as"),
        (PREFLIB + "0: 1\n", 6, "such as"),
        (PREFLIB + "1: 1,,2\n", 6, "such as"),
    ],
)
def test_a_mistake_in_a_preflib_file_is_told_with_its_line(text, line, reason):
    with pytest.raises(BadFile) as refused:
        read_preflib(text, Format.TOI)

    assert refused.value.line == line
    assert reason in refused.value.reason


def pb(vote_type="approval", votes="voter_id;vote\n1;p1\n", budget="budget;100\n", projects=None):
    projects = projects or "project_id;cost;votes;name\np1;60;999;Trees\np2;50;0;\n"
    return f"META\nkey;value\n{budget}vote_type;{vote_type}\nPROJECTS\n{projects}VOTES\n{votes}"


def test_a_pabulib_file_with_approvals_counts_empty_ballots_and_ignores_what_it_says_of_votes():
    election = read_pabulib(pb(votes="voter_id;vote;age\n1;p2,p1;30\n2;p1,p1;\n3;;\n4\n"))

    assert isinstance(election, ApprovalElection)
    assert election.profile.ballots == {(1, 2): 1, (1,): 1}
    assert (election.profile.empty, election.profile.voters, election.about.lines) == (2, 4, 4)
    assert [option.name for option in election.profile.options] == ["Trees", "p2"]


def test_a_pabulib_file_with_points_pairs_them_with_projects():
    election = read_pabulib(pb("cumulative", "voter_id;points;vote\n1;3,2;p2,p1\n2;0,1;p1,p2\n"))

    assert isinstance(election, PointsElection)
    assert election.profile.ballots == {((1, 2), (2, 3)): 1, ((2, 1),): 1}


def test_a_pabulib_file_with_rankings_keeps_their_order():
    election = read_pabulib(pb("ordinal", "voter_id;vote\n1;p2,p1\n2;p1,p1,p2\n"))

    assert isinstance(election, RankedElection)
    assert election.profile.ballots == {((2,), (1,)): 1, ((1,), (2,)): 1}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_pabulib_file_may_quote_cells_and_end_lines_in_any_way(line_end):
    projects = 'project_id;cost;name\np1;60;"Trees; and ""shade"""\np2;50;Ramp\n'

    election = read_pabulib("\ufeff" + pb(projects=projects).replace("\n", line_end))

    assert election.profile.options[0].name == 'Trees; and "shade"'


@given(st.lists(st.sampled_from(["p1", "p2", "p2,p1", " p1 ", ""])), st.data())
def test_quotes_around_cells_change_nothing(votes, data):
    lines = [["voter_id", "vote"], *([str(n), vote] for n, vote in enumerate(votes, start=1))]
    cells = [[data.draw(st.sampled_from([cell, f'"{cell}"'])) for cell in line] for line in lines]

    quoted = read_pabulib(pb(votes="".join(";".join(line) + "\n" for line in cells)))

    assert quoted == read_pabulib(pb(votes="".join(";".join(line) + "\n" for line in lines)))


def test_money_is_exact_to_the_smallest_unit_in_the_file():
    projects = "project_id;cost\np1;60,25\np2;50.5\n"

    election = read_pabulib(pb(budget="budget;100\n", projects=projects))

    assert [option.cost for option in election.profile.options] == [6025, 5050]
    assert (election.about.budget, election.about.places) == (10000, 2)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no table META"),
        ("x;y\n", 1, "begin with META"),
        (pb().partition("VOTES")[0], 8, "no table VOTES"),
        (pb(vote_type="secret"), 4, "'secret'"),
        (pb(vote_type=""), 4, "''"),
        (pb(budget="budget;much\n"), 3, "much"),
        (pb(budget="budget;-5\n"), 3, "-5"),
        (pb(projects="project_id;cost\np1;\n"), 7, "amount"),
        (pb(projects="project_id;cost\np1;1e3\n"), 7, "1e3"),
        (pb(projects="project_id;cost\np1;1\np1;2\n"), 8, "twice"),
        (pb(projects="project_id;cost\n"), 5, "no projects"),
        (pb(votes="voter_id;choice\n1;p1\n"), 9, "column vote"),
        (pb(votes="voter_id;vote\n1;p1\n2;p9\n"), 12, "p9"),
        (pb("cumulative", "voter_id;vote;points\n1;p1,p2;3\n"), 11, "as many points"),
        (pb("cumulative", "voter_id;vote;points\n1;p1;-3\n"), 11, "'-3'"),
        (pb("cumulative", "voter_id;vote;points\n1;p1;٣\n"), 11, "'٣'"),
        (pb(votes='voter_id;note;vote\n1;"a\n\nb";p1\n2;;p9\n'), 14, "p9"),
        (pb(votes='voter_id;vote;note\n1;p1;\n2;p9;"a\nb\n"'), 14, "p9"),
        (pb() + "VOTES\nvoter_id;vote\n2;p2\n", 12, "twice"),
    ],
)
def test_a_mistake_in_a_pabulib_file_is_told_with_its_line(text, line, reason):
    with pytest.raises(BadFile) as refused:
        read_pabulib(text)

    assert refused.value.line == line
    assert reason in refused.value.reason


names = st.text().filter(str.strip)


@given(budgets(), st.lists(names, min_size=6, max_size=6), st.integers(0, 3))
def test_a_pabulib_file_that_is_written_is_read_back_the_same(made, texts, places):
    profile, budget = made
    options = tuple(Option(o.number, o.id, texts[o.number - 1], o.cost) for o in profile.options)
    profile = Profile(options, profile.ballots, profile.empty)

    election = read_pabulib(write_pabulib(profile, budget, "Mill; Road", places=places))

    assert election.profile == profile
    assert (election.about.budget, election.about.places) == (budget, places)


def test_points_that_are_written_are_read_back_the_same():
    options = (Option(1, "p1", "Trees", 60), Option(2, "p2", "Ramp", 50))
    profile = Profile(options, {((1, 4), (2, 1)): 2, ((2, 9),): 1}, empty=1)

    election = read_pabulib(write_pabulib(profile, 100, "", currency="GBP"))

    assert (election.profile, election.about.currency) == (profile, "GBP")


def test_a_pabulib_file_can_list_projects_in_the_order_of_lots():
    profile = approved({"Trees": 60, "Ramp": 50}, {(1,): 2})

    election = read_pabulib(write_pabulib(profile, 100, "", lots=LotOrder((2, 1))))

    assert [option.id for option in election.profile.options] == ["2", "1"]
    assert election.profile.ballots == {(2,): 2}


@pytest.mark.parametrize("project", ["", "a,b", " a"])
def test_a_project_id_that_cannot_stand_in_a_list_is_not_written(project):
    with pytest.raises(BadProfile):
        write_pabulib(Profile[Approval]((Option(1, project, "Trees"),), {(1,): 1}), 100, "")


words = st.sampled_from(
    [
        *("0", "1", "2", "3", "9", "-1", "=", "1=2", "-", "#", '"A"', "A", "(x)", " ", "\n", "\r"),
        *(":", ",", "{", "}", ";", "META", "PROJECTS", "VOTES", "vote", "cost", "project_id", "é"),
    ]
)


@given(st.sampled_from(Format), st.one_of(st.text(), st.lists(words).map("".join)), st.booleans())
def test_any_text_is_read_or_refused_with_a_line_of_it(form, text, lenient):
    line, reason = mistake(text, form, lenient=lenient)

    assert 0 <= line <= text.count("\n") + text.count("\r") + 1
    assert bool(line) == bool(reason)


def mistake(text, form, *, lenient):
    """Return line and reason of a refusal, or 0 and nothing."""
    try:
        read(text, form, lenient=lenient)
    except BadFile as refused:
        return refused.line, refused.reason
    return 0, ""


def test_bytes_that_are_no_utf8_are_refused_with_their_line():
    with pytest.raises(BadFile, match=r"^3: "):
        decoded(b"1\n2\n\xe9\n")


def test_a_format_is_told_by_the_ending_of_a_name():
    assert format_of("Ward 7.BLT") is Format.BLT
    assert format_of("budget.2024.pb") is Format.PB
    assert format_of("notes.txt") is None
