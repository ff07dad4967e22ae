"""What may be published of a contest: one function for every page, file and feed."""

from dataclasses import dataclass

from deliberate.voting.models import Contest, Publication

FEWEST_FOR_OUTCOME = 5
FEWEST_FOR_PROFILE = 20


@dataclass(frozen=True)
class Published:
    """What may be shown. Where no profile is published, outsiders can't recount."""

    outcome: bool = False  # who won, and each round's totals
    leaves: bool = False  # the list in which a receipt is found
    profile: bool = False  # how many people cast each ballot
    trackers: bool = False  # every ballot with its tracker


def publication(contest: Contest) -> Published:
    """Return what is published of a contest, by the ladder that its ballot page showed.

    Nothing before it is tallied. Fewer than 5 ballots: nothing but that fact. From 5: the outcome
    and the leaves. From 20: the profile too. Or, chosen before voting: every ballot, always.
    """
    if contest.tallied_at is None:
        return Published()
    if contest.publication == Publication.EVERY_BALLOT:
        return Published(outcome=True, leaves=True, profile=True, trackers=True)
    ballots = contest.ballots_sealed or 0
    enough = ballots >= FEWEST_FOR_OUTCOME
    return Published(outcome=enough, leaves=enough, profile=ballots >= FEWEST_FOR_PROFILE)
