"""Saying something about a proposal, changing it, taking it back, and meeting a concern."""

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import deliberate.contributions.queries as contributions
import deliberate.contributions.services as deeds
import deliberate.proposals.queries as proposals
from deliberate.accounts.services import introduce
from deliberate.comments import queries, services
from deliberate.comments.forms import ABOUT_KINDS, CommentForm
from deliberate.comments.models import Comment
from deliberate.comments.queries import Voice
from deliberate.contributions.models import Contribution
from deliberate.contributions.readers import Reader, reader_of
from deliberate.contributions.sent import say_sent
from deliberate.db import db
from deliberate.proposals.queries import Story
from deliberate.questions.gates import public_question
from deliberate.questions.models import Question
from deliberate.questions.stages import shelf
from deliberate.roll.services import join
from deliberate.web import access
from deliberate.web.parts import see_other
from deliberate.web.refusals import Refusal
from deliberate.web.requests import SAFE_METHODS

bp = Blueprint("comments", __name__, url_prefix="/q/<slug>/proposals/<int:number>/comments")


@bp.route("", methods=["GET", "POST"])
@access.resident
def add(slug: str, number: int) -> ResponseReturnValue:
    """Take in a comment or a reply; the page comes back with the form where it has mistakes."""
    question, reader, story = _place(slug, number)
    form = CommentForm.of(g.person)
    if request.method in SAFE_METHODS:
        form.reply_to.data = request.args.get("reply_to", "")
    if form.reply_number is not None:
        form.without_kind()
    replied = _replied(story, form, reader)
    if request.method in SAFE_METHODS:
        return _form_page(question, story, form, replied)
    if not form.validate():
        return _form_page(question, story, form, replied), 422
    try:
        comment, contribution = _send(question, story, form, reader)
    except Refusal as refusal:
        return _form_page(question, story, form, replied, refusal), refusal.status
    db.session.commit()
    say_sent(contribution.standing, _("Your comment is in."))
    return see_other(_address(question, story, comment, reader))


@bp.route("/<int:comment>/change", methods=["GET", "POST"])
@access.resident
def change(slug: str, number: int, comment: int) -> ResponseReturnValue:
    """Let the author change a comment, or take it back."""
    question, reader, story = _place(slug, number)
    voice = _own_voice(story, comment, reader)
    form = CommentForm.of(g.person, voice)
    if request.method in SAFE_METHODS:
        return _change_page(question, story, voice, form)
    if not form.validate():
        return _change_page(question, story, voice, form), 422
    try:
        services.change(
            db.session(),
            question,
            voice,
            g.person,
            form.said,
            g.moment,
            by_team=reader.is_team,
        )
    except Refusal as refusal:
        return _change_page(question, story, voice, form, refusal), refusal.status
    db.session.commit()
    say_sent(voice.contribution.standing, _("Your comment is changed."))
    return see_other(_address(question, story, voice.comment, reader))


@bp.post("/<int:comment>/withdraw")
@access.resident
def withdraw(slug: str, number: int, comment: int) -> ResponseReturnValue:
    """Take a comment back; the page says that its author withdrew it."""
    question, reader, story = _place(slug, number)
    voice = _own_voice(story, comment, reader)
    deeds.withdraw(voice.contribution, g.person, g.moment)
    db.session.commit()
    flash(_("Your comment is withdrawn."), "ok")
    return see_other(_address(question, story, voice.comment, reader))


@bp.post("/<int:comment>/met")
@access.resident
def meet(slug: str, number: int, comment: int) -> ResponseReturnValue:
    """Say that a concern is met or a question answered, or open it again."""
    question, reader, story = _place(slug, number)
    voice = _voice(story, comment, reader)
    is_met = request.form.get("is_met") != "no"
    services.mark(voice, g.person, g.moment, is_met=is_met, by_team=reader.is_team)
    db.session.commit()
    flash(_("Thank you. It is marked as met.") if is_met else _("It is open again."), "ok")
    return see_other(_address(question, story, voice.comment, reader))


@bp.get("/<int:comment>/versions")
@access.public
def versions(slug: str, number: int, comment: int) -> ResponseReturnValue:
    """Show how a comment was worded before."""
    question, reader, story = _place(slug, number)
    voice = _voice(story, comment, reader)
    if voice.words is None:
        abort(404)
    return render_template(
        "contributions/versions.html",
        question=question,
        stages=shelf(question, g.moment),
        title=_("Comment %(number)s", number=comment),
        href=_address(question, story, voice.comment, reader),
        versions=contributions.versions(db.session(), voice.contribution.id),
    )


def _place(slug: str, number: int) -> tuple[Question, Reader, Story]:
    """Return the question, who looks, and the proposal; a comment needs one that can be read."""
    question = public_question(slug)
    reader = reader_of(db.session(), question.id, g.person)
    story = proposals.story(db.session(), question.id, number, reader.viewer)
    if story is None:
        abort(404)
    return question, reader, story


def _voice(story: Story, number: int, reader: Reader) -> Voice:
    voice = queries.voice(db.session(), story.contribution.id, number, reader.viewer)
    if voice is None:
        abort(404)
    return voice


def _own_voice(story: Story, number: int, reader: Reader) -> Voice:
    """Return the reader's own comment; another's answers like a missing one."""
    voice = _voice(story, number, reader)
    if voice.contribution.person_id != g.person.id:
        abort(404)
    return voice


def _replied(story: Story, form: CommentForm, reader: Reader) -> Voice | None:
    """Return the comment that is replied to, to be shown above the form."""
    if form.reply_number is None:
        return None
    return queries.voice(db.session(), story.contribution.id, form.reply_number, reader.viewer)


def _send(
    question: Question, story: Story, form: CommentForm, reader: Reader
) -> tuple[Comment, Contribution]:
    if not reader.is_team:
        join(db.session(), question, g.person, g.moment)
    introduce(g.person, form.chosen_name)
    return services.add(
        db.session(),
        question,
        story.contribution,
        g.person,
        form.said,
        g.moment,
        by_team=reader.is_team,
    )


def _form_page(
    question: Question,
    story: Story,
    form: CommentForm,
    replied: Voice | None,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "comments/add.html",
        question=question,
        stages=shelf(question, g.moment),
        story=story,
        form=form,
        replied=replied,
        refusal=refusal,
        about_kinds=ABOUT_KINDS,
    )


def _change_page(
    question: Question,
    story: Story,
    voice: Voice,
    form: CommentForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "comments/change.html",
        question=question,
        stages=shelf(question, g.moment),
        story=story,
        voice=voice,
        form=form,
        refusal=refusal,
    )


def _address(question: Question, story: Story, comment: Comment, reader: Reader) -> str:
    """Return where a comment stands, on whichever page that is."""
    page = queries.page_of(db.session(), comment, reader.viewer)
    return url_for(
        "proposals.show",
        slug=question.slug,
        number=story.proposal.number,
        page=page if page > 1 else None,
        _anchor=f"c-{comment.number}",
    )
