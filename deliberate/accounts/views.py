"""Signing in and out, and my page."""

from flask import Blueprint, current_app, flash, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded

from deliberate.accounts import queries, services
from deliberate.accounts.addresses import masked
from deliberate.accounts.errors import (
    AskedTooOften,
    CodeOver,
    CodeWrong,
    LinkOver,
    NetworkAskedTooOften,
)
from deliberate.accounts.forms import AskForm, CodeForm, NameForm
from deliberate.accounts.gates import SESSION_TOKEN
from deliberate.accounts.models import SignInLink
from deliberate.accounts.tokens import secrets_of
from deliberate.db import db
from deliberate.desk.queries import questions_held_by
from deliberate.questions.models import Question
from deliberate.questions.stages import Stage, stage_of
from deliberate.roll.queries import is_welcome
from deliberate.roll.services import recognise
from deliberate.web import access
from deliberate.web.limits import again_at, limiter
from deliberate.web.parts import own_path, see_other
from deliberate.web.requests import ring

bp = Blueprint("accounts", __name__)

ASKED = "asked"  # in the cookie: the link that this browser asked for, whose code it may type


@bp.get("/sign-in")
@access.public
def ask() -> ResponseReturnValue:
    """Get your link."""
    form = AskForm(formdata=None, next=own_path(request.args.get("next")))
    return render_template("accounts/ask.html", form=form)


@bp.post("/sign-in")
@access.public
def ask_now() -> ResponseReturnValue:
    """Send a link to the address that was typed."""
    form = AskForm()
    if not form.validate():
        return render_template("accounts/ask.html", form=form), 422
    return _send(form.address, form, next_path=own_path(form.next.data))


@bp.get("/sign-in/code")
@access.public
def code() -> ResponseReturnValue:
    """Look in your email, or type your code."""
    if ASKED not in session:
        return see_other(url_for("accounts.ask"))
    return render_template("accounts/code.html", form=CodeForm(formdata=None))


@bp.post("/sign-in/code")
@access.public
def type_code() -> ResponseReturnValue:
    """Continue with the code from the letter."""
    if ASKED not in session:
        return see_other(url_for("accounts.ask"))
    form = CodeForm()
    if not form.validate():
        return render_template("accounts/code.html", form=form), 422
    try:
        entry = services.spend_code(
            db.session(), _secrets(), session[ASKED], form.code.data or "", g.moment
        )
    except (CodeWrong, CodeOver, LinkOver) as refusal:
        db.session.commit()  # so that the try counts
        form.code.errors = [str(refusal)]
        return render_template("accounts/code.html", form=form), 422
    return _enter(entry)


@bp.get("/sign-in/<token>")
@access.public
def link(token: str) -> ResponseReturnValue:
    """Is this you? Looking changes nothing, however often and by whatever program it is done."""
    found = queries.link_of_token(db.session(), _secrets(), token)
    if found is None or not queries.is_usable(found, g.moment):
        return _over()
    question, path = _way_on(found)
    return render_template(
        "accounts/link.html", masked=masked(found.email), question=question, next=path
    )


@bp.post("/sign-in/<token>")
@access.public
def use_link(token: str) -> ResponseReturnValue:
    """Yes, continue; or send a new link in place of one that is over."""
    if request.form.get("do") == "send":
        return _send_again(token)
    try:
        entry = services.spend_link(db.session(), _secrets(), token, g.moment)
    except LinkOver:
        return _over()
    return _enter(entry)


@bp.post("/sign-out")
@access.public
def sign_out() -> ResponseReturnValue:
    """Sign out on this device."""
    _end_present_session()
    db.session.commit()
    session.clear()
    flash(_("You are signed out on this device. Your ballot stays as it is."), "ok")
    return see_other(url_for("pages.front"))


@bp.get("/me")
@access.resident
def me() -> ResponseReturnValue:
    """My name and my devices."""
    return _me(NameForm(formdata=None, name=g.person.name))


