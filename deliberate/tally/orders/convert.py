"""What `deliberate convert` does: a file's bytes in, the same ballots in another format out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from deliberate.tally.files.election import AnyElection, Format, RankedElection
from deliberate.tally.files.reading import read
from deliberate.tally.files.writing import write
from deliberate.tally.orders.reading import election_of
from deliberate.tally.orders.rules import with_budget
from deliberate.tally.orders.settings import BadOrder, Settings
from deliberate.tally.profile import BadProfile


@dataclass(frozen=True, slots=True)
class Conversion:
    """From which format to which; `seats`, `budget` and `settings` are as for a count.

    `lossy` leaves out what the other format has no place for, but never anything of a ballot.
    """

    form: Format
    to: Format
    seats: int | None = None
    budget: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Converted:
    """The text of the new file, and what of the old one it lacks."""

    text: str
    lost: tuple[str, ...]


def convert_file(content: bytes, asked: Conversion) -> Converted:
    r"""Read a file and write its ballots in another format.

    What was written is read again: the ballots must be the same, and so must be all else, unless
    the conversion may be lossy.

    >>> content = b'2 1\n3 1 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> converted = convert_file(content, Conversion(Format.BLT, Format.SOI, lossy=True))
    >>> converted.text.splitlines()[-1], converted.lost
    ('3: 1,2', ('the number of seats',))

    Raises BadFile, and BadOrder if the format can't hold the ballots or something would be lost.
    """
    settings = Settings(asked.settings)
    election = election_of(content, asked.form, settings)
    settings.check_all_used(f"reading {asked.form.value}")
    if asked.seats is not None:
        election = _with_seats(election, asked.seats)
    if asked.budget is not None:
        election = with_budget(election, asked.budget)
    needs_seats = asked.to is Format.BLT and isinstance(election, RankedElection)
    if needs_seats and election.about.seats is None:
        raise BadOrder("a blt file says the number of seats: give it with --seats")
    has_costs = asked.form is Format.PB or any(option.cost for option in election.profile.options)
    if asked.to is Format.PB and not has_costs:
        raise BadOrder("a pb file says what projects cost, and nothing does here")
    try:
        text = write(election, asked.to)
    except BadProfile as refused:
        raise BadOrder(str(refused)) from None
    lost = tuple(_lost(election, read(text, asked.to), asked.to))
    if lost and not asked.lossy:
        raise BadOrder(
            f"a {asked.to.value} file has no place for {', '.join(lost)}: "
            "convert with --lossy to leave that out"
        )
    return Converted(text, lost)


def _with_seats(election: AnyElection, seats: int) -> AnyElection:
    if seats < 1:
        raise BadOrder("the number of seats is 1 or more")
    return replace(election, about=replace(election.about, seats=seats))


def _lost(before: AnyElection, after: AnyElection, to: Format) -> Iterator[str]:
    """Name what an election has lost, now that it was written and read again.

    Raises BadOrder if it is something without which the ballots could count otherwise.
    """
    old, new = before.profile, after.profile
    same = (
        type(before) is type(after)
        and (old.ballots, old.empty, old.invalid) == (new.ballots, new.empty, new.invalid)
        and [(o.name, o.withdrawn) for o in old.options]
        == [(o.name, o.withdrawn) for o in new.options]
    )
    if not same:
        raise BadOrder(f"a {to.value} file can't hold these ballots and names as they are")
    if before.about.title != after.about.title:
        yield "the title"
    if before.about.seats != after.about.seats:
        yield "the number of seats"
    if before.about.budget != after.about.budget:
        yield "the budget"
    if before.about.currency != after.about.currency:
        yield "the currency"
    if [o.cost for o in old.options] != [o.cost for o in new.options]:
        yield "the costs"
    if [o.id for o in old.options] != [o.id for o in new.options]:
        yield "the ids"
