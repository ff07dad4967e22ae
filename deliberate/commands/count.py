"""`deliberate count`."""

from dataclasses import replace

import click

from deliberate.commands.asking import RULE, SETTINGS, Asking, how_to_count, refusals, show, width
from deliberate.commands.progress import progress

ALL = click.option("--all", "every", is_flag=True, help="Show every option and every round.")


EXAMPLE = """\b
For example:
  deliberate count ward.blt --rule stv-scottish --format html > ward.html
  deliberate count answers.csv --rule irv --option ballots=ranks
  deliberate count - --from pb --rule equal-shares < city.pb"""


@click.command(epilog=SETTINGS + EXAMPLE, short_help="Count the ballots in a file by a rule.")
@RULE
@how_to_count
@click.option(
    "--format",
    "written_as",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="A page for people, canonical JSON, or a page for a browser.",
)
@ALL
def count(asking: Asking, rule: str, written_as: str, *, every: bool) -> None:
    """Count the ballots in FILE ("-" for standard input) by a rule.

    Ends with 0 if there is a result, 2 if the file can't be read or counted so, 3 if lots would
    be needed and are refused.
    """
    from deliberate.tally.orders.count import count_file, report_of

    with refusals(asking.file), progress():
        order = asking.order(rule)
        counted = count_file(asking.content(), order)
    if written_as == "json":
        from deliberate.tally.canonical.outcome import to_json

        show(to_json(counted.outcome, counted.source))
        return
    from deliberate.tally.orders.how_close import how_close, looked_longer
    from deliberate.tally.page.building import page_of

    with progress():
        counted = looked_longer(counted)
        close = how_close(counted, order)
    report = report_of(counted, order, asking.file, close, every=every)
    if written_as == "html":
        from deliberate.tally.page.as_html import as_html

        show(as_html(page_of(replace(report, for_browser=True))))
    else:
        from deliberate.tally.page.as_text import as_text

        show(as_text(page_of(report), width()))
