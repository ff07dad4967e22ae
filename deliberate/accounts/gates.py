"""Who is there, and who may pass: the gates of the instance-wide access marks."""

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from deliberate.accounts.queries import person_of_session
from deliberate.db import db
from deliberate.web.errors import show
from deliberate.web.requests import SAFE_METHODS

SESSION_TOKEN = "token"  # noqa: S105 - the name of a key in the session cookie


def identify() -> None:
    """Set `g.person` to who is signed in, or None."""
    token = session.get(SESSION_TOKEN)
    g.person = person_of_session(db.session(), token, g.moment) if isinstance(token, str) else None


def anyone() -> ResponseReturnValue | None:
    return None


def signed_in() -> ResponseReturnValue | None:
    """Let a signed-in person pass; send others to sign in, and bring them back after it."""
    if g.person is not None:
        return None
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.ask", next=request.full_path.rstrip("?")), 303)
    return show(401)


def convener() -> ResponseReturnValue | None:
    answer = signed_in()
    if answer is None and not g.person.may_convene:
        abort(403)
    return answer


def development() -> ResponseReturnValue | None:
    if not current_app.config["IS_LOCAL"]:
        abort(404)
    return None
