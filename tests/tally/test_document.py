"""What docs/tally.md and docs/ballot-files.md show is what the commands print."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from deliberate.cli import main
from deliberate.tally.orders.rules import RULES

DOCS = Path(__file__).parent.parent.parent / "docs"
TALLY = (DOCS / "tally.md").read_text(encoding="utf-8")
FILES = (DOCS / "ballot-files.md").read_text(encoding="utf-8")

SESSIONS = re.findall(r"```console\n(.*?)```", TALLY + FILES, re.DOTALL)
SHOWN = [
    shown
    for session in SESSIONS
    for shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.M)
]
PYTHON = re.findall(r"```python\n(.*?)```", TALLY, re.DOTALL)


def printed(command):
    """Return what a command prints in the folder of the examples."""
    program, *words = shlex.split(command)
    if program == "cat":
        return Path(*words).read_text(encoding="utf-8")
    assert program == "deliberate"
    ran = CliRunner().invoke(main, words)
    assert bool(ran.stderr) == (ran.exit_code == 2)
    return ran.stdout_bytes.decode() + ran.stderr


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_an_example_prints_what_the_document_shows(command, output, monkeypatch):
    monkeypatch.chdir(DOCS / "examples")

    assert printed(command) == output


def test_every_rule_has_a_part_of_its_own_with_an_example():
    for rule in RULES:
        part = TALLY.partition(f"\n### {rule}\n")[2].partition("\n### ")[0]
        assert f"--rule {rule}" in part, rule
        assert "*Source:*" in part
        assert "*When:*" in part
        assert "*Weak where:*" in part


@pytest.mark.parametrize(("program", "begin"), [*zip(PYTHON, ["Ada\nCy\n", "(1,) {"], strict=True)])
def test_an_example_in_python_runs(program, begin, capsys, monkeypatch):
    monkeypatch.chdir(DOCS / "examples")

    exec(compile(program, "docs/tally.md", "exec"), {})  # noqa: S102 - it is our own document

    assert capsys.readouterr().out.startswith(begin)


def test_every_file_that_the_document_leads_to_is_there():
    files = re.findall(r"\]\(([^)#:]+)\)", TALLY)

    assert [name for name in files if not (DOCS / name).exists()] == []
