"""A proposal's page, proposing, supporting, and the team's shortlist."""

from flask import Blueprint, abort, current_app, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import deliberate.comments.queries as comments
import deliberate.contributions.queries as contributions
from deliberate.accounts.services import introduce
from deliberate.comments.forms import ABOUT_KINDS, KINDS, CommentForm
from deliberate.comments.services import may_comment
from deliberate.contributions.readers import Reader, reader_of
from deliberate.contributions.sent import say_sent
from deliberate.db import db
from deliberate.proposals import pages, queries, services
from deliberate.proposals.forms import IN, OptionForm, ProposalForm, ShortlistForm
from deliberate.proposals.queries import Story
from deliberate.questions.gates import public_question
from deliberate.questions.models import Question
from deliberate.questions.stages import shelf, stage_of
from deliberate.roll.services import join
from deliberate.voting.models import Contest
from deliberate.voting.queries import bare_contest_of
from deliberate.voting.services import lock_contest
from deliberate.web import access
from deliberate.web.filters import moment as say_moment
from deliberate.web.parts import see_other, wants_part
from deliberate.web.refusals import Refusal
from deliberate.web.requests import SAFE_METHODS

bp = Blueprint("proposals", __name__)


@bp.get("/q/<slug>/proposals/<int:number>")
@access.public
def show(slug: str, number: int) -> ResponseReturnValue:
    """Show a proposal: the story first, then what is proposed, and what people say about it."""
    question = public_question(slug)
    reader = reader_of(db.session(), question.id, g.person)
    story = _story(question, number, reader)
    proposal_id = story.contribution.id
    kind = next((kind for kind in KINDS if kind == request.args.get("kind")), None)
    voices = comments.voice_page(
        db.session(),
        proposal_id,
        reader.viewer,
        kind=kind,
        page=request.args.get("page", 1, int),
    )
    return render_template(
        "proposals/show.html",
        **_around(question, story, reader),
        voices=voices,
        tally=comments.tallies(db.session(), [proposal_id], reader.viewer)[proposal_id],
        kind=kind,
        kinds=KINDS,
        new_voices=_new_voices(question, voices),
        form=CommentForm.of(g.person) if _may_comment(question, story, reader) else None,
        about_kinds=ABOUT_KINDS,
        may_comment=may_comment(question, g.moment, by_team=False),
    )


@bp.route("/q/<slug>/propose", methods=["GET", "POST"])
@access.resident
def propose(slug: str) -> ResponseReturnValue:
    """Take in a proposal in two steps: write it, then check it beside those that are alike."""
    question = public_question(slug)
    form = ProposalForm.of(g.person)
    if request.method in SAFE_METHODS:
        if wants_part():
            found = pages.alike_ones(question, request.args.get("title", ""), "")
            return render_template("proposals/_alike.html", question=question, alike=found)
        return pages.propose_page(question, form)
    if not form.validate():
        return pages.propose_page(question, form), 422
    step = request.form.get("step")
    try:
        services.require_proposing(question, g.moment)
        if step == "send":
            return _send(question, form)
    except Refusal as refusal:
        return pages.propose_page(question, form, refusal), refusal.status
    return (
        pages.propose_page(question, form) if step == "change" else pages.check_page(question, form)
    )


@bp.route("/q/<slug>/proposals/<int:number>/change", methods=["GET", "POST"])
@access.resident
def change(slug: str, number: int) -> ResponseReturnValue:
    """Let the author change a proposal, or take it back."""
    return _change(
        public_question(slug), number, url_for("proposals.show", slug=slug, number=number)
    )


@bp.post("/q/<slug>/proposals/<int:number>/withdraw")
@access.resident
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """Take a proposal back; its page says that its author withdrew it."""
    question = public_question(slug)
    story = _own_story(question, number, reader_of(db.session(), question.id, g.person))
    services.withdraw(question, story, g.person, g.moment, is_frozen=_is_frozen(question))
    db.session.commit()
    flash(_("Your proposal is withdrawn."), "ok")
    return see_other(url_for("proposals.show", slug=slug, number=number))


