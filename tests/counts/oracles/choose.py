"""Take 300 ballots out of a budget and out of a ward, the same ones each time.

Only the standard library is used, and none of our own readers: what is checked against these
ballots must not have chosen them.
"""

from pathlib import Path

HERE = Path(__file__).parent
FILES = HERE.parent / "files"
BUDGET = FILES / "pabulib" / "Poland_Warszawa_2017_Stara_Praga_i_Szmulowizna_z_Michalowem.pb"
WARD = FILES / "stv" / "renfrewshire_2022_ward4.blt"
BALLOTS = 300
MOST_RANKS = 10  # a ballot page takes no more


def main() -> None:
    (HERE / "budget-300.pb").write_text(budget(), encoding="utf-8")
    (HERE / "ward-300.blt").write_text(ward(), encoding="utf-8")


def budget() -> str:
    """Return the budget with evenly spread ballots of its own; all of them fit into the money."""
    head, _, votes = BUDGET.read_text(encoding="utf-8").partition("\nVOTES\n")
    columns, *ballots = votes.splitlines()
    chosen = spread([line for line in ballots if line.split(";")[1]])
    head = head.replace("num_votes;967", f"num_votes;{BALLOTS}")
    return "\n".join([head, "VOTES", columns, *chosen, ""])


def ward() -> str:
    """Return the ward with evenly spread papers of its own, of those with ten ranks at most."""
    start, *lines = WARD.read_text(encoding="utf-8").splitlines()
    end = lines.index("0")
    papers = []
    for line in lines[:end]:
        times, *ranks = line.split()
        if 1 <= len(ranks) - 1 <= MOST_RANKS:
            papers += [f"1 {' '.join(ranks)}"] * int(times)
    return "\n".join([start, *spread(papers), *lines[end:], ""])


def spread(papers: list[str]) -> list[str]:
    """Return as many as are wanted, at even distances through all of them.

    >>> len(spread([str(number) for number in range(967)]))
    300
    """
    return [papers[place * len(papers) // BALLOTS] for place in range(BALLOTS)]


if __name__ == "__main__":
    main()
