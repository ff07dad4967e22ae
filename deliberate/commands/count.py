"""`deliberate count`."""

import click

from deliberate.commands.asking import RULE, Asking, how_to_count, refusals, show


@click.command()
@RULE
@how_to_count
@click.option("--format", "written_as", type=click.Choice(["json", "text"]), default="text")
def count(asking: Asking, rule: str, written_as: str) -> None:
    """Count the ballots in FILE ("-" for standard input) by a rule.

    Ends with 0 if there is a result, 2 if the file can't be read or counted so, 3 if lots would
    be needed and are refused.
    """
    from deliberate.tally.commands.count import count_file, told
    from deliberate.tally.telling.canonical import to_json

    with refusals(asking.file):
        counted = count_file(asking.content(), asking.order(rule))
    if written_as == "json":
        show(to_json(counted.outcome, counted.source))
    else:
        show("\n".join(told(counted)))
