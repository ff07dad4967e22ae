"""`deliberate compare`."""

import click

from deliberate.commands.asking import SETTINGS, Asking, how_to_count, refusals, show, width
from deliberate.commands.count import ALL
from deliberate.commands.progress import progress

EXAMPLE = """\b
For example:
  deliberate compare ward.blt --seats 1 --option strength=margins"""


@click.command(
    epilog=SETTINGS + EXAMPLE,
    short_help="Count the ballots in a file under every rule of their kind.",
)
@how_to_count
@click.option(
    "--format",
    "written_as",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A page for people, or canonical JSON.",
)
@ALL
def compare(asking: Asking, written_as: str, *, every: bool) -> None:
    """Count the ballots in FILE ("-" for standard input) under every rule of their kind.

    Shows side by side who wins, or what is funded. To choose a rule by this is to choose the
    winner: choose it before anybody has seen the ballots.

    A setting given by --option goes to all rules that have it.

    Ends with 0 if there is a result, 2 if the file can't be read or counted so, 3 if lots would
    be needed and are refused.
    """
    from deliberate.tally.orders.compare import compare_file, report_of_first

    with refusals(asking.file), progress():
        order = asking.order("")
        compared = compare_file(asking.content(), order)
    if written_as == "json":
        from deliberate.tally.canonical.comparison import compared_as_json

        show(compared_as_json(compared.side_by_side, compared.source, compared.lots))
        return
    from deliberate.tally.page.as_text import as_text
    from deliberate.tally.page.compared import comparison_of

    report = report_of_first(compared, order, asking.file, every=every)
    show(as_text(comparison_of(compared.side_by_side, report), width()))
