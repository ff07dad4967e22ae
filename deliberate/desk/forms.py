"""The forms of the team's side."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from deliberate.accounts.addresses import AddressMistyped, read_address
from deliberate.accounts.forms import ADDRESS_MISTYPED
from deliberate.desk.choosing import Choosing
from deliberate.questions.draft import WORDS, Draft, PlannedStage
from deliberate.questions.models import Role, StageName, Who
from deliberate.questions.schedule import answer_day, schedule_of
from deliberate.record.forms import reason_field
from deliberate.roll.errors import WRONG
from deliberate.roll.lists import Reading, read_list
from deliberate.voting.models import MOST_RANKS, BallotForm, Publication, RuleName
from deliberate.web.fields import (
    DayField,
    MomentField,
    MoneyField,
    WholeNumberField,
    between,
    for_opening,
)
from deliberate.web.filters import zone
from deliberate.web.forms import PlainForm, choices, needed, no_longer_than

LONG = 4000
MOST_FAULTS = 10
GROUND_RULES = _l(
    "1. Be kind. Speak to the matter, not against a person.\n"
    "2. Keep private details out: names, addresses and numbers of others.\n"
    "3. Say how you know. A source helps.\n"
    "4. No advertising."
)
PLEDGE = _l(
    "We answer each proposal that is chosen: yes, in part or no, and why, by whom and by when."
)
STAGES = {
    StageName.PROPOSING: _l("People propose"),
    StageName.SHAPING: _l("Proposals are shaped"),
    StageName.VOTING: _l("People vote"),
}
RULES = {
    RuleName.IRV: _l("Instant run-off: the last drops out until one has more than half"),
    RuleName.STV: _l("Single transferable vote, counted as in Scotland: several win"),
    RuleName.EQUAL_SHARES: _l("Equal shares: each voter has the same part of the money"),
    RuleName.GREEDY: _l("Most votes first: the most chosen project that fits, then the next"),
}


def _text(label: object, letters: int, **more: Any) -> StringField:  # noqa: ANN401 - WTForms' own arguments
    return StringField(label, [for_opening, no_longer_than(letters)], **more)  # type: ignore[arg-type]  # lazy strings are strings


def _texts(label: object, letters: int = LONG, rows: int = 3, **more: Any) -> TextAreaField:  # noqa: ANN401 - WTForms' own arguments
    return TextAreaField(
        label,  # type: ignore[arg-type]  # lazy strings are strings
        [for_opening, no_longer_than(letters)],
        render_kw={"rows": rows},
        **more,
    )


class QuestionForm(PlainForm):
    """A question in six blocks. Everything may be empty while it is a draft."""

    title = _text(
        _l("The question, in one sentence"),
        200,
        description=_l("For example: How should we make Ashgrove Road safer and greener?"),
    )
    summary = _texts(
        _l("The short version"), 1000, description=_l("What it is about, in at most 60 words.")
    )
    convener_name = _text(_l("Who asks"), 120, description=_l("Letters come in this name."))
    place = StringField(
        _l("Where"), [no_longer_than(120)], description=_l("The street, the ward or the town.")
    )

    on_the_table = _texts(_l("What residents decide"))
    off_the_table = _texts(_l("What is not on the table"))

    decider = _text(
        _l("Who decides in the end"),
        1000,
        description=_l("For example: the Highways Committee, on 14 September."),
    )
    pledge = _texts(_l("What you promise to do with the outcome"))
    answerer = _text(_l("Who answers"), 120)
    answer_due_on = DayField(_l("The answer comes by"), [for_opening, Optional()])

    ballot_form = RadioField(
        _l("The way of choosing"),
        [for_opening],
        choices=choices(
            [
                (BallotForm.RANKED, _l("Rank")),
                (BallotForm.BUDGET, _l("Share out money")),
                (BallotForm.PROJECTS, _l("Choose projects")),
            ]
        ),
        default=BallotForm.RANKED,
    )
    seats = WholeNumberField(
        _l("How many options win"),
        [Optional(), between(1, 50, _l("Write a number from 1 to 50."))],
        default=1,
        description=_l("Only where people rank."),
    )
    budget = MoneyField(
        _l("How much money there is"), description=_l("Only where money is shared out.")
    )
    max_choices = WholeNumberField(
        _l("How many each person may choose"),
        [Optional(), between(1, 200, _l("Write a number from 1 to 200."))],
        description=_l("Where people rank: leave this out, and they may rank up to ten."),
    )
    rule = SelectField(
        _l("The rule of the count"),
        [for_opening],
        choices=choices([("", _l("The usual rule for what you chose")), *RULES.items()]),
        default="",
    )
    min_votes = WholeNumberField(
        _l("Most votes first: a project needs at least this many votes"),
        [Optional(), between(0, 100_000, _l("Write a number from 0 to 100,000."))],
        default=1,
    )
    completion = SelectField(
        _l("Equal shares: when money is left over"),
        [for_opening],
        choices=choices(
            [
                ("add1u", _l("Raise everyone's part step by step, then fill up by most votes")),
                ("add1", _l("Raise everyone's part step by step")),
                ("none", _l("Leave it over")),
            ]
        ),
        default="add1u",
    )
    utility = SelectField(
        _l("Equal shares: what a chosen project is worth to a voter"),
        [for_opening],
        choices=choices(
            [
                ("cost", _l("What it costs: a large project counts for more")),
                ("cardinality", _l("One: each project counts the same")),
            ]
        ),
        default="cost",
    )
    publication = RadioField(
        _l("What is published of the ballots"),
        [for_opening],
        choices=choices(
            [
                (Publication.LADDER, _l("As much as keeps everyone unknown")),
                (Publication.EVERY_BALLOT, _l("Every ballot with its code")),
            ]
        ),
        default=Publication.LADDER,
    )

    weeks = RadioField(
        _l("How long it takes"),
        [for_opening],
        choices=choices(
            [
                ("3", _l("3 weeks")),
                ("6", _l("6 weeks")),
                ("10", _l("10 weeks")),
                ("", _l("The dates below")),
            ]
        ),
        default="",
    )
    proposing_opens_at = MomentField(_l("Proposing from"))
    proposing_closes_at = MomentField(_l("Proposing until"))
    shaping_opens_at = MomentField(_l("Shaping from"))
    shaping_closes_at = MomentField(_l("Shaping until"))
    voting_opens_at = MomentField(_l("Voting from"))
    voting_closes_at = MomentField(_l("Voting until"))

    takes_part = RadioField(
        _l("Who may propose and comment"),
        [for_opening],
        choices=choices(
            [
                (Who.ANYONE, _l("Anyone with an email address")),
                (Who.LIST, _l("Only people on the list")),
            ]
        ),
        default=Who.ANYONE,
    )
    votes = RadioField(
        _l("Who can vote"),
        [for_opening],
        choices=choices(
            [
                (Who.LIST, _l("Only people on the list")),
                (Who.ANYONE, _l("Anyone with an email address")),
            ]
        ),
        default=Who.LIST,
    )
    addresses = TextAreaField(
        _l("Paste the addresses of the people on the list"),
        description=_l("One on each line. They are added when you save; nobody is written to yet."),
        render_kw={"rows": 4},
    )
    ground_rules = _texts(_l("The ground rules"), rows=6)
    reading: Reading | None = None  # what validate() read in the addresses, where there are any

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check each field, and what only several fields together can get wrong."""
        is_good = bool(super().validate(extra_validators=extra_validators))
        return all([is_good, self._stages_are_whole(), self._choices_fit(), self._list_is_good()])

    def stages(self) -> tuple[PlannedStage, ...]:
        """Return the stages that have both their moments; those without are skipped."""
        pairs = ((name, *self._moments(name)) for name in StageName)
        return tuple(
            PlannedStage(name, opens.data, closes.data)
            for name, opens, closes in pairs
            if opens.data and closes.data
        )

    def fill_in(self, weeks: int, moment: datetime) -> None:
        """Write the dates of a question of so many weeks into the fields."""
        stages = schedule_of(weeks, moment, zone())
        for stage in stages:
            opens, closes = self._moments(StageName(stage.name))
            opens.data, closes.data = stage.opens_at, stage.closes_at
            opens.raw_data = closes.raw_data = None
        self.answer_due_on.data = answer_day(stages[-1].closes_at, zone())
        self.answer_due_on.raw_data = None

    def draft(self) -> Draft:
        words = {name: getattr(self, name).data or "" for name in WORDS if name != "answer_due_on"}
        return Draft(**words, answer_due_on=self.answer_due_on.data, stages=self.stages())

    def choosing(self) -> Choosing:
        return Choosing(
            ballot_form=self.ballot_form.data,
            rule=self.rule.data or None,
            rule_options={
                "min_votes": 1 if self.min_votes.data is None else self.min_votes.data,
                "completion": self.completion.data,
                "utility": self.utility.data,
            },
            seats=self.seats.data,
            budget_minor=self.budget.data,
            currency=current_app.config["CURRENCY"],
            max_choices=self.max_choices.data,
            publication=self.publication.data,
        )

    def mark_stage(self, name: str, sentence: str) -> None:
        """Mark the stage that a service refused."""
        self[f"{name}_opens_at"].errors = [sentence]

    def _stages_are_whole(self) -> bool:
        """Say whether each stage has both its moments or neither."""
        half = []
        for name in StageName:
            opens, closes = self._moments(name)
            empty = closes if opens.data else opens
            if bool(opens.data) != bool(closes.data) and not empty.errors:
                half.append(empty)
        for field in half:
            field.errors = [_l("Fill in both moments, or leave both out to skip this stage.")]
        return not half

    def _choices_fit(self) -> bool:
        too_many = (self.max_choices.data or 0) > MOST_RANKS
        if self.ballot_form.data == BallotForm.RANKED and too_many:
            self.max_choices.errors = [_l("People can rank ten at most. Write 10 or less.")]
            return False
        return True

    def _list_is_good(self) -> bool:
        """Read the pasted addresses; each faulty line becomes a mistake of the field."""
        if "addresses" not in self or not self.addresses.data:
            return True
        self.reading = read_list(self.addresses.data, is_local=current_app.config["IS_LOCAL"])
        self.addresses.errors = [
            _l("Line %(line)d: %(wrong)s.", line=fault.line, wrong=WRONG[fault.wrong])
            for fault in self.reading.faults[:MOST_FAULTS]
        ]
        return not self.reading.faults

    def _moments(self, name: StageName) -> tuple[MomentField, MomentField]:
        return self[f"{name}_opens_at"], self[f"{name}_closes_at"]


