"""The command line: `deliberate`.

What a command needs is imported inside it, so that counting a file loads neither the web nor the
database.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

STDIN = "-"


@click.group()
def main() -> None:
    """Participatory deliberation and voting, with counts that anyone can repeat."""


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--rule", required=True, help="stv-scottish, irv, greedy or equal-shares.")
@click.option("--seats", type=int, help="How many are to be elected, if not as the file says.")
@click.option("--budget", help="The budget in whole units, if not as the file says.")
@click.option(
    "--option", "settings", multiple=True, metavar="KEY=VALUE", help="A setting of the rule."
)
@click.option("--format", "written_as", type=click.Choice(["json", "text"]), default="text")
@click.option("--from", "form", help="The file's format: blt, soc, soi, toc, toi or pb.")
@click.option(
    "--on-tie",
    type=click.Choice(["lots", "refuse"]),
    default="lots",
    help="What to do where only lots can tell options apart; lots go by file order.",
)
def count(
    file: str,
    rule: str,
    seats: int | None,
    budget: str | None,
    settings: tuple[str, ...],
    written_as: str,
    form: str | None,
    on_tie: str,
) -> None:
    """Count the ballots in FILE ("-" for standard input) by a rule.

    Ends with 0 if there is a result, 2 if the file can't be read or counted so, 3 if lots would
    be needed and are refused.
    """
    from deliberate.tally.commands.count import Order, count_file, format_for, told
    from deliberate.tally.commands.settings import BadOrder, settings_of
    from deliberate.tally.files.election import BadFile
    from deliberate.tally.lots import TieRefused
    from deliberate.tally.telling.canonical import to_json

    try:
        content = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
        order = Order(
            rule,
            format_for(form, file),
            seats=seats,
            budget=budget,
            settings=settings_of(settings),
            refuse_lots=on_tie == "refuse",
        )
        counted = count_file(content, order)
    except OSError as refused:
        _end(2, f"{file}: {refused.strerror}")
    except BadFile as refused:
        _end(2, f"{file}:{refused.line}: {refused.reason}")
    except BadOrder as refused:
        _end(2, f"{file}: {refused}")
    except TieRefused as refused:
        _end(3, f"{file}: {refused}")
    if written_as == "json":
        text = to_json(counted.outcome, counted.source)
    else:
        text = "\n".join(told(counted))
    sys.stdout.buffer.write(text.encode() + b"\n")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=int, help="The port to listen on; else the base address's, or 8000.")
@click.option("--workers", default=1, show_default=True, help="How many web processes.")
def serve(host: str, port: int | None, workers: int) -> None:
    """Serve the site, and do what falls due."""
    from deliberate import serving

    serving.serve(host, port, workers)


@main.command()
@click.option("--beside", type=int, hidden=True, help="Stop when this process is gone.")
def work(beside: int | None) -> None:
    """Do what falls due: letters, and what the clock decides."""
    from deliberate import serving

    serving.run_worker(beside)


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    from deliberate import serving
    from deliberate.app import create_app

    serving.migrate(create_app())


@main.command()
@click.argument("email")
def convener(email: str) -> None:
    """Let EMAIL start questions, and print an address that signs them in once."""
    from deliberate import serving
    from deliberate.accounts.addresses import AddressMistyped

    try:
        address = serving.welcome_convener(email)
    except AddressMistyped:
        _end(2, f"{email}: write an email address with an @, like mina@example.org.")
    click.echo("Open this within 15 minutes. It works once:")
    click.echo(address)


@main.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there are questions already.")
def demo(*, if_empty: bool) -> None:
    """Load the demonstration: invented questions, and counts of real ballots."""
    from deliberate import serving
    from deliberate.app import create_app
    from deliberate.demo.loading import NotLoaded, is_there, load

    app = create_app()
    serving.migrate(app)
    try:
        is_new = load(app, if_empty=if_empty)
    except NotLoaded as reason:
        _end(2, str(reason))
    if is_new:
        click.echo("The demonstration is loaded.")
    if is_there(app):
        address = f"{app.config['BASE_URL']}/dev/sign-in"
        click.echo(f"Sign in as one of its people with one press: {address}")


def _end(code: int, reason: str) -> NoReturn:
    """Say in one line why there is no result, and end."""
    click.echo(" ".join(reason.split()), err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
