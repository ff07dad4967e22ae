"""The ballot: choose, review, cast, receipt."""

import logging

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from deliberate.db import db
from deliberate.questions.gates import public_question
from deliberate.questions.models import Question, StageName, Who
from deliberate.questions.stages import scheduled
from deliberate.roll.entries import entry_of
from deliberate.roll.services import join
from deliberate.tally.choices import BLANK
from deliberate.voting import ballots, casting
from deliberate.voting.casting import Window
from deliberate.voting.errors import (
    BallotKeyUnfit,
    BallotRefused,
    BeingPrepared,
    ChangedMeanwhile,
    ContestClosed,
    NotOnTheRoll,
    StaleBallot,
    Unclear,
    VotingNotOpen,
)
from deliberate.voting.forms import carried, carry, nonce_in, revision_in
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest
from deliberate.voting.pages import (
    Booth,
    secrets,
    show_ballot,
    show_both,
    show_is_in,
    show_receipt,
    show_review,
)
from deliberate.voting.queries import contest_of
from deliberate.voting.services import join_roll
from deliberate.voting.tracker import in_groups, read_tracker
from deliberate.web import access
from deliberate.web.parts import see_other
from deliberate.web.refusals import Refusal

bp = Blueprint("voting", __name__)
log = logging.getLogger(__name__)


@bp.get("/q/<slug>/ballot")
@access.resident
def ballot(slug: str) -> ResponseReturnValue:
    """Show the ballot to fill in, or say that this voter's ballot is in."""
    booth = enter(slug)
    receipt = casting.ballot_in(db.session(), booth.box)
    if receipt is not None and ballots.slip_of(booth.contest, receipt.choices).numbers:
        return show_is_in(booth, receipt.revision)
    return show_ballot(booth, ballots.Slip(()), replaces=receipt.revision if receipt else 0)


@bp.post("/q/<slug>/ballot")
@access.resident
def check(slug: str) -> ResponseReturnValue:
    """Check what was chosen and show it, to be cast or changed; or sort, and keep the choices."""
    booth = enter(slug)
    replaces = revision_in(request.form.get("replaces", ""))
    slip = ballots.Slip(())
    try:
        slip = ballots.read_slip(booth.contest, request.form, request.form.getlist("choice"))
        if "sort" in request.form:
            return show_ballot(booth, slip, replaces=replaces)
        ballots.check_slip(booth.contest, slip)
    except BallotRefused as refusal:
        return show_ballot(booth, slip, replaces=replaces, refusal=refusal), 422
    return show_review(booth, slip, carry(ballots.choices_of(booth.contest, slip), replaces))


@bp.get("/q/<slug>/ballot/review")
@access.resident
def review(slug: str) -> ResponseReturnValue:
    """Send somebody who came here without a ballot to where they fill one in."""
    return redirect(url_for("voting.ballot", slug=slug), 303)


@bp.post("/q/<slug>/ballot/review")
@access.resident
def cast(slug: str) -> ResponseReturnValue:
    """Take in a ballot and show its receipt."""
    booth = enter(slug)
    on_its_way = carried(booth.contest, request.form.get("ballot", ""), secrets())
    try:
        receipt = casting.cast(
            db.session(),
            booth.box,
            on_its_way.choices,
            replaces=on_its_way.replaces,
            form_nonce=on_its_way.nonce,
            received_at=g.moment,
        )
    except StaleBallot as stale:
        return show_both(booth, on_its_way, stale), 409
    keep()
    return show_receipt(booth, receipt)


@bp.post("/q/<slug>/ballot/mine")
@access.resident
def mine(slug: str) -> ResponseReturnValue:
    """Show a voter their own ballot and receipt again, because they pressed for it."""
    booth = enter(slug)
    receipt = casting.ballot_in(db.session(), booth.box)
    if receipt is None or receipt.choices == BLANK:
        return see_other(url_for("voting.ballot", slug=slug))
    return show_is_in(booth, receipt.revision, receipt)


@bp.post("/q/<slug>/ballot/change")
@access.resident
def change(slug: str) -> ResponseReturnValue:
    """Show the ballot filled in as it was cast, to be changed and cast again."""
    booth = enter(slug)
    receipt = casting.ballot_in(db.session(), booth.box)
    if receipt is None:
        return see_other(url_for("voting.ballot", slug=slug))
    slip = ballots.slip_of(booth.contest, receipt.choices)
    return show_ballot(booth, slip, replaces=receipt.revision, is_change=True)


