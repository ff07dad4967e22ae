"""Ballots of the demonstration: cast one by one, as voters cast theirs, in one transaction."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.demo.telling import FOLDER
from deliberate.questions.models import Question, StageName
from deliberate.questions.stages import scheduled
from deliberate.roll.models import Participant, RollEntry
from deliberate.tally.files.election import AnyElection, ApprovalElection, RankedElection
from deliberate.tally.files.reading import decoded, format_of, read
from deliberate.voting.ballots import Slip, choices_of
from deliberate.voting.casting import Window, box_for, cast
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest

Numbers = tuple[int, ...]


def election_of(name: str) -> AnyElection:
    """Read one of the files of real ballots."""
    form = format_of(name)
    if form is None:
        raise ValueError(name)
    return read(decoded((FOLDER / "files" / name).read_bytes()), form, lenient=True)


def numbers_in(election: AnyElection) -> Iterator[Numbers]:
    """Yield the option numbers of each ballot of a file, best first where they are ranked."""
    match election:
        case RankedElection():
            for ranking, count in election.profile.ballots.items():
                yield from [tuple(number for tier in ranking for number in tier)] * count
        case ApprovalElection():
            for approval, count in election.profile.ballots.items():
                yield from [approval] * count
        case _:
            raise ValueError(election.about.title)


def entries_by_letter(session: Session, contest: Contest) -> Sequence[int]:
    """Return the roll entries of those who were sent a number on paper."""
    return session.scalars(
        select(RollEntry.id)
        .join(Participant, Participant.id == RollEntry.participant_id)
        .where(RollEntry.contest_id == contest.id, Participant.register_number.is_not(None))
        .order_by(RollEntry.id)
    ).all()


def cast_all(
    session: Session,
    question: Question,
    contest: Contest,
    keys: BallotKeys,
    ballots: Mapping[int, Numbers],
) -> None:
    """Cast these ballots, by roll entry. Nothing about a ballot's moment is kept anywhere."""
    voting = scheduled(question, StageName.VOTING)
    if voting is None or not ballots:
        return
    window = Window(voting.opens_at, voting.closes_at)
    box = box_for(contest, window, keys, next(iter(ballots)))
    for entry_id, numbers in ballots.items():
        cast(
            session,
            replace(box, voter_key=box.cipher.voter_key(entry_id)),
            choices_of(contest, Slip(numbers)),
            replaces=0,
            form_nonce=secrets.token_bytes(16),
            received_at=voting.opens_at,
        )


def handed_out(entries: Iterable[int], ballots: Iterable[Numbers]) -> dict[int, Numbers]:
    """Give each ballot to a roll entry; entries that are left over have not voted."""
    return dict(zip(entries, ballots, strict=False))
