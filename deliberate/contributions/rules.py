"""Ground rules in words, as tombstones, letters and the team's forms name them."""

from flask_babel import lazy_gettext as _l

from deliberate.contributions.models import GroundRule

RULES = {
    GroundRule.RESPECT: _l("attacks a person or a group"),
    GroundRule.PRIVATE: _l("private details"),
    GroundRule.ADVERT: _l("advertising"),
    GroundRule.TOPIC: _l("not about this question"),
    GroundRule.TWICE: _l("said here before"),
    GroundRule.LAW: _l("against the law"),
}


def say_rule(code: str | None) -> str:
    """Say a ground rule by its code; nothing where there is none of this code."""
    return next((str(words) for rule, words in RULES.items() if rule == code), "")
