"""The outcome of a question, for two minutes or for two hours, and the box that finds a receipt."""

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from deliberate.counting.models import Result
from deliberate.counting.publication import publication
from deliberate.counting.queries import has_tracker, result_of
from deliberate.counting.what_ifs import from_text
from deliberate.db import db
from deliberate.outcomes.forms import ReceiptForm
from deliberate.outcomes.page import has_valid_ballots, page_of, turnout_of
from deliberate.outcomes.recount import recount_of
from deliberate.outcomes.stored import outcome_of
from deliberate.questions.gates import public_question
from deliberate.questions.models import Question, Who
from deliberate.questions.stages import shelf
from deliberate.voting.models import Contest
from deliberate.voting.queries import closes_at, contest_of
from deliberate.web import access
from deliberate.web.requests import ring

bp = Blueprint("outcomes", __name__)


@bp.get("/q/<slug>/outcome")
@access.public
def show(slug: str) -> ResponseReturnValue:
    """Show what came out of a question, why, and how to check it."""
    question = public_question(slug)
    contest = contest_of(db.session(), question.id)
    closing = closes_at(question)
    if contest is None or closing is None:
        return redirect(url_for("questions.show", slug=slug), 303)
    if g.moment < closing:
        return _page("outcomes/wait.html", question, closing=closing)
    if contest.frozen_at is None:
        return _page("outcomes/not_held.html", question)
    result = result_of(db.session(), contest)
    if contest.tallied_at is None or result is None:
        ring()  # at most once a second, however many readers wait
        return _page("outcomes/counting.html", question)
    return _counted(question, contest, result, ReceiptForm())


@bp.post("/q/<slug>/outcome")
@access.public
def find(slug: str) -> ResponseReturnValue:
    """Say whether the ballot of a receipt is in the count."""
    question = public_question(slug)
    contest = contest_of(db.session(), question.id)
    result = result_of(db.session(), contest) if contest else None
    if contest is None or result is None or not publication(contest).leaves:
        abort(404)
    form = ReceiptForm()
    if not form.validate():
        return _counted(question, contest, result, form), 422
    return _page(
        "outcomes/receipt.html",
        question,
        code=form.tracker,
        is_found=has_tracker(db.session(), contest, form.tracker),
        form=ReceiptForm(formdata=None),
    )


def _counted(question: Question, contest: Contest, result: Result, form: ReceiptForm) -> str:
    published = publication(contest)
    late = _days_late(question)
    if not published.outcome:
        return _page("outcomes/few.html", question, late=late)
    outcome = outcome_of(result.outcome)
    shared: dict[str, object] = {
        "contest": contest,
        "result": result,
        "published": published,
        "form": form,
        "late": late,
        "is_advice": question.votes == Who.ANYONE,
        "recount": recount_of(contest, outcome) if published.profile else None,
        "turnout": turnout_of(contest),
    }
    if not has_valid_ballots(outcome):
        return _page("outcomes/no_valid.html", question, **shared)
    what_ifs = from_text(result.what_ifs) if result.what_ifs else None
    page = page_of(contest, outcome, published, what_ifs)
    return _page("outcomes/show.html", question, page=page, **shared)


def _page(template: str, question: Question, **context: object) -> str:
    return render_template(template, question=question, stages=shelf(question, g.moment), **context)


def _days_late(question: Question) -> int:
    """Return how many days the answer is overdue; 0 where it is there, or not yet due."""
    if question.answered_at is not None or question.answer_due_on is None:
        return 0
    return max(int((g.moment.date() - question.answer_due_on).days), 0)
