"""What a person is told once their contribution is in."""

from flask import flash
from flask_babel import gettext as _

from deliberate.contributions.models import Standing


def say_sent(standing: str, sentence: str) -> None:
    """Say the sentence on the next page, or that the contribution waits for a look."""
    if standing == Standing.HELD:
        sentence = _(
            "Thank you. A person looks at first posts that hold a link or a number "
            "before others see them. This takes about a day."
        )
    flash(sentence, "ok")
