"""A line on the terminal that says how far a long count has got."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deliberate.tally.progress import Step

PATIENCE = 0.5  # seconds: a shorter count says nothing
PACE = 0.1  # seconds between two lines
ERASED = "\r\x1b[K"


class _Line:
    """One line, written over and over, once the count takes long."""

    def __init__(self) -> None:
        self.next = monotonic() + PATIENCE
        self.is_shown = False

    def say(self, step: "Step", number: int) -> None:
        now = monotonic()
        if now < self.next:
            return
        self.next = now + PACE
        self.is_shown = True
        sys.stderr.write(f"{ERASED}Counting: {step.value} {number} …")
        sys.stderr.flush()

    def erase(self) -> None:
        if self.is_shown:
            sys.stderr.write(ERASED)
            sys.stderr.flush()


@contextmanager
def progress() -> Iterator[None]:
    """Show how far a count has got if somebody looks on; nothing where errors go to a file."""
    if not sys.stderr.isatty():
        yield
        return
    from deliberate.tally.progress import watched

    line = _Line()
    try:
        with watched(line.say):
            yield
    finally:
        line.erase()
