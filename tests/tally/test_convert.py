"""`deliberate convert` from a terminal: the same ballots in another format, or a refusal."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from deliberate.cli import main
from deliberate.tally.files.election import Format
from deliberate.tally.files.reading import decoded, format_of, read

FILES = Path(__file__).parent.parent / "counts" / "files"
TENNESSEE = FILES / "synthetic" / "tennessee.blt"
LEVEL = FILES / "synthetic" / "equal-ranks.blt"
WITHDRAWN = FILES / "synthetic" / "withdrawn.blt"
DEBIAN = FILES / "preflib" / "00002-00000002.soi"
BUDGET = FILES / "pabulib" / "Netherlands_Assen_2024.pb"


def convert(*arguments, stdin=b""):
    return CliRunner().invoke(main, ["convert", *map(str, arguments)], input=stdin)


def election_in(file):
    form = format_of(file.name)
    assert form
    return read(decoded(file.read_bytes()), form)


@pytest.mark.parametrize(
    ("source", "over"),
    [
        (TENNESSEE, "csv"),
        (WITHDRAWN, "csv"),
        (LEVEL, "csv"),
        (BUDGET, "csv"),
        (TENNESSEE, "blt"),
        (DEBIAN, "toi"),
    ],
)
def test_there_and_back_again_changes_nothing(source, over, tmp_path):
    away, back = tmp_path / f"away.{over}", tmp_path / f"back{source.suffix}"

    there = convert(source, away)
    again = convert(away, back)

    before, after = election_in(source), election_in(back)
    assert (there.exit_code, again.exit_code, there.stderr, again.stderr) == (0, 0, "", "")
    assert after.profile == before.profile
    assert (after.about.title, after.about.seats) == (before.about.title, before.about.seats)
    assert (after.about.budget, after.about.places) == (before.about.budget, before.about.places)


def test_standard_input_and_output_take_the_place_of_files():
    done = convert("-", "-", "--from", "blt", "--to", "csv", stdin=TENNESSEE.read_bytes())

    assert done.exit_code == 0
    assert read(decoded(done.stdout_bytes), Format.CSV).profile == election_in(TENNESSEE).profile


def test_answers_to_a_form_become_a_file_that_other_programs_count(tmp_path):
    answers = b"Nr;Ada;Bo;Cy\n1;1;2;\n2;;1;\n"
    settings = ("--option", "ballots=ranks", "--option", "ignore=Nr", "--seats", 2)

    done = convert("-", tmp_path / "ward.blt", "--from", "csv", *settings, stdin=answers)

    assert done.exit_code == 0
    election = election_in(tmp_path / "ward.blt")
    assert election.profile.ballots == {((1,), (2,)): 1, ((2,),): 1}
    assert election.about.seats == 2


def test_what_has_no_place_is_left_out_only_if_that_is_said(tmp_path):
    refused = convert(TENNESSEE, tmp_path / "a.soi")
    written = convert(TENNESSEE, tmp_path / "b.soi", "--lossy")

    assert refused.exit_code == 2
    assert "no place for the number of seats" in refused.stderr
    assert not (tmp_path / "a.soi").exists()
    assert written.exit_code == 0
    assert written.stderr.endswith("b.soi: left out: the number of seats\n")
    assert election_in(tmp_path / "b.soi").profile == election_in(TENNESSEE).profile


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([LEVEL, "-", "--to", "soi", "--lossy"], "level"),
        ([WITHDRAWN, "-", "--to", "soi", "--lossy"], "withdrawn"),
        ([BUDGET, "-", "--to", "blt", "--seats", 1, "--lossy"], "holds rankings"),
        ([BUDGET, "-", "--to", "blt"], "holds rankings"),
        ([DEBIAN, "-", "--to", "soc", "--lossy"], "every option"),
        ([DEBIAN, "-", "--to", "blt"], "--seats"),
        ([DEBIAN, "-", "--to", "blt", "--seats", 0], "1 or more"),
        ([DEBIAN, "-", "--to", "pb"], "what projects cost"),
        ([DEBIAN, "-", "--to", "docx"], "--to"),
        ([DEBIAN, "out.docx"], "--to"),
        ([DEBIAN, "-", "--to", "toi", "--option", "by=votes"], "no setting by"),
        ([DEBIAN, "-", "--to", "csv", "--budget", "much"], "not a budget"),
        (["there-is-no.blt", "-", "--to", "csv"], "there-is-no.blt: "),
        ([TENNESSEE, FILES], "--to"),
        ([TENNESSEE, FILES, "--to", "csv"], f"{FILES}: "),
    ],
)
def test_a_conversion_that_would_change_ballots_or_fail_is_refused_in_one_line(arguments, reason):
    done = convert(*arguments)

    assert done.exit_code == 2
    assert done.stdout_bytes == b""
    assert done.stderr.count("\n") == 1
    assert reason in done.stderr


def test_parts_of_a_budget_stay_without_costs_in_the_same_format():
    shares = Path(__file__).parents[2] / "docs" / "examples" / "shares.pb"

    done = convert(shares, "-", "--to", "pb")

    assert done.exit_code == 0
    assert "parks;0;Parks" in done.stdout


def test_a_mistake_in_the_file_is_told_with_its_line():
    done = convert("-", "-", "--from", "csv", "--to", "csv", stdin=b"Ada,Bo\n1st,2nd\n1st,x\n")

    assert done.exit_code == 2
    assert done.stderr.startswith("-:1: say what the cells mean")