@bp.post("/me")
@access.resident
def rename() -> ResponseReturnValue:
    """Set the name that others see."""
    form = NameForm()
    if not form.validate():
        return _me(form), 422
    services.choose_name(db.session(), g.person, form.name.data or "")
    db.session.commit()
    flash(_("Others now see this name: %(name)s", name=g.person.name), "ok")
    return see_other(url_for("accounts.me"))


@bp.post("/me/sessions")
@access.resident
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere."""
    services.end_all_sessions(db.session(), g.person, g.moment)
    db.session.commit()
    session.clear()
    flash(_("You are signed out on all devices. Your ballot stays as it is."), "ok")
    return see_other(url_for("pages.front"))


@limiter.shared_limit(lambda: current_app.config["ASKS_PER_NETWORK"], scope="asking for links")
def _count_for_network() -> None:
    """Count one link towards what the network address may ask for."""


def _send(
    email: str, form: AskForm, *, question_id: int | None = None, next_path: str | None = None
) -> ResponseReturnValue:
    """Queue a letter where the address may take part, and answer the same where it may not."""
    try:
        _count_for_network()
        asked = services.ask_for_link(
            db.session(),
            email,
            g.moment,
            is_welcome=is_welcome(db.session(), email, g.moment),
            question_id=question_id,
            next_path=next_path,
        )
    except RateLimitExceeded:
        return _wait(NetworkAskedTooOften(count=0, again_at=again_at()), form)
    except AskedTooOften as refusal:
        return _wait(refusal, form)
    db.session.commit()
    session[ASKED] = asked.id
    ring()
    return see_other(url_for("accounts.code"))


def _send_again(token: str) -> ResponseReturnValue:
    """Send a new link to the address of an old one, which is neither typed nor shown."""
    old = queries.link_of_token(db.session(), _secrets(), token)
    if old is None:
        return see_other(url_for("accounts.ask"))
    form = AskForm(formdata=None, next=old.next_path)
    return _send(old.email, form, question_id=old.question_id, next_path=old.next_path)


def _wait(refusal: AskedTooOften, form: AskForm) -> ResponseReturnValue:
    page = render_template("accounts/ask.html", form=form, wait=str(refusal))
    seconds = max(1, round((refusal.again_at - g.moment).total_seconds()))
    return page, refusal.status, {"Retry-After": str(seconds)}


def _over() -> ResponseReturnValue:
    """Show the one page for links that are unknown, used, replaced or too old."""
    return render_template("accounts/over.html"), LinkOver.status


def _enter(entry: services.Entry) -> ResponseReturnValue:
    """Sign in with a cookie that holds nothing of before, and go on."""
    recognise(db.session(), entry.person)
    _end_present_session()
    _, path = _way_on(entry.link)
    db.session.commit()
    session.clear()
    session[SESSION_TOKEN] = entry.token
    return see_other(path)


def _end_present_session() -> None:
    token = session.get(SESSION_TOKEN)
    if isinstance(token, str):
        services.end_session(db.session(), token, g.moment)


def _way_on(found: SignInLink) -> tuple[Question | None, str]:
    """Return what a link is about and where it leads: while voting is open, to the ballot."""
    question = db.session.get(Question, found.question_id) if found.question_id else None
    if found.next_path:
        return question, found.next_path
    if question is None or question.opened_at is None:
        return None, url_for("pages.front")
    is_voting = stage_of(question, g.moment) == Stage.VOTING
    page = "voting.ballot" if is_voting else "questions.show"
    return question, url_for(page, slug=question.slug)


def _me(form: NameForm) -> str:
    sessions = queries.sessions_of(db.session(), g.person.id, g.moment)
    held = questions_held_by(db.session(), g.person.id)
    return render_template("accounts/me.html", form=form, sessions=sessions, held=held)


def _secrets() -> list[str]:
    return list(secrets_of(current_app.config))
