"""The gate of a question's team, and the question that an address names."""

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from deliberate.accounts.gates import signed_in
from deliberate.db import db
from deliberate.questions.models import TEAM, Question
from deliberate.questions.queries import question_of_slug, role_of


def public_question(slug: str) -> Question:
    """Return the opened question at this address; 404 for a draft, whoever asks."""
    question = question_of_slug(db.session(), slug)
    if question is None or question.opened_at is None:
        abort(404)
    return question


def team() -> ResponseReturnValue | None:
    """Let those pass who hold the question in the address; to others it doesn't exist.

    Sets `g.question` and `g.role`.
    """
    answer = signed_in()
    if answer is not None:
        return answer
    question = question_of_slug(db.session(), str((request.view_args or {})["slug"]))
    role = role_of(db.session(), question.id, g.person.id) if question else None
    if question is None or role not in TEAM:
        abort(404)
    g.question, g.role = question, role
    return None
