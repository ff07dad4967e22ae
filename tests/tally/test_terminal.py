"""What strangers write in a file, or in its name, does not command the terminal it is shown on."""

import os
import pty
import re
import shutil
import subprocess
import sys

import pytest

from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, again
from deliberate.tally.profile import Option
from deliberate.tally.telling.names import clean, distinct_names

BASH = shutil.which("bash") or "/bin/bash"
COMMANDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b[31m\x9b2J\x07\u202e"
RANKED = f'2 1\n3 1 0\n2 2 0\n0\n"Ada{EVIL}"\n"Bo"\n"Chair{EVIL}"\n'
BUDGET = (
    f"META\nkey;value\ndescription;Mill Road{EVIL}\nbudget;100\nvote_type;approval\n"
    f"currency;EUR{EVIL}\nPROJECTS\nproject_id;cost;name\np1;60;Trees{EVIL}\np2;50;Ramp\n"
    "VOTES\nvoter_id;vote\n1;p1\n2;p1,p2\n"
)


def on_a_terminal(directory, *arguments):
    terminal, screen = pty.openpty()
    command = [sys.executable, "-m", "deliberate.cli", *arguments]
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    started = subprocess.Popen(
        command, stdin=screen, stdout=screen, stderr=screen, cwd=directory, env=environment
    )
    os.close(screen)
    seen = b""
    try:
        while part := os.read(terminal, 65536):
            seen += part
    except OSError:  # Linux says so where the other side is closed
        pass
    os.close(terminal)
    return started.wait(), seen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["count", "street.blt", "--rule", "irv"],
        ["count", "street.blt", "--rule", "irv", "--format", "json"],
        ["count", "street.blt", "--rule", "irv", "--format", "html"],
        ["convert", "street.blt", "-", "--to", "csv"],
        ["count", "city.pb", "--rule", "equal-shares"],
        ["explain", "city.pb", "--rule", "phragmen"],
        ["compare", "city.pb"],
        ["count", f"{EVIL}.blt", "--rule", "irv"],
    ],
)
def test_names_in_a_file_do_not_command_a_terminal(arguments, tmp_path):
    (tmp_path / "street.blt").write_text(RANKED)
    (tmp_path / f"{EVIL}.blt").write_text(RANKED)
    (tmp_path / "city.pb").write_text(BUDGET)

    code, seen = on_a_terminal(tmp_path, *arguments)

    assert code == 0
    assert COMMANDS.findall(seen) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["count", f"not{EVIL}there.blt", "--rule", "irv"],
        ["count", "city.pb", "--rule", "greedy"],
        ["explain", "street.blt", "--rule", "irv", "--why", f"Zed{EVIL}"],
    ],
)
def test_what_is_refused_does_not_command_a_terminal(arguments, tmp_path):
    (tmp_path / "street.blt").write_text(RANKED)
    (tmp_path / "city.pb").write_text(BUDGET.replace("budget;100", f"budget;1{EVIL}"))

    code, seen = on_a_terminal(tmp_path, *arguments)

    assert code == 2
    assert COMMANDS.findall(seen) == []


def test_what_goes_to_a_file_is_as_it_was(tmp_path):
    (tmp_path / "street.blt").write_text(RANKED)
    command = [sys.executable, "-m", "deliberate.cli", "convert", "street.blt", "-", "--to", "blt"]
    environment = os.environ | {"PYTHONPATH": os.getcwd()}

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)

    assert done.stdout.decode() == RANKED


@pytest.mark.parametrize(
    "file", ["our ward.blt", "it's\n\x1b[31mred\\.blt", os.fsdecode(b"\xff.blt")]
)
def test_the_command_that_counts_again_names_the_same_file_in_a_shell(file):
    typed = again(Order("irv", Format.BLT), file)

    shell = f'deliberate() {{ printf %s "$2"; }}; {typed}'
    named = subprocess.run([BASH, "-c", shell], capture_output=True, check=True)
    assert typed.isprintable()
    assert os.fsdecode(named.stdout) == file


def test_a_name_of_a_file_that_is_no_text_can_be_shown():
    assert clean(os.fsdecode(b"ward \xff.blt")) == "ward \ufffd.blt"


@pytest.mark.parametrize("other", ["Zoë ", "Zoe\u0308", " Zoë", "Zo\u200bë", "Zoë\x07"])
def test_names_that_look_the_same_are_told_apart(other):
    names = distinct_names([Option(1, "1", "Zoë"), Option(2, "2", other), Option(3, "3", "zoë")])

    assert names == {1: "Zoë (no. 1)", 2: f"{other} (no. 2)", 3: "zoë"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no full device")
def test_output_that_has_no_place_is_told_in_one_line(tmp_path):
    (tmp_path / "street.blt").write_text(RANKED)
    command = [sys.executable, "-m", "deliberate.cli", "count", str(tmp_path / "street.blt")]

    # Python may hold output back until it ends, or not, as the environment says.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}

    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*command, "--rule", "irv"], stdout=full, stderr=subprocess.PIPE, env=environment
        )

    assert done.returncode == 2
    assert done.stderr.decode() == "the output can't be written: No space left on device\n"
