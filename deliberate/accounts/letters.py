"""The letter that somebody asked for: a link, and a code for the browser that asked."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInLink
from deliberate.accounts.queries import is_usable
from deliberate.accounts.tokens import code_of, link_token, secrets_of
from deliberate.config import Config
from deliberate.mail.models import Letter
from deliberate.mail.words import Words, own_address, words_of


def sign_in(session: Session, letter: Letter, moment: datetime, config: Config) -> Words | None:
    """Make the words of a letter about a link; None once the link opens nothing any more."""
    link = session.get(SignInLink, letter.subject)
    if link is None or not is_usable(link, moment):
        return None
    secrets = secrets_of(config)
    code = code_of(secrets, link)
    return words_of(
        "sign_in",
        _("Your link to %(instance)s", instance=config["INSTANCE_NAME"]),
        link_url=own_address("accounts.link", token=link_token(secrets, link)),
        code=f"{code[:3]} {code[3:]}",
    )
