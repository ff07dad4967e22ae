"""The team's side: what waits, a question's draft, opening it, its people and its changes."""

from flask import Blueprint, abort, current_app, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from deliberate.config import LIST_LIMIT
from deliberate.db import db
from deliberate.desk import changes, pages, queries, services
from deliberate.desk.errors import ConvenerOnly, NotReady
from deliberate.desk.forms import ChangeForm, ListForm, QuestionForm, TeamForm
from deliberate.desk.waiting import WAITING
from deliberate.questions import services as questions
from deliberate.questions.errors import AlreadyOnTheTeam, StageBackwards, StagesOverlap
from deliberate.questions.models import Role, StageName
from deliberate.questions.stages import scheduled, stage_of
from deliberate.record.errors import ReasonMissing
from deliberate.roll.errors import ListHasFaults, NoListFound, NotAList, TwoLists
from deliberate.roll.lists import read_list
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest
from deliberate.voting.queries import contest_of
from deliberate.voting.services import freeze
from deliberate.web import access
from deliberate.web.filters import zone
from deliberate.web.parts import see_other
from deliberate.web.refusals import Refusal
from deliberate.web.requests import ring

bp = Blueprint("desk", __name__)


@bp.url_value_preprocessor
def make_room_for_lists(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a list be larger than any other form. This runs before anything reads the form."""
    if endpoint == "desk.add_people":
        request.max_content_length = LIST_LIMIT


@bp.get("/desk")
@access.resident
def today() -> ResponseReturnValue:
    """Show the team what waits, the oldest first."""
    session = db.session()
    held = queries.questions_held_by(session, g.person.id)
    waits = [row for function in WAITING for row in function(session, held, g.moment)]
    return render_template(
        "desk/today.html",
        waits=pages.said_waiting(waits),
        held=[(question, stage_of(question, g.moment)) for question in held],
    )


@bp.get("/desk/new")
@access.convener
def new() -> ResponseReturnValue:
    """Start a question."""
    return pages.new_page(pages.prefilled_form())


@bp.post("/desk/new")
@access.convener
def start() -> ResponseReturnValue:
    """Save what was written as a draft."""
    form = QuestionForm()
    if not pages.fits(form):
        return pages.new_page(form), 422
    try:
        question = services.start_question(
            db.session(), form.draft(), form.choosing(), form.reading, g.person, g.moment
        )
    except (StageBackwards, StagesOverlap) as refusal:
        form.mark_stage(refusal.name, str(refusal))
        return pages.new_page(form), 422
    db.session.commit()
    flash(_("Your draft is saved. Nobody else can see it yet."), "ok")
    return see_other(url_for("desk.question", slug=question.slug))


@bp.get("/desk/q/<slug>")
@access.team
def question(slug: str) -> ResponseReturnValue:
    """Show the team its question: where it stands, or the draft with what is missing."""
    if g.question.opened_at is not None:
        return pages.opened_page()
    return pages.draft_page()


@bp.post("/desk/q/<slug>")
@access.team
def save(slug: str) -> ResponseReturnValue:
    """Save the draft."""
    form = QuestionForm()
    if not pages.fits(form):
        return pages.draft_page(form), 422
    try:
        services.save_question(
            db.session(), g.question, form.draft(), form.choosing(), form.reading, g.moment
        )
    except (StageBackwards, StagesOverlap) as refusal:
        form.mark_stage(refusal.name, str(refusal))
        return pages.draft_page(form), 422
    db.session.commit()
    flash(_("Your draft is saved."), "ok")
    return see_other(url_for("desk.question", slug=g.question.slug))


@bp.get("/desk/q/<slug>/open")
@access.team
def opening(slug: str) -> ResponseReturnValue:
    """Say what opening fixes and how many letters go, before it is done."""
    return pages.opening_page()


@bp.post("/desk/q/<slug>/open")
@access.team
def open_now(slug: str) -> ResponseReturnValue:
    """Open the question and queue its letters."""
    _require_convener()
    try:
        letters = services.open_question(
            db.session(), g.question, g.person, g.moment, zone=zone(), mail_works=pages.mail_works()
        )
    except NotReady as refusal:
        return pages.opening_page(refusal.lacks), 422
    db.session.commit()
    ring()
    if letters:
        flash(
            ngettext(
                "The question is open. %(num)d letter is on its way.",
                "The question is open. %(num)d letters are on their way.",
                letters,
            ),
            "ok",
        )
    else:
        flash(_("The question is open."), "ok")
    return see_other(url_for("desk.question", slug=slug))


@bp.post("/desk/q/<slug>/open/test")
@access.team
def test_letter(slug: str) -> ResponseReturnValue:
    """Send the letter to oneself first."""
    try:
        services.send_test_letter(db.session(), g.question, g.person, g.moment)
    except NotReady:
        return pages.opening_page(), 422
    db.session.commit()
    ring()
    flash(_("The letter is on its way to you. Look in your email."), "ok")
    return see_other(url_for("desk.opening", slug=slug))


@bp.get("/desk/q/<slug>/people")
@access.team
def people(slug: str) -> ResponseReturnValue:
    """Show the list, and how the letters fared."""
    return pages.people_page(ListForm(formdata=None))


@bp.post("/desk/q/<slug>/people")
@access.team
def add_people(slug: str) -> ResponseReturnValue:
    """Add a list, all of it or none, or the good ones where the team says so."""
    form = ListForm()
    if not form.validate():
        return pages.people_page(form), 422
    try:
        text = pages.list_text(form)
        reading = read_list(text, is_local=current_app.config["IS_LOCAL"])
        number = services.add_to_list(
            db.session(),
            g.question,
            reading,
            g.person,
            g.moment,
            reason=form.reason.data or "",
            only_good="only_good" in request.form,
        )
    except ListHasFaults as refusal:
        # A file can't be put back into its field: its text comes back to be mended instead.
        form.addresses.data = text
        return pages.people_page(form, refusal.reading), 422
    except ReasonMissing as refusal:
        form.addresses.data = text
        form.reason.errors = [str(refusal)]
        return pages.people_page(form), 422
    except (NoListFound, NotAList, TwoLists) as refusal:
        form.addresses.errors = [str(refusal)]
        return pages.people_page(form), 422
    db.session.commit()
    ring()
    flash(pages.said_added(number, reading), "ok")
    return see_other(url_for("desk.people", slug=slug))


@bp.post("/desk/q/<slug>/people/empty")
@access.team
def empty_people(slug: str) -> ResponseReturnValue:
    """Take everybody off the list of a draft, to begin it anew."""
    services.empty_list(db.session(), g.question)
    db.session.commit()
    flash(_("The list is empty now."), "ok")
    return see_other(url_for("desk.people", slug=slug))


@bp.post("/desk/q/<slug>/people/again")
@access.team
def send_again(slug: str) -> ResponseReturnValue:
    """Send once more to those whom no letter reached."""
    number = services.send_again(db.session(), g.question, g.moment)
    db.session.commit()
    ring()
    flash(
        ngettext(
            "%(num)d letter is on its way once more.",
            "%(num)d letters are on their way once more.",
            number,
        ),
        "ok",
    )
    return see_other(url_for("desk.people", slug=slug))


@bp.get("/desk/q/<slug>/team")
@access.team
def team(slug: str) -> ResponseReturnValue:
    """Show who holds the question."""
    return pages.team_page(TeamForm(formdata=None))


@bp.post("/desk/q/<slug>/team")
@access.team
def add_to_team(slug: str) -> ResponseReturnValue:
    """Put one more person on the team."""
    _require_convener()
    form = TeamForm()
    if not form.validate():
        return pages.team_page(form), 422
    try:
        services.add_to_team(
            db.session(), g.question, str(form.email.data), Role(form.role.data), g.moment
        )
    except AlreadyOnTheTeam as refusal:
        form.email.errors = [str(refusal)]
        return pages.team_page(form), 422
    db.session.commit()
    flash(_("They are on the team. Tell them to sign in with this address."), "ok")
    return see_other(url_for("desk.team", slug=slug))


@bp.post("/desk/q/<slug>/team/remove/<int:person_id>")
@access.team
def remove_from_team(slug: str, person_id: int) -> ResponseReturnValue:
    """Take a person off the team."""
    _require_convener()
    questions.remove_holder(db.session(), g.question, person_id)
    db.session.commit()
    flash(_("They are off the team."), "ok")
    return see_other(url_for("desk.team", slug=slug))


@bp.get("/desk/q/<slug>/changes")
@access.team
def change(slug: str) -> ResponseReturnValue:
    """Change an open question."""
    if g.question.opened_at is None:
        return see_other(url_for("desk.question", slug=slug))
    return pages.changes_page()


@bp.post("/desk/q/<slug>/changes")
@access.team
def change_now(slug: str) -> ResponseReturnValue:
    """Change an open question, with a reason that everyone can read."""
    form = ChangeForm()
    if not pages.fits(form):
        return pages.changes_page(form), 422
    try:
        changes.change_question(
            db.session(),
            g.question,
            form.draft(),
            form.choosing(),
            form.reason.data or "",
            g.person,
            g.moment,
            zone=zone(),
        )
    except Refusal as refusal:
        return pages.changes_page(form, refusal), refusal.status
    db.session.commit()
    flash(_("It is changed. Everyone can read the change and your reason."), "ok")
    return see_other(url_for("desk.question", slug=slug))


@bp.get("/desk/q/<slug>/ballot")
@access.team
def ballot(slug: str) -> ResponseReturnValue:
    """Say what fixing the ballot fixes, and what is still missing."""
    return pages.ballot_page(_voted_on())


@bp.post("/desk/q/<slug>/ballot")
@access.team
def fix_ballot(slug: str) -> ResponseReturnValue:
    """Fix the ballot: its options, its rule, what is published, and the list of voters."""
    keys = BallotKeys(current_app.config["KEY_FOLDERS"])
    freeze(db.session(), g.question, _voted_on(), keys, g.moment, actor=g.person.name or "")
    db.session.commit()
    flash(_("The ballot is fixed."), "ok")
    return see_other(url_for("desk.ballot", slug=slug))


def _voted_on() -> Contest:
    """Return the question's contest; a question without a vote has no ballot."""
    contest = contest_of(db.session(), g.question.id)
    if contest is None or scheduled(g.question, StageName.VOTING) is None:
        abort(404)
    return contest


def _require_convener() -> None:
    if g.role != Role.CONVENER:
        raise ConvenerOnly
