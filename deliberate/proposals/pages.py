"""What the pages of proposing show."""

from flask import current_app, g, render_template

from deliberate.db import db
from deliberate.proposals import queries
from deliberate.proposals.alike import Told, alike
from deliberate.proposals.forms import ProposalForm, ShortlistForm
from deliberate.proposals.queries import Story
from deliberate.questions.models import Question, StageName
from deliberate.questions.stages import Stage, scheduled, shelf, stage_of
from deliberate.web.refusals import Refusal
from deliberate.web.text import to_html


def propose_page(question: Question, form: ProposalForm, refusal: Refusal | None = None) -> str:
    stage = scheduled(question, StageName.PROPOSING)
    return render_template(
        "proposals/propose.html",
        question=question,
        stages=shelf(question, g.moment),
        is_open=stage_of(question, g.moment) == Stage.PROPOSING,
        stage=stage,
        form=form,
        refusal=refusal,
        alike=[],
    )


def check_page(question: Question, form: ProposalForm) -> str:
    text = f"{form.draft.situation} {form.draft.body}"
    return render_template(
        "proposals/check.html",
        question=question,
        stages=shelf(question, g.moment),
        form=form,
        situation_html=to_html(form.draft.situation),
        body_html=to_html(form.draft.body),
        currency=current_app.config["CURRENCY"],
        alike=alike_ones(question, form.draft.title, text),
    )


def change_page(
    question: Question, story: Story, form: ProposalForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "proposals/change.html",
        question=question,
        stages=shelf(question, g.moment),
        story=story,
        form=form,
        refusal=refusal,
    )


def decide_page(story: Story, form: ShortlistForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "proposals/decide.html", question=g.question, story=story, form=form, refusal=refusal
    )


def alike_ones(question: Question, title: str, text: str) -> list[Told]:
    return alike(title[:200], text, queries.told(db.session(), question.id))
