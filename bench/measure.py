"""One run of a command as a whole process, on one core: processor seconds and peak memory."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Command = Sequence[str]


class Failed(Exception):
    """A command ended with an error; the text says which."""


@dataclass(frozen=True)
class Run:
    """What one run took: seconds of processor time (user and system), and megabytes at most."""

    seconds: float
    megabytes: float


def run(command: Command) -> Run:
    """Run a command to its end; what it prints is thrown away.

    The operating system's own account of the finished process counts, so it doesn't matter
    much what else goes on. Raises Failed.
    """
    process = subprocess.Popen(  # noqa: S603 - commands of our own making
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_one_core
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(" ".join(command))
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def interleaved(commands: Sequence[Command], times: int) -> list[Run]:
    """Run commands in turn, A B A B, so many times; return the median of each.

    A machine that slows down for a while then slows both.
    """
    runs: list[list[Run]] = [[] for _ in commands]
    for _ in range(times):
        for command, done in zip(commands, runs, strict=True):
            done.append(run(command))
    return [Run(median(r.seconds for r in done), max(r.megabytes for r in done)) for done in runs]


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
