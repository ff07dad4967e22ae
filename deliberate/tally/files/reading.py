"""Reading a ballot file in any of the formats; each is loaded only where a file needs it."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from enum import StrEnum
from typing import assert_never

from deliberate.tally.files.csv_sheet import NOTHING_SAID, Sheet
from deliberate.tally.files.election import AnyElection, BadFile, Format
from deliberate.tally.files.lines import check_lines


def format_of(name: str) -> Format | None:
    """Tell the format by a file's ending; None if it has no known one.

    >>> format_of("ward-7.BLT")
    <Format.BLT: 'blt'>
    """
    ending = name.rpartition(".")[2].lower()
    return next((form for form in Format if form.value == ending), None)


_NO_TEXT = {
    b"PK\x03\x04": "a spreadsheet (.xlsx, .ods) or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet (.xls)",
    b"\x1f\x8b": "compressed",
    b"%PDF": "a PDF",
}
"""How files begin that people take for files of ballots."""


class Encoding(StrEnum):
    """How a file's letters are written as bytes, if not in UTF-8."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"
    WINDOWS_1250 = "windows-1250"
    LATIN_1 = "iso-8859-1"
    LATIN_2 = "iso-8859-2"


def decoded(content: bytes, encoding: Encoding | None = None) -> str:
    r"""Decode a file: as UTF-8 if nothing is said, or as UTF-16 if it begins with its mark.

    >>> decoded("Ž".encode()), decoded(b"Caf\xe9", Encoding.WINDOWS_1252)
    ('Ž', 'Café')

    Raises BadFile with the first line that is something else, or that is not text at all.
    """
    for beginning, kind in _NO_TEXT.items():
        if content.startswith(beginning):
            raise BadFile(1, f"the file is {kind} and no text: save it as text in UTF-8, or as CSV")
    is_marked = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    spoken = encoding or (Encoding.UTF_16 if is_marked else Encoding.UTF_8)
    try:
        text = content.decode(spoken.value)
    except UnicodeDecodeError as refused:
        line = content.count(b"\n", 0, refused.start) + 1
        reason = f"the file is not in {spoken.value.upper()}: save it as UTF-8"
        if encoding is None:
            reason += ", or say how it is written, such as --option encoding=windows-1252"
        raise BadFile(line, reason) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        reason = "the file holds bytes that are no text: save it as UTF-8"
        raise BadFile(line, reason + ", or say --option encoding=utf-16 if it is so written")
    return text


def read(
    text: str, form: Format, *, lenient: bool = False, sheet: Sheet = NOTHING_SAID
) -> AnyElection:
    r"""Read a file's text.

    `lenient` is for files as they are published: BLT without quotes or its last lines, others that
    say another number of ballots than they list. `sheet` says what a CSV file doesn't.

    >>> read("2 1\n3 2 0\n0\nAda\nBo\n", Format.BLT).profile.ballots
    {((2,),): 3}

    Raises BadFile.
    """
    if not text or text.isspace() or text == "\ufeff":
        raise BadFile(1, "the file is empty")
    check_lines(text)
    match form:
        case Format.BLT:
            from deliberate.tally.files.blt import read_blt

            return read_blt(text, lenient=lenient)
        case Format.PB:
            from deliberate.tally.files.pabulib import read_pabulib

            return read_pabulib(text, lenient=lenient)
        case Format.CSV:
            from deliberate.tally.files.csv_ballots import read_csv

            return read_csv(text, sheet)
        case Format.SOC | Format.SOI | Format.TOC | Format.TOI:
            from deliberate.tally.files.preflib import read_preflib

            return read_preflib(text, form, lenient=lenient)
        case _:
            assert_never(form)
