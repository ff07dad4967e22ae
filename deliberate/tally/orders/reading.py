"""How a command reads its ballot file, with the settings that say what the file doesn't.

What only CSV files need is imported where it is used.
"""

from dataclasses import dataclass

from deliberate.tally.files.csv_sheet import Layout, Sheet
from deliberate.tally.files.election import AnyElection, Format
from deliberate.tally.files.reading import Encoding, decoded, read
from deliberate.tally.orders.settings import BadOrder, Settings


def election_of(content: bytes, form: Format, settings: Settings) -> AnyElection:
    r"""Read a file's bytes; takes `lenient`, `encoding` and, for CSV, what is said of its columns.

    >>> settings = Settings({"ballots": "ticks", "ignore": "Name"})
    >>> election_of(b"Name,Ada,Bo\nEve,1,0\n", Format.CSV, settings).profile.ballots
    {(1,): 1}

    Raises BadFile, BadOrder.
    """
    how = how_to_read(form, settings)
    return read(decoded(content, how.encoding), form, lenient=how.lenient, sheet=how.sheet)


@dataclass(frozen=True, slots=True)
class HowToRead:
    """The settings that say how a file is read, and not how it is counted."""

    lenient: bool
    encoding: Encoding | None
    sheet: Sheet


def how_to_read(form: Format, settings: Settings) -> HowToRead:
    """Take the settings that are for reading out of all that were given. Raises BadOrder.

    >>> settings = Settings({"lenient": "true", "strength": "margins"})
    >>> how_to_read(Format.BLT, settings).lenient, settings.left()
    (True, {'strength': 'margins'})
    """
    return HowToRead(
        settings.yes("lenient"),
        settings.maybe_one_of("encoding", Encoding),
        _sheet_of(settings) if form is Format.CSV else Sheet(),
    )


def _sheet_of(settings: Settings) -> Sheet:
    from deliberate.tally.files.csv_rows import DELIMITERS

    delimiter = settings.text("delimiter")
    if delimiter and delimiter not in DELIMITERS:
        raise BadOrder(f"delimiter is one of {', '.join(DELIMITERS)}, not {delimiter}")
    return Sheet(
        layout=settings.maybe_one_of("ballots", Layout),
        ignore=_listed(settings.text("ignore")),
        count=settings.text("count"),
        options=_listed(settings.text("options")),
        separator=settings.text("separator"),
        delimiter=DELIMITERS.get(delimiter, ""),
        blank=_listed(settings.text("blank")),
        ticks=_listed(settings.text("ticks")),
    )


def _listed(text: str) -> tuple[str, ...]:
    """Take names apart at semicolons; one that holds a semicolon stands in quotes."""
    import csv

    rows = list(csv.reader([text], delimiter=";", skipinitialspace=True))
    return tuple(name for row in rows for name in row if name.strip())
