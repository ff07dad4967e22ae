"""The form for saying something about a proposal."""

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation

from deliberate.accounts.forms import name_field
from deliberate.accounts.models import Person
from deliberate.comments.models import CommentKind
from deliberate.comments.queries import Voice
from deliberate.comments.services import Said
from deliberate.web.forms import PlainForm, choices, needed, no_longer_than, one_line

KINDS = {
    CommentKind.EXPERIENCE: _l("Lived experience"),
    CommentKind.EVIDENCE: _l("Evidence"),
    CommentKind.CONCERN: _l("Concern"),
    CommentKind.QUESTION: _l("Question"),
    CommentKind.IDEA: _l("Idea to improve it"),
}
ABOUT_KINDS = {
    CommentKind.EXPERIENCE: _l("What happened to you, or to someone you know."),
    CommentKind.EVIDENCE: _l("A number, a study, a photo: say where it comes from."),
    CommentKind.CONCERN: _l("It stays open until you or the team say that it is met."),
    CommentKind.QUESTION: _l("It stays open until it is answered."),
    CommentKind.IDEA: _l("What would make this proposal better."),
}


def _source_of_evidence(form: "CommentForm", field: Field) -> None:
    if form.chosen_kind == CommentKind.EVIDENCE and not field.data:
        raise StopValidation(
            _l("Say where the evidence comes from: a book, a report, a person or a web address.")
        )


class CommentForm(PlainForm):
    kept_kind: str | None = None  # of a comment that is changed: its kind stays

    reply_to = HiddenField()
    name = name_field()
    kind = RadioField(
        _l("What do you want to add?"),
        choices=choices(KINDS.items()),
        validators=[needed(_l("Choose what you want to add."))],
    )
    body = TextAreaField(
        _l("What do you want to say?"),
        validators=[
            needed(_l("Write what you want to say. One sentence is enough.")),
            no_longer_than(4000),
        ],
        render_kw={"rows": 5},
    )
    source = StringField(
        _l("Where does it come from?"),
        description=_l("For evidence only: a book, a report, a person or a web address."),
        filters=[one_line],
        validators=[_source_of_evidence, no_longer_than(500)],
    )

    @classmethod
    def of(cls, person: Person, said: Voice | None = None) -> Self:
        """Return the form for this person, filled with a comment's present words."""
        present = None
        if said is not None and said.words is not None:
            present = {"body": said.words.body, "source": said.comment.source}
        form = cls(data=present)
        if person.name:
            del form.name
        if said is not None:
            form.kept_kind = said.comment.kind
            del form.kind
        if form.kept_kind == CommentKind.REPLY:
            del form.source
        return form

    def without_kind(self) -> None:
        """Make this the form of a reply, which says no more than that it replies."""
        del self.kind
        del self.source

    @property
    def chosen_kind(self) -> str | None:
        return self.kind.data if "kind" in self else self.kept_kind

    @property
    def chosen_name(self) -> str | None:
        return self.name.data if "name" in self else None

    @property
    def reply_number(self) -> int | None:
        """Return the number of the comment that this replies to, None where it replies to none."""
        typed = self.reply_to.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None

    @property
    def said(self) -> Said:
        kind = CommentKind(self.chosen_kind or CommentKind.REPLY)
        source = self.source.data if "source" in self else None
        return Said(self.body.data or "", kind, source or None, self.reply_number)
