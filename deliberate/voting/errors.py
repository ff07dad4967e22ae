"""What the ballot says when it can't take what was sent."""

from flask_babel import lazy_gettext as _l

from deliberate.web.refusals import Refusal


class BallotRefused(Refusal):
    """The choices don't make a ballot of this contest; `marked` are the options to look at."""

    def __init__(self, marked: tuple[int, ...] = (), **facts: object) -> None:
        super().__init__(**facts)
        self.marked = marked


class NothingChosen(BallotRefused):
    text = _l(
        "You have not chosen anything yet. Choose at least one, or leave this page without voting."
    )


class SameRankTwice(BallotRefused):
    text = _l("These are all number %(rank)s: %(titles)s. Give each one its own number.")


class TooManyChosen(BallotRefused):
    text = _l("You chose %(chosen)d. Choose %(limit)d at most: take out %(over)d.")


class OverBudget(BallotRefused):
    text = _l("Your choices cost %(over)s more than %(budget)s. Take out one or more.")


class BallotUnclear(BallotRefused):
    text = _l("Something on this page did not fit the ballot. Look at your choices once more.")


class Unclear(Exception):
    """The connection broke while a ballot was committed: it may be recorded, or may not."""


class NotOnTheRoll(Refusal):
    status = 403
    text = _l(
        "This address is not on the list for this vote. You can still read everything. "
        "If you think you should be on the list, ask the people who hold this question."
    )

    def __init__(self, *, may_join: bool = False) -> None:
        super().__init__()
        self.may_join = may_join


class VotingNotOpen(Refusal):
    status = 409
    text = _l("Voting is not open yet. Nothing was recorded.")


class BeingPrepared(Refusal):
    status = 503
    text = _l("The ballot is being prepared. Please come back in a few minutes.")


class ContestClosed(Refusal):
    status = 409
    text = _l(
        "Voting has closed. What you sent came after that, so it was not recorded. "
        "A ballot that you cast in time counts."
    )


class NotRecorded(Refusal):
    """In time, but the lock came only after sealing."""

    status = 409
    text = _l(
        "Your ballot was not recorded. It came in the last moment, "
        "and the ballots were sealed before its turn. A ballot that you cast before counts."
    )


class StaleBallot(Refusal):
    """Another form replaced the ballot that this one was made to replace."""

    status = 409
    text = _l(
        "You changed your ballot on another page or device at the same time. "
        "This one was not recorded yet. Which one counts?"
    )


class ChangedMeanwhile(Refusal):
    """A form that takes a ballot back, made before the ballot was changed."""

    status = 409
    text = _l(
        "You changed your ballot on another page or device meanwhile, so it was not taken back. "
        "Look at it again, then take it back if you like."
    )


class BallotKeyUnfit(Refusal):
    status = 503
    text = _l(
        "Your ballot was not recorded. Your choices are still on this page. "
        "The people who run this service were told. Please try again later."
    )


class ContestSuspended(Refusal):
    status = 503
    text = _l("Voting is paused just now. Your ballot was not recorded. Please come back later.")


class NotReadyToFreeze(Refusal):
    """The contest can't be fixed yet; the text says what is missing."""

    status = 409


class TooFewOptions(NotReadyToFreeze):
    text = _l("A vote needs at least two options. Shortlist at least two proposals.")


class CostMissing(NotReadyToFreeze):
    text = _l("These proposals have no cost yet: %(titles)s. Give each one a cost.")


class RollEmpty(NotReadyToFreeze):
    text = _l("Nobody is on the list of voters yet. Add people to the list.")


class AlreadyFrozen(Refusal):
    status = 409
    text = _l("The vote is fixed: its options, rule and list of voters can't change any more.")
