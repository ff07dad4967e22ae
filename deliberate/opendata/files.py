"""The files of a count: what each holds, as text, and whether it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from babel.numbers import get_currency_precision

from deliberate.counting.publication import Published
from deliberate.counting.rules import options_of
from deliberate.tally.choices import approval_profile, ranked_profile
from deliberate.tally.files.blt import write_blt
from deliberate.tally.files.election import About, ApprovalElection, Format
from deliberate.tally.files.pabulib import write_pabulib
from deliberate.tally.lots import LotOrder, lots_from_root, root_of
from deliberate.tally.profile import Option
from deliberate.tally.telling.names import distinct_names
from deliberate.voting.models import Contest
from deliberate.voting.tracker import in_groups

# A spreadsheet takes a cell that starts so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class FileName(StrEnum):
    """The files that a count may have, at addresses that never change."""

    RANKED_BALLOTS = "ballots.blt"
    CHOSEN_BALLOTS = "ballots.pb"
    OUTCOME = "outcome.json"
    LEAVES = "leaves.txt"
    RECEIPTS = "receipts.txt"


def is_published(name: FileName, published: Published) -> bool:
    """Say whether the ladder shows this file."""
    match name:
        case FileName.RANKED_BALLOTS | FileName.CHOSEN_BALLOTS | FileName.OUTCOME:
            # The outcome's file says what would have been enough: that follows from the ballots.
            return published.profile
        case FileName.LEAVES:
            return published.leaves
        case FileName.RECEIPTS:
            return published.trackers


def lot_order(contest: Contest) -> LotOrder:
    """Return the order in which lots favour a sealed contest's options."""
    return lots_from_root(contest.leaves_root or root_of(()), options_of(contest))


def ranked_ballots(contest: Contest, counts: Mapping[str, int], title: str) -> str:
    """Write the ballots of a ranked contest as BLT.

    Its options stand in the order of the lots, so that every program that breaks ties by file
    order agrees. Options of one name are told apart by their numbers.
    """
    profile = ranked_profile(_told_apart(options_of(contest)), counts)
    return write_blt(profile, contest.seats or 1, _on_one_line(title), lot_order(contest))


def chosen_ballots(contest: Contest, counts: Mapping[str, int], title: str) -> str:
    """Write the ballots of a contest about money as Pabulib's .pb, projects in lot order."""
    options = tuple(replace(option, name=inert(option.name)) for option in options_of(contest))
    profile = approval_profile(options, counts)
    about = About(
        Format.PB,
        inert(title),
        lines=profile.voters,
        budget=contest.budget_minor or 0,
        places=get_currency_precision(contest.currency),
        currency=contest.currency,
    )
    return write_pabulib(ApprovalElection(about, profile), lot_order(contest))


def leaves_text(leaves: Sequence[bytes]) -> str:
    """Write the leaves in hexadecimal, sorted, one a line."""
    return "".join(f"{leaf.hex()}\n" for leaf in sorted(leaves))


def receipts_text(ballots: Sequence[tuple[str, str]]) -> str:
    """Write every ballot as its receipt's code and its choices, sorted by code, one a line."""
    return "".join(f"{in_groups(tracker)} {choices}\n" for tracker, choices in sorted(ballots))


def _told_apart(options: Sequence[Option]) -> tuple[Option, ...]:
    """Give options of one name their numbers: a ranked file names them and nothing else."""
    names = distinct_names(options)
    return tuple(replace(option, name=_on_one_line(names[option.number])) for option in options)


def _on_one_line(text: str) -> str:
    """Put a text on the one line that a name has in a BLT file."""
    return text.replace("\r", " ").replace("\n", " ")


def inert(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line
