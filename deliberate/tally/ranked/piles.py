"""Ballot papers in piles, one for each option, as on the tables of a counting hall.

The rules for Scottish council elections (SSI 2011/399, Schedule 1, rules 46 to 52) are written in
terms of papers sorted into parcels and moved to the next choice that still counts; instant-runoff
voting moves papers in the same way. Both counts use these piles.
"""

from collections.abc import Callable, Collection, Iterator

from deliberate.tally.profile import Profile, Ranking

Paper = tuple[int, Iterator[int]]
"""How many equal papers these are, and the choices on them that nobody has looked at yet.

A paper lies in one pile at a time and only ever moves on, so an iterator is all it needs.
"""


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

    Values are integers in whatever unit the rule counts in; `worth` is a whole vote.

    >>> from deliberate.tally.profile import options_named
    >>> piles = Piles(Profile(options_named(["Ada", "Bo"]), {((1,), (2,)): 3, ((2,),): 1}), worth=1)
    >>> piles.votes()
    {1: 3, 2: 1}
    >>> piles.move(1, {2}, lambda value: value)
    ({2: 3}, 0)
    """

    def __init__(self, profile: Profile[Ranking], worth: int) -> None:
        standing = profile.standing()
        sorted_papers: dict[int, list[Paper]] = {number: [] for number in standing}
        for ranking, count in profile.ballots.items():
            further = iter(order_of(ranking, sorted_papers))
            first = next(further, None)
            if first is not None:
                sorted_papers[first].append((count, further))
        self._piles = {number: {worth: papers} for number, papers in sorted_papers.items()}

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
            number: sum(
                value * count for value, papers in pile.items() for count, _further in papers
            )
            for number, pile in self._piles.items()
        }

    def move(
        self, option: int, continuing: Collection[int], worth: Callable[[int], int]
    ) -> tuple[dict[int, int], int]:
        """Move all papers of an option to the next choice among those continuing.

        `worth` turns the old value of a paper into its new one. Returns what each option gained,
        in ascending order, and what had no further choice.
        """
        moved: dict[int, int] = {}
        lapsed = 0
        for old, papers in self._piles.pop(option).items():
            value = worth(old)
            for choice, arrived in _next_choices(papers, continuing).items():
                gained = value * sum(count for count, _further in arrived)
                if choice:
                    self._piles[choice].setdefault(value, []).extend(arrived)
                    moved[choice] = moved.get(choice, 0) + gained
                else:
                    lapsed += gained
        return dict(sorted(moved.items())), lapsed


def _next_choices(papers: list[Paper], continuing: Collection[int]) -> dict[int, list[Paper]]:
    """Sort papers by their next choice; under 0 those that have none."""
    sorted_papers: dict[int, list[Paper]] = {}
    for paper in papers:
        for choice in paper[1]:
            if choice in continuing:
                break
        else:
            choice = 0
        if choice in sorted_papers:
            sorted_papers[choice].append(paper)
        else:
            sorted_papers[choice] = [paper]
    return sorted_papers
