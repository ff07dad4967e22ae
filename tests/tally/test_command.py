"""`deliberate count` from a terminal: what it prints, and how it ends."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from deliberate.cli import main
from deliberate.commands.progress import progress
from deliberate.tally.files.election import Format
from deliberate.tally.orders.rules import RULES
from deliberate.tally.progress import Step, reached, watched

FILES = Path(__file__).parent.parent / "counts" / "files"
DOCS = Path(__file__).parents[2] / "docs" / "examples"
TENNESSEE = FILES / "synthetic" / "tennessee.blt"
LEVEL = FILES / "synthetic" / "all-tied-5.blt"
BUDGET = FILES / "pabulib" / "Netherlands_Assen_2024.pb"
POINTS = FILES / "pabulib" / "Poland_Katowice_2020_Bogucice.pb"
RANKS = FILES / "pabulib" / "Poland_Krakow_2022_Zwierzyniec.pb"

HEAVY = {"flask", "sqlalchemy", "werkzeug", "jinja2", "cryptography", "huey"}


@dataclass
class Ended:
    """What a command printed, and its exit code."""

    code: int
    out: bytes
    err: str


def count(*arguments, stdin=b""):
    ran = CliRunner().invoke(main, ["count", *map(str, arguments)], input=stdin)
    return Ended(ran.exit_code, ran.stdout_bytes, ran.stderr)


def test_a_count_runs_from_a_terminal():
    command = [sys.executable, "-m", "deliberate.cli", "count", str(TENNESSEE), "--rule", "irv"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "Knoxville won" in done.stdout


def test_a_count_prints_one_line_of_canonical_json():
    done = count(TENNESSEE, "--rule", "irv", "--format", "json")

    result = json.loads(done.out)
    again = json.dumps(result, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert done.code == 0
    assert done.err == ""
    assert done.out == again.encode() + b"\n"
    assert result["input"]["sha256"] == sha256(TENNESSEE.read_bytes()).hexdigest()


def test_the_digest_covers_everything_above_it():
    result = json.loads(count(TENNESSEE, "--rule", "irv", "--format", "json").out)

    digest = result.pop("result_sha256")

    words = json.dumps(result, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert digest == sha256(words.encode()).hexdigest()


def test_a_file_from_standard_input_gives_the_same_result():
    named = count(TENNESSEE, "--rule", "irv", "--format", "json")
    piped = count(
        "-", "--from", "blt", "--rule", "irv", "--format", "json", stdin=TENNESSEE.read_bytes()
    )

    assert piped.out == named.out


def test_a_count_is_told_in_plain_sentences():
    done = count(TENNESSEE, "--rule", "stv-scottish", "--seats", "2")

    assert done.code == 0
    assert "are chosen for 2 places" in done.out.decode()


def test_seats_and_budget_given_by_hand_take_the_place_of_the_files():
    seats = count(TENNESSEE, "--rule", "stv-scottish", "--seats", 3, "--format", "json")
    budget = count(BUDGET, "--rule", "greedy", "--budget", "2001/2", "--format", "json")

    assert len(json.loads(seats.out)["winners"]) == 3
    assert json.loads(budget.out)["budget"] == "1000.5"


def test_answers_to_a_form_are_counted_with_what_is_said_of_their_columns():
    answers = "Zeitstempel;Wer?\n9:00;Žofie, Bo\n9:01;Bo\n9:02;Bo, Žofie\n".encode("windows-1250")
    said = [
        *("--option", "ballots=list", "--option", "ignore=Zeitstempel"),
        *("--option", "options=Žofie;Bo", "--option", "encoding=windows-1250"),
    ]

    told = count("-", "--from", "csv", "--rule", "irv", *said, stdin=answers)
    done = count("-", "--from", "csv", "--rule", "irv", *said, "--format", "json", stdin=answers)

    result = json.loads(done.out)
    assert "Bo won" in told.out.decode()
    assert result["winners"] == [2]
    assert [option["name"] for option in result["input"]["candidates"]] == ["Žofie", "Bo"]


def test_every_setting_is_spelled_out_in_the_result():
    done = count(BUDGET, "--rule", "equal-shares", "--format", "json")

    assert json.loads(done.out)["options"] == {
        "utility": "cost",
        "completion": "add1u",
        "add1_stop": "overspend",
        "min_votes": 1,
        "step": "1",
    }


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        (["-", "--rule", "irv", "--from", "blt"], b"2 1\n1 3 0\n0\nA\nB\n", "-:2: "),
        (["-", "--rule", "irv", "--from", "blt"], b"2 1\n1 1 0\n0\nA\n\xff\n", "-:5: "),
        (["-", "--rule", "irv", "--from", "blt"], b"", "-:1: "),
        (["-", "--rule", "irv", "--from", "soi"], b"# x: 1\n", "-:1: "),
        (["-", "--rule", "greedy", "--from", "pb"], b"META\n", "-:1: "),
        (["-", "--rule", "irv"], b"", "--from"),
        (["-", "--rule", "irv", "--from", "docx"], b"", "--from"),
        ([TENNESSEE, "--rule", "approval"], b"", "not one of"),
        ([TENNESSEE, "--rule", "greedy"], b"", "needs projects"),
        ([TENNESSEE, "--rule", "equal-shares"], b"", "needs ballots"),
        ([TENNESSEE, "--rule", "stv-scottish", "--seats", "0"], b"", "--seats"),
        ([TENNESSEE, "--rule", "irv", "--option", "lenient=maybe"], b"", "lenient"),
        ([TENNESSEE, "--rule", "irv", "--option", "by=votes"], b"", "no setting by"),
        ([TENNESSEE, "--rule", "irv", "--option", "lenient"], b"", "KEY=VALUE"),
        ([BUDGET, "--rule", "irv"], b"", "needs ranked ballots"),
        ([BUDGET, "--rule", "equal-shares", "--option", "utility=points"], b"", "give no points"),
        ([POINTS, "--rule", "equal-shares", "--option", "utility=cost"], b"", "utility is points"),
        ([RANKS, "--rule", "equal-shares"], b"", "make the ballots approval or points first"),
        ([BUDGET, "--rule", "median"], b"", "share out points or money"),
        ([BUDGET, "--rule", "greedy", "--option", "by=luck"], b"", "votes/cost"),
        ([BUDGET, "--rule", "greedy", "--option", "min_votes=-1"], b"", "whole number"),
        (
            [BUDGET, "--rule", "greedy", "--option", "tie_break=file order, votes"],
            b"",
            "lower cost",
        ),
        ([BUDGET, "--rule", "greedy", "--budget", "-5"], b"", "amount"),
        ([BUDGET, "--rule", "greedy", "--budget", "1/3"], b"", "amount"),
        ([BUDGET, "--rule", "greedy", "--budget", "much"], b"", "not a budget"),
        ([TENNESSEE, "--rule", "irv", "--contest", "mill-road"], b"", "--lots"),
        (["answers.XLSX", "--rule", "irv"], b"", "answers.XLSX: save the sheet as CSV"),
        ([TENNESSEE, "--rule", "irv", "--lots", ""], b"", "seed after --lots is empty"),
        ([BUDGET, "--rule", "greedy", "--budget", "1e999999999"], b"", "not a budget"),
        ([BUDGET, "--rule", "greedy", "--budget", "1,200"], b"", "write 1200"),
        (["-", "--rule", "irv", "--from", "csv"], b"A,B\n1,2\n", "-:1: say what the cells mean"),
        (
            ["-", "--rule", "irv", "--from", "csv", "--option", "delimiter=dot"],
            b"A,B\n1,2\n",
            "delimiter is one of",
        ),
        (
            ["-", "--rule", "greedy", "--from", "csv", "--budget", "9"],
            b"ballots (ticks),A\n1,x\n",
            "begins with cost",
        ),
        (["there-is-no.blt", "--rule", "irv"], b"", "there-is-no.blt: "),
        ([TENNESSEE, "--rule", "irv", "--seats", "2"], b"", "leave --seats out"),
        ([TENNESSEE, "--rule", "borda", "--seats", "0"], b"", "leave --seats out"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_line(arguments, stdin, reason):
    done = count(*arguments, stdin=stdin)

    assert done.code == 2
    assert done.out == b""
    assert done.err.count("\n") == 1
    assert reason in done.err


def test_a_tie_can_be_left_to_people():
    done = count(LEVEL, "--rule", "irv", "--on-tie", "refuse")

    assert done.code == 3
    assert done.out == b""
    assert done.err.strip().endswith("tie at stage 1 between 1, 2, 3, 4, 5")


def test_refusing_lots_can_be_declared_among_the_settings():
    declared = count(LEVEL, "--rule", "irv", "--option", "on_tie=refuse")
    misspelt = count(LEVEL, "--rule", "irv", "--option", "on_tie=toss")

    assert (declared.code, declared.out) == (3, b"")
    assert declared.err == count(LEVEL, "--rule", "irv", "--on-tie", "refuse").err
    assert (misspelt.code, misspelt.err) == (
        2,
        f"{LEVEL}: on_tie is one of lots, refuse, not toss\n",
    )


def test_a_seed_said_before_the_count_settles_ties():
    lots = ["--lots", "draw of 1 May", "--contest", "mill-road"]
    first = count(LEVEL, "--rule", "irv", *lots, "--format", "json")
    other = count(LEVEL, "--rule", "irv", *lots[:3], "elm-road", "--format", "json")

    drawn = json.loads(first.out)["lot_order"]

    tickets = {n: sha256(f"draw of 1 Maymill-road{n}".encode()).hexdigest() for n in range(1, 6)}
    assert drawn == {"origin": "seed", "order": sorted(tickets, key=tickets.__getitem__)}
    assert json.loads(other.out)["lot_order"]["order"] != drawn["order"]


def test_without_a_seed_lots_go_by_the_order_of_the_file_and_the_result_says_so():
    done = count(LEVEL, "--rule", "irv", "--format", "json")

    drawn = json.loads(done.out)["lot_order"]
    assert drawn == {"origin": "file-order", "order": [1, 2, 3, 4, 5]}


COUNTING = [
    name
    for name, command in main.commands.items()
    if command.callback.__module__.startswith("deliberate.commands")
]


@pytest.mark.parametrize("command", COUNTING)
def test_the_help_of_a_command_ends_with_an_example(command):
    says = CliRunner().invoke(main, [command, "--help"]).stdout

    assert f"  deliberate {command} " in says.partition("For example:\n")[2]


def test_help_lists_every_rule_and_every_format():
    says = " ".join(CliRunner().invoke(main, ["count", "--help"]).stdout.split())

    assert ", ".join(RULES) in says
    assert ", ".join(Format) in says


def test_whoever_says_no_rule_is_told_which_there_are():
    done = count(TENNESSEE)

    assert done.code == 2
    assert f"Missing option '--rule'. It is one of {', '.join(RULES)}\n" in done.err


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        (TENNESSEE, "schulze"),
        (TENNESSEE, "borda"),
        (BUDGET, "greedy"),
        (BUDGET, "equal-shares"),
        (BUDGET, "phragmen"),
        (DOCS / "chair.csv", "irv"),
    ],
)
def test_help_shows_every_setting_that_a_rule_or_a_file_has(file, rule):
    refused = count(file, "--rule", rule, "--option", "qqqq=1").err
    known = refused.partition("; it has ")[2].split()
    settings = {word.rstrip(",") for word in known} - {"tie_break"}  # which has one value

    says = CliRunner().invoke(main, ["count", "--help"]).stdout
    assert settings
    assert [setting for setting in settings if f"{setting}=" not in says] == []


def test_the_version_is_told_where_one_is_installed(monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"1.2 of {name}")

    says = CliRunner().invoke(main, ["--version"])

    assert says.stdout == "deliberate 1.2 of deliberate\n"


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["--rule", "equalshares"], "did you mean equal-shares?"),
        (["--rule", "greedy", "--option", "bye=votes"], "did you mean by?"),
        (["--rule", "greedy", "--option", "by=vote"], "did you mean votes?"),
        (["--rule", "greedy", "--option", "x=1"], "encoding, tie_break, by, min_votes"),
        (["--rule", "greedy", "--option", "encodin=utf-8"], "did you mean encoding?"),
    ],
)
def test_a_word_that_is_nearly_right_is_met_with_the_right_one(arguments, suggestion):
    done = count(BUDGET, *arguments)

    assert done.code == 2
    assert done.err.rstrip().endswith(suggestion)


def test_a_reader_who_leaves_early_sees_no_trace():
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "deliberate.cli", "count", str(TENNESSEE), "--rule", "irv"]

    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)

    assert ended.stderr == b""


def test_a_long_count_says_how_far_it_has_got_to_whoever_watches():
    steps = []

    with watched(lambda step, number: steps.append((step, number))):
        count(TENNESSEE, "--rule", "irv")
        count(BUDGET, "--rule", "equal-shares")

    assert steps[:3] == [(Step.ROUND, 1), (Step.ROUND, 2), (Step.ROUND, 3)]
    assert (Step.RUN, 1) in steps


def test_where_errors_go_to_a_file_nothing_is_said_of_progress():
    assert count(TENNESSEE, "--rule", "irv").err == ""


def test_counting_starts_neither_the_web_nor_the_database():
    program = (
        "import sys; from deliberate.cli import main;"
        f"main(['count', {str(TENNESSEE)!r}, '--rule', 'irv'], standalone_mode=False);"
        "print(*sys.modules, file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert HEAVY & set(done.stderr.decode().split()) == set()


def test_counting_loads_only_the_rule_and_the_format_that_are_asked_for():
    program = (
        "import sys; from deliberate.cli import main;"
        f"main(['count', {str(TENNESSEE)!r}, '--rule', 'irv', '--format', 'json'],"
        "standalone_mode=False); print(*sys.modules, file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    loaded = {name for name in done.stderr.decode().split() if name.startswith("deliberate.tally.")}
    assert "deliberate.tally.ranked.irv" in loaded
    assert {name for name in loaded if name.startswith("deliberate.tally.budget.")} == set()
    assert {name for name in loaded if name.startswith("deliberate.tally.page.")} == set()
    assert (
        loaded & {"deliberate.tally.files.pabulib", "deliberate.tally.files.csv_ballots"} == set()
    )


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_on_a_terminal_a_long_count_says_its_round_and_takes_the_line_back(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("deliberate.commands.progress.PATIENCE", 0)

    with progress():
        reached(Step.ROUND, 7)

    assert terminal.getvalue() == "\r\x1b[KCounting: round 7 …\r\x1b[K"