@bp.post("/q/<slug>/ballot/taken-back")
@access.resident
def take_back(slug: str) -> ResponseReturnValue:
    """Take a ballot back, so that nothing of this voter is in the count."""
    booth = enter(slug)
    there = casting.ballot_in(db.session(), booth.box)
    if there is not None and there.choices != BLANK:
        try:
            casting.take_back(
                db.session(),
                booth.box,
                replaces=revision_in(request.form.get("revision", "")),
                form_nonce=nonce_in(request.form.get("nonce", "")),
                received_at=g.moment,
            )
        except StaleBallot:
            raise ChangedMeanwhile from None
        keep()
    return render_template("voting/taken_back.html", booth=booth)


@bp.post("/q/<slug>/ballot/receipt")
@access.public
def save_receipt(slug: str) -> ResponseReturnValue:
    """Give the receipt that the page shows as a text file. Nothing is looked up or kept."""
    question = public_question(slug)
    tracker = read_tracker(request.form.get("code", ""))
    if tracker is None:
        abort(400)
    text = render_template("voting/receipt.txt", question=question, code=in_groups(tracker))
    return Response(
        text,
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="receipt-{question.slug}.txt"'},
    )


@bp.post("/q/<slug>/ballot/join")
@access.resident
def join_the_roll(slug: str) -> ResponseReturnValue:
    """Put a resident on the roll of a vote that is open to anyone with an email address."""
    question, contest = _question_and_contest(slug)
    participant = join(db.session(), question, g.person, g.moment)
    join_roll(db.session(), question, contest, participant.id)
    db.session.commit()
    return see_other(url_for("voting.ballot", slug=slug))


@bp.errorhandler(Refusal)
def not_now(refusal: Refusal) -> ResponseReturnValue:
    """Say why there is no ballot to fill in, or why one was not recorded, and what to do."""
    question = public_question((request.view_args or {})["slug"])
    page = render_template(
        "voting/not_now.html",
        question=question,
        sentence=str(refusal),
        may_join=isinstance(refusal, NotOnTheRoll) and refusal.may_join,
        stage=scheduled(question, StageName.VOTING),
        is_early=isinstance(refusal, VotingNotOpen),
        is_over=isinstance(refusal, ContestClosed) and request.method == "GET",
        # Where waiting may help, what was sent is on the page, to be sent again.
        sent=_sent() if refusal.status == 503 else [],
    )
    db.session.rollback()
    return page, refusal.status


@bp.errorhandler(DBAPIError)
@bp.errorhandler(NoConnectionLeft)
@bp.errorhandler(Unclear)
def not_recorded(error: DBAPIError | NoConnectionLeft | Unclear) -> ResponseReturnValue:
    """Say that the database did not take what was sent, and keep it to be sent again.

    Where the connection broke while it was committed, say that we don't know.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    log.error("the database did not take a ballot: %s", type(cause).__name__)
    db.session.rollback()
    page = render_template(
        "voting/not_recorded.html",
        slug=(request.view_args or {})["slug"],
        is_unclear=isinstance(error, Unclear),
        sent=_sent(),
    )
    return page, 503


def keep() -> None:
    """Commit. Raises Unclear where the connection broke meanwhile: it may be in, or may not."""
    try:
        db.session.commit()
    except DBAPIError as broken:
        if broken.connection_invalidated:
            raise Unclear from broken
        raise


def enter(slug: str) -> Booth:
    """Return the voter's booth. Raises the refusal that says why there is none."""
    question, contest = _question_and_contest(slug)
    stage = scheduled(question, StageName.VOTING)
    if stage is None:
        abort(404)
    window = Window(stage.opens_at, stage.closes_at)
    window.require_open(g.moment)
    if contest.closed_at is not None and request.method == "GET":
        raise ContestClosed  # a clock that went back reopens nothing
    if contest.frozen_at is None:
        raise BeingPrepared
    entry_id = entry_of(db.session(), contest.id, g.person.id)
    if entry_id is None:
        raise NotOnTheRoll(may_join=question.votes == Who.ANYONE)
    keys = BallotKeys(current_app.config["KEY_FOLDERS"])
    try:
        box = casting.box_for(contest, window, keys, entry_id)
    except BallotKeyUnfit:
        log.error("ballot key missing or unfit for contest %s", contest.code)
        raise
    return Booth(question, contest, window, box)


def _question_and_contest(slug: str) -> tuple[Question, Contest]:
    question = public_question(slug)
    contest = contest_of(db.session(), question.id)
    if contest is None:
        abort(404)
    return question, contest


def _sent() -> list[tuple[str, str]]:
    """Return what the form held, to be sent once more as it was."""
    fields = request.form.items(multi=True)
    return [(name, text) for name, text in fields if name != "csrf_token"]
