"""What the commands that count have in common: the file, how to count it, and how they end.

The tally is imported inside functions, so that other commands start without it.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, ParamSpec

import click

if TYPE_CHECKING:
    from deliberate.tally.orders.count import Order

P = ParamSpec("P")

STDIN = "-"

# What commands a terminal, or turns the direction of writing; line ends and tabs may stay.
_COMMANDING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


class _OneOf(click.Option):
    """An option that takes one of some words; its help lists them, and they load only for that."""

    def words(self) -> Iterable[str]:
        """Return the words."""
        raise NotImplementedError

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = f"{self.help} {', '.join(self.words())}."
        return super().get_help_record(ctx)


class _RuleName(click.types.StringParamType):
    """The name of a rule; whoever says none is told which there are."""

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        from deliberate.tally.orders.rules import RULES

        return f"It is one of {', '.join(RULES)}"


class _OneRule(_OneOf):
    def words(self) -> Iterable[str]:
        from deliberate.tally.orders.rules import RULES

        return RULES


class _OneFormat(_OneOf):
    def words(self) -> Iterable[str]:
        from deliberate.tally.files.election import Format

        return [form.value for form in Format]


RULE = click.option("--rule", cls=_OneRule, type=_RuleName(), required=True, help="One of")
FROM = click.option(
    "--from", "form", cls=_OneFormat, help="The file's format, if its name does not end in it:"
)
TO = click.option(
    "--to", cls=_OneFormat, help="The format to write, if the new name does not end in it:"
)

ON_TIE = ("lots", "refuse")

READING = """\b
Settings of how a file is read, for --option:
  any file             encoding=utf-8|utf-16|windows-1252|windows-1250|
                       iso-8859-1|iso-8859-2
  not as it should be  lenient=true
  CSV                  ballots=ranks|choices|list|picks|points|ticks
                       "ignore=Name;Age"  count=Papers  "options=Ada;Bo"
                       separator=,  delimiter=comma|semicolon|tab
                       "blank=Nein;-"  "ticks=Ja"

"""

SETTINGS = f"""{READING}\b
Settings of rules, the usual one first:
  schulze, ranked-pairs, minimax  strength=winning|margins
  borda         truncated=average|zero|modified
  greedy        by=votes|votes/cost  min_votes=1
  equal-shares  utility=cost|cardinality|points  completion=add1u|add1|none
                add1_stop=overspend|exhaustive  min_votes=1
  phragmen      overshoot=stop

"""

_HOW = (
    click.argument("file", metavar="FILE"),
    FROM,
    click.option("--seats", type=int, help="How many are to be elected, if not as the file says."),
    click.option("--budget", help="The budget in whole units, if not as the file says."),
    click.option(
        "--option",
        "settings",
        multiple=True,
        metavar="KEY=VALUE",
        help="A setting of the rule, or of how the file is read; see below.",
    ),
    click.option("--lots", metavar="SEED", help="Draw lots by this text, said before the count."),
    click.option("--contest", metavar="ID", help="The contest's id, which goes into the lots."),
    click.option(
        "--on-tie",
        type=click.Choice(ON_TIE),
        default="lots",
        help="Where only lots can tell options apart: draw them (by the order of the file, if "
        "there is no --lots), or end with 3.",
    ),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A file and how to count it, as typed on the command line."""

    file: str
    form: str | None
    seats: int | None
    budget: str | None
    settings: tuple[str, ...]
    lots: str | None
    contest: str | None
    on_tie: str

    def content(self) -> bytes:
        """Read the file, or standard input."""
        return content_of(self.file)

    def order(self, rule: str) -> "Order":
        """Return what to count by a rule, and how. Raises BadOrder."""
        from deliberate.tally.orders.count import Order, format_for
        from deliberate.tally.orders.settings import BadOrder, settings_of

        settings = settings_of(self.settings)
        # A body that declares its rule as a list of settings declares this one among them.
        on_tie = settings.pop("on_tie", self.on_tie)
        if on_tie not in ON_TIE:
            raise BadOrder(f"on_tie is one of {', '.join(ON_TIE)}, not {on_tie}")
        return Order(
            rule,
            format_for(self.form, self.file),
            seats=self.seats,
            budget=self.budget,
            settings=settings,
            lots=self.lots,
            contest=self.contest,
            refuse_lots=on_tie == "refuse",
        )


def how_to_count(command: Callable[Concatenate[Asking, P], None]) -> Callable[..., None]:
    """Give a command FILE and the options that say how to count it, as one Asking."""

    @wraps(command)
    def asked(*rest: P.args, **typed: P.kwargs) -> None:
        own: dict[str, Any] = {name: typed.pop(name) for name in Asking.__slots__}
        command(Asking(**own), *rest, **typed)

    with_options: Callable[..., None] = asked
    for option in reversed(_HOW):
        with_options = option(with_options)
    return with_options


@contextmanager
def refusals(file: str) -> Iterator[None]:
    """End with 2 if the file can't be read or counted as asked, with 3 if lots are refused."""
    from deliberate.tally.files.election import BadFile
    from deliberate.tally.lots import TieRefused
    from deliberate.tally.orders.settings import BadOrder

    try:
        yield
    except OSError as refused:
        end(2, f"{file}: {refused.strerror}")
    except BadFile as refused:
        end(2, f"{file}:{refused.line}: {refused.reason}")
    except BadOrder as refused:
        end(2, f"{file}: {refused}")
    except TieRefused as refused:
        end(3, f"{file}: {refused}")


def content_of(file: str) -> bytes:
    """Read a file, or standard input."""
    if file == STDIN:
        return sys.stdin.buffer.read()
    with open(file, "rb") as opened:
        return opened.read()


def end(code: int, reason: str) -> NoReturn:
    """Say in one line why there is no result, and end."""
    from deliberate.tally.telling.names import clean

    click.echo(" ".join(clean(reason).split()), err=True)
    sys.exit(code)


def show(text: str) -> None:
    """Print a text in UTF-8, whatever the terminal's locale is, and a line end."""
    show_exactly(text + "\n")


def show_exactly(text: str) -> None:
    r"""Print a text in UTF-8; on a terminal, signs that would command it are written as \u001b."""
    if sys.stdout.isatty():
        text = _COMMANDING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    try:
        sys.stdout.buffer.write(text.encode())
        # A reader who has gone away (`| head`) is noticed here, not when Python has ended.
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as refused:
        # Python writes again, as it ends, what is still waiting to be written: to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        end(2, f"the output can't be written: {refused.strerror}")


def width() -> int:
    """Return how wide a page of text may be: as the terminal is, and never wider than a book."""
    widest = 80
    if not sys.stdout.isatty():
        return widest
    from shutil import get_terminal_size

    return min(get_terminal_size().columns, widest)
