"""The table of what was found, as it stands in the docs."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[3] / "docs" / "other-programs.md"
BEGIN, END = "<!-- what `make oracles` found -->", "<!-- end -->"


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write a row for each rule, its settings and the library.

    >>> print(table([{"rule": "irv", "library": "pyrankvote", "version": "2.0.6", "contests": 9,
    ...               "found": {"same": 8, "runoff-tie": 1}}]))
    | rule | library | contests | agree | otherwise |
    |---|---|---:|---:|---|
    | `irv` | pyrankvote 2.0.6 | 9 | 8 | `runoff-tie` 1 |
    """
    lines = ["| rule | library | contests | agree | otherwise |", "|---|---|---:|---:|---|"]
    for row in rows:
        other = ", ".join(f"`{why}` {n}" for why, n in row["found"].items() if why != "same")
        library = f"{row['library']} {row['version']}".strip()
        cells = [f"`{row['rule']}`", library, row["contests"], row["found"].get("same", 0), other]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines).replace("|  |", "| |")


def put_into_docs(rows: Iterable[Mapping[str, Any]]) -> None:
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCS.write_text(f"{before}{BEGIN}\n\n{table(rows)}\n\n{END}{after}", encoding="utf-8")
