"""A question's own page."""

import secrets

from flask import Blueprint, current_app, g, render_template, request, session
from flask.typing import ResponseReturnValue

import deliberate.comments.queries as comments
import deliberate.proposals.queries as proposals
from deliberate.contributions.readers import Reader, reader_of
from deliberate.contributions.visibility import Viewer
from deliberate.db import db
from deliberate.proposals.order import Sort, arranged
from deliberate.questions.gates import public_question
from deliberate.questions.models import Question
from deliberate.questions.stages import Stage, next_change, shelf, stage_of
from deliberate.voting.queries import bare_contest_of
from deliberate.web import access
from deliberate.web.forms import tidy
from deliberate.web.paging import paged
from deliberate.web.parts import wants_part
from deliberate.web.requests import ring

bp = Blueprint("questions", __name__)

PAGE = 50
LONGEST_SEARCH = 100
OVER = (Stage.COUNTING, Stage.COUNTED, Stage.ANSWERED)
CHOSEN_FROM = (Stage.VOTING, *OVER)
SEED = "seed"  # the key in the session cookie of a reader who is not signed in


@bp.get("/q/<slug>")
@access.public
def show(slug: str) -> ResponseReturnValue:
    """Show a question: where it is, what one can do now, until when, and its proposals."""
    question = public_question(slug)
    reader = reader_of(db.session(), question.id, g.person)
    stage = stage_of(question, g.moment)
    if stage == Stage.COUNTING:
        ring()  # the page itself changes nothing; the worker may not have looked yet
    found = _proposals(question, reader, stage)
    if wants_part():
        return render_template("questions/_proposals.html", question=question, **found)
    return render_template(
        "questions/show.html",
        question=question,
        stage=stage,
        stages=shelf(question, g.moment),
        next_change=next_change(question, g.moment),
        reader=reader,
        comments_so_far=comments.count(db.session(), question.id),
        gone=proposals.gone(db.session(), question.id),
        **found,
    )


def _proposals(question: Question, reader: Reader, stage: Stage) -> dict[str, object]:
    """Return one page of proposals as this reader asked to see them, and what was asked."""
    search = tidy(request.args.get("search", "")[:LONGEST_SEARCH]) or ""
    sort = next((sort for sort in Sort if sort == request.args.get("sort")), Sort.FAIR)
    contest = bare_contest_of(db.session(), question.id)
    only_chosen = stage in CHOSEN_FROM and contest is not None and request.args.get("show") != "all"
    lines = proposals.lines(
        db.session(), question.id, reader.viewer, search=search, only_shortlisted=only_chosen
    )
    page, pages = paged(request.args.get("page", 1, int), len(lines), PAGE)
    ids = arranged(lines, sort, _seed())[(page - 1) * PAGE : page * PAGE]
    return {
        "cards": proposals.cards(db.session(), ids, reader.viewer),
        "tallies": comments.tallies(db.session(), ids, Viewer.public()),
        "found": len(lines),
        "page": page,
        "pages": pages,
        "search": search,
        "sort": sort,
        "only_chosen": only_chosen,
        "is_over": stage in OVER,
        "proposals_so_far": proposals.count(db.session(), question.id),
        "shows_all": request.args.get("show") == "all",
        "currency": contest.currency if contest else current_app.config["CURRENCY"],
    }


def _seed() -> str:
    """Return what this reader's order is drawn from: the same while they browse."""
    if g.person is not None:
        return f"person {g.person.id}"
    seed: str = session.setdefault(SEED, secrets.token_hex(8))
    return seed