@bp.get("/q/<slug>/proposals/<int:number>/versions")
@access.public
def versions(slug: str, number: int) -> ResponseReturnValue:
    """Show how a proposal was worded before."""
    question = public_question(slug)
    story = _story(question, number, reader_of(db.session(), question.id, g.person))
    if story.words is None:
        abort(404)
    return render_template(
        "contributions/versions.html",
        question=question,
        stages=shelf(question, g.moment),
        title=story.words.title,
        href=url_for("proposals.show", slug=slug, number=number),
        versions=contributions.versions(db.session(), story.contribution.id),
    )


@bp.post("/q/<slug>/proposals/<int:number>/support")
@access.resident
def support(slug: str, number: int) -> ResponseReturnValue:
    """Count this person's support, once."""
    question = public_question(slug)
    story = _story(question, number, reader_of(db.session(), question.id, g.person))
    join(db.session(), question, g.person, g.moment)
    services.support(db.session(), question, story, g.person, g.moment)
    return _support_answer(question, story, _("Your support is counted."))


@bp.post("/q/<slug>/proposals/<int:number>/support/withdraw")
@access.resident
def withdraw_support(slug: str, number: int) -> ResponseReturnValue:
    """Take this person's support back."""
    question = public_question(slug)
    story = _story(question, number, reader_of(db.session(), question.id, g.person))
    services.withdraw_support(db.session(), question, story, g.person, g.moment)
    return _support_answer(question, story, _("Your support is taken back."))


@bp.get("/desk/q/<slug>/shortlist")
@access.team
def shortlist(slug: str) -> ResponseReturnValue:
    """Show the team which proposals are on the ballot, and let it choose."""
    return _shortlist_page(OptionForm.of(g.person))


@bp.route("/desk/q/<slug>/shortlist/<int:number>", methods=["GET", "POST"])
@access.team
def decide(slug: str, number: int) -> ResponseReturnValue:
    """Put one proposal on the ballot or leave it off, with a reason, and set its cost."""
    story = _story(g.question, number, reader_of(db.session(), g.question.id, g.person))
    form = ShortlistForm.of(story)
    if request.method in SAFE_METHODS:
        return pages.decide_page(story, form)
    if not form.validate():
        return pages.decide_page(story, form), 422
    try:
        services.shortlist(
            db.session(),
            g.question,
            story,
            g.person,
            g.moment,
            is_in=form.choice.data == IN,
            reason=form.reason.data or "",
            cost_minor=form.cost.data,
            currency=_currency(bare_contest_of(db.session(), g.question.id)),
            is_frozen=_is_frozen(g.question),
        )
    except Refusal as refusal:
        return pages.decide_page(story, form, refusal), refusal.status
    db.session.commit()
    flash(_("Your decision is kept, with its reason."), "ok")
    return see_other(url_for("proposals.shortlist", slug=slug, _anchor=f"p-{number}"))


@bp.route("/desk/q/<slug>/shortlist/<int:number>/change", methods=["GET", "POST"])
@access.team
def change_option(slug: str, number: int) -> ResponseReturnValue:
    """Let who gave an option for the team change its words, until the ballot is fixed."""
    return _change(g.question, number, url_for("proposals.shortlist", slug=slug))


@bp.post("/desk/q/<slug>/shortlist/add")
@access.team
def add(slug: str) -> ResponseReturnValue:
    """Add an option that the team gives, and put it on the ballot."""
    form = OptionForm.of(g.person)
    if not form.validate():
        return _shortlist_page(form), 422
    introduce(g.person, form.chosen_name)
    try:
        proposal = services.give_option(
            db.session(),
            g.question,
            g.person,
            form.draft,
            form.reason.data or "",
            g.moment,
            is_frozen=_is_frozen(g.question),
        )
    except Refusal as refusal:
        return _shortlist_page(form, refusal), refusal.status
    db.session.commit()
    flash(_("The option is on the ballot."), "ok")
    return see_other(url_for("proposals.shortlist", slug=slug, _anchor=f"p-{proposal.number}"))


def _send(question: Question, form: ProposalForm) -> ResponseReturnValue:
    if not reader_of(db.session(), question.id, g.person).is_team:
        join(db.session(), question, g.person, g.moment)
    introduce(g.person, form.chosen_name)
    proposal, contribution = services.propose(
        db.session(), question, g.person, form.draft, g.moment
    )
    db.session.commit()
    say_sent(contribution.standing, _sentence_when_sent(question))
    return see_other(url_for("proposals.show", slug=question.slug, number=proposal.number))


