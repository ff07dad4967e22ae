"""Who is above whom by a chain of wins, for a thousand options as well.

Ranked pairs asks whether a chain leads from one option to another; Schulze asks at what strength
one first does. Sets of options are kept as the bits of one integer each, so that joining two
chains is a few operations on integers, and no step walks along a chain. All joins together take
about as many operations as there are pairs of options, however they come.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence


def members(bits: int) -> Iterator[int]:
    """Yield the numbers whose bits are set, ascending.

    >>> list(members(0b10110))
    [1, 2, 4]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class Reach:
    """Which options chains lead to from which, for option numbers below `size`.

    >>> reach = Reach(4)
    >>> list(reach.join(1, 2))
    [(1, 4)]
    >>> [(above, list(members(below))) for above, below in reach.join(3, 1)]
    [(3, [1, 2])]
    >>> reach.leads(3, 2), reach.leads(2, 3)
    (True, False)
    """

    def __init__(self, size: int) -> None:
        self._below = [0] * size
        self._above = [0] * size

    def copy(self) -> "Reach":
        """Return another with the same chains, to be joined further on its own."""
        other = Reach(0)
        other._below, other._above = self._below.copy(), self._above.copy()
        return other

    def leads(self, one: int, other: int) -> bool:
        """Say whether a chain leads from the one option to the other."""
        return bool(self._below[one] >> other & 1)

    def join(self, winner: int, loser: int) -> Sequence[tuple[int, int]]:
        """Add a link; return from where chains now lead to whom they did not before, as bits."""
        if self.leads(winner, loser):
            return ()
        above, below = self._above, self._below
        starts = (above[winner] | 1 << winner) & ~above[loser]
        ends = (below[loser] | 1 << loser) & ~below[winner]
        joined: list[tuple[int, int]] = []
        for start in members(starts):
            fresh = ends & ~below[start] & ~(1 << start)
            below[start] |= fresh
            joined.append((start, fresh))
        for end in members(ends):
            above[end] |= starts & ~(1 << end)
        return joined


def layers(standing: Iterable[int], beaten_by: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Rank options: those whom nobody beats, then those whom nobody of the rest beats, and so on.

    `beaten_by[a]` are those who beat a, as bits; nobody beats itself by a chain.

    >>> layers([1, 2, 3], [0, 0b1000, 0, 0])
    ((2, 3), (1,))
    """
    left = tuple(standing)
    waiting = sum(1 << number for number in left)
    ranking: list[tuple[int, ...]] = []
    while left:
        top = tuple(number for number in left if not beaten_by[number] & waiting)
        ranking.append(top)
        waiting ^= sum(1 << number for number in top)
        left = tuple(number for number in left if waiting >> number & 1)
    return tuple(ranking)


def strongest_chains(
    start: int, others: Iterable[int], strengths: Sequence[Sequence[int]]
) -> dict[int, int]:
    """Find the strongest chain from one option to each of the others: who stands before it there.

    A chain is as strong as its weakest link; `strengths[a][b]` is that of the link from a to b, 0
    if there is none. Who can't be reached is left out. Of equally strong chains the first found
    counts; they are looked for in the order of `others`. The search is that of Prim 1957 (Shortest
    connection networks and some generalizations), which takes the strongest link next.

    >>> strongest_chains(1, [2, 3], [(), (0, 0, 5, 2), (0, 0, 0, 4), (0, 0, 0, 0)])
    {2: 1, 3: 2}
    """
    waiting = [number for number in others if number != start]
    strongest = dict.fromkeys(waiting, 0)
    before = dict.fromkeys(waiting, start)
    found: dict[int, int] = {}
    here = start
    while waiting:
        links = strengths[here]
        for number in waiting:
            if links[number] > strongest[number]:
                strongest[number] = links[number]
                before[number] = here
        here = max(waiting, key=strongest.__getitem__)
        if not strongest[here]:
            break
        waiting.remove(here)
        found[here] = before[here]
    return found


def along(before: Mapping[int, int], start: int, end: int) -> tuple[int, ...]:
    """Return the chain from one option to another, given who stands before each.

    >>> along({2: 1, 3: 2}, 1, 3)
    (1, 2, 3)
    """
    chain = [end]
    while chain[-1] != start:
        chain.append(before[chain[-1]])
    return tuple(reversed(chain))
