"""Where the folders that are not Python live: templates, static files, migrations."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return a top-level folder: inside the package once installed, beside it in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def is_checkout() -> bool:
    """Say whether the program runs from a checkout rather than from an installed wheel."""
    return (_PACKAGE.parent / "pyproject.toml").is_file()
