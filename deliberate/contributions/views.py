"""What waits for the team's look: let through, hide with a reason, show again."""

from flask import Blueprint, abort, flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import deliberate.comments.queries as comments
import deliberate.proposals.queries as proposals
from deliberate.contributions import queries, services
from deliberate.contributions.forms import HideForm, ShowAgainForm
from deliberate.contributions.models import GroundRule
from deliberate.contributions.queries import Waiting
from deliberate.contributions.rules import say_rule
from deliberate.db import db
from deliberate.web import access
from deliberate.web.parts import see_other
from deliberate.web.requests import ring

bp = Blueprint("contributions", __name__, url_prefix="/desk/q/<slug>")


bp.add_app_template_filter(say_rule, "ground_rule")


@bp.get("/held")
@access.team
def held(slug: str) -> ResponseReturnValue:
    """Show the team what waits for a look."""
    return render_template(
        "contributions/held.html",
        question=g.question,
        waiting=queries.waiting(db.session(), g.question.id),
        in_all=queries.number_waiting(db.session(), g.question.id),
    )


@bp.get("/contributions/<int:contribution>")
@access.team
def look(slug: str, contribution: int) -> ResponseReturnValue:
    """Show the team one contribution, and what it can do with it."""
    return _look_page(_waiting(contribution), HideForm())


@bp.post("/contributions/<int:contribution>/let-through")
@access.team
def let_through(slug: str, contribution: int) -> ResponseReturnValue:
    """Show what waited."""
    services.let_through(_waiting(contribution).contribution)
    db.session.commit()
    flash(_("Everybody can read it now."), "ok")
    return see_other(url_for("contributions.held", slug=slug))


@bp.post("/contributions/<int:contribution>/hide")
@access.team
def hide(slug: str, contribution: int) -> ResponseReturnValue:
    """Hide a contribution, with a ground rule and a reason that everybody can read."""
    waiting, form = _waiting(contribution), HideForm()
    if not form.validate():
        return _look_page(waiting, form), 422
    services.hide(
        db.session(),
        g.question,
        waiting.contribution,
        g.person,
        GroundRule(form.rule.data),
        form.reason.data or "",
        g.moment,
        _facts(waiting),
    )
    db.session.commit()
    ring()
    flash(_("It is hidden. Your reason stands in its place."), "ok")
    return see_other(_address(waiting))


@bp.post("/contributions/<int:contribution>/show-again")
@access.team
def show_again(slug: str, contribution: int) -> ResponseReturnValue:
    """Put a hidden contribution back, with a reason that everybody can read."""
    waiting, form = _waiting(contribution), ShowAgainForm()
    if not form.validate():
        return _look_page(waiting, form), 422
    services.show_again(
        db.session(),
        g.question,
        waiting.contribution,
        g.person,
        form.reason.data or "",
        g.moment,
        _facts(waiting),
    )
    db.session.commit()
    ring()
    flash(_("Everybody can read it again."), "ok")
    return see_other(_address(waiting))


def _waiting(contribution: int) -> Waiting:
    waiting = queries.looked_at(db.session(), g.question.id, contribution)
    if waiting is None:
        abort(404)
    return waiting


def _look_page(waiting: Waiting, form: HideForm | ShowAgainForm) -> str:
    if waiting.contribution.hidden_at is not None and isinstance(form, HideForm):
        form = ShowAgainForm()
    return render_template(
        "contributions/look.html",
        question=g.question,
        waiting=waiting,
        form=form,
        href=_address(waiting),
    )


def _facts(waiting: Waiting) -> dict[str, object]:
    """Say in numbers which contribution it is: the record repeats no words that were hidden."""
    found = comments.address_of(db.session(), waiting.contribution.id)
    if found is None:
        return {"proposal": proposals.number_of(db.session(), waiting.contribution.id)}
    proposal_id, number = found
    return {"proposal": proposals.number_of(db.session(), proposal_id), "comment": number}


def _address(waiting: Waiting) -> str:
    """Return where residents see it."""
    facts = _facts(waiting)
    anchor = f"c-{facts['comment']}" if "comment" in facts else None
    return url_for("proposals.show", slug=g.question.slug, number=facts["proposal"], _anchor=anchor)