class ChangeForm(QuestionForm):
    """The same blocks after opening, with the reason that everyone can read."""

    weeks = None  # type: ignore[assignment]  # a subclass takes a field out so
    addresses = None  # type: ignore[assignment]  # people are added on their own page
    reason = reason_field(
        _l("Why you change this"), _l("Everyone can read this on the question's record."), rows=2
    )


class ListForm(PlainForm):
    """A list of addresses, pasted or as a file."""

    addresses = TextAreaField(
        _l("Paste addresses"),
        description=_l("One on each line, or columns from a spreadsheet. Only addresses are kept."),
        render_kw={"rows": 8},
    )
    file = FileField(_l("Or choose a file"), description=_l("CSV or plain text, up to 5 MB."))
    reason = StringField(
        _l("Why you add people now"),
        [no_longer_than(1000)],
        description=_l("Everyone can read this, with how many you add."),
    )


class TeamForm(PlainForm):
    """One more person on the team."""

    email = EmailField(
        _l("Their email address"),
        [needed(ADDRESS_MISTYPED)],
    )
    role = RadioField(
        _l("What they do"),
        [for_opening],
        choices=choices(
            [
                (Role.FACILITATOR, _l("Facilitator")),
                (Role.COUNCILLOR, _l("Councillor or officer")),
            ]
        ),
        default=Role.FACILITATOR,
    )

    def validate_email(self, field: EmailField) -> None:
        """Keep the normalised address, which is how we know a person."""
        try:
            field.data = read_address(field.data or "", is_local=current_app.config["IS_LOCAL"])
        except AddressMistyped:
            raise ValidationError(ADDRESS_MISTYPED) from None
