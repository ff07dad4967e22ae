"""What the review page carries to the cast: a signed field of one length, whatever was chosen."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from deliberate.accounts.tokens import Secrets
from deliberate.voting.ballots import ballot_size
from deliberate.voting.errors import BallotUnclear
from deliberate.voting.models import Contest

PADDING = "_"
NONCE_BYTES = 16
REVISION_DIGITS = 8


@dataclass(frozen=True)
class Carried:
    """A ballot on its way: its choices, the form's nonce, and the revision that it replaces."""

    choices: str
    replaces: int
    nonce: bytes

    def to_field(self, contest: Contest, keys: Secrets) -> str:
        """Return the field's value: nothing is stored between review and cast but in the page.

        It is signed, and padded so that its length tells nothing to who watches the line.
        """
        choices = self.choices.ljust(ballot_size(contest), PADDING)
        text = f"{contest.code}.{self.nonce.hex()}.{self.replaces:0{REVISION_DIGITS}d}.{choices}"
        # Base 64, since a form sends a sign like > as three: the length would tell.
        return _signer(keys).sign(urlsafe_b64encode(text.encode("ascii"))).decode("ascii")


def carry(choices: str, replaces: int) -> Carried:
    """Return a ballot with a new nonce: one for each time that the review page is shown."""
    return Carried(choices, replaces, new_nonce())


def carried(contest: Contest, field: str, keys: Secrets) -> Carried:
    """Read the field back. Raises BallotUnclear if it isn't one that we made for this contest."""
    try:
        signed = _signer(keys).unsign(field.encode("ascii"))
    except (BadSignature, UnicodeError):
        raise BallotUnclear from None
    text = urlsafe_b64decode(signed).decode("ascii")
    code, nonce, replaces, choices = text.split(".", 3)
    if code != contest.code:
        raise BallotUnclear
    return Carried(choices.rstrip(PADDING), int(replaces), bytes.fromhex(nonce))


def new_nonce() -> bytes:
    return secrets.token_bytes(NONCE_BYTES)


def revision_in(field: str) -> int:
    """Read the revision that a voter saw. Raises BallotUnclear if it isn't a number of ours."""
    if not (field.isascii() and field.isdigit() and len(field) <= REVISION_DIGITS):
        raise BallotUnclear
    return int(field)


def nonce_in(field: str) -> bytes:
    """Read a form's nonce. Raises BallotUnclear if it isn't one that we could have made."""
    try:
        nonce = bytes.fromhex(field)
    except ValueError:
        raise BallotUnclear from None
    if len(nonce) != NONCE_BYTES:
        raise BallotUnclear
    return nonce


def _signer(keys: Secrets) -> Signer:
    # The signer takes the newest key last.
    return Signer(list(reversed(keys)), salt="ballot", key_derivation="hmac", digest_method=sha256)
