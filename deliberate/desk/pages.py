"""What the pages of the team's side show: forms filled in, what is missing, and the list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from deliberate.db import db
from deliberate.desk import letters, queries, services
from deliberate.desk.choosing import choosing_of
from deliberate.desk.errors import PastIsPast, WouldLack
from deliberate.desk.forms import (
    GROUND_RULES,
    PLEDGE,
    STAGES,
    ChangeForm,
    ListForm,
    QuestionForm,
    TeamForm,
)
from deliberate.desk.waiting import Waiting, Waits
from deliberate.questions.draft import WORDS, draft_of
from deliberate.questions.errors import StageBackwards, StagesOverlap
from deliberate.questions.readiness import MOST_WORDS, Missing, missing, words_in
from deliberate.questions.schedule import SPANS
from deliberate.questions.stages import shelf, stage_of
from deliberate.roll.entries import number_of_voters
from deliberate.roll.errors import WRONG, NoListFound, NotAList, TwoLists
from deliberate.roll.lists import Reading, UnreadableFile, decode
from deliberate.roll.queries import head_count, list_page, number_listed, to_be_invited
from deliberate.voting.errors import NotReadyToFreeze
from deliberate.voting.models import Contest
from deliberate.voting.services import require_ready
from deliberate.web.filters import zone
from deliberate.web.refusals import Refusal

USUAL_WEEKS = 6
MOST_FAULTS = 200  # so many are shown; the page says how many more there are
# What each kind of waiting is called, the button's verb, and where it leads.
SAID: Mapping[Waits, tuple[Callable[[Waiting], object], object, str, str | None]] = {
    Waits.HELD: (
        lambda row: ngettext(
            "%(num)d contribution waits for a look",
            "%(num)d contributions wait for a look",
            row.number,
        ),
        _l("Look at them"),
        "contributions.held",
        None,
    ),
    Waits.QUESTIONS: (
        lambda row: ngettext(
            "%(num)d question has no answer", "%(num)d questions have no answer", row.number
        ),
        _l("Answer the oldest"),
        "proposals.show",
        None,
    ),
    Waits.CONCERNS: (
        lambda row: ngettext("%(num)d concern is open", "%(num)d concerns are open", row.number),
        _l("See the oldest"),
        "proposals.show",
        None,
    ),
    Waits.LETTERS_FAILED: (
        lambda row: ngettext(
            "%(num)d letter did not arrive", "%(num)d letters did not arrive", row.number
        ),
        _l("See the letters"),
        "desk.people",
        "letters",
    ),
    Waits.BALLOT_NOT_FIXED: (
        lambda _row: _("voting has begun, and the ballot could not be fixed"),
        _l("See what is missing"),
        "desk.ballot",
        None,
    ),
    Waits.COUNT_MISSING: (
        lambda _row: _("voting is over, and the count has not come"),
        _l("See where it stands"),
        "desk.question",
        None,
    ),
}
Blocks = TypeVar("Blocks", bound=QuestionForm)


def mail_works() -> bool:
    """Say whether letters reach anyone: on a public instance only once its mail is set up."""
    return bool(current_app.config["IS_LOCAL"] or current_app.config["MAIL_URL"])


def prefilled_form() -> QuestionForm:
    """Return the form of a new question, with what is usual filled in."""
    form = QuestionForm(
        formdata=None,
        data={
            "convener_name": current_app.config["INSTANCE_NAME"],
            "pledge": str(PLEDGE),
            "ground_rules": str(GROUND_RULES),
        },
    )
    form.fill_in(USUAL_WEEKS, g.moment)
    return form


def fits(form: QuestionForm) -> bool:
    """Fill in the dates where so many weeks were chosen, and check the form."""
    if "weeks" in form and form.weeks.data in map(str, SPANS):
        form.fill_in(int(form.weeks.data), g.moment)
        form.weeks.data = ""
    return form.validate()


def said_waiting(rows: Iterable[Waiting]) -> list[dict[str, object]]:
    """Return the rows of Today as sentences, each with its one action."""
    entries = []
    for row in sorted(rows, key=lambda row: row.since):
        sentence, verb, endpoint, anchor = SAID[row.kind]
        values: dict[str, Any] = {"slug": row.question.slug, "_anchor": anchor}
        if row.proposal is not None:
            values |= {"number": row.proposal, "_anchor": f"c-{row.comment}"}
        entries.append(
            {
                "what": f"{sentence(row)}: {row.question.title}",
                "does": verb,
                "href": url_for(endpoint, **values),
                "since": row.since,
            }
        )
    return entries


def new_page(form: QuestionForm) -> str:
    return render_template("desk/new.html", form=form, **_for_blocks(form))


def draft_page(form: QuestionForm | None = None) -> str:
    contest = _contest()
    form = form or _filled(QuestionForm, contest)
    return render_template(
        "desk/draft.html",
        question=g.question,
        form=form,
        ready=_entries(_lacks(contest)),
        listed=number_listed(db.session(), g.question.id),
        **_for_blocks(form),
    )


def opened_page() -> str:
    return render_template(
        "desk/opened.html",
        question=g.question,
        contest=_contest(),
        stage=stage_of(g.question, g.moment),
        stages=shelf(g.question, g.moment),
        listed=number_listed(db.session(), g.question.id),
        letters=queries.deliveries(db.session(), g.question.id),
    )


def opening_page(lacks: Sequence[Missing] = ()) -> str:
    """Show what opening fixes, or what is missing: what was found already needs no second look."""
    return render_template(
        "desk/opening.html",
        question=g.question,
        ready=_entries(lacks or _lacks(_contest())),
        letters=len(to_be_invited(db.session(), g.question.id)),
        stages=[(STAGES[stage.name], stage) for stage in g.question.stages],
        letter=letters.preview(g.question, g.moment),
    )


def changes_page(form: ChangeForm | None = None, refusal: Refusal | None = None) -> str:
    contest = _contest()
    form = form or _filled(ChangeForm, contest)
    also = _marked(form, refusal) if refusal else []
    return render_template(
        "desk/changes.html",
        question=g.question,
        contest=contest,
        form=form,
        also=also,
        **_for_blocks(form),
    )


def ballot_page(contest: Contest) -> str:
    options: Sequence[object] = contest.options
    missing = ""
    try:
        options = options or require_ready(db.session(), g.question, contest)
    except NotReadyToFreeze as refusal:
        missing = str(refusal)
    return render_template(
        "desk/ballot.html",
        question=g.question,
        contest=contest,
        options=options,
        missing=missing,
        voters=contest.roll_size or number_of_voters(db.session(), g.question),
    )


def team_page(form: TeamForm) -> str:
    return render_template(
        "desk/team.html",
        question=g.question,
        form=form,
        team=queries.team_of(db.session(), g.question.id),
        role=g.role,
    )


def people_page(form: ListForm, reading: Reading | None = None) -> str:
    session = db.session()
    page = list_page(
        session,
        g.question.id,
        search=request.args.get("q", "").strip(),
        page=request.args.get("page", 1, type=int),
    )
    addresses = [row.email for row in page.participants if row.email]
    listed, joined = head_count(session, g.question.id)
    form.reason.flags.required = g.question.opened_at is not None
    return render_template(
        "desk/people.html",
        question=g.question,
        contest=_contest(),
        form=form,
        reading=reading,
        faults=[
            (fault, WRONG[fault.wrong])
            for fault in (reading.faults if reading else ())[:MOST_FAULTS]
        ],
        page=page,
        search=request.args.get("q", ""),
        listed=listed,
        joined=joined,
        states=queries.letters_to(session, g.question.id, addresses),
        letters=queries.deliveries(session, g.question.id),
    )


def list_text(form: ListForm) -> str:
    """Return the text of the list, from its file where one was chosen.

    Raises NoListFound, TwoLists or NotAList.
    """
    upload = form.file.data
    if upload and form.addresses.data:
        raise TwoLists
    if not upload:
        if not form.addresses.data:
            raise NoListFound
        return str(form.addresses.data)
    try:
        return decode(upload.read())
    except UnreadableFile:
        raise NotAList from None


def said_added(number: int, reading: Reading) -> str:
    """Say how many of a list are new, and which lines were one person twice."""
    sentences = [
        ngettext(
            "%(num)d person was added to the list.",
            "%(num)d people were added to the list.",
            number,
        )
    ]
    known = len(reading.rows) - number
    if known:
        sentences.append(
            ngettext("%(num)d was on it already.", "%(num)d were on it already.", known)
        )
    if reading.doubles:
        lines = ", ".join(str(double.line) for double in reading.doubles[:10])
        sentences.append(
            ngettext(
                "%(num)d address stands twice, in line %(lines)s. It counts once.",
                "%(num)d addresses stand twice, in lines %(lines)s. Each counts once.",
                len(reading.doubles),
                lines=lines + ("…" if len(reading.doubles) > 10 else ""),
            )
        )
    return " ".join(sentences)


def _contest() -> Contest:
    return services.held_contest(db.session(), g.question)


def _lacks(contest: Contest) -> list[Missing]:
    preparation = queries.preparation_of(
        db.session(),
        g.question.id,
        draft_of(g.question),
        contest,
        zone=zone(),
        mail_works=mail_works(),
        has_name=bool(g.person.name),
    )
    return missing(preparation, g.moment)


def _filled(kind: type[Blocks], contest: Contest) -> Blocks:
    """Return the form filled in with what the question and its contest say."""
    choosing = choosing_of(contest)
    moments = {
        f"{stage.name}_{end}": getattr(stage, end)
        for stage in g.question.stages
        for end in ("opens_at", "closes_at")
    }
    return kind(
        formdata=None,
        data={
            **{name: getattr(g.question, name) for name in WORDS},
            **moments,
            **choosing.rule_options,
            "ballot_form": choosing.ballot_form,
            "rule": choosing.rule or "",
            "seats": choosing.seats,
            "budget": choosing.budget_minor,
            "max_choices": choosing.max_choices,
            "publication": choosing.publication,
            "weeks": "",
        },
    )


def _for_blocks(form: QuestionForm) -> dict[str, object]:
    return {"words": words_in(form.summary.data or ""), "most_words": MOST_WORDS}


def _entries(lacks: Iterable[Missing]) -> list[dict[str, object]]:
    """Return the readiness list as the page shows it: each thing is a link to its field."""
    pages = {
        "question": url_for("desk.question", slug=g.question.slug),
        "people": url_for("desk.people", slug=g.question.slug),
        "shortlist": url_for("proposals.shortlist", slug=g.question.slug),
        "me": url_for("accounts.me"),
    }
    return [
        {"what": lack.sentence, "href": f"{pages[lack.page]}#{lack.anchor}", "done": False}
        for lack in lacks
    ]


def _marked(form: ChangeForm, refusal: Refusal) -> list[tuple[str, str]]:
    """Mark the fields that a refusal is about; return what is no field's."""
    if isinstance(refusal, (StageBackwards, StagesOverlap)):
        form.mark_stage(refusal.name, str(refusal))
    elif isinstance(refusal, PastIsPast):
        form[refusal.field].errors = [str(refusal)]
    elif isinstance(refusal, WouldLack):
        for lack in refusal.lacks:
            if lack.anchor in form:
                form[lack.anchor].errors = [str(lack.sentence)]
        return [(str(lack.sentence), "") for lack in refusal.lacks if lack.anchor not in form]
    else:
        return [(str(refusal), "")]
    return []
