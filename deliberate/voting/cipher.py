"""What a live ballot is made of: a voter key that names nobody, and enciphered words.

From the ballot key two keys are derived by HKDF (RFC 5869): one names voters, one enciphers.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deliberate.voting.keys import BallotKey

NONCE_BYTES = 12
LENGTH_BYTES = 2


class BallotUnreadable(Exception):
    """An enciphered ballot that this key doesn't open, or that was moved or altered."""


@dataclass(frozen=True)
class Words:
    """What a voter said: the tracker of their receipt, and the canonical choices."""

    tracker: str
    choices: str


@dataclass(frozen=True, repr=False)
class Cipher:
    """The cipher of one contest. `size` is the length that every ballot is padded to, in bytes."""

    code: str
    naming_key: bytes
    choices_key: bytes
    size: int

    def voter_key(self, roll_entry_id: int) -> bytes:
        """Return the key of a roll entry's row: HMAC-SHA256 over `code|roll entry`."""
        return hmac.digest(self.naming_key, f"{self.code}|{roll_entry_id}".encode("ascii"), sha256)

    def seal(self, words: Words, voter_key: bytes, revision: int) -> bytes:
        """Return the enciphered words: a random nonce, then AES-256-GCM over the padded text.

        Raises ValueError if the words don't fit the contest's length.
        """
        text = f"{words.tracker} {words.choices}".encode("ascii")
        if len(text) > self.size:
            raise ValueError("choices are longer than any that this contest allows")
        padded = len(text).to_bytes(LENGTH_BYTES) + text.ljust(self.size, b"\0")
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.choices_key).encrypt(
            nonce, padded, self._bound_to(voter_key, revision)
        )

    def open(self, sealed: bytes, voter_key: bytes, revision: int) -> Words:
        """Return the words of an enciphered ballot.

        Raises BallotUnreadable unless they were sealed under this key, contest, voter and revision.
        """
        if len(sealed) < NONCE_BYTES:
            raise BallotUnreadable
        try:
            padded = AESGCM(self.choices_key).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound_to(voter_key, revision)
            )
        except InvalidTag:
            raise BallotUnreadable from None
        length = int.from_bytes(padded[:LENGTH_BYTES])
        tracker, choices = padded[LENGTH_BYTES:][:length].decode("ascii").split(" ", 1)
        return Words(tracker, choices)

    def _bound_to(self, voter_key: bytes, revision: int) -> bytes:
        return f"{self.code}|{voter_key.hex()}|{revision}".encode("ascii")


def cipher_of(code: str, key: BallotKey, size: int) -> Cipher:
    """Derive a contest's cipher from its ballot key."""
    return Cipher(code, _derive(key, code, "voters"), _derive(key, code, "choices"), size)


def _derive(key: BallotKey, code: str, purpose: str) -> bytes:
    info = f"deliberate 1|{purpose}|{code}".encode("ascii")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.secret)
