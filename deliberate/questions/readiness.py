"""What a draft still lacks before it can be opened: a pure function of what is known about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from deliberate.questions.draft import Draft, PlannedStage
from deliberate.questions.models import StageName, Who

MOST_WORDS = 60
FEWEST_OPTIONS = 2


@dataclass(frozen=True)
class ChoosingFacts:
    """How people choose, as far as readiness asks."""

    counts_money: bool = False
    limits_choices: bool = False
    seats: int | None = None
    budget_minor: int | None = None
    max_choices: int | None = None
    rule_fits: bool = True


@dataclass(frozen=True)
class Preparation:
    """Everything that readiness looks at: question, contest, people, and the instance's mail.

    `has_name` says that whoever opens the question has a name that everyone sees.
    """

    draft: Draft
    zone: ZoneInfo
    choosing: ChoosingFacts = field(default_factory=ChoosingFacts)
    listed: int = 0
    given_options: int = 0
    mail_works: bool = True
    has_name: bool = True


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: which field, what to do about it, and where on which page."""

    field: str
    sentence: object  # a lazy translation
    anchor: str
    page: str = "question"


def missing(preparation: Preparation, moment: datetime) -> list[Missing]:
    """Return what is missing, in the order of the page; an empty list means ready to open."""
    draft = preparation.draft
    found = [
        *_words(draft),
        *_promise(preparation),
        *_choosing(preparation),
        *_schedule(draft, moment),
        *_people(preparation),
    ]
    if not preparation.has_name:
        sentence = _l("Write your name. Everyone sees who holds the question.")
        found.append(Missing("name", sentence, "name", page="me"))
    if not preparation.mail_works:
        sentence = _l("This site can't send letters yet. Ask the person who runs it.")
        found.append(Missing("mail", sentence, "people"))
    return found


def words_in(text: str) -> int:
    return len(text.split())


def planned(draft: Draft, name: str) -> PlannedStage | None:
    return next((stage for stage in draft.stages if stage.name == name), None)


def _words(draft: Draft) -> Iterator[Missing]:
    yield from _empty(
        draft,
        title=_l("Write the question in one sentence."),
        summary=_l("Write the short version: what it is about, in a few sentences."),
    )
    over = words_in(draft.summary) - MOST_WORDS
    if over > 0:
        sentence = _l(
            "The short version has %(over)d words more than 60. Take some out.", over=over
        )
        yield Missing("summary", sentence, "summary")
    yield from _empty(
        draft,
        convener_name=_l("Say who asks. The letters come in this name."),
        on_the_table=_l("Say what residents decide."),
        off_the_table=_l("Say what is not on the table."),
        ground_rules=_l("Write the ground rules for what people write here."),
    )


def _promise(preparation: Preparation) -> Iterator[Missing]:
    draft = preparation.draft
    yield from _empty(
        draft,
        decider=_l("Say who decides in the end."),
        pledge=_l("Promise what you will do with the outcome."),
        answerer=_l("Name the person who will answer."),
    )
    if draft.answer_due_on is None:
        yield Missing("answer_due_on", _l("Say by which day the answer comes."), "answer_due_on")
    elif draft.stages:
        last = max(stage.closes_at for stage in draft.stages).astimezone(preparation.zone)
        if draft.answer_due_on <= last.date():
            sentence = _l("The answer is due before the last stage is over. Choose a later day.")
            yield Missing("answer_due_on", sentence, "answer_due_on")


def _choosing(preparation: Preparation) -> Iterator[Missing]:
    if planned(preparation.draft, StageName.VOTING) is None:
        return
    choosing = preparation.choosing
    if choosing.counts_money and not choosing.budget_minor:
        yield Missing("budget", _l("Say how much money there is."), "budget")
    if not choosing.counts_money and not choosing.seats:
        yield Missing("seats", _l("Say how many options can win."), "seats")
    if choosing.limits_choices and not choosing.max_choices:
        sentence = _l("Say how many projects each person may choose.")
        yield Missing("max_choices", sentence, "max_choices")
    if not choosing.rule_fits:
        sentence = _l("This rule doesn't fit the way of choosing. Take another rule.")
        yield Missing("rule", sentence, "rule")


def _schedule(draft: Draft, moment: datetime) -> Iterator[Missing]:
    if not draft.stages:
        yield Missing("stages", _l("Say when each stage opens and closes."), "stages")
        return
    for stage in draft.stages:
        if stage.closes_at <= stage.opens_at:
            sentence = _l("A stage closes before it opens. Change one of its dates.")
            yield Missing(stage.name, sentence, f"{stage.name}_closes_at")
    if out_of_order(draft.stages):
        sentence = _l("Two stages overlap, or come in another order. Change their dates.")
        yield Missing("stages", sentence, "stages")
    last = max(draft.stages, key=lambda stage: stage.closes_at)
    if last.closes_at <= moment:
        sentence = _l("The last stage is over already. Choose a later day.")
        yield Missing(last.name, sentence, f"{last.name}_closes_at")


def out_of_order(stages: Sequence[PlannedStage]) -> tuple[str, str] | None:
    """Return the names of two stages that overlap or come in the wrong order, or None."""
    order = list(StageName)
    for earlier, later in pairwise(sorted(stages, key=lambda s: order.index(StageName(s.name)))):
        if later.opens_at < earlier.closes_at:
            return earlier.name, later.name
    return None


def _people(preparation: Preparation) -> Iterator[Missing]:
    draft = preparation.draft
    has_vote = planned(draft, StageName.VOTING) is not None
    needs_list = draft.takes_part == Who.LIST or (has_vote and draft.votes == Who.LIST)
    if needs_list and not preparation.listed:
        yield Missing("list", _l("Add the people on the list."), "list", page="people")
    is_given = has_vote and planned(draft, StageName.PROPOSING) is None
    if is_given and preparation.given_options < FEWEST_OPTIONS:
        sentence = _l("Nobody can propose in this question. Give at least two options yourself.")
        yield Missing("options", sentence, "options", page="shortlist")


def _empty(draft: Draft, **sentences: object) -> Iterator[Missing]:
    for name, sentence in sentences.items():
        if not getattr(draft, name).strip():
            yield Missing(name, sentence, name)
