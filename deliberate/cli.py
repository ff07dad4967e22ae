"""The command line: `deliberate`.

What a command needs is imported inside it, so that counting a file loads neither the web nor the
database.
"""

import click

from deliberate.commands.asking import end
from deliberate.commands.compare import compare
from deliberate.commands.convert import convert
from deliberate.commands.count import count
from deliberate.commands.explain import explain


def _version(context: click.Context, _option: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001
    """Print the version that is installed, and end."""
    if is_asked and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"deliberate {version('deliberate')}")
        except PackageNotFoundError:
            end(2, "deliberate runs from its source here, and no version is installed")
        context.exit()


EXAMPLE = """\b
For example:
  deliberate count ward.blt --rule stv-scottish
  deliberate COMMAND --help"""


@click.group(epilog=EXAMPLE)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Participatory deliberation and voting, with counts that anyone can repeat."""


main.add_command(count)
main.add_command(compare)
main.add_command(convert)
main.add_command(explain)


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
        end(2, f"{email}: write an email address with an @, like mina@example.org.")
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
        end(2, str(reason))
    if is_new:
        click.echo("The demonstration is loaded.")
    if is_there(app):
        address = f"{app.config['BASE_URL']}/dev/sign-in"
        click.echo(f"Sign in as one of its people with one press: {address}")


if __name__ == "__main__":
    main()
