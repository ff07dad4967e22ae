"""The public record of a question."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from deliberate.db import db
from deliberate.questions.gates import public_question
from deliberate.questions.stages import shelf
from deliberate.record.models import RecordEntry
from deliberate.record.queries import count_entries, newest_entries
from deliberate.record.services import head
from deliberate.web import access
from deliberate.web.paging import paged

bp = Blueprint("record", __name__)

PAGE_SIZE = 50


@dataclass(frozen=True)
class Deed:
    """One entry as the page tells it. `facts` is None where its words were taken out."""

    number: int
    code: str
    at: datetime
    mark: str
    who: str = ""
    why: str = ""
    facts: Mapping[str, Any] | None = None

    @property
    def changes(self) -> dict[str, tuple[object, object]]:
        """What changed: each field with what it was and what it is, dates as dates."""
        pairs = (self.facts or {}).items()
        return {
            field: (_dated(change[0]), _dated(change[1]))
            for field, change in pairs
            if isinstance(change, list) and len(change) == 2
        }


@bp.get("/q/<slug>/record")
@access.public
def show(slug: str) -> ResponseReturnValue:
    """Everything that was decided about a question, and when, and why."""
    question = public_question(slug)
    session = db.session()
    total = count_entries(session, question.id)
    asked = _page_number()
    page, pages = paged(asked, total, PAGE_SIZE)
    if page != asked:
        abort(404)
    entries = newest_entries(session, question.id, page=page, size=PAGE_SIZE)
    newest = head(session, question.id)
    return render_template(
        "record/show.html",
        question=question,
        stages=shelf(question, g.moment),
        deeds=[_told(entry) for entry in entries],
        head=newest.hex() if newest else "",
        is_unchanged=count_entries(session, question.id, deed="changed") == 0,
        page=page,
        pages=pages,
    )


def _page_number() -> int:
    typed = request.args.get("page", "1")
    if not typed.isdecimal() or not 0 < len(typed) < 8 or int(typed) < 1:
        abort(404)
    return int(typed)


def _told(entry: RecordEntry) -> Deed:
    mark = entry.digest.hex()
    if entry.words is None:
        return Deed(entry.number, entry.deed, entry.written_at, mark)
    said = json.loads(entry.words.words)
    return Deed(
        entry.number,
        entry.deed,
        entry.written_at,
        mark,
        who=said["actor"],
        why=said["reason"],
        facts=said["facts"],
    )


def _dated(value: object) -> object:
    """Return the moment that a text holds, and anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) <= len("2027-05-03"):
        return moment.date()
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
