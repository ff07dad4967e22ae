"""How few ballots could have made options drop out in another order, with another winner.

For each set of options that could be left in some round, the ballots say who would have which
votes. Whoever drops out next has the fewest; if it was to be another one, then half of what that
one has more must change, at least. So each order of dropping out has a price, that of its dearest
step, and no change of fewer ballots than the cheapest order with another winner can alter the
outcome. Magrino, Rivest, Shen and Wagner 2011 search these orders with sharper prices, by linear
programs; Blom, Stuckey, Teague and Tidhar 2016 (Efficient Computation of Exact IRV Margins) too.
"""

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.piles import order_of

Left = tuple[int, ...]
"""The options that are left in a round, ascending."""


def cheapest_order(profile: Profile[Ranking], winner: int, found: int, limit: int) -> int:
    """Return how many ballots must change at least, for a count in rounds with one place.

    `found` is a number of ballots that is enough; it is given back if nothing below it is. Looks
    at no more than `limit` sets of options; what has then been ruled out stays ruled out.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,)): 41, ((2,), (1,)): 29, ((3,), (2,)): 33})
    >>> cheapest_order(profile, winner=1, found=8, limit=20)
    2
    """
    ballots = _orders(profile)
    waiting: list[tuple[int, Left]] = [(0, profile.standing())]
    seen: set[Left] = set()
    while waiting:
        price, left = heappop(waiting)
        if len(left) == 1 or limit == 0:
            return max(1, price)
        if left in seen:
            continue
        seen.add(left)
        limit -= 1
        for step, fewer in _following(_votes(ballots, left), found):
            if fewer != (winner,) and max(price, step) < found:
                heappush(waiting, (max(price, step), fewer))
    return found


def _orders(profile: Profile[Ranking]) -> dict[Left, int]:
    """Read ballots as lists of single choices, equal ones together."""
    standing = frozenset(profile.standing())
    orders: dict[Left, int] = {}
    for ranking, count in profile.ballots.items():
        order = order_of(ranking, standing)
        orders[order] = orders.get(order, 0) + count
    return orders


def _votes(ballots: Mapping[Left, int], left: Left) -> dict[int, int]:
    """Give each ballot to the first on it of those who are left."""
    votes = dict.fromkeys(left, 0)
    for order, count in ballots.items():
        for number in order:
            if number in votes:
                votes[number] += count
                break
    return votes


def _following(votes: Mapping[int, int], found: int) -> Iterator[tuple[int, Left]]:
    """Yield who could be left in the next round, and how many ballots must change for it.

    A group that has fewer votes together than each other option, by more than fewer ballots than
    `found` could make up, drops out whatever is changed, in whichever order.
    """
    ascending = sorted(votes, key=votes.__getitem__)
    group = 0
    for place in range(1, len(ascending)):
        group += votes[ascending[place - 1]]
        if votes[ascending[place]] - group >= 2 * found - 1:
            yield 0, tuple(sorted(ascending[place:]))
            return
    for number in ascending:
        fewest = votes[ascending[0] if number != ascending[0] else ascending[1]]
        price = max(0, votes[number] - fewest + 1) // 2
        yield price, tuple(sorted(left for left in ascending if left != number))
