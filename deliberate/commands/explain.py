"""`deliberate explain`."""

from dataclasses import replace

import click

from deliberate.commands.asking import RULE, SETTINGS, Asking, how_to_count, refusals, show, width
from deliberate.commands.count import ALL
from deliberate.commands.progress import progress

EXAMPLE = """\b
For example:
  deliberate explain ward.blt --rule stv-scottish --why 'Nina Baker'"""


@click.command(
    epilog=SETTINGS + EXAMPLE,
    short_help="Say in sentences why the ballots came out as they did.",
)
@RULE
@how_to_count
@click.option("--why", "about", metavar="OPTION", help="Only this option: its id, number or name.")
@ALL
def explain(asking: Asking, rule: str, about: str | None, *, every: bool) -> None:
    """Say in sentences why the ballots in FILE came out as they did, without tables.

    FILE may be "-" for standard input.

    Ends with 0 if there is a result, 2 if the file can't be read or counted so, 3 if lots would
    be needed and are refused.
    """
    from deliberate.tally.orders.count import count_file, report_of
    from deliberate.tally.orders.finding import find_option
    from deliberate.tally.orders.how_close import how_close, looked_longer
    from deliberate.tally.page.as_text import as_text, wrapped
    from deliberate.tally.page.building import explanation_of, why_of

    with refusals(asking.file), progress():
        order = asking.order(rule)
        counted = count_file(asking.content(), order)
        options = counted.outcome.options
        number = None if about is None else find_option(about, options)
        counted = looked_longer(counted)
    report = report_of(counted, order, asking.file, every=every)
    if number is None:
        with progress():
            close = how_close(counted, order)
        report = replace(report, close=close)
        show(as_text(explanation_of(report), width()))
    else:
        told = why_of(report, number)
        show("\n".join(line for sentence in told for line in wrapped(sentence, width())))