def _sentence_when_sent(question: Question) -> str:
    last = max(stage.closes_at for stage in question.stages if stage.name in services.CHANGING)
    return str(
        _("Your proposal is in. You can change it until %(moment)s.", moment=say_moment(last))
    )


def _shortlist_page(form: OptionForm, refusal: Refusal | None = None) -> str:
    reader = reader_of(db.session(), g.question.id, g.person)
    lines = queries.lines(db.session(), g.question.id, reader.viewer)
    ids = [line.id for line in sorted(lines, key=lambda line: line.id)]
    contest = bare_contest_of(db.session(), g.question.id)
    return render_template(
        "proposals/shortlist.html",
        question=g.question,
        cards=queries.cards(db.session(), ids, reader.viewer),
        contest=contest,
        currency=_currency(contest),
        form=form,
        refusal=refusal,
    )


def _change(question: Question, number: int, way_back: str) -> ResponseReturnValue:
    reader = reader_of(db.session(), question.id, g.person)
    story = _own_story(question, number, reader)
    form = ProposalForm.of(g.person, story)
    if request.method in SAFE_METHODS:
        return pages.change_page(question, story, form)
    if not form.validate():
        return pages.change_page(question, story, form), 422
    try:
        services.change(
            db.session(),
            question,
            story,
            g.person,
            form.draft,
            g.moment,
            is_frozen=_is_frozen(question),
            by_team=reader.is_team,
        )
    except Refusal as refusal:
        return pages.change_page(question, story, form, refusal), refusal.status
    db.session.commit()
    say_sent(story.contribution.standing, _("Your proposal is changed."))
    return see_other(way_back)


def _support_answer(question: Question, story: Story, sentence: str) -> ResponseReturnValue:
    db.session.commit()
    if wants_part():
        count, is_own = queries.support_of(db.session(), story.contribution.id, g.person.id)
        return render_template(
            "proposals/_support.html",
            question=question,
            story=story,
            support=count,
            supports=is_own,
            may_support=True,
            said=sentence,
        )
    flash(sentence, "ok")
    address = url_for(
        "proposals.show", slug=question.slug, number=story.proposal.number, _anchor="support"
    )
    return see_other(address)


def _around(question: Question, story: Story, reader: Reader) -> dict[str, object]:
    """Return what a proposal's page shows around what people say."""
    contest = bare_contest_of(db.session(), question.id)
    count, is_own = queries.support_of(db.session(), story.contribution.id, reader.viewer.person_id)
    stage = stage_of(question, g.moment)
    is_own_story = g.person is not None and story.contribution.person_id == g.person.id
    is_frozen = contest is not None and contest.frozen_at is not None
    may_change = not is_frozen and (reader.is_team or stage in services.CHANGING)
    return {
        "question": question,
        "stage": stage,
        "stages": shelf(question, g.moment),
        "story": story,
        "reader": reader,
        "currency": _currency(contest),
        "support": count,
        "supports": is_own,
        "may_support": stage in services.CHANGING and story.is_public,
        "may_change": is_own_story and may_change and story.contribution.withdrawn_at is None,
    }


def _story(question: Question, number: int, reader: Reader) -> Story:
    story = queries.story(db.session(), question.id, number, reader.viewer)
    if story is None:
        abort(404)
    return story


def _own_story(question: Question, number: int, reader: Reader) -> Story:
    """Return the reader's own proposal; another's answers like a missing one."""
    story = _story(question, number, reader)
    if story.contribution.person_id != g.person.id:
        abort(404)
    return story


def _may_comment(question: Question, story: Story, reader: Reader) -> bool:
    return (
        reader.person is not None
        and story.is_public
        and may_comment(question, g.moment, by_team=reader.is_team)
    )


def _new_voices(question: Question, voices: comments.VoicePage) -> frozenset[int]:
    everyone = [one for voice in voices.voices for one in (voice, *voice.replies)]
    person_ids = {one.contribution.person_id for one in everyone}
    return contributions.first_of_each(db.session(), question.id, person_ids)


def _is_frozen(question: Question) -> bool:
    """Say whether the ballot is fixed, and keep it from being fixed until this is committed."""
    contest = bare_contest_of(db.session(), question.id)
    if contest is None:
        return False
    lock_contest(db.session(), contest)
    return contest.frozen_at is not None


def _currency(contest: Contest | None) -> str:
    return contest.currency if contest else str(current_app.config["CURRENCY"])
