"""What holds for the repository as a whole."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deliberate import config

ROOT = Path(__file__).parent.parent

# Put together here, so that this file does not hold them either.
REGISTRIES = [name + ".org" for name in ("pypi", "pythonhosted", "registry.npmjs", "deb.debian")]
MACHINE_FOLDERS = re.compile(r"(?<![\w.$}-])/(?:work|tmp|root)/\w")


def output_of(*command: object, **options: Any) -> str:
    ran: subprocess.CompletedProcess[str] = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def kept_files() -> Iterator[Path]:
    """Yield every file that is committed, or would be."""
    names = output_of("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            yield ROOT / name


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def test_no_file_names_a_package_registry_or_a_folder_of_someones_machine():
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in kept_files()
        for hit in (
            *(name for name in REGISTRIES if name in text_of(path)),
            *MACHINE_FOLDERS.findall(text_of(path)),
        )
    ]

    assert found == []


def test_every_file_of_code_can_be_read_in_one_sitting():
    code = [path for path in kept_files() if path.suffix == ".py"]
    lines = {str(path.relative_to(ROOT)): text_of(path).count("\n") for path in code}

    assert {name: count for name, count in lines.items() if count > 420} == {}


def test_the_licence_is_the_one_that_the_package_declares():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    licence = text_of(ROOT / "LICENSE")

    assert project["license"] == "AGPL-3.0-or-later"
    assert "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3" in licence
    assert "13. Remote Network Interaction; Use with the GNU General Public License." in licence


def test_the_example_of_settings_names_each_setting_that_exists(tmp_path: Path):
    known = set(config.settings({}, {"INSTANCE": str(tmp_path)}))
    named = set(re.findall(r"^#? ?DELIBERATE_(\w+)=", text_of(ROOT / ".env.example"), re.MULTILINE))

    assert named - known == set()
    assert set(config.WORDS) - named == set()
