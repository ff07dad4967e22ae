import pytest

from deliberate.accounts.addresses import AddressMistyped, masked, normalised, read_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mina@Example.org", "mina@example.org"),
        ("mina+votes@example.org", "mina@example.org"),
        ("m.i.n.a@gmail.com", "mina@googlemail.com"),
    ],
)
def test_two_spellings_of_one_address_are_one_person(one: str, other: str):
    assert read_address(one) == read_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("m.ina@example.org", "mina@example.org"), ("mina@example.org", "mina@example.net")],
)
def test_different_people_stay_different(one: str, other: str):
    assert read_address(one) != read_address(other)


def test_a_normalised_address_stays_as_it_is():
    assert normalised(read_address("M.i+na@GoogleMail.com")) == read_address("mi@gmail.com")


@pytest.mark.parametrize(
    "typed", ["", "mina", "mina@", "@example.org", "a b@example.org", "mina@\x00.org", "é@e.org"]
)
def test_what_no_letter_could_reach_is_told(typed: str):
    with pytest.raises(AddressMistyped):
        read_address(typed)


@pytest.mark.parametrize("typed", ["mina@town.test", "mina@localhost"])
def test_a_development_instance_takes_addresses_of_this_machine(typed: str):
    assert read_address(typed, is_local=True) == typed
    with pytest.raises(AddressMistyped):
        read_address(typed)


@pytest.mark.parametrize("email", ["a@example.org", "ab@example.org", "abc@example.org"])
def test_a_masked_address_never_holds_the_whole_one(email: str):
    assert email not in masked(email)
    assert masked(email).endswith("@example.org")
