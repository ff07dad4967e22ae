import pytest

from deliberate.contributions.screen import Sign, signs, waits
from tests.contributions.texts import HONEST, HONEST_WITH_A_LINK, SPAM, SPAM_UNDER_THE_ARTICLE


@pytest.mark.parametrize("text", SPAM_UNDER_THE_ARTICLE, ids=["chakra", "cash-card"])
def test_both_comments_under_the_article_wait_for_a_person(text: str):
    assert waits([text], already_public=0)


def test_at_least_95_of_100_advertisements_wait():
    held = [text for text in SPAM if waits([text], already_public=0)]

    assert len(held) >= 0.95 * len(SPAM), set(SPAM) - set(held)


def test_at_most_2_of_100_honest_texts_without_a_link_wait():
    held = [text for text in HONEST if waits([text], already_public=0)]

    assert len(held) <= 0.02 * len(HONEST), held


@pytest.mark.parametrize("text", HONEST_WITH_A_LINK)
def test_an_honest_text_with_a_link_waits_only_from_somebody_new(text: str):
    assert waits([text], already_public=0)
    assert waits([text], already_public=1)
    assert not waits([text], already_public=2)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("See www.example.org", Sign.LINK),
        ("See example dot com", None),
        ("See example [dot] com", Sign.LINK),
        ("mina@example.org", Sign.EMAIL),
        ("+44 161 496 0123", Sign.PHONE),
        ("(0161) 496-0123", Sign.PHONE),
        ("07700900123", Sign.PHONE),
        ("1 000 000 000", Sign.PHONE),
        ("£1,000,000,000", None),
        ("2024-2027, 12:30, 03/05/2027", None),
    ],
)
def test_a_sign_is_found_where_there_is_one(text: str, sign: Sign | None):
    found = signs([text])

    assert (sign in found) if sign else not found


def test_a_word_taken_apart_by_unseen_letters_is_still_found():
    assert Sign.PHRASE in signs(["C\u200bIALIS"])


def test_every_text_of_a_contribution_is_looked_at():
    assert signs(["A bench", None, "Fine.", "see https://example.org"]) == {Sign.LINK}
