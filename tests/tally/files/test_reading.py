"""Files of any format: told by their ending, decoded with certainty, refused with a line."""

import pytest

from deliberate.tally.files.election import BadFile, Format
from deliberate.tally.files.reading import Encoding, decoded, format_of, read


def test_a_format_is_told_by_the_ending_of_a_name():
    assert format_of("Ward 7.BLT") is Format.BLT
    assert format_of("budget.2024.pb") is Format.PB
    assert format_of("notes.txt") is None


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_mark_at_the_start_tells_utf_16_with_certainty(codec):
    mark = "\ufeff" if codec in ("utf-16-le", "utf-16-be") else ""

    assert decoded((mark + "Žofie").encode(codec)).removeprefix("\ufeff") == "Žofie"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"1\n2\nCaf\xe9\n", 3, "--option encoding=windows-1252"),
        ("1\nŽ".encode("utf-16-le"), 1, "no text"),
        (b"1\n2\0\n", 2, "no text"),
        (b"PK\x03\x04\x14\0\x08\0", 1, "save it as text in UTF-8, or as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", 1, ".xls"),
        (b"\xff\xfe1\0\n", 1, "UTF-16"),
    ],
)
def test_bytes_that_could_be_any_letter_are_refused_with_their_line(content, line, reason):
    with pytest.raises(BadFile) as refused:
        decoded(content)

    assert refused.value.line == line
    assert reason in refused.value.reason


def test_how_letters_are_written_can_be_declared():
    assert decoded(b"Caf\xe9", Encoding.WINDOWS_1252) == "Café"
    with pytest.raises(BadFile, match="not in WINDOWS-1252"):
        decoded(b"\x81", Encoding.WINDOWS_1252)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("text", ["", "\n \r\n", "\ufeff"])
def test_an_empty_file_is_told_to_be_empty(form, text):
    with pytest.raises(BadFile, match="1: the file is empty"):
        read(text, form)
