"""How far a count has got, for whoever watches.

A count says what it comes to; who watches decides whether to show it. Nothing of it goes into the
result, and where nobody watches it costs one look for each step.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Step(StrEnum):
    """What a count comes to, one after another."""

    ROUND = "round"
    RUN = "run"
    PURCHASE = "purchase"


Watcher = Callable[[Step, int], None]
"""Is told each step and its number, from 1."""

_WATCHER: ContextVar[Watcher | None] = ContextVar("_WATCHER", default=None)


def reached(step: Step, number: int) -> None:
    """Tell whoever watches that a count has come to a step."""
    watcher = _WATCHER.get()
    if watcher is not None:
        watcher(step, number)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Let `watcher` be told of each step of what is counted inside.

    >>> with watched(lambda step, number: print(step.value, number)):
    ...     reached(Step.ROUND, 3)
    round 3
    """
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)
