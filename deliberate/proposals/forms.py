"""Forms for proposing, and for choosing what goes on the ballot."""

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from deliberate.accounts.forms import name_field
from deliberate.accounts.models import Person
from deliberate.proposals.queries import Story
from deliberate.proposals.services import Draft
from deliberate.record.forms import reason_field
from deliberate.web.fields import MoneyField
from deliberate.web.forms import PlainForm, choices, needed, no_longer_than, one_line

IN, OUT = "in", "out"


class ProposalForm(PlainForm):
    name = name_field()
    situation = TextAreaField(
        _l("What happens now, and to whom?"),
        description=_l("Start with a person. For example: Joe walks to the shops and has to rest."),
        validators=[
            needed(_l("Tell us what happens now, and to whom. One or two sentences are enough.")),
            no_longer_than(3000),
        ],
        render_kw={"rows": 4},
    )
    body = TextAreaField(
        _l("What do you propose?"),
        validators=[
            needed(_l("Tell us what you propose. One or two sentences are enough.")),
            no_longer_than(8000),
        ],
        render_kw={"rows": 7},
    )
    title = StringField(
        _l("Give it a short title"),
        description=_l("For example: A bench every 200 metres."),
        filters=[one_line],
        validators=[needed(_l("Give your proposal a short title.")), no_longer_than(120)],
    )
    cost = MoneyField(
        _l("What might it cost?"),
        description=_l("A rough guess is fine. The team looks at it later."),
    )
    place = StringField(
        _l("Where is it?"),
        description=_l("In words, such as: the bus stop at the library."),
        filters=[one_line],
        validators=[no_longer_than(200)],
    )

    @classmethod
    def of(cls, person: Person, story: Story | None = None) -> Self:
        """Return the form for this person, filled with a proposal's present words."""
        present = None
        if story is not None and story.words is not None:
            present = {
                "title": story.words.title,
                "situation": story.words.situation,
                "body": story.words.body,
                "cost": story.proposal.cost_minor,
                "place": story.proposal.place,
            }
        form = cls(data=present)
        if person.name:
            del form.name
        return form

    @property
    def draft(self) -> Draft:
        return Draft(
            title=self.title.data or "",
            situation=self.situation.data or "",
            body=self.body.data or "",
            cost_minor=self.cost.data,
            place=self.place.data or None,
        )

    @property
    def chosen_name(self) -> str | None:
        return self.name.data if "name" in self else None


class ShortlistForm(PlainForm):
    choice = RadioField(
        _l("On the ballot?"),
        choices=choices([(IN, _l("Put it on the ballot")), (OUT, _l("Leave it off"))]),
        validators=[needed(_l("Choose whether it goes on the ballot."))],
    )
    reason = reason_field(_l("Why?"))
    cost = MoneyField(_l("What does it cost?"))

    @classmethod
    def of(cls, story: Story) -> Self:
        """Return the form with what was decided before."""
        choice = {True: IN, False: OUT, None: None}[story.proposal.is_shortlisted]
        return cls(
            data={
                "choice": choice,
                "reason": story.proposal.shortlist_reason,
                "cost": story.proposal.cost_minor,
            }
        )


class OptionForm(ProposalForm):
    """An option that the team gives: a proposal, and why it is on the ballot."""

    reason = reason_field(_l("Why is it on the ballot?"), rows=2)
