"""BLT files are read as councils publish them, and mistakes have a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.files.blt import read_blt, write_blt
from deliberate.tally.files.election import BadFile
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import BadProfile, Option, Profile, Ranking
from tests.tally.files.elections import renamed
from tests.tally.profiles import ranked, ranked_profiles

USUAL = {((1,), (2,)): 3, ((2,), (1, 3)): 1}

BLT = [
    ("as usual", '3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("with CRLF", '3 1\r\n3 1 2 0\r\n1 2 1=3 0\r\n0\r\n"A"\r\n"B"\r\n"C"\r\n"T"\r\n'),
    ("with a byte order mark", '\ufeff3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"\n'),
    ("without the last newline", '3 1\n3 1 2 0\n1 2 1=3 0\n0\n"A"\n"B"\n"C"\n"T"'),
    ("without quotes", "3 1\n3 1 2 0\n1 2 1=3 0\n0\nA\nB\nC\nT\n"),
    ("with comments", '# x\n3 1 # y\n3 1 2 0 # z\n1 2 1=3 0\n0 # .\n"A"\n"B" # b\n"C"\n"T"\n'),
    ("with comments at the end", '3 1\n3 1 2 0\n1 2 1=3 0\n0\n# n\n"A"\n"B"\n# x\n"C"\n"T"\n# z'),
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
        ("3 1\n", 1, "ends before"),
        ("3 1\n-4\n0\n", 2, "withdraws"),
        ("3 1\n1 1 0\n", 2, "single 0"),
        ("3 1\n1 1 0\n1 4 0\n0\n", 3, "option 4 of 3"),
        ("3 1\n1 0 1 0\n0\n", 2, "option 0 of 3"),
        ("3 1\n-3 1 2 0\n0\n", 2, "-3 times"),
        ("3 1\n0 1 2 0\n0\n", 2, "0 times"),
        ("3 1\n1.5 1 0\n0\n", 2, "number of ballots"),
        ("3 1\n1 two 0\n0\n", 2, "'two'"),
        ("3 1\n1 ٢ 0\n0\n", 2, "'٢'"),
        ("3 1\n1 1_0 0\n0\n", 2, "'1_0'"),
        ("3 1\n1 1= 0\n0\n", 2, "not the number"),
        ("3 1\n1 1 2\n0\n", 2, "--option lenient=true"),
        ("3 1\n1 " + "9" * 5000 + " 0\n0\n", 2, "…"),
        ("3 1\n1 1 0\n0\nA\nB\n", 5, "2 names"),
        ("1 1\n1 1 0\n0\nA\nT\nB\n", 6, "too many for 1 options"),
    ],
)
def test_a_mistake_in_a_blt_file_is_told_with_its_line(text, line, reason):
    with pytest.raises(BadFile) as refused:
        read_blt(text)

    assert refused.value.line == line
    assert reason in refused.value.reason


def test_a_blt_file_can_list_options_in_the_order_of_lots():
    profile = ranked("Ada Bo Cy", {((1,), (2, 3)): 2})

    election = read_blt(write_blt(profile, 1, "", LotOrder((3, 1, 2))))

    assert [option.name for option in election.profile.options] == ["Cy", "Ada", "Bo"]
    assert election.profile.ballots == {((2,), (1, 3)): 2}


LINES = st.text().filter(lambda text: not {"\r", "\n"} & set(text))


@given(
    ranked_profiles(),
    st.lists(LINES, min_size=7, max_size=7),
    st.integers(1, 9),
    st.sets(st.integers(1, 6)),
)
def test_a_blt_file_that_is_written_is_read_back_the_same(profile, names, seats, withdrawn):
    profile = renamed(profile, names, withdrawn=withdrawn)

    election = read_blt(write_blt(profile, seats, names[6]))

    assert election.profile == profile
    assert (election.about.seats, election.about.title) == (seats, names[6])


@pytest.mark.parametrize("name", ["Ada\nByron", "Ada\r"])
def test_a_name_on_two_lines_is_not_written(name):
    profile = Profile[Ranking]((Option(1, "1", name),), {((1,),): 1})

    with pytest.raises(BadProfile, match="more than one line"):
        write_blt(profile, 1, "")


def test_a_number_of_ballots_that_could_not_be_read_again_is_not_written():
    with pytest.raises(BadProfile, match="1000000000000000000 times"):
        write_blt(ranked("Ada", {((1,),): 10**18}), 1, "")
