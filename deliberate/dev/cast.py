"""The people of the demonstration, as whom a development instance lets anyone sign in."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Part:
    email: str
    title: object
    starts_at: str  # the page that shows first


CAST = {
    "resident": Part("mina@example.org", _l("Mina, a resident"), "pages.front"),
    "second-resident": Part("joe@example.org", _l("Joe, another resident"), "pages.front"),
    "convener": Part("rosa@example.org", _l("Rosa, who convenes"), "desk.today"),
    "facilitator": Part("tom@example.org", _l("Tom, who facilitates"), "desk.today"),
    "councillor": Part("asha@example.org", _l("Asha, a councillor"), "pages.front"),
}
