"""Pabulib's .pb files are read and written, and mistakes have a line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.files.election import (
    About,
    ApprovalElection,
    BadFile,
    Format,
    PointsElection,
    RankedElection,
)
from deliberate.tally.files.pabulib import read_pabulib, write_pabulib
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import BadProfile, Option, Profile
from tests.tally.files.elections import money_elections
from tests.tally.profiles import approved, ranked

ABOUT = About(Format.PB, "", lines=3, budget=100)


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
        (pb(vote_type=""), 4, "none of approval"),
        (pb(budget="budget;much\n"), 3, "much"),
        (pb(budget="budget;-5\n"), 3, "-5"),
        (pb(projects="project_id;cost\np1;\n"), 7, "amount"),
        (pb(projects="project_id;cost\np1;1e3\n"), 7, "1e3"),
        (pb(projects="project_id;cost\np1;1,600\n"), 7, "thousands"),
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


NAMES = st.text().filter(str.strip)


@given(money_elections(Format.PB, NAMES, st.text().map(str.strip)))
def test_a_pabulib_file_that_is_written_is_read_back_the_same(election):
    if "\n" in election.about.title or "\r" in election.about.title:
        election = replace(election, about=replace(election.about, title="Mill; Road"))

    again = read_pabulib(write_pabulib(election))

    assert type(again) is type(election)
    assert again == election


def test_a_pabulib_file_can_list_projects_in_the_order_of_lots():
    profile = approved({"Trees": 60, "Ramp": 50}, {(1,): 2})

    election = read_pabulib(write_pabulib(ApprovalElection(ABOUT, profile), LotOrder((2, 1))))

    assert [option.id for option in election.profile.options] == ["2", "1"]
    assert election.profile.ballots == {(2,): 2}


def test_a_file_without_ballots_keeps_its_type_and_may_lack_a_budget():
    profile = Profile[tuple[tuple[int, int], ...]]((Option(1, "p1", "Trees"),), {})
    election = PointsElection(About(Format.PB, "", lines=0), profile)

    assert read_pabulib(write_pabulib(election)) == election


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((Option(1, "", "Trees"),), "can't stand in a list"),
        ((Option(1, "a,b", "Trees"),), "can't stand in a list"),
        ((Option(1, " a", "Trees"),), "can't stand in a list"),
        ((Option(1, "a", "Trees"), Option(2, "a", "Ramp")), "two projects"),
        ((Option(1, "a", " "),), "no name"),
        ((Option(1, "a", "Trees", withdrawn=True),), "withdrawn"),
    ],
)
def test_a_project_that_would_be_read_otherwise_is_not_written(options, reason):
    with pytest.raises(BadProfile, match=reason):
        write_pabulib(ApprovalElection(ABOUT, Profile(options, {(1,): 1})))


def test_level_ranks_and_a_line_for_each_of_too_many_voters_are_not_written():
    level = RankedElection(ABOUT, ranked("Ada Bo", {((1, 2),): 1}))
    many = RankedElection(ABOUT, ranked("Ada Bo", {((1,), (2,)): 10**17}))

    with pytest.raises(BadProfile, match="level"):
        write_pabulib(level)
    with pytest.raises(BadProfile, match="too many"):
        write_pabulib(many)


def test_a_file_that_was_cut_off_is_refused_unless_what_is_there_is_to_count():
    whole = write_pabulib(ApprovalElection(ABOUT, approved({"Trees": 60}, {(1,): 5})))
    cut_off = whole[: whole.rindex("5;")]

    with pytest.raises(BadFile, match="says there are 5 votes, and it lists 4"):
        read_pabulib(cut_off)

    assert read_pabulib(cut_off, lenient=True).profile.ballots == {(1,): 4}


def test_a_quote_that_is_never_closed_swallows_no_ballots():
    with pytest.raises(BadFile):
        read_pabulib(pb(votes='voter_id;vote;area\n1;p1;"North\n2;p2;South\n3;p2;South\n'))
