"""Pages of a development instance: letters, and one-click sign-in."""

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from deliberate.accounts.gates import SESSION_TOKEN
from deliberate.accounts.queries import person_of_address
from deliberate.accounts.services import open_session
from deliberate.db import db
from deliberate.dev.cast import CAST
from deliberate.mail.models import Letter
from deliberate.mail.words import Words
from deliberate.queue import LETTERS
from deliberate.web import access
from deliberate.web.parts import see_other

bp = Blueprint("dev", __name__, url_prefix="/dev")

NEWEST = 50


@bp.get("/mail")
@access.development
def mail() -> ResponseReturnValue:
    """Show the letters of a development instance, newest first."""
    letters = db.session.scalars(
        select(Letter).order_by(Letter.created_at.desc(), Letter.id).limit(NEWEST)
    ).all()
    return render_template("dev/mail.html", letters=letters)


@bp.get("/mail/<letter_id>")
@access.development
def letter(letter_id: str) -> ResponseReturnValue:
    """One letter, made again as its reader gets it."""
    found = db.session.get(Letter, letter_id)
    if found is None:
        abort(404)
    return render_template("dev/letter.html", letter=found, words=_words(found))


@bp.get("/sign-in")
@access.development
def sign_in() -> ResponseReturnValue:
    """Sign in as one of the people of the demonstration."""
    return render_template("dev/sign_in.html", cast=CAST)


@bp.post("/sign-in/<part>")
@access.development
def sign_in_as(part: str) -> ResponseReturnValue:
    """Sign in with one press."""
    if part not in CAST:
        abort(404)
    person = person_of_address(db.session(), CAST[part].email)
    if person is None:
        flash(_("The demonstration is not loaded. Run: deliberate demo"), "warn")
        return see_other(url_for("dev.sign_in"))
    token = open_session(db.session(), person, g.moment)
    db.session.commit()
    session.clear()
    session[SESSION_TOKEN] = token
    return see_other(url_for(CAST[part].starts_at))


def _words(found: Letter) -> Words | None:
    compose = LETTERS.get(found.kind)
    return compose(db.session(), found, g.moment, current_app.config) if compose else None
