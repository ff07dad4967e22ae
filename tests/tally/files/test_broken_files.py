"""Whatever is wrong with a file, it is refused with one of its lines, soon, and never with a trace.

Real files are cut, stirred and spoilt at random; and some are made to be as bad as can be.
"""

import resource
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.files.csv_ballots import write_csv
from deliberate.tally.files.csv_sheet import Layout, Sheet
from deliberate.tally.files.election import BadFile, Format
from deliberate.tally.files.reading import decoded, read

COUNTS = Path(__file__).parent.parent.parent / "counts" / "files"
REAL = [
    (Format.BLT, COUNTS / "synthetic" / "equal-ranks.blt"),
    (Format.BLT, COUNTS / "synthetic" / "unicode.blt"),
    (Format.BLT, COUNTS / "synthetic" / "withdrawn.blt"),
    (Format.SOI, COUNTS / "preflib" / "00002-00000002.soi"),
    (Format.PB, COUNTS / "pabulib" / "Netherlands_Assen_2024.pb"),
    (Format.PB, COUNTS / "synthetic" / "decimal-costs.pb"),
]
FILES = [(form, file.read_bytes()) for form, file in REAL]
FILES += [(Format.CSV, write_csv(read(decoded(text), form)).encode()) for form, text in FILES]

NOTHING_SAID = Sheet()
words = st.sampled_from(
    [
        *("0", "1", "2", "3", "9", "-1", "=", "1=2", "-", "#", '"A"', "A", "(x)", " ", "\n", "\r"),
        *(":", ",", "{", "}", ";", "META", "PROJECTS", "VOTES", "vote", "cost", "project_id", "é"),
    ]
)


@given(st.sampled_from(Format), st.one_of(st.text(), st.lists(words).map("".join)), st.booleans())
def test_any_text_is_read_or_refused_with_a_line_of_it(form, text, lenient):
    line, reason = mistake(text, form, lenient=lenient)

    assert 0 <= line <= text.count("\n") + text.count("\r") + 1
    assert bool(line) == bool(reason)


def mistake(text, form, *, lenient, sheet=NOTHING_SAID):
    """Return line and reason of a refusal, or 0 and nothing."""
    try:
        read(text, form, lenient=lenient, sheet=sheet)
    except BadFile as refused:
        return refused.line, refused.reason
    return 0, ""


@st.composite
def spoilt(draw):
    """A real file of which bytes or lines were taken out, put in, or doubled."""
    form, content = draw(st.sampled_from(FILES))
    for _spoilt in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            parts = content.splitlines(keepends=True)
            content = b"".join(stirred(draw, parts, draw(st.sampled_from(parts or [b"\n"]))))
        else:
            bits = [bytes([byte]) for byte in content]
            content = b"".join(stirred(draw, bits, draw(st.sampled_from(SIGNS))))
    return form, content


SIGNS = [
    b'"',
    b"\n",
    b"\r",
    b",",
    b";",
    b"#",
    b"=",
    b"0",
    b"-",
    b"9",
    b" ",
    b"\xff",
    b"\0",
    b"(",
    b"{",
]


def stirred(draw, parts, new):
    """Take out, double or replace one part."""
    at = draw(st.integers(0, max(len(parts) - 1, 0)))
    instead = draw(st.sampled_from([[], parts[at : at + 1] * 2, [new]]))
    return parts[:at] + instead + parts[at + 1 :]


@given(spoilt(), st.booleans())
def test_a_spoilt_file_is_read_or_refused_with_a_line_of_it(made, lenient):
    form, content = made

    line, reason = mistake_in_bytes(content, form, lenient=lenient)

    assert 0 <= line <= content.count(b"\n") + content.count(b"\r") + 1
    assert bool(line) == bool(reason)


def mistake_in_bytes(content, form, *, lenient):
    try:
        text = decoded(content)
    except BadFile as refused:
        return refused.line, refused.reason
    return mistake(text, form, lenient=lenient)


@given(st.lists(words).map("".join), st.sampled_from(Layout))
def test_any_text_is_read_as_a_sheet_or_refused_with_a_line_of_it(text, layout):
    sheet = Sheet(layout, options=("A", "x", "2"))

    line, _reason = mistake("Timestamp,A,2\n" + text, Format.CSV, lenient=False, sheet=sheet)

    assert 0 <= line <= text.count("\n") + text.count("\r") + 2


MANY = 10**30
LONG = 10_000_000
LINE = 900_000  # just short enough to be read
PREFLIB = "# NUMBER ALTERNATIVES: 2\n"
PB = "META\nkey;value\nvote_type;approval\nPROJECTS\nproject_id;cost\np1;1\nVOTES\nvoter_id;vote\n"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Format.BLT, f"2 1\n{MANY} 1 0\n0\nA\nB\n"),
        (Format.BLT, "1000000000 1\n1 1 0\n0\nA\n"),
        (Format.BLT, f"2 {MANY}\n1 1 0\n0\nA\nB\n"),
        (Format.BLT, "2 1\n1 " + "1" * LONG + " 0\n0\nA\nB\n"),
        (Format.BLT, "2 1\n1 " + "1=" * (LINE // 2) + "3 0\n0\nA\nB\n"),
        (Format.BLT, "2 1\n1 " + "(" * LINE + " 0\n0\nA\nB\n"),
        (Format.BLT, "2 1\n1 1 0\n0\n" + '"' * (LINE + 1) + "\n"),
        (Format.BLT, "900000 1\n1 1 0\n0\n" + '"a' * (LINE // 2) + "\n"),
        (Format.BLT, "\n" * LINE),
        (Format.SOI, f"{PREFLIB}{MANY}: 1\n"),
        (Format.SOI, "# NUMBER ALTERNATIVES: 1000000000\n1: 1\n"),
        (Format.TOI, PREFLIB + "1: " + "{" * LINE + "\n"),
        (Format.TOI, PREFLIB + "1: " + "{1," * (LINE // 3) + "\n"),
        (Format.TOI, PREFLIB + "1: " + "1," * (LINE // 2) + "3\n"),
        (Format.TOI, PREFLIB + "#" * LONG),
        (Format.PB, PB + f"1;{'p1,' * (LINE // 3)}p2\n"),
        (Format.PB, PB + '1;"' + "p" * LINE + "\n"),
        (Format.PB, PB + '1;"' + "p\n" * (LINE // 2)),
        (Format.PB, PB.replace("p1;1", f"p1;{MANY}{MANY}") + "1;p1\n"),
        (Format.PB, PB.replace("p1;1", f"p1;0.{MANY}") + "1;p1\n"),
        (Format.CSV, f"ballots (ranks),A\n{MANY},1\n"),
        (Format.CSV, f"ballots (points),A\n1,{MANY}\n"),
        (Format.CSV, "a," * (LINE // 2) + "\n1\n"),
        (Format.CSV, ",".join(map(str, range(LINE // 8))) + "\n1\n"),
        (Format.CSV, "A,B\n1," + "1" * LINE + "\n"),
        (Format.CSV, 'A,B\n1,"' + "1\n" * (LONG // 2)),
        (Format.CSV, "ballots (list),A\n1," + "A;" * 60_000 + "\n"),
        (Format.CSV, "options,A\nballots (list),A\n1," + "A;" * 60_000 + "C\n"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else value.value,
)
def test_an_absurd_file_is_refused_soon_and_in_little_memory(form, text):
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    line, reason = mistake(text, form, lenient=False)

    took = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert line >= 1
    assert len(reason) < 1000
    assert took < 10
    assert grown < 600_000  # kilobytes
