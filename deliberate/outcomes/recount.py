"""How anyone counts again: the file, the command, and what it has to say."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import get_currency_precision

from deliberate.counting.rules import budget_rule, common_settings
from deliberate.tally.money import grouped, written
from deliberate.tally.outcome import Outcome
from deliberate.tally.page.report import short_number
from deliberate.tally.profile import Exact
from deliberate.tally.telling.explain import headline
from deliberate.tally.telling.names import clean, distinct_names
from deliberate.tally.telling.sentences import Voice, say
from deliberate.voting.models import BallotForm, Contest, RuleName

IN_THE_FILE = ("budget", "step")  # settings that the ballot file tells by itself


@dataclass(frozen=True)
class Recount:
    """`extension` names the ballot file's format; `command` is what to type beside that file.

    `says` is what its page says as the result, in English wherever it is run.
    """

    extension: str
    command: str
    says: str


def extension_of(contest: Contest) -> str:
    """Return the ending of a contest's ballot file: blt where options are ranked, else pb."""
    return "blt" if contest.ballot_form == BallotForm.RANKED else "pb"


def recount_of(contest: Contest, outcome: Outcome) -> Recount:
    """Return how to count a contest again, with all that was declared about it."""
    extension = extension_of(contest)
    command = ["deliberate count", f"ballots.{extension}", f"--rule {contest.rule}"]

    def money(units: Exact) -> str:
        amount = written(int(units), get_currency_precision(contest.currency))
        return f"{grouped(amount)} {contest.currency}"

    # As the command shows names: one that could command a terminal is shown without its signs.
    names = {number: clean(name) for number, name in distinct_names(outcome.options).items()}
    line = say(headline(outcome), names, Voice(number=short_number, money=money))
    return Recount(extension, " ".join([*command, *_settings(contest)]), line)


def comparison_of(contest: Contest) -> str:
    """Return the command that counts a contest's ballots under every rule of their kind."""
    seats = [f"--seats {contest.seats or 1}"] if contest.rule == RuleName.STV else []
    common = [f"--option {name}={value}" for name, value in common_settings(contest).items()]
    return " ".join(["deliberate compare", f"ballots.{extension_of(contest)}", *seats, *common])


def _settings(contest: Contest) -> Iterable[str]:
    """Return what the command has to be told, besides what the file says and what is usual."""
    if contest.rule == RuleName.STV:
        yield f"--seats {contest.seats or 1}"
    if contest.rule not in (RuleName.GREEDY, RuleName.EQUAL_SHARES):
        return
    rule = budget_rule(contest)
    usual = type(rule)(budget=rule.budget).settings()
    for name, value in sorted(rule.settings().items()):
        if name not in IN_THE_FILE and value != usual[name]:
            yield f"--option {name}={value}"
