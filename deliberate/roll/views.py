"""Wanting no more letters about a question."""

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from deliberate.accounts.tokens import secrets_of
from deliberate.db import db
from deliberate.questions.models import Question
from deliberate.roll.invitations import participant_of_stop_token, stop_letters
from deliberate.web import access

bp = Blueprint("roll", __name__)


@bp.get("/letters/stop/<token>")
@access.public
def stop(token: str) -> ResponseReturnValue:
    """Do you want no more letters? Looking changes nothing."""
    return _page(token, stopped=False)


@bp.post("/letters/stop/<token>")
@access.public
@access.from_anywhere
def stop_now(token: str) -> ResponseReturnValue:
    """Send no more letters: pressed here, or by the reader's mail program (RFC 8058)."""
    page = _page(token, stopped=True)
    db.session.commit()
    return page


def _page(token: str, *, stopped: bool) -> ResponseReturnValue:
    secrets = secrets_of(current_app.config)
    participant = participant_of_stop_token(db.session(), secrets, token)
    if participant is None:
        abort(404)
    if stopped:
        stop_letters(db.session(), participant)
    question = db.session.get(Question, participant.question_id)
    return render_template("roll/stop.html", question=question, stopped=stopped)
