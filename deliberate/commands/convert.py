"""`deliberate convert`."""

import click

from deliberate.commands.asking import FROM, READING, STDIN, TO, content_of, refusals, show_exactly

EXAMPLE = """\b
For example:
  deliberate convert ward.blt ward.csv
  deliberate convert answers.csv ward.blt --seats 3 --option ballots=ranks"""


@click.command(
    epilog=READING + EXAMPLE, short_help="Write the ballots in a file in another format."
)
@click.argument("file", metavar="FILE")
@click.argument("out", metavar="OUT")
@FROM
@TO
@click.option("--seats", type=int, help="How many are to be elected, if not as the file says.")
@click.option("--budget", help="The budget in whole units, if not as the file says.")
@click.option(
    "--option",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="How to read the file; see below.",
)
@click.option("--lossy", is_flag=True, help="Leave out what the other format has no place for.")
def convert(
    *,
    file: str,
    out: str,
    form: str | None,
    to: str | None,
    seats: int | None,
    budget: str | None,
    settings: tuple[str, ...],
    lossy: bool,
) -> None:
    """Write the ballots in FILE as OUT, in the format of its ending ("-" for standard streams).

    Ballots are never changed. What else would be lost, such as costs in a BLT file, is named and
    nothing is written, unless --lossy says to leave it out.

    Ends with 0 if OUT is written, 2 if not.
    """
    from deliberate.tally.orders.convert import Conversion, convert_file
    from deliberate.tally.orders.count import format_for
    from deliberate.tally.orders.settings import settings_of

    with refusals(file):
        asked = Conversion(
            format_for(form, file),
            format_for(to, out, "--to"),
            seats=seats,
            budget=budget,
            settings=settings_of(settings),
            lossy=lossy,
        )
        converted = convert_file(content_of(file), asked)
    if out == STDIN:
        show_exactly(converted.text)
    else:
        with refusals(out), open(out, "wb") as opened:
            opened.write(converted.text.encode())
    if converted.lost:
        click.echo(f"{out}: left out: {', '.join(converted.lost)}", err=True)
