"""What lots are called in a sentence."""

from deliberate.tally.lots import Origin
from deliberate.tally.outcome import Outcome
from deliberate.tally.telling.sentences import Sentence


def lots_of(outcome: Outcome) -> Sentence:
    """Say what the lots were: the beginning of a sentence, such as "Lots drawn in public"."""
    by_file = outcome.lots.origin == Origin.FILE
    return Sentence("lots.file-order" if by_file else "lots.public", {})
