"""Choices have one way to be written, and a leaf that anybody can work out again."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.choices import (
    Blank,
    Chosen,
    NotCanonical,
    Pointed,
    Ranked,
    approval_profile,
    from_text,
    leaf,
    picked,
    pointed,
    points_profile,
    ranked,
    ranked_profile,
    to_text,
)
from deliberate.tally.profile import options_named

VECTORS = [
    ("r1:3>1=4>2", Ranked(((3,), (1, 4), (2,)))),
    ("r1:1", Ranked(((1,),))),
    ("a1:2,7", Chosen((2, 7))),
    ("a1:12", Chosen((12,))),
    ("p1:2=500,7=300", Pointed(((2, 500), (7, 300)))),
    ("b1:", Blank()),
]

LEAVES = [
    (
        ("mill-road", "K7QF-2MZX-9RTD-4HWC", "r1:3>1=4>2"),
        "7f149a9a9e01bfd2c6055f16fa21328e10b24437151c7a8a94198ba5de6c32e9",
    ),
    (
        ("mill-road", "K7QF-2MZX-9RTD-4HWC", "b1:"),
        "3a5ddc5e82e04bd6d69865311c8ee81ac006691230cb784d6f78a736645ba975",
    ),
    (("1", "", "a1:2,7"), "dc430478704c4ce3da2ad7adb33ada0aba21782f7dda125690003fe35f8d6648"),
    (
        ("straße", "T", "p1:2=500,7=300"),
        "a30b8541c708d54678c0c39a02bcd82cf40de5e01524e715c8623f4876cd6f9b",
    ),
]

NOT_CANONICAL = [
    "",
    "r1:",
    "a1:",
    "p1:",
    "b1:0",
    "b1",
    "r2:1",
    "x1:1",
    "R1:1",
    "r1:1>1",
    "r1:1>2=1",
    "r1:2=1",
    "r1:01",
    "r1:0",
    "r1:1>",
    "r1:>1",
    "r1:1>>2",
    "r1:1 >2",
    "r1:1>2\n",
    "r1:+1",
    "r1:1_0",
    "r1:١",
    "r1:1234567890",
    "a1:7,2",
    "a1:2,2",
    "a1:2,",
    "a1:2, 7",
    "a1:2;7",
    "p1:2=0",
    "p1:2=-5",
    "p1:7=3,2=5",
    "p1:2=5,2=5",
    "p1:2",
    "p1:2=05",
    "p1:2=1.5",
    "p1:2=1234567890123456789",
    "\ufeffr1:1",
    "r1:1\x00",
    "r1:" + "1>" * 100_000,
]


@pytest.mark.parametrize(("text", "choices"), VECTORS)
def test_known_choices_are_written_and_read_as_published(text, choices):
    assert to_text(choices) == text
    assert from_text(text) == choices


@pytest.mark.parametrize("text", NOT_CANONICAL)
def test_any_other_way_of_writing_choices_is_refused(text):
    with pytest.raises(NotCanonical):
        from_text(text)


@pytest.mark.parametrize(
    "choices",
    [
        Ranked(()),
        Ranked(((),)),
        Ranked(((2, 1),)),
        Chosen((2, 1)),
        Pointed(((1, 0),)),
        Chosen((0,)),
    ],
)
def test_choices_that_are_not_in_order_are_not_written(choices):
    with pytest.raises(NotCanonical):
        to_text(choices)


@pytest.mark.parametrize(("fields", "digest"), LEAVES)
def test_leaves_are_those_published_as_test_vectors(fields, digest):
    assert leaf(*fields).hex() == digest


def test_a_leaf_is_the_digest_of_four_fields_with_their_lengths():
    content = b"17:deliberate-leaf-1,9:mill-road,4:K7QF,4:r1:1,"

    assert leaf("mill-road", "K7QF", "r1:1") == sha256(content).digest()


def test_no_two_ballots_share_a_leaf_by_moving_a_letter_between_fields():
    assert leaf("mill", "road", "r1:1") != leaf("millr", "oad", "r1:1")


def test_a_leaf_is_not_made_of_choices_that_are_not_canonical():
    with pytest.raises(NotCanonical):
        leaf("mill-road", "K7QF", "r1:01")


numbers = st.integers(1, 999_999_999)
rankings = st.lists(numbers, unique=True, min_size=1).flatmap(
    lambda chosen: st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)).map(
        lambda breaks: _in_tiers(chosen, breaks)
    )
)


def _in_tiers(chosen, breaks):
    tiers: list[list[int]] = [[]]
    for number, new in zip(chosen, breaks, strict=True):
        if new and tiers[-1]:
            tiers.append([])
        tiers[-1].append(number)
    return tiers


@given(
    st.one_of(
        rankings.map(ranked),
        st.lists(numbers, unique=True).map(picked),
        st.dictionaries(numbers, st.integers(0, 10**18 - 1)).map(pointed),
    )
)
def test_choices_that_are_written_are_read_back_as_they_were(choices):
    text = to_text(choices)

    assert text.isascii()
    assert from_text(text) == choices


@given(st.text())
def test_any_text_is_refused_or_is_the_only_way_to_write_what_it_says(text):
    try:
        choices = from_text(text)
    except NotCanonical:
        return

    assert to_text(choices) == text


def test_grouped_choices_make_a_profile_with_blank_ballots_counted_apart():
    options = options_named(["Ada", "Bo", "Cy"])

    profile = ranked_profile(options, {"r1:2>1=3": 4, "b1:": 2})

    assert profile.ballots == {((2,), (1, 3)): 4}
    assert (profile.empty, profile.voters) == (2, 6)


@pytest.mark.parametrize(
    ("profile_of", "text"),
    [
        (ranked_profile, "a1:1"),
        (ranked_profile, "r1:3"),
        (approval_profile, "r1:1"),
        (approval_profile, "a1:1,3"),
        (points_profile, "a1:1"),
        (points_profile, "p1:3=1"),
    ],
)
def test_choices_of_another_kind_or_of_unknown_options_make_no_profile(profile_of, text):
    with pytest.raises(NotCanonical):
        profile_of(options_named(["Ada", "Bo"]), {text: 1})
