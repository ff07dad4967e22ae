"""What the team of a question is told when something can't be done."""

from flask_babel import lazy_gettext as _l

from deliberate.web.refusals import Refusal


class StageBackwards(Refusal):
    """A stage closes before it opens; `name` says which."""

    text = _l("This stage closes before it opens. Choose a later day for closing.")

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class StagesOverlap(Refusal):
    """Two stages overlap; `name` is the one that comes too early."""

    text = _l(
        "This stage opens before the one above it has closed. "
        "Let it open later, or let the other one close earlier."
    )

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class AlreadyOpen(Refusal):
    status = 409
    text = _l(
        "This question is open already. "
        "Make the change on the page of changes, with a reason that everyone can read."
    )


class AlreadyOnTheTeam(Refusal):
    text = _l("This person is on the team already.")


class LastConvener(Refusal):
    status = 409
    text = _l("A question needs at least one convener. Nothing was changed.")
