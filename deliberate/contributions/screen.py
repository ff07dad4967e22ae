"""Which first contributions wait for a person to look at them: a pure function of their text.

Two spam comments under the page that this service began with are the measure: both must wait.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

TRUSTED_AFTER = 2  # public contributions, after which a person's texts no longer wait


class Sign(StrEnum):
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    PHRASE = "phrase"


_ENDINGS = (
    "com|org|net|info|biz|io|co|me|ru|cn|xyz|top|site|online|shop|store|live|club|vip|icu|link|"
    "click|uk|eu|de|fr|nl|it|es|in|ng|ly|gl|app|dev|tv|cc|pro|work|loan|win|bet|casino"
)
_LINK = re.compile(
    rf"https?:|hxxps?:|\bwww\.|\b[a-z0-9][a-z0-9-]+\.(?:{_ENDINGS})\b|"
    rf"\b[a-z0-9-]+\s*[\[(]\s*(?:dot|\.)\s*[\])]\s*(?:{_ENDINGS})\b|\]\([^)]+\)"
)
_EMAIL = re.compile(
    r"[\w.+-]+\s?@\s?[\w-]+\.[\w.-]+|\b[\w.+-]+\s*[\[(]\s*at\s*[\])]\s*[\w-]+"
    r"|\bemail\b[^.\n]{0,40}\b\w+ at \w+ dot \w+"
)
_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b"
    r"|\b(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)?\d{2}\b"
)
_AMOUNT = re.compile(r"[£$€]\s?\d[\d,. ]*|\b\d{1,3}(?:,\d{3})+\b")
_PHONE = re.compile(r"(?<![\w/])(?:\+|00)?\(?\d(?:[\s().-]{0,2}\d){8,14}(?!\w)")

# Phrases, not words: a resident may well write of money, cards or hackers.
_PHRASES = (
    r"(?:for|get) more info(?:rmation)?,? (?:visit|click|contact|here)",
    r"(?:visit|click|follow|open|check out) (?:here|this link|the link|(?:our|my) (?:web)?site)",
    r"(?:text|message|contact|reach|add|call|email|mail|write) (?:me|us|him|her|them|the hackers?) "
    r"(?:on|at|via|through|now|today)",
    r"email the hackers?|(?:on )?whats ?app\b.{0,20}\d|on telegram|telegram (?:group|channel)",
    r"blank atm|atm (?:machine )?hack|clone card|hacked card",
    r"become rich|get rich (?:quick|fast|in \w+ days)|make money (?:fast|online|from home)",
    r"(?:earn|make|made|get) (?:up to )?[£$€] ?\d[\d,.]*k? ?(?:a|per|every|in|daily|weekly) ?",
    r"work from home (?:and|job|today)|financial freedom|passive income",
    r"double your (?:money|income)",
    r"(?:bitcoin|crypto|forex|binary) (?:trading|investment|investor|broker|recovery|wallet)",
    r"(?:quick|instant|cheap|easy|personal|urgent) loans?\b|loan (?:offer|lender)",
    r"guaranteed (?:profit|return|income|results)|100% (?:guaranteed|legit|safe and)|risk[- ]free",
    r"love spells?|spell ?caster|lottery (?:numbers|spell|winner)|illuminati",
    r"online casino|casino (?:bonus|games)|sports betting|betting tips|free spins",
    r"viagra|cialis|weight loss (?:pills|products|tea)|penis enlargement|male enhancement",
    r"(?:hot|sexy) (?:girls|singles)|escort(?:s| service)|adult (?:dating|webcam)",
    r"seo (?:services?|agency|expert)|back ?links|rank(?:s|ed)? (?:first|#1) on google",
    r"(?:buy|cheap|order) (?:followers|likes|essays?|medicines?|pills|replicas?)|essay writing",
    r"(?:limited|special|exclusive) (?:time )?offer|act now|order now|buy now|discount code",
    r"free (?:gift ?cards?|iphone|trial|download)|claim your (?:prize|reward|bonus)",
    r"(?:that'?s|this is|read) (?:the |my )?(?:simple )?testimony|changed my life for good",
    r"param gurudev|third eye plexus|chakra healing",
)
_PHRASE = re.compile(r"\b(?:" + "|".join(_PHRASES) + r")")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def signs(texts: Iterable[str | None]) -> frozenset[Sign]:
    """Return what in these texts makes a person's first contributions wait.

    >>> sorted(signs(["Write to me at joe@example.org"]))
    [<Sign.EMAIL: 'email'>, <Sign.LINK: 'link'>]
    >>> signs(["The crossing costs £12,500 and opens on 03.05.2027 at 12:00."])
    frozenset()
    """
    text = _plain("\n".join(text for text in texts if text))
    bare = _AMOUNT.sub(" ", _DATE.sub(" ", text))
    found = {
        Sign.LINK: _LINK.search(text),
        Sign.EMAIL: _EMAIL.search(text),
        Sign.PHONE: _PHONE.search(bare),
        Sign.PHRASE: _PHRASE.search(text),
    }
    return frozenset(sign for sign, match in found.items() if match)


def waits(texts: Iterable[str | None], already_public: int) -> bool:
    """Say whether a text waits, from someone with so many contributions that others see."""
    return already_public < TRUSTED_AFTER and bool(signs(texts))


def _plain(text: str) -> str:
    """Undo what hides a word: look-alike letters, unseen characters, odd spaces, capitals."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"\s+", " ", text.replace("’", "'"))
