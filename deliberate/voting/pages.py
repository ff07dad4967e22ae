"""The pages of the ballot: what each shows, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask import current_app, g, render_template, request
from flask_babel import gettext as _

from deliberate.accounts.tokens import Secrets, secrets_of
from deliberate.db import db
from deliberate.questions.models import Question
from deliberate.voting import ballots, casting
from deliberate.voting.casting import NOTHING_CAST, BallotBox, Receipt, Window
from deliberate.voting.errors import BallotRefused, StaleBallot
from deliberate.voting.forms import Carried, carry, new_nonce
from deliberate.voting.models import BallotForm, Contest, Option
from deliberate.voting.tracker import in_groups
from deliberate.web.filters import money

MIXED, BY_COST, BY_NAME = "mixed", "cost", "name"


@dataclass(frozen=True)
class Booth:
    """Where one voter stands: the question, its contest, and their box."""

    question: Question
    contest: Contest
    window: Window
    box: BallotBox


def show_is_in(booth: Booth, revision: int, receipt: Receipt | None = None) -> str:
    """Render that a ballot is in, and what can be done; with its receipt, what it says as well."""
    slip = ballots.slip_of(booth.contest, receipt.choices) if receipt else ballots.Slip(())
    return render_template(
        "voting/is_in.html",
        booth=booth,
        receipt=receipt,
        code=in_groups(receipt.tracker) if receipt else "",
        chosen=chosen(booth.contest, slip),
        revision=revision,
        new_nonce=new_nonce().hex(),
    )


def show_ballot(
    booth: Booth,
    slip: ballots.Slip,
    *,
    replaces: int = NOTHING_CAST,
    is_change: bool = False,
    refusal: BallotRefused | None = None,
) -> str:
    """Render the ballot with what is chosen so far, and what there is to check."""
    sort = request.form.get("sort") or request.form.get("sorted") or MIXED
    return render_template(
        "voting/ballot.html",
        booth=booth,
        options=in_order(booth.contest.options, sort, g.person.id, booth.contest.code),
        sort=sort,
        places=_places(booth.contest, slip),
        slip=slip,
        replaces=replaces,
        is_change=is_change,
        refusal=refusal,
        to_check=to_check(booth.contest, slip, refusal),
    )


def to_check(
    contest: Contest, slip: ballots.Slip, refusal: BallotRefused | None
) -> list[tuple[str, str]]:
    """Return what there is to check: the sentence, then each option that it is about."""
    if refusal is None:
        return []
    field = "option" if contest.ballot_form == BallotForm.RANKED else "choice"
    marked = [option for option in contest.options if option.number in refusal.marked]
    enough = ballots.enough_alone(contest, slip)
    return [
        (str(refusal), ""),
        *((_what_to_do(contest, option, enough), f"#{field}-{option.number}") for option in marked),
    ]


def _what_to_do(contest: Contest, option: Option, enough: Sequence[int]) -> str:
    if option.cost_minor is None or contest.ballot_form == BallotForm.RANKED:
        return option.title
    cost = money(option.cost_minor, contest.currency)
    if option.number in enough:
        return str(_("%(title)s, %(cost)s: taking it out is enough", title=option.title, cost=cost))
    return f"{option.title}, {cost}"


def show_review(booth: Booth, slip: ballots.Slip, on_its_way: Carried) -> str:
    """Render what was chosen, to be read once more and cast."""
    return render_template(
        "voting/review.html",
        booth=booth,
        slip=slip,
        chosen=chosen(booth.contest, slip),
        cost=ballots.cost_of(booth.contest, slip.numbers),
        ballot=on_its_way.to_field(booth.contest, secrets()),
        replaces=on_its_way.replaces,
    )


def show_both(booth: Booth, on_its_way: Carried, stale: StaleBallot) -> str:
    """Render the ballot that is in beside the one that was sent: the voter says which counts."""
    there = casting.ballot_in(db.session(), booth.box)
    revision = there.revision if there else NOTHING_CAST
    again = carry(on_its_way.choices, revision)
    return render_template(
        "voting/both.html",
        booth=booth,
        sentence=str(stale),
        sent=chosen(booth.contest, ballots.slip_of(booth.contest, on_its_way.choices)),
        there=chosen(booth.contest, ballots.slip_of(booth.contest, there.choices)) if there else [],
        ballot=again.to_field(booth.contest, secrets()),
    )


def show_receipt(booth: Booth, receipt: Receipt) -> str:
    """Render the receipt of a ballot that was recorded."""
    return render_template(
        "voting/receipt.html",
        booth=booth,
        code=in_groups(receipt.tracker),
        chosen=chosen(booth.contest, ballots.slip_of(booth.contest, receipt.choices)),
    )


def chosen(contest: Contest, slip: ballots.Slip) -> list[Option]:
    """Return the options of a slip, in its order."""
    by_number = {option.number: option for option in contest.options}
    return [by_number[number] for number in slip.numbers]


def in_order(options: Sequence[Option], sort: str, person_id: int, code: str) -> list[Option]:
    """Return the options as this person sees them: mixed by default, the same at each visit."""
    if sort == BY_COST:
        return sorted(options, key=lambda option: (option.cost_minor or 0, option.number))
    if sort == BY_NAME:
        return sorted(options, key=lambda option: option.title.casefold())
    return sorted(
        options,
        key=lambda option: sha256(f"{code}|{person_id}|{option.number}".encode()).digest(),
    )


def _places(contest: Contest, slip: ballots.Slip) -> Mapping[int, int]:
    """Return the place of each ranked option, as its select shows it: as typed, or as cast."""
    if contest.ballot_form != BallotForm.RANKED:
        return {}
    if slip.numbers:
        return {number: place for place, number in enumerate(slip.numbers, start=1)}
    numbers = [option.number for option in contest.options]
    typed = {number: request.form.get(f"rank-{number}", "") for number in numbers}
    places = {str(place) for place in range(1, len(numbers) + 1)}
    return {number: int(text) for number, text in typed.items() if text in places}


def secrets() -> Secrets:
    """Return the secrets that sign what a page carries: earlier ones still open it."""
    return secrets_of(current_app.config)
