"""Pages for what went wrong: what happened, what to do, one way on, and never a trace."""

import logging
import secrets

from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException, SecurityError

from deliberate.db import db
from deliberate.web.parts import wants_part
from deliberate.web.refusals import Refusal

log = logging.getLogger(__name__)

# What says that the database can't serve now, whoever asks: locked, full, read-only, gone. What
# says that the question was wrong is a mistake of ours, and not among them.
UNAVAILABLE = (OperationalError, InternalError, InterfaceError, NoConnectionLeft)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(Refusal, _refusal)
    for kind in UNAVAILABLE:
        app.register_error_handler(kind, _busy)
    app.register_error_handler(Exception, _mistake)


def words(status: int) -> tuple[str, str]:
    """Return the title and the sentence for a status."""
    said = {
        400: (_("That did not come through"), _("Go back, load the page again and try once more.")),
        401: (_("You are signed out"), _("Sign in, then send it again.")),
        403: (_("This page is for others"), _("Sign in with the address that has this right.")),
        404: (
            _("There is no page here"),
            _("The question may have moved. Look in the list of questions."),
        ),
        405: (_("That did not come through"), _("Go back, load the page again and try once more.")),
        409: (_("This has changed meanwhile"), _("Go back and look at it again.")),
        410: (_("This page is gone"), _("Look in the list of questions.")),
        413: (_("That is too large"), _("Send less at once: a shorter text, or a smaller file.")),
        422: (_("There is something to check"), _("Go back and look at what you typed.")),
        429: (_("That was often"), _("Wait a few minutes, then try again.")),
        503: (
            _("We are busy just now"),
            _("Nothing was changed. Wait a moment, then send it again."),
        ),
    }
    broken = (
        _("Something broke on our side"),
        _("Nothing you typed was sent. Please try again in a few minutes."),
    )
    return said.get(status, broken)


def show(
    status: int, sentence: str | None = None, reference: str | None = None
) -> ResponseReturnValue:
    """Answer with the page for `status`; it gives back what the person typed."""
    db.session.rollback()
    title, usual = words(status)
    page = render_template(
        "errors/page.html",
        status=status,
        title=title,
        sentence=sentence or usual,
        identifier=reference,
        typed=_typed(),
    )
    # Where htmx asked for a part, the whole page takes the place of the whole page.
    return page, status, {"HX-Retarget": "body", "HX-Reswap": "innerHTML"} if wants_part() else {}


def _typed() -> list[str]:
    """Return the longer texts of the form that was sent, to be shown for copying."""
    if request.method != "POST" or request.mimetype not in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        return []
    try:
        return [
            text for name, text in request.form.items() if name != "csrf_token" and len(text) > 30
        ]
    except HTTPException:  # the body itself was what went wrong
        return []


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # the host is not ours, so no page can name its addresses
        return Response(_("There is no site under this name here."), 400, mimetype="text/plain")
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status < 400:
        return error.get_response()
    return show(status)


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return show(
        400, _("This form has been open for long. Load the page again, then send it again.")
    )


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    return show(refusal.status, str(refusal))


def _busy(error: DBAPIError | NoConnectionLeft) -> ResponseReturnValue:
    cause = error.orig if isinstance(error, DBAPIError) else error
    log.warning("database not available: %s", type(cause).__name__)
    return show(503)


def _mistake(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    log.error("mistake %s", reference, exc_info=error)
    if current_app.testing and not current_app.config.get("SHOW_MISTAKES_AS_PAGES"):
        raise error
    return show(500, reference=reference)
