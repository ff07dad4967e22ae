"""Ballot papers in piles, one for each option, as on the tables of a counting hall.

The rules for Scottish council elections (SSI 2011/399, Schedule 1, rules 46 to 52) are written in
terms of papers sorted into parcels and moved to the next choice that still counts; instant-runoff
voting moves papers in the same way. Both counts use these piles.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from deliberate.tally.profile import Profile, Ranking

Paper = tuple[int, Iterator[tuple[int, ...]]]
"""How many equal papers these are, and the ranks on them that nobody has looked at yet.

A paper lies in one pile at a time and only ever moves on, so an iterator is all it needs.
"""

NOBODY = 0
"""Stands for an option where a paper has no further choice."""


def order_of(ranking: Ranking, standing: Collection[int]) -> tuple[int, ...]:
    """Read a ranking as a list of single choices; level choices end it, as nobody comes next.

    Options that don't stand (withdrawn ones) are passed over first.

    >>> order_of(((3,), (1, 2), (4,)), {1, 2, 3, 4})
    (3,)
    >>> order_of(((3,), (1, 2), (4,)), {1, 3, 4})
    (3, 1, 4)
    """
    choices: list[int] = []
    for tier in ranking:
        here = [number for number in tier if number in standing]
        if len(here) > 1:
            break
        choices.extend(here)
    return tuple(choices)


class Piles:
    """The papers of each option, sorted by what one paper is worth.

    A paper lies with the next single choice on it; level choices end it, as nobody comes next,
    unless all but one of them were withdrawn. Values are integers in whatever unit the rule counts
    in; `worth` is a whole vote.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> ballots = {((1,), (2,)): 3, ((2,),): 1, ((1,), (2, 3)): 4}
    >>> piles = Piles(Profile(options, ballots), worth=1)
    >>> piles.votes()
    {1: 7, 2: 1, 3: 0}
    >>> piles.move(1, {2, 3}, lambda value: value)
    ({2: 3}, 4)
    """

    def __init__(self, profile: Profile[Ranking], worth: int) -> None:
        self._standing = frozenset(profile.standing())
        papers = ((count, iter(ranking)) for ranking, count in profile.ballots.items())
        by_choice = self._by_next_choice(papers, self._standing)
        self._piles = {number: {worth: by_choice[number]} for number in profile.standing()}

    def values_of(self, option: int) -> list[int]:
        """Return what papers in an option's pile are worth, each value once."""
        return list(self._piles[option])

    def make_unit_finer(self, times: int) -> None:
        """Measure all values in a unit so many times finer."""
        for option, pile in self._piles.items():
            self._piles[option] = {value * times: papers for value, papers in pile.items()}

    def votes(self) -> dict[int, int]:
        """Add up what the papers in each pile are worth."""
        return {
            number: sum(value * _how_many(papers) for value, papers in pile.items())
            for number, pile in self._piles.items()
        }

    def move(
        self, option: int, continuing: Collection[int], worth: Callable[[int], int]
    ) -> tuple[dict[int, int], int]:
        """Move all papers of an option to the next choice among those continuing.

        `worth` turns the old value of a paper into its new one. Returns what each option gained,
        in ascending order, and what had no further choice.
        """
        moved: dict[int, int] = defaultdict(int)
        for old, papers in self._piles.pop(option).items():
            value = worth(old)
            for choice, arrived in self._by_next_choice(papers, continuing).items():
                moved[choice] += value * _how_many(arrived)
                if choice != NOBODY:
                    self._piles[choice].setdefault(value, []).extend(arrived)
        lapsed = moved.pop(NOBODY, 0)
        return dict(sorted(moved.items())), lapsed

    def _by_next_choice(
        self, papers: Iterable[Paper], continuing: Collection[int]
    ) -> Mapping[int, list[Paper]]:
        """Sort papers by their next choice among those continuing."""
        by_choice: dict[int, list[Paper]] = defaultdict(list)
        for paper in papers:
            for rank in paper[1]:
                choice = rank[0] if len(rank) == 1 else self._single(rank)
                if choice in continuing or choice == NOBODY:
                    break
            else:
                choice = NOBODY
            by_choice[choice].append(paper)
        return by_choice

    def _single(self, level: tuple[int, ...]) -> int:
        """Return the only one of these that stands, or NOBODY if there are several."""
        here = [number for number in level if number in self._standing]
        if len(here) > 1:
            return NOBODY
        return here[0] if here else level[0]


def _how_many(papers: Iterable[Paper]) -> int:
    return sum([count for count, _further in papers])
