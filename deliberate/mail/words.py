"""What a letter is once its words are made, and the addresses that stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy.orm import Session

from deliberate.config import Config
from deliberate.mail.models import Letter


@dataclass(frozen=True)
class Words:
    """A letter's words. `sender` is who it comes from by name; empty: the instance itself."""

    subject: str
    text: str
    html: str
    sender: str = ""
    stop_url: str = ""


# Makes the words of one kind of letter at its delivery, or None where nobody needs it any more.
Compose = Callable[[Session, Letter, datetime, Config], Words | None]


def words_of(
    template: str, subject: str, *, sender: str = "", stop_url: str = "", **facts: object
) -> Words:
    """Render templates/mail/`template`.txt and .html, with these facts."""
    context = {"stop_url": stop_url, **facts}
    return Words(
        subject=" ".join(subject.split()),
        text=_spaced(render_template(f"mail/{template}.txt", **context)),
        html=render_template(f"mail/{template}.html", subject=subject, **context),
        sender=" ".join(sender.split()),
        stop_url=stop_url,
    )


def _spaced(text: str) -> str:
    """Leave one empty line where a template left several."""
    return re.sub(r"\n\s*\n", "\n\n", text.strip()) + "\n"


def own_address(endpoint: str, **values: object) -> str:
    """Return the whole address of a page, under the base address that the settings name.

    A letter is made outside any request, and never says where a request claimed to come from.
    """
    base = urlsplit(current_app.config["BASE_URL"])
    addresses = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return addresses.build(endpoint, values, force_external=True)
