"""Options, money and votes as they stand in JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deliberate.tally.money import written
from deliberate.tally.profile import Exact, Option
from deliberate.tally.rounds import exact

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

    def candidate(self, option: Option) -> dict[str, Json]:
        """Return what stands of an option in the input: its id, its name, and a project's cost."""
        known: dict[str, Json] = {
            "id": self.one(option.number),
            "name": option.name,
            "withdrawn": option.withdrawn,
        }
        return known | {"cost": self.money(option.cost)} if self.by_id else known

    def money(self, units: Exact) -> str:
        """Write an amount in minor units as a decimal of whole ones, or as a fraction."""
        return written(units, self.places)


def votes_in(units: int, scale: int, decimals: int | None) -> str:
    """Write votes with as many decimals as the count keeps; as a fraction if it keeps all.

    >>> votes_in(152_38, 100, 2), votes_in(7, 2, None)
    ('152.38', '7/2')
    """
    if decimals is None:
        return str(exact(units, scale))
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{decimals}d}"
