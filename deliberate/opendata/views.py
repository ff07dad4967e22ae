"""Files to recount and reuse, at addresses that never change."""

from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from deliberate.counting.publication import Published, publication
from deliberate.counting.queries import leaves_of, profile_of, result_of
from deliberate.db import db
from deliberate.opendata import files as made
from deliberate.opendata.files import FileName, is_published
from deliberate.opendata.queries import receipts_of
from deliberate.outcomes.recount import extension_of, recount_of
from deliberate.outcomes.stored import outcome_of
from deliberate.questions.gates import public_question
from deliberate.questions.models import Question
from deliberate.questions.stages import shelf
from deliberate.voting.models import Contest
from deliberate.voting.queries import contest_of
from deliberate.web import access
from deliberate.web.errors import show

bp = Blueprint("opendata", __name__)

TYPES = {"json": "application/json", "blt": "text/plain", "pb": "text/plain", "txt": "text/plain"}


@dataclass(frozen=True)
class Listed:
    """A file on the page of files; `size` is in bytes, None where it is not published."""

    name: FileName
    size: int | None


@bp.get("/q/<slug>/data/")
@access.public
def files(slug: str) -> ResponseReturnValue:
    """Show which files there are, what is in them, and how to count again."""
    question, contest, published = _counted(slug)
    texts = {
        name: _text(question, contest, name)
        for name in _names(contest, published)
        if is_published(name, published)
    }
    outcome = outcome_of(texts[FileName.OUTCOME]) if published.profile else None
    return render_template(
        "opendata/files.html",
        question=question,
        stages=shelf(question, g.moment),
        contest=contest,
        published=published,
        listed=[
            Listed(name, len(texts[name].encode()) if name in texts else None)
            for name in _names(contest, published)
        ],
        recount=recount_of(contest, outcome) if outcome else None,
    )


@bp.get("/q/<slug>/data/ballots.<extension>")
@access.public
def ballots(slug: str, extension: str) -> ResponseReturnValue:
    """Give the ballots: each way of filling one in, and how many people chose it."""
    question, contest, published = _counted(slug)
    if extension != extension_of(contest):
        abort(404)
    return _file(question, contest, published, FileName(f"ballots.{extension}"))


@bp.get("/q/<slug>/data/outcome.json")
@access.public
def outcome(slug: str) -> ResponseReturnValue:
    """Give the stored outcome as it is."""
    return _file(*_counted(slug), FileName.OUTCOME)


@bp.get("/q/<slug>/data/leaves.txt")
@access.public
def leaves(slug: str) -> ResponseReturnValue:
    """Give the fingerprint of every ballot."""
    return _file(*_counted(slug), FileName.LEAVES)


@bp.get("/q/<slug>/data/receipts.txt")
@access.public
def receipts(slug: str) -> ResponseReturnValue:
    """Give every ballot with its code, where that was announced before voting."""
    return _file(*_counted(slug), FileName.RECEIPTS)


def _counted(slug: str) -> tuple[Question, Contest, Published]:
    question = public_question(slug)
    contest = contest_of(db.session(), question.id)
    if contest is None or contest.tallied_at is None:
        abort(404)
    return question, contest, publication(contest)


def _names(contest: Contest, published: Published) -> list[FileName]:
    names = [FileName(f"ballots.{extension_of(contest)}"), FileName.OUTCOME, FileName.LEAVES]
    return [*names, FileName.RECEIPTS] if published.trackers else names


def _file(
    question: Question, contest: Contest, published: Published, name: FileName
) -> ResponseReturnValue:
    if not is_published(name, published):
        return show(404, _not_published(published))
    content = _text(question, contest, name).encode()
    ending = name.rpartition(".")[2]
    answer = Response(content, content_type=f"{TYPES[ending]}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"  # kept, but asked about each time
    if name.startswith("ballots."):
        answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.set_etag(sha256(content).hexdigest())
    return answer.make_conditional(request)


def _text(question: Question, contest: Contest, name: FileName) -> str:
    session = db.session()
    match name:
        case FileName.RANKED_BALLOTS:
            return made.ranked_ballots(contest, dict(profile_of(session, contest)), question.title)
        case FileName.CHOSEN_BALLOTS:
            return made.chosen_ballots(contest, dict(profile_of(session, contest)), question.title)
        case FileName.OUTCOME:
            result = result_of(session, contest)
            return result.outcome if result else ""
        case FileName.LEAVES:
            return made.leaves_text(leaves_of(session, contest))
        case FileName.RECEIPTS:
            return made.receipts_text(receipts_of(session, contest))


def _not_published(published: Published) -> str:
    if not published.outcome:
        return str(_("Fewer than 5 people voted, so nothing about their ballots is published."))
    if published.profile:
        return str(_("The codes of the ballots are not published. The ballots are."))
    return str(
        _("Fewer than 20 people voted, so the ballots are not published. The outcome page is.")
    )
