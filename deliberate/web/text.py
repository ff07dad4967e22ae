"""Text that people wrote: Markdown made into safe HTML. The only place that makes Markup."""

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "heading", "lheading"]  # a contribution has no pictures and no headings of its own
)


def to_html(source: str) -> str:
    """Return Markdown as sanitised HTML, ready to be stored beside its source."""
    return nh3.clean(
        _MARKDOWN.render(source),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def stored_html(html: str | None) -> Markup:
    """Mark HTML that `to_html` made as safe to show. Cleaned again: a row is not a promise."""
    clean = nh3.clean(html or "", tags=_TAGS, attributes={"a": {"href", "rel"}}, link_rel=None)
    return Markup(clean)  # noqa: S704 - the one place where HTML is marked as safe


def first_sentence(html: str | None, at_most: int = 160) -> str:
    """Return the first sentence of stored HTML as plain text, for a card; a long one is cut."""
    text = " ".join(unescape(nh3.clean(html or "", tags=set())).split())
    sentence = re.split(r"(?<=[.!?؟。])\s", text, maxsplit=1)[0]
    if len(sentence) <= at_most:
        return sentence
    return sentence[:at_most].rsplit(" ", 1)[0] + "…"
