"""The ballot key of a contest: made when it is frozen, destroyed when it is sealed.

It is a file in one or more folders of its own: never in the database, so that no backup,
write-ahead log or replica of the database holds what would open a ballot.
"""

import contextlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from deliberate.voting.errors import BallotKeyUnfit

HEADING = "deliberate ballot key 1"
KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class BallotKey:
    """The secret, and the epoch: a count that only the file knows after a restore."""

    secret: bytes
    epoch: int

    def digest(self, code: str) -> bytes:
        """Return what the contest's row remembers of this key."""
        return sha256(f"{HEADING}|{code}|".encode("ascii") + self.secret).digest()


@dataclass(frozen=True)
class BallotKeys:
    """The keys of all contests, the same files in every one of `folders`.

    Two folders on different disks mean that one lost file doesn't lose a contest.
    """

    folders: Sequence[Path]

    def create(self, code: str) -> BallotKey:
        """Make the key of a contest and return it; one that is there already is kept."""
        there = self._copies(code)
        key = there[0] if there else BallotKey(secrets.token_bytes(KEY_BYTES), epoch=1)
        for folder in self.folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(folder / f"{code}.key", key)
        return key

    def read(self, code: str, digest: bytes | None, epoch: int | None) -> BallotKey:
        """Return the key that fits what the contest's row says of it.

        Raises BallotKeyUnfit where no folder holds it. A new key is never made here: there would
        be two for one contest, and the ballots under the first would be lost without a word.
        """
        for key in self._copies(code):
            if key.digest(code) == digest and key.epoch == epoch:
                return key
        raise BallotKeyUnfit

    def fits(self, code: str, digest: bytes | None, epoch: int | None) -> bool:
        with contextlib.suppress(BallotKeyUnfit):
            self.read(code, digest, epoch)
            return True
        return False

    def destroy(self, code: str) -> None:
        """Overwrite and remove the key in every folder; doing it again does no harm.

        A draft that a crash left behind goes, too: it may hold the same key.
        """
        for folder in self.folders:
            for path in folder.glob(f"{code}.*"):
                with contextlib.suppress(FileNotFoundError):
                    _overwrite(path)
                    path.unlink()
            if folder.exists():
                _keep_folder(folder)

    def _copies(self, code: str) -> list[BallotKey]:
        found = []
        for folder in self.folders:
            with contextlib.suppress(OSError, ValueError):
                found.append(_read(folder / f"{code}.key"))
        return found


def _read(path: Path) -> BallotKey:
    heading, secret, epoch = path.read_text(encoding="ascii").splitlines()
    if heading != HEADING or len(secret) != 2 * KEY_BYTES:
        raise ValueError(path.name)
    return BallotKey(bytes.fromhex(secret), int(epoch))


def _write(path: Path, key: BallotKey) -> None:
    """Put the file in place whole or not at all, and on the disk before this returns."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{HEADING}\n{key.secret.hex()}\n{key.epoch}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _keep_folder(path.parent)


def _overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(size))
        file.flush()
        os.fsync(file.fileno())


def _keep_folder(folder: Path) -> None:
    """Make the folder's own list durable: it is what finds the file after a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
