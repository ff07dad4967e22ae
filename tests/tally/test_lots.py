"""Lots follow from something public, in a way that anybody can work out again."""

from hashlib import sha256

from deliberate.tally.lots import (
    LotOrder,
    Origin,
    Purpose,
    TieRefused,
    file_order,
    lots_from_root,
    lots_from_seed,
    root_of,
)
from deliberate.tally.profile import options_named

OPTIONS = options_named(["Ada", "Bo", "Cy", "Di"])


def test_the_root_of_leaves_is_the_digest_of_all_of_them_in_order():
    leaves = [sha256(bytes([n])).digest() for n in range(5)]

    assert root_of(reversed(leaves)) == sha256(b"".join(sorted(leaves))).digest()


def test_lots_from_the_root_order_options_by_the_digest_of_root_and_number():
    root = root_of([b"a" * 32])

    lots = lots_from_root(root, OPTIONS)

    tickets = [sha256(root + str(number).encode()).hexdigest() for number in lots.order]
    assert tickets == sorted(tickets)
    assert sorted(lots.order) == [1, 2, 3, 4]
    assert lots.origin == Origin.LEAVES


def test_lots_from_a_seed_order_options_by_the_digest_of_seed_contest_and_id():
    lots = lots_from_seed(b"draw of 1 May", "mill-road", OPTIONS)

    tickets = [sha256(b"draw of 1 May" + b"mill-road%d" % n).hexdigest() for n in lots.order]
    assert tickets == sorted(tickets)
    assert lots.origin == Origin.SEED


def test_other_ballots_give_other_lots():
    roots = [root_of([bytes([n]) * 32]) for n in range(40)]

    assert len({lots_from_root(root, OPTIONS).order for root in roots}) > 10


def test_the_earlier_in_the_order_is_always_favoured():
    lots = LotOrder((3, 1, 2))

    assert lots.draw(1, Purpose.EXCLUDE, [1, 2, 3]).picked == 2
    assert lots.draw(1, Purpose.TRANSFER, [1, 2]).picked == 1
    assert lots.draw(1, Purpose.FUND, [2, 3]).favoured == 3
    assert lots.draw(1, Purpose.EXCLUDE, [2, 3]).favoured == 3


def test_without_declared_lots_the_order_of_the_list_stands():
    assert file_order(OPTIONS).order == (1, 2, 3, 4)
    assert file_order(OPTIONS).origin == Origin.FILE


def test_a_refused_tie_says_who_was_level_and_when():
    refused = TieRefused(4, [2, 3])

    assert (refused.stage, refused.tied) == (4, (2, 3))
    assert str(refused) == "tie at stage 4 between 2, 3"
