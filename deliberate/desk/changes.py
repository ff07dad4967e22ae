"""Changing an open question: with a reason, in public, and never what voting has fixed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

import deliberate.questions.services as questions
import deliberate.record.services as record
from deliberate.accounts.models import Person
from deliberate.desk.choosing import Choosing, facts_for_readiness, write_choosing
from deliberate.desk.errors import (
    NothingChanged,
    NotOpenYet,
    PastIsPast,
    VoteIsFixed,
    WouldLack,
)
from deliberate.desk.queries import preparation_of
from deliberate.desk.services import held_contest, over_at
from deliberate.questions.draft import WORDS, Draft, draft_of
from deliberate.questions.models import Question, StageName
from deliberate.questions.readiness import Preparation, missing, planned
from deliberate.roll.invitations import prolong
from deliberate.voting.models import Contest
from deliberate.web.money import say_money

Said = dict[str, object]
# What freezing fixes; the words of a question stay open to correction, with a reason.
FIXED = {
    "ballot_form",
    "rule",
    "utility",
    "completion",
    "by",
    "min_votes",
    "seats",
    "budget",
    "max_choices",
    "publication",
    "votes",
    "voting_opens_at",
    "voting_closes_at",
}


def change_question(
    session: Session,
    question: Question,
    draft: Draft,
    choosing: Choosing,
    reason: str,
    person: Person,
    moment: datetime,
    *,
    zone: ZoneInfo,
) -> list[str]:
    """Change an open question and write old and new values with the reason into its record.

    Returns the names of what changed. Raises NotOpenYet, ReasonMissing, NothingChanged,
    VoteIsFixed, PastIsPast, WouldLack, and what require_schedule raises.
    """
    questions.lock(session, question)
    contest = held_contest(session, question)
    if question.opened_at is None:
        raise NotOpenYet
    record.require_reason(reason)
    questions.require_schedule(draft.stages)
    # Everything is looked at on a trial contest first: a refusal leaves no row half changed.
    trial = Contest()
    write_choosing(trial, choosing)
    present = draft_of(question)
    before, after = _said(present, contest), _said(draft, trial)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    _require_allowed(contest, changed, moment)
    prepared = preparation_of(session, question.id, present, contest, zone=zone, mail_works=True)
    _require_complete(
        prepared,
        replace(prepared, draft=draft, choosing=facts_for_readiness(trial)),
        moment,
    )
    questions.write_words(question, draft)
    questions.set_schedule(question, draft.stages)
    write_choosing(contest, choosing)
    prolong(session, question.id, over_at(question))
    session.flush()
    record.write(
        session,
        question.id,
        "changed",
        moment,
        actor=person.name or "",
        reason=reason,
        facts=changed,
    )
    return list(changed)


def _said(draft: Draft, contest: Contest) -> Said:
    """Return every value that may change, as the record says it."""
    words = {name: _plain(getattr(draft, name)) for name in WORDS}
    moments: Said = {}
    for name in StageName:
        stage = planned(draft, name)
        moments[f"{name}_opens_at"] = _plain(stage.opens_at) if stage else None
        moments[f"{name}_closes_at"] = _plain(stage.closes_at) if stage else None
    budget = contest.budget_minor
    options = json.loads(contest.rule_options)
    return {
        **words,
        **moments,
        "ballot_form": contest.ballot_form,
        "rule": contest.rule,
        **{name: options.get(name) for name in ("by", "completion", "utility", "min_votes")},
        "seats": contest.seats,
        "budget": None if budget is None else say_money(budget, contest.currency),
        "max_choices": contest.max_choices,
        "publication": contest.publication,
    }


def _require_allowed(
    contest: Contest, changed: Mapping[str, list[object]], moment: datetime
) -> None:
    if not changed:
        raise NothingChanged
    if contest.frozen_at is not None and FIXED.intersection(changed):
        raise VoteIsFixed
    for name, (old, new) in changed.items():
        if name.endswith("_at") and not _is_to_come(name, old, new, moment):
            raise PastIsPast(name)


def _is_to_come(name: str, old: object, new: object, moment: datetime) -> bool:
    """Say whether a moment may move so: a stage that has begun keeps its beginning."""
    if name.endswith("_opens_at") and old and datetime.fromisoformat(str(old)) <= moment:
        return False
    return new is None or datetime.fromisoformat(str(new)) > moment


def _require_complete(before: Preparation, after: Preparation, moment: datetime) -> None:
    """Refuse a change that would leave an open question with a gap where it had none."""
    had = {lack.field for lack in missing(before, moment)}
    lacks = [lack for lack in missing(after, moment) if lack.field not in had]
    if lacks:
        raise WouldLack(lacks)


def _plain(value: object) -> object:
    """Return a value as plain JSON; moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
