"""PrefLib's files of orders are read and written, and mistakes have a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.files.election import BadFile, Format
from deliberate.tally.files.preflib import read_preflib, write_preflib
from deliberate.tally.profile import BadProfile, Option, Profile
from tests.tally.files.elections import renamed
from tests.tally.profiles import ranked, ranked_profiles

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


ONE_LINE = st.text().map(lambda text: text.replace("\r", "").replace("\n", "").strip())


@given(ranked_profiles(), st.lists(ONE_LINE, min_size=7, max_size=7))
def test_orders_that_are_written_are_read_back_the_same(profile, names):
    profile = renamed(profile, names)

    election = read_preflib(write_preflib(profile, Format.TOI, names[6]), Format.TOI)

    assert election.profile == profile
    assert election.about.title == names[6]


def test_strict_and_complete_orders_go_into_every_format():
    profile = ranked("Ada Bo Cy", {((2,), (1,), (3,)): 3, ((1,), (2,), (3,)): 4})

    for form in (Format.SOC, Format.SOI, Format.TOC, Format.TOI):
        assert read_preflib(write_preflib(profile, form), form).profile == profile


@pytest.mark.parametrize(
    ("form", "ballots", "empty", "reason"),
    [
        (Format.SOI, {((1, 2),): 1}, 0, "level"),
        (Format.SOC, {((1, 2), (3,)): 1}, 0, "level"),
        (Format.SOC, {((1,), (2,)): 1}, 0, "every option"),
        (Format.SOC, {((1,), (2,), (3,)): 1}, 1, "every option"),
        (Format.TOC, {((1, 2),): 1}, 0, "every option"),
    ],
)
def test_ballots_that_a_format_has_no_place_for_are_not_written(form, ballots, empty, reason):
    with pytest.raises(BadProfile, match=reason):
        write_preflib(ranked("Ada Bo Cy", ballots, empty), form)


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (Option(1, "1", " Ada"), "space around"),
        (Option(1, "1", "Ada\nByron"), "more than one line"),
        (Option(1, "1", "Ada", withdrawn=True), "withdrawn"),
    ],
)
def test_an_option_that_would_be_read_otherwise_is_not_written(option, reason):
    with pytest.raises(BadProfile, match=reason):
        write_preflib(Profile((option,), {((1,),): 1}), Format.SOI)


def test_a_file_that_was_cut_off_is_refused_unless_what_is_there_is_to_count():
    whole = write_preflib(ranked("Ada Bo", {((1,),): 3, ((2,),): 2}), Format.SOI)
    cut_off = whole[: whole.rindex("2:")]

    with pytest.raises(BadFile, match="says there are 5 voters, and its orders are 3"):
        read_preflib(cut_off, Format.SOI)

    assert read_preflib(cut_off, Format.SOI, lenient=True).profile.ballots == {((1,),): 3}
