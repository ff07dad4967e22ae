"""A list of addresses is read whatever program wrote it, and each faulty line is said."""

import pytest

from deliberate.roll.lists import Reading, UnreadableFile, Wrong, decode, read_list

NAMES = "Name;E-mail\nJosé Álvarez;jose@example.org\nZoë;zoe@example.org\n"


def addresses(reading: Reading) -> list[str]:
    return [row.address for row in reading.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_is_read_in_every_encoding_that_spreadsheets_write(encoding: str, ending: str):
    content = NAMES.replace("\n", ending).encode(encoding)

    reading = read_list(decode(content))

    assert addresses(reading) == ["jose@example.org", "zoe@example.org"]
    assert reading.faults == ()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00\x00 a spreadsheet",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"a@b.org\x00" * 900,
    ],
)
def test_what_is_no_text_is_refused(content: bytes):
    with pytest.raises(UnreadableFile):
        decode(content)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_stand_between_any_usual_marks(mark: str):
    text = f"email{mark}ward\nmina@example.org{mark}4\njoe@example.org{mark}2\n"

    assert addresses(read_list(text)) == ["mina@example.org", "joe@example.org"]


def test_a_list_needs_no_headings():
    assert addresses(read_list("mina@example.org\n\n  joe@example.org  \n")) == [
        "mina@example.org",
        "joe@example.org",
    ]


def test_addresses_may_be_pasted_from_a_letter():
    text = '"Lane, Mina" <mina@example.org>, Joe <joe@example.org>;\n'

    assert addresses(read_list(text)) == ["mina@example.org", "joe@example.org"]


def test_quoted_fields_may_hold_the_mark_and_run_over_lines():
    text = 'name,email\n"Lane, Mina\n4 High Street",mina@example.org\nJoe,joe-at-example.org\n'

    reading = read_list(text)

    assert addresses(reading) == ["mina@example.org"]
    assert [(fault.line, fault.text, fault.wrong) for fault in reading.faults] == [
        (4, "joe-at-example.org", Wrong.NO_AT)
    ]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("mina", Wrong.NO_AT),
        ("mi@na@example.org", Wrong.TWO_AT),
        ("mi na@example.org", Wrong.BLANK_INSIDE),
        ("@example.org", Wrong.NOTHING_BEFORE),
        ("mina@", Wrong.NOTHING_AFTER),
        ("mina@example", Wrong.NO_DOT),
        ("mina@exa_mple..org", Wrong.MISTYPED),
        ("min\ufffd@example.org", Wrong.UNREADABLE),
        ('"mina@example.org\njoe@example.org', Wrong.OPEN_QUOTE),
        ("a" * 400 + "@example.org", Wrong.MISTYPED),
    ],
)
def test_a_faulty_line_is_said_with_its_number_and_what_is_wrong(typed: str, wrong: Wrong):
    reading = read_list(f"good@example.org\n{typed}\n")

    assert addresses(reading) == ["good@example.org"]
    assert [(fault.line, fault.wrong) for fault in reading.faults] == [(2, wrong)]


def test_an_address_that_stands_twice_in_two_spellings_is_one_row_and_said():
    reading = read_list("mina@gmail.com\njoe@example.org\nM.ina+post@Gmail.com\n")

    assert addresses(reading) == ["mina@gmail.com", "joe@example.org"]
    assert [(double.line, double.first) for double in reading.doubles] == [(3, 1)]


def test_hostile_texts_make_faults_and_never_break_the_reader():
    for text in ("=cmd|'/c calc'!A1", "<script>@x", '"' * 200_000, "@" * 500, "\t;,\n" * 50):
        reading = read_list(text)

        assert reading.rows == ()
