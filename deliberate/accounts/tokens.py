"""Tokens and codes: signatures over a row's identifier, so that no row holds what opens a door.

`secrets` are the instance's keys, the present one first; all of them are accepted, so that a key
can be changed while letters are on their way.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from itsdangerous import Signer

from deliberate.accounts.models import SignInLink

Secrets = Sequence[str]

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U, as in Crockford's base 32
CODE_LENGTH = 6
_READ_AS = str.maketrans("OIL", "011")
_SHAPE = re.compile(r"([0-9a-z]{1,32})\.([\w-]{43})", re.ASCII)


def secrets_of(config: Mapping[str, Any]) -> Secrets:
    """Return the instance's keys, the present one first."""
    return [config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ())]


def sign(secrets: Secrets, purpose: str, subject: str) -> str:
    """Return `subject` with a signature that holds for this purpose only."""
    return f"{subject}.{_signer(secrets, purpose).get_signature(subject).decode('ascii')}"


def subject_of(secrets: Secrets, purpose: str, token: str) -> str | None:
    """Return what was signed for this purpose, or None where the token is not ours."""
    subject = named_in(token)
    if subject is None:
        return None
    signature = token.partition(".")[2].encode("ascii")
    fits = _signer(secrets, purpose).verify_signature(subject.encode("ascii"), signature)
    return subject if fits else None


def named_in(token: str) -> str | None:
    """Return the identifier that a token claims to be signed for, or None where it has none."""
    match = _SHAPE.fullmatch(token)
    return match.group(1) if match else None


def link_token(secrets: Secrets, link: SignInLink) -> str:
    """Return the token of a link: the same at each try to deliver its letter."""
    return sign(secrets, _purpose_of(link), link.id)


def opens(secrets: Secrets, link: SignInLink, token: str) -> bool:
    """Say whether this token was signed for this link, its purpose and its question."""
    return subject_of(secrets, _purpose_of(link), token) == link.id


def code_of(secrets: Secrets, link: SignInLink) -> str:
    """Return the six characters that may be typed instead of pressing the link."""
    return _code(secrets[0], link.id)


def is_code_of(secrets: Secrets, link: SignInLink, typed: str) -> bool:
    """Say whether these are the link's characters, however they were typed.

    Lower case, spaces and dashes are fine; O is read as 0, I and L as 1.
    """
    bare = re.sub(r"[\s\-–—]", "", typed).upper().translate(_READ_AS).encode()
    found = [hmac.compare_digest(bare, _code(secret, link.id).encode()) for secret in secrets]
    return any(found)


def _purpose_of(link: SignInLink) -> str:
    return f"link {link.purpose} {link.question_id or 'any'}"


def _signer(secrets: Secrets, purpose: str) -> Signer:
    # The signer takes the newest key last.
    return Signer(
        list(reversed(secrets)), salt=purpose, key_derivation="hmac", digest_method=sha256
    )


def _code(secret: str, link_id: str) -> str:
    digest = hmac.digest(secret.encode(), f"sign-in code {link_id}".encode(), "sha256")
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:CODE_LENGTH])
