from deliberate.proposals.alike import Told, alike

OTHERS = [
    Told(1, "A bench every 200 metres", "joe can walk to the shops, but has to rest. put benches."),
    Told(
        2,
        "Brighter lights under the bridge",
        "brighter lights under the bridge after nine at night women take a taxi. it is dark there.",
    ),
    Told(3, "Zebra crossing at the school", "two children were hit here in 2025."),
]


def test_a_proposal_with_the_same_words_in_its_title_is_shown():
    assert [one.number for one in alike("Benches along the shops", "", OTHERS)] == [1]
    assert [one.number for one in alike("Lights below the railway bridge", "", OTHERS)] == [2]


def test_capitals_and_the_plural_make_no_difference():
    assert [one.number for one in alike("CROSSINGS AT SCHOOLS", "", OTHERS)] == [3]


def test_what_shares_no_words_that_say_something_is_not_alike():
    assert alike("More trees for the street", "It is hot at the bus stop here.", OTHERS) == []
    assert alike("", "", OTHERS) == []


def test_one_word_of_a_title_in_anothers_text_is_not_enough():
    assert alike("Taxi stand", "", OTHERS) == []


def test_texts_that_say_the_same_are_alike_under_different_titles():
    text = "After nine at night women take a taxi, for it is dark below the bridge."

    assert [one.number for one in alike("No more fear", text, OTHERS)] == [2]


def test_the_closest_comes_first_and_five_are_enough():
    many = [Told(number, f"Bench number {number}", "") for number in range(1, 9)]

    found = alike("Bench number", "", many)

    assert [one.number for one in found] == [1, 2, 3, 4, 5]
