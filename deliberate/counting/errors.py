"""What stops a count: alarms for the team, never pages for residents."""


class CountStopped(Exception):
    """The count can't go on by itself; the text says why, without a choice, key or tracker."""


class UnmatchedBallots(CountStopped):
    """Live ballots that belong to nobody on the roll, or that the key doesn't open."""

    def __init__(self, contest: str, number: int) -> None:
        super().__init__(f"{number} ballots of contest {contest} match nobody on its roll")


class CountsDiffer(CountStopped):
    """More or fewer ballots were sealed than were cast."""

    def __init__(self, contest: str, cast: int, sealed: int) -> None:
        super().__init__(f"contest {contest}: {cast} ballots were cast, {sealed} sealed")
