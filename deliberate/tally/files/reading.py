"""Reading a ballot file in any of the formats."""

from typing import assert_never

from deliberate.tally.files.blt import read_blt
from deliberate.tally.files.election import AnyElection, BadFile, Format
from deliberate.tally.files.pabulib import read_pabulib
from deliberate.tally.files.preflib import read_preflib


def format_of(name: str) -> Format | None:
    """Tell the format by a file's ending; None if it has no known one.

    >>> format_of("ward-7.BLT")
    <Format.BLT: 'blt'>
    """
    ending = name.rpartition(".")[2].lower()
    return next((form for form in Format if form.value == ending), None)


def decoded(content: bytes) -> str:
    """Decode a file as UTF-8. Raises BadFile with the first line that is something else.

    >>> decoded("Ž".encode())
    'Ž'
    """
    try:
        return content.decode()
    except UnicodeDecodeError as refused:
        line = content.count(b"\n", 0, refused.start) + 1
        raise BadFile(line, "the file is not in UTF-8") from None


def read(text: str, form: Format, *, lenient: bool = False) -> AnyElection:
    r"""Read a file's text. `lenient` is for BLT files as councils publish them.

    >>> read("2 1\n3 2 0\n0\nAda\nBo\n", Format.BLT).profile.ballots
    {((2,),): 3}

    Raises BadFile.
    """
    match form:
        case Format.BLT:
            return read_blt(text, lenient=lenient)
        case Format.PB:
            return read_pabulib(text)
        case Format.SOC | Format.SOI | Format.TOC | Format.TOI:
            return read_preflib(text, form)
        case _:
            assert_never(form)
