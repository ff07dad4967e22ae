"""What holds for the repository as a whole."""

import io
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from deliberate import config

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
POT = ROOT / "deliberate" / "translations" / "messages.pot"

# Put together here, so that this file does not hold them either.
REGISTRIES = [name + ".org" for name in ("pypi", "pythonhosted", "registry.npmjs", "deb.debian")]
MACHINE_FOLDERS = re.compile(r"(?<![\w.$}-])/(?:work|tmp|root)/\w")

# What an installed copy must be able to do anywhere, without the checkout.
TRY_INSTALLED = """
import sys
import deliberate.app
assert deliberate.__file__.startswith(sys.prefix), deliberate.__file__
app = deliberate.app.create_app()
for address in ("/static/site.css", "/"):
    print(app.test_client().get(address).status_code, address)
"""


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


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment that holds the built wheel, and borrows its dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    output_of(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index")
    output_of(*pip, *folder.glob("*.whl"))
    own = output_of(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    (Path(own) / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path) -> dict[str, Any]:
    """Run in a folder that has nothing of ours, with settings of its own."""
    ours = ("PYTHONPATH", "DELIBERATE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {"cwd": tmp_path, "env": clean | {"DELIBERATE_INSTANCE": str(tmp_path / "instance")}}


def test_an_installed_wheel_migrates_and_serves_far_from_its_checkout(
    installed: Path, elsewhere: dict[str, Any]
):
    python = installed / "venv" / "bin" / "python"

    output_of(python, "-m", "flask", "--app", "deliberate.app", "db", "upgrade", **elsewhere)
    answers = output_of(python, "-c", TRY_INSTALLED, **elsewhere)

    assert answers.splitlines() == ["200 /static/site.css", "200 /"]


def test_an_installed_wheel_brings_the_command_line(installed: Path, elsewhere: dict[str, Any]):
    says = output_of(installed / "venv" / "bin" / "deliberate", "--help", **elsewhere)

    assert "serve" in says


def test_the_tally_loads_neither_web_nor_database():
    loaded = output_of(
        sys.executable, "-c", "import deliberate.tally, sys; print(*sys.modules)", cwd=ROOT
    )

    heavy = {"flask", "sqlalchemy", "werkzeug", "jinja2"}
    assert "deliberate.tally" in loaded.split()
    assert heavy.isdisjoint(loaded.split())


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


def test_the_catalogue_holds_exactly_the_sentences_of_the_sources(tmp_path: Path):
    output_of(
        "make",
        "--assume-old=.venv/.ready",
        "catalogue",
        f"BIN={BIN}",
        f"CATALOGUE={tmp_path / 'now.pot'}",
        cwd=ROOT,
    )

    assert sentences_of(POT) == sentences_of(tmp_path / "now.pot"), "run `make catalogue`"


def sentences_of(pot: Path) -> set[object]:
    return {message.id for message in read_po(io.BytesIO(pot.read_bytes())) if message.id}


def test_the_example_of_settings_names_each_setting_that_exists(tmp_path: Path):
    known = set(config.settings({}, {"INSTANCE": str(tmp_path)}))
    named = set(re.findall(r"^#? ?DELIBERATE_(\w+)=", text_of(ROOT / ".env.example"), re.MULTILINE))

    assert named - known == set()
    assert set(config.WORDS) - named == set()
