from deliberate.proposals.alike import Told, alike

OTHERS = [
    Told(1, "A bench every 200 metres", "joe can walk to the shops, but has to rest. put benches."),
    Told(2, "Brighter lights under the bridge", "after nine at night women take a taxi."),
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


def test_the_closest_comes_first_and_five_are_enough():
    many = [Told(number, f"Bench number {number}", "") for number in range(1, 9)]

    found = alike("Bench number", "", many)

    assert [one.number for one in found] == [1, 2, 3, 4, 5]
