"""CSV files of ballots say what their columns mean or are told; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.files.csv_ballots import read_csv, write_csv
from deliberate.tally.files.csv_sheet import Layout, Sheet
from deliberate.tally.files.election import (
    About,
    ApprovalElection,
    BadFile,
    Format,
    PointsElection,
    RankedElection,
)
from deliberate.tally.profile import BadProfile, Option, Profile, Ranking
from tests.tally.files.elections import money_elections, seat_elections
from tests.tally.profiles import approved, ranked

# The heads and cells of real exports; voters and options are made up.
GOOGLE_GRID = (
    "Timestamp,Email Address,Rank them [Ada],Rank them [Bo],Rank them [Cy]\n"
    "2024/03/01 9:00:12 am GMT+1,a@example.org,1st choice,2nd choice,\n"
    "2024/03/01 9:05:40 am GMT+1,b@example.org,,1st choice,2nd choice\n"
    "2024/03/01 9:07:02 am GMT+1,c@example.org,,,\n"
)
MICROSOFT_RANKING = (
    "ID;Start time;Completion time;Email;Name;Rank them\n"
    "1;3/1/24 9:00:12;3/1/24 9:01:00;anonymous;;Ada;Bo;Cy\n"
)
LIMESURVEY_RANKING = (
    '"Response ID","Date submitted","Last page","Start language","Seed",'
    '"Rank them [Rank 1]","Rank them [Rank 2]","Rank them [Rank 3]"\n'
    '"1","2024-03-01 09:01:00","1","en","53","Ada","Bo",""\n'
    '"2","2024-03-01 09:06:00","1","en","97","Bo","Cy",""\n'
)
ADA_BO_CY = ("Ada", "Bo", "Cy")


def test_a_grid_of_google_forms_is_read_without_being_told():
    election = read_csv(GOOGLE_GRID)

    assert [option.name for option in election.profile.options] == ["Ada", "Bo", "Cy"]
    assert election.profile.ballots == {((1,), (2,)): 1, ((2,), (3,)): 1}
    assert (election.profile.empty, election.about.lines) == (1, 3)


def test_choices_in_columns_need_only_the_options():
    election = read_csv(LIMESURVEY_RANKING, Sheet(options=ADA_BO_CY))

    assert election.profile.ballots == {((1,), (2,)): 1, ((2,), (3,)): 1}


def test_the_headings_of_choices_say_their_order_or_they_stand_from_the_left():
    by_heading = read_csv("2nd choice,1st choice\nBo,Ada\n", Sheet(options=ADA_BO_CY))
    from_left = read_csv("Best,Next\nBo,Ada\n", Sheet(Layout.CHOICES, options=ADA_BO_CY))

    assert by_heading.profile.ballots == {((1,), (2,)): 1}
    assert from_left.profile.ballots == {((2,), (1,)): 1}


def test_a_list_of_microsoft_forms_is_read_in_its_order():
    text = MICROSOFT_RANKING.replace("Ada;Bo;Cy", '"Ada;Bo;Cy;"')

    election = read_csv(text, Sheet(Layout.LIST, options=ADA_BO_CY))

    assert election.profile.ballots == {((1,), (2,), (3,)): 1}


def test_checkboxes_of_google_forms_are_picks_though_names_hold_commas():
    options = ("Trees, shade and benches", "Ramp", "Trees")
    text = 'Timestamp,What shall we do?\n9:00,"Ramp, Trees, shade and benches"\n9:01,Trees\n9:02,\n'

    election = read_csv(text, Sheet(Layout.PICKS, options=options))

    assert isinstance(election, ApprovalElection)
    assert election.profile.ballots == {(1, 2): 1, (3,): 1}
    assert election.profile.empty == 1


def test_a_list_that_can_be_read_in_two_ways_is_refused():
    sheet = Sheet(Layout.PICKS, options=("A", "B", "A, B"))

    with pytest.raises(BadFile, match="more than one way") as refused:
        read_csv('What?\nA\n"A, B"\n', sheet)

    assert refused.value.line == 3


@pytest.mark.parametrize("tick", ["x", "X", "yes", "TRUE", "✓", "1", "Ada"])
def test_a_tick_has_many_signs(tick):
    election = read_csv(f"Ada,Bo\n{tick},no\n,\n,false\n", Sheet(Layout.TICKS))

    assert isinstance(election, ApprovalElection)
    assert election.profile.ballots == {(1,): 1}
    assert election.profile.empty == 1


def test_words_of_another_language_can_be_declared():
    sheet = Sheet(Layout.TICKS, ignore=("Zeitstempel",), ticks=("Ja",), blank=("Nein",))

    election = read_csv("Zeitstempel,Ada,Bo\n9:00,ja,Nein\n9:01,Nein,Nein\n", sheet)

    assert election.profile.ballots == {(1,): 1}
    assert election.profile.empty == 1


def test_the_same_rank_is_level_and_a_skipped_rank_closes_up():
    election = read_csv("Ada,Bo,Cy\n1,1,3\n3,,1\n1.0,2.0,\n", Sheet(Layout.RANKS))

    assert election.profile.ballots == {
        ((1, 2), (3,)): 1,
        ((3,), (1,)): 1,
        ((1,), (2,)): 1,
    }


def test_points_are_whole_numbers_and_none_is_zero():
    election = read_csv("Ada;Bo\n3;1\n;0\n3,0;1\n", Sheet(Layout.POINTS))

    assert isinstance(election, PointsElection)
    assert election.profile.ballots == {((1, 3), (2, 1)): 2}
    assert election.profile.empty == 1


def test_a_column_can_say_how_many_people_voted_so():
    sheet = Sheet(Layout.RANKS, count="Papers")

    election = read_csv("Papers,Ada,Bo\n120,1,2\n30,,\n3,1,2\n", sheet)

    assert election.profile.ballots == {((1,), (2,)): 123}
    assert election.profile.empty == 30


@pytest.mark.parametrize(
    "text",
    [
        "Ada,Bo\n1st,2nd\n",
        "Ada;Bo\n1st;2nd\n",
        "Ada\tBo\n1st\t2nd\n",
        "\ufeffAda,Bo\r\n1st,2nd\r\n",
        "sep=;\r\nAda;Bo\r\n1st;2nd\r\n",
        '"sep=\t"\nAda\tBo\n1st\t2nd',
        '"Ada","Bo"\n"First choice","2nd"\n',
        "Ada,Bo,\n1st,2nd,\n,,\n",
        " Ada , Bo\n 1st , 2nd \n",
    ],
)
def test_a_file_says_the_same_however_a_spreadsheet_saves_it(text):
    election = read_csv(text)

    assert [option.name for option in election.profile.options] == ["Ada", "Bo"]
    assert election.profile.ballots == {((1,), (2,)): 1}
    assert election.profile.empty == 0


def test_two_delimiters_in_a_header_are_told_apart_by_the_rows():
    election = read_csv("Ada, of Bath;Bo\n1st;2nd\n,;1st\n".replace(",;", ";"))

    assert [option.name for option in election.profile.options] == ["Ada, of Bath", "Bo"]


OWN = (
    "title,Mill Road\nbudget,100\ncurrency,GBP\nid,p1,p2\ncost,60,50.50\n"
    "ballots (ticks),Trees,Ramp\n3,x,\n1,x,x\n2,,\n"
)


def test_our_own_layout_declares_all_that_is_counted():
    election = read_csv(OWN)

    assert isinstance(election, ApprovalElection)
    assert election.about == About(Format.CSV, "Mill Road", 3, None, 10000, 2, "GBP")
    assert election.profile == Profile(
        (Option(1, "p1", "Trees", 6000), Option(2, "p2", "Ramp", 5050)), {(1,): 3, (1, 2): 1}, 2
    )


def test_our_own_layout_can_say_that_nobody_voted():
    election = RankedElection(About(Format.CSV, "", 0), ranked("Ada Bo", {}))

    assert read_csv(write_csv(election)) == election


def test_our_own_layout_may_be_saved_again_by_a_spreadsheet():
    padded = "\ufeff" + OWN.replace(",", ";").replace("Mill Road", "Mill Road;").replace(".5", ",5")

    assert read_csv(padded).profile == read_csv(OWN).profile


def test_our_own_layout_holds_names_in_cells_too():
    text = "options,Ada,Bo,Cy\nballots (choices),1st,2nd\n3,Bo,Ada\n1,,Cy\n"

    assert read_csv(text).profile.ballots == {((2,), (1,)): 3, ((3,),): 1}


@pytest.mark.parametrize(
    ("text", "sheet", "line", "reason"),
    [
        ("", Sheet(), 1, "empty"),
        (",,\n", Sheet(), 1, "empty"),
        ("Ada,Bo\n", Sheet(Layout.TICKS), 1, "no ballots"),
        ("Ada,Bo\n1,2\n", Sheet(), 1, "--option ballots="),
        ("Ada,Bo\n,\n9,\n", Sheet(), 1, "--option ballots="),
        ("Ada;Bo,Cy\n1,2;3\n", Sheet(), 1, "--option delimiter="),
        ("Ada,Bo\n1,2\n1,2,1\n", Sheet(Layout.RANKS), 3, "3 cells"),
        ("Ada,Bo\n1,2\n1\n", Sheet(Layout.RANKS), 3, "1 cells"),
        ("Ada,,Bo\n1,9,2\n", Sheet(Layout.RANKS), 2, "without a heading"),
        ("Ada,Ada\n1,2\n", Sheet(Layout.RANKS), 1, "two columns"),
        ("Ada,Bo\n1,2\n0,1\n", Sheet(Layout.RANKS), 3, "'0' in column 'Ada' is not a rank"),
        ("Ada,Bo\n1,2\nN/A,1\n", Sheet(Layout.RANKS), 3, '--option "blank=N/A"'),
        ("Ada,Bo\n1,2\n–,1\n", Sheet(Layout.POINTS), 3, '--option "blank=–"'),
        ("Ada,Bo\n1,2\n3,1\n", Sheet(Layout.RANKS), 3, "is a rank among 2 options"),
        ("Ada,Bo\n1,2\n-1,1\n", Sheet(Layout.RANKS), 3, "not a rank"),
        ("Ada,Bo\n1,2\n1.5,1\n", Sheet(Layout.RANKS), 3, "not a rank"),
        ("Ada,Bo\n1,2\n٣,1\n", Sheet(Layout.RANKS), 3, "not a rank"),
        ("Ada;Bo\n1;2\n12,50;1\n", Sheet(Layout.POINTS), 3, "whole number of points"),
        ("Ada,Bo\nx,\nmaybe,x\n", Sheet(Layout.TICKS), 3, "'maybe' in column 'Ada'"),
        ("Tick,Ada\n2,x\n", Sheet(Layout.TICKS), 2, "'2' in column 'Tick'"),
        ("1st choice\nAda\n", Sheet(), 1, "--option options="),
        ("1st choice\nAda\nAdda\n", Sheet(options=("Ada",)), 3, "'Adda' is not one of"),
        ("1st choice,1. choice\nAda,\n", Sheet(Layout.CHOICES, options=("Ada",)), 1, "one rank"),
        ("1st choice\nAda\n", Sheet(options=("Ada", "Ada")), 1, "same name"),
        ("Where,What\nAda,Ada\n", Sheet(Layout.LIST, options=("Ada",)), 1, "--option ignore="),
        ("What\nAda\nAda;Adda\n", Sheet(Layout.LIST, options=("Ada",)), 3, "'Adda'"),
        ("Count,Ada\n3,1\n", Sheet(Layout.RANKS), 1, "--option count=Count"),
        ("Nr,Ada\n1,1\n", Sheet(Layout.RANKS), 1, "--option ignore=Nr"),
        ("Q [A],Q [B],R [A],R [B]\n1st,2nd,1st,2nd\n", Sheet(), 1, "'R [A]' is not of it"),
        ("Age,Q [A],Q [B]\n40,30,30\n", Sheet(Layout.POINTS), 1, "'Age' is not of it"),
        ("Ada,Total\n3,3\n", Sheet(Layout.POINTS), 1, "--option ignore=Total"),
        ("Ada,Comments\n1st,\n", Sheet(), 1, "--option ignore=Comments"),
        ("n,Ada\nEve,1\nTotal,1\n", Sheet(Layout.TICKS, ignore=("n",)), 3, "begins with 'Total'"),
        ("Eve,Ada\nmine,1\n", Sheet(Layout.RANKS), 2, '--option "ignore=Eve"'),
        ("Eve,Ada\n1,2\n", Sheet(), 1, "'Eve; Ada'"),
        ("Ada\n1\n", Sheet(Layout.RANKS, ignore=("Name",)), 1, "not one column 'Name'"),
        ("Ada\n1\n", Sheet(Layout.RANKS, ignore=("Ada",)), 1, "no column is left"),
        ("n,Ada\n1,1\n0,1\n", Sheet(Layout.RANKS, count="n"), 3, "how many people"),
        ("n,Ada\n1,1\n,1\n", Sheet(Layout.RANKS, count="n"), 3, "how many people"),
        ("n,Ada\n1,1\n1.5,1\n", Sheet(Layout.RANKS, count="n"), 3, "how many people"),
        ('Ada,Bo\n1,2\n"1,2\n2,1\n', Sheet(Layout.RANKS), 3, "can't be read"),
        ('Q1_1,Q1_2\nAda,Bo\n"{""ImportId"":""QID1_1""}",\n', Sheet(Layout.RANKS), 3, "ImportId"),
        ("ballots (votes),Ada\n1,1\n", Sheet(), 1, "none of the layouts"),
        ("ballots (ranks),Ada,,Bo\n1,1,,2\n", Sheet(), 1, "no name"),
        ("ballots (ranks),Ada\n1,1\n", Sheet(Layout.TICKS), 1, "leave out the options"),
        ("title,A\ntitle,B\nballots (ranks),Ada\n1,1\n", Sheet(), 2, "twice"),
        ("title,A,B\nballots (ranks),Ada\n1,1\n", Sheet(), 1, "one value"),
        ("seats,two\nballots (ranks),Ada\n1,1\n", Sheet(), 1, "'two'"),
        ("id,p1,p1\nballots (ticks),Ada,Bo\n1,x,\n", Sheet(), 1, "'p1'"),
        ("cost,5\nballots (ticks),Ada,Bo\n1,x,\n", Sheet(), 1, "each of 2"),
        ("cost,5,6,7\nballots (ticks),Ada,Bo\n1,x,\n", Sheet(), 1, "each of 2"),
        ("withdrawn,x,no\nballots (ticks),Ada,Bo\n1,x,\n", Sheet(), 1, "has an x"),
        ('cost,"1,200"\nballots (ticks),Ada\n1,x\n', Sheet(), 1, "thousands"),
        ("budget,£5\nballots (ticks),Ada\n1,x\n", Sheet(), 1, "£5"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_line(text, sheet, line, reason):
    with pytest.raises(BadFile) as refused:
        read_csv(text, sheet)

    assert refused.value.line == line
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        ("Rank [Ada],Rank [Bo]\nmine,1\n", Sheet(Layout.RANKS)),
        ("ballots (ranks),Ada,Bo\n1,mine,1\n", Sheet()),
        ("Ada,Bo\n-40,1\n", Sheet(Layout.POINTS)),
    ],
)
def test_nobody_is_told_to_ignore_what_is_surely_a_vote(text, sheet):
    with pytest.raises(BadFile, match="in column 'Ada'") as refused:
        read_csv(text, sheet)

    assert "ignore" not in refused.value.reason


def test_an_answer_that_was_never_sent_off_is_no_ballot_unless_that_is_said():
    text = LIMESURVEY_RANKING.replace("2024-03-01 09:06:00", "")

    with pytest.raises(BadFile, match="never sent off") as refused:
        read_csv(text, Sheet(options=ADA_BO_CY))

    counted = read_csv(text, Sheet(options=ADA_BO_CY, ignore=("Date submitted",)))
    assert refused.value.line == 3
    assert counted.profile.voters == 2


def test_words_for_ticks_say_that_cells_are_ticks():
    election = read_csv("Ada,Bo\nJa,\nJa,Ja\n", Sheet(ticks=("Ja",)))

    assert election.profile.ballots == {(1,): 1, (1, 2): 1}


def test_ranks_may_have_a_dot_where_they_are_said_to_be_ranks():
    election = read_csv("Ada;Bo\n2.;1.\n", Sheet(Layout.RANKS))

    assert election.profile.ballots == {((2,), (1,)): 1}


def test_a_column_of_a_form_is_recognised_only_where_the_form_puts_it():
    election = read_csv("Ada,Name,Timestamp\n1st,2nd,3rd\n")

    assert [option.name for option in election.profile.options] == ["Ada", "Name", "Timestamp"]


FREE = st.text(max_size=12)
NAMES = st.one_of(
    FREE, st.sampled_from(["=1+1", "'=1", "''-x", "'s-H", "@a", "a;b", 'a "b", c', " a", "\tb"])
).filter(str.strip)


@given(st.one_of(money_elections(Format.CSV, NAMES, FREE), seat_elections(Format.CSV, NAMES, FREE)))
def test_a_csv_file_that_is_written_is_read_back_the_same(election):
    again = read_csv(write_csv(election))

    assert type(again) is type(election)
    assert again.profile == election.profile
    assert again.about.title == election.about.title
    assert (again.about.seats, again.about.budget) == (election.about.seats, election.about.budget)
    assert (again.about.places, again.about.currency) == (
        election.about.places,
        election.about.currency,
    )


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_no_spreadsheet_takes_a_written_name_for_a_formula(name):
    profile = Profile[Ranking]((Option(1, "1", name),), {((1,),): 1})
    election = RankedElection(About(Format.CSV, name, 1, currency=name), profile)

    cells = write_csv(election).replace("\r\n", ",").removeprefix("\ufeff").split(",")

    assert [cell.lstrip('"')[0] for cell in cells if name in cell] == ["'", "'", "'"]
    assert read_csv(write_csv(election)).profile == profile


@pytest.mark.parametrize(
    ("election", "reason"),
    [
        (RankedElection(About(Format.BLT, "", 1), Profile((Option(1, "1", " "),), {})), "no name"),
        (
            ApprovalElection(About(Format.PB, "", 1, budget=1, places=3), approved({"A": 1}, {})),
            "three decimals",
        ),
    ],
)
def test_what_a_csv_file_cannot_hold_is_not_written(election, reason):
    with pytest.raises(BadProfile, match=reason):
        write_csv(election)
