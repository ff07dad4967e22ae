"""What `deliberate count` does: a file's bytes in, an outcome out."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from deliberate.tally.canonical.outcome import Source
from deliberate.tally.files.election import AnyElection, ApprovalElection, Format
from deliberate.tally.files.reading import format_of
from deliberate.tally.lots import LotOrder, file_order, lots_from_seed
from deliberate.tally.orders.reading import election_of
from deliberate.tally.orders.rules import Asked, ready, with_budget
from deliberate.tally.orders.settings import BadOrder, Settings
from deliberate.tally.outcome import Outcome, TooLarge
from deliberate.tally.profile import Option

if TYPE_CHECKING:
    from deliberate.tally.page.report import Report
    from deliberate.tally.telling.sentences import Sentence

_SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class Order:
    """What to count and how, as given on the command line.

    `seats` and `budget` (an amount or a fraction in whole units of the currency) take the place of
    what the file says; `settings` are the rule's, by name. `lots` is a seed that puts the options
    in the order of their lots, with the contest's id; without it lots go by the order of the file.
    `refuse_lots` makes ties raise TieRefused.
    """

    rule: str
    form: Format
    seats: int | None = None
    budget: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    lots: str | None = None
    contest: str | None = None
    refuse_lots: bool = False

    def lots_among(self, options: Sequence[Option]) -> LotOrder:
        """Put the options of the file in the order of their lots. Raises BadOrder."""
        if self.lots is None and self.contest is not None:
            raise BadOrder("--contest goes into lots drawn by a seed: say the seed with --lots")
        if self.lots is not None and not self.lots.strip():
            raise BadOrder("the seed after --lots is empty: say the text that was announced")
        if self.lots is None:
            order = file_order(options)
        else:
            order = lots_from_seed(self.lots.encode(), self.contest or "", options)
        return replace(order, refuse=self.refuse_lots)


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted file: the outcome, the election it came from, and what JSON says of its source.

    `told` is the outcome that a page tells: the same, or with more found of what would have been
    enough, as a page may take longer.
    """

    outcome: Outcome
    election: AnyElection
    source: Source
    told: Outcome


def count_file(content: bytes, order: Order) -> Counted:
    r"""Read and count a file.

    >>> content = b'2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> count_file(content, Order("irv", Format.BLT)).outcome.winners
    (1,)

    Raises BadFile, BadOrder, TieRefused.
    """
    settings = Settings(order.settings)
    election = election_of(content, order.form, settings)
    if order.budget is not None:
        election = with_budget(election, order.budget)
    counting = ready(Asked(order.rule, election, settings, order.seats))
    try:
        outcome = counting.count(order.lots_among(election.profile.options))
    except TooLarge as refused:
        raise BadOrder(str(refused)) from None
    outcome = with_supporters_found(outcome, election)
    about = election.about
    source = Source(sha256(content).hexdigest(), about.form.value, about.lines, about.places)
    return Counted(outcome, election, source, told=outcome)


def with_supporters_found(
    outcome: Outcome, election: AnyElection, limit: int | None = None
) -> Outcome:
    """Say how many more supporters would have funded what Equal Shares did not fund.

    They are looked for a little, as in every count, or up to a limit of work. Other outcomes stay
    as they are, and those where ballots give points: points don't say how many somebody else would
    have given.
    """
    if outcome.rule.name != "equal-shares" or not isinstance(election, ApprovalElection):
        return outcome
    from deliberate.tally.sure.supporters import A_LITTLE, with_more_votes

    return with_more_votes(election.profile, outcome, A_LITTLE if limit is None else limit)


def format_for(said: str | None, file: str, option: str = "--from") -> Format:
    """Return the format that is said or, if none is, the one of the file's ending.

    `option` is where it can be said.

    >>> format_for(None, "ward-7.blt")
    <Format.BLT: 'blt'>

    Raises BadOrder.
    """
    form = format_of(file if said is None else f".{said}")
    if form is None and option == "--from" and file.lower().endswith(_SPREADSHEETS):
        raise BadOrder("save the sheet as CSV in UTF-8, and give that file")
    if form is None:
        raise BadOrder(
            f"say the format with {option}: {', '.join(known.value for known in Format)}"
        )
    return form


def report_of(
    counted: Counted,
    order: Order,
    file: str,
    close: "tuple[Sentence, ...]" = (),
    *,
    every: bool = False,
) -> "Report":
    r"""Make ready what a page tells of a counted file; `every` asks for every option and round.

    `close` is what is known of how close it was.

    >>> content = b'2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> order = Order("irv", Format.BLT)
    >>> report_of(count_file(content, order), order, "chair.blt").again
    'deliberate count chair.blt --rule irv'
    """
    # JSON needs no words: they are loaded only for a page.
    from deliberate.tally.page.report import Report

    return Report(
        counted.told,
        counted.election.about,
        counted.source,
        file,
        again(order, file),
        close,
        counted=counted.outcome,
        every=every,
    )


def again(order: Order, file: str) -> str:
    """Return what to type to count a file in this way, ready for a shell.

    An order without a rule is one to compare rules.

    >>> again(Order("irv", Format.SOI, settings={"lenient": "true"}), "our ward.txt")
    "deliberate count 'our ward.txt' --rule irv --from soi --option lenient=true"
    """
    command = ["count", file, "--rule", order.rule] if order.rule else ["compare", file]
    words = ["deliberate", *command]
    if format_of(file) is not order.form:
        words += ["--from", order.form.value]
    if order.seats is not None:
        words += ["--seats", str(order.seats)]
    if order.budget is not None:
        words += ["--budget", order.budget]
    for key, value in order.settings.items():
        words += ["--option", f"{key}={value}"]
    if order.lots is not None:
        words += ["--lots", order.lots]
    if order.contest is not None:
        words += ["--contest", order.contest]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    r"""Quote a word for a shell; signs that can't be shown are written as $'\x1b'."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(sign: str) -> str:
    if sign.isprintable() and sign not in "'\\":
        return sign
    return "".join(f"\\x{byte:02x}" for byte in sign.encode(errors="surrogateescape"))
