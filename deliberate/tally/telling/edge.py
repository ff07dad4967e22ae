"""Options, money and votes as they stand in JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deliberate.tally.money import written
from deliberate.tally.profile import Exact, Option

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Edge:
    """Writes numbers as they stand in a file: options by id or number, money in whole units.

    `by_id` says that options go by their ids, as projects do; `places` is how many decimals the
    currency has.
    """

    options: Sequence[Option]
    by_id: bool
    places: int = 0

    def one(self, number: int) -> str | int:
        """Return an option's id or number."""
        return self.options[number - 1].id if self.by_id else number

    def each(self, numbers: Iterable[int]) -> list[Json]:
        """Return the ids or numbers of several options, in their order."""
        return [self.one(number) for number in numbers]

    def money(self, units: Exact) -> str:
        """Write an amount in minor units as a decimal of whole ones, or as a fraction."""
        return written(units, self.places)


def votes_in(units: int, scale: int) -> str:
    """Write votes with as many decimals as the count has.

    >>> votes_in(152_38, 100)
    '152.38'
    """
    if scale == 1:
        return str(units)
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}d}"
