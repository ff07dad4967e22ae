"""From what a form says to canonical choices that a contest allows. Pure: no request, no row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deliberate.tally.choices import (
    Blank,
    Choices,
    Chosen,
    NotCanonical,
    Ranked,
    from_text,
    picked,
    ranked,
    to_text,
)
from deliberate.voting.errors import (
    BallotUnclear,
    NothingChosen,
    OverBudget,
    SameRankTwice,
    TooManyChosen,
)
from deliberate.voting.models import BallotForm, Contest
from deliberate.voting.tracker import LENGTH as TRACKER_LENGTH
from deliberate.web.money import say_money

LONGEST_NUMBER = 4  # letters of a rank or an option's number; longer ones are nobody's


@dataclass(frozen=True)
class Slip:
    """What somebody filled in: option numbers, best first if ranked.

    `had_gaps` says that a place was skipped, so that the later ones moved up.
    """

    numbers: tuple[int, ...]
    had_gaps: bool = False


def read_slip(contest: Contest, form: Mapping[str, str], chosen: Iterable[str]) -> Slip:
    """Return what the ballot page's form says.

    `form` holds `rank-<number>` for each option of a ranked contest, `chosen` the numbers ticked
    in the others. Raises BallotUnclear for what no page of ours sends, SameRankTwice.
    """
    if contest.ballot_form == BallotForm.RANKED:
        return _read_ranks(contest, form)
    return Slip(tuple(sorted({_option_number(contest, text) for text in chosen})))


def check_slip(contest: Contest, slip: Slip) -> None:
    """Raise NothingChosen, TooManyChosen or OverBudget where the contest doesn't allow the slip."""
    if not slip.numbers:
        raise NothingChosen
    limit = contest.max_choices or len(contest.options)
    if len(slip.numbers) > limit:
        over = len(slip.numbers) - limit
        raise TooManyChosen(chosen=len(slip.numbers), limit=limit, over=over, marked=slip.numbers)
    over = cost_of(contest, slip.numbers) - (contest.budget_minor or 0)
    if contest.ballot_form == BallotForm.BUDGET and over > 0:
        raise OverBudget(
            over=say_money(over, contest.currency),
            budget=say_money(contest.budget_minor or 0, contest.currency),
            marked=slip.numbers,
        )


def choices_of(contest: Contest, slip: Slip) -> str:
    """Return the slip in canonical words."""
    if contest.ballot_form == BallotForm.RANKED:
        return to_text(ranked([number] for number in slip.numbers))
    return to_text(picked(slip.numbers))


def slip_of(contest: Contest, choices: str) -> Slip:
    """Return the slip that canonical words stand for, if this contest allows them.

    Raises BallotUnclear for words that are not canonical, of another kind, or name an option that
    is not there; and what `check_slip` raises. A blank ballot is an empty slip.
    """
    slip = Slip(_numbers_of(contest, choices))
    if slip.numbers:
        check_slip(contest, slip)
    return slip


def cost_of(contest: Contest, numbers: Iterable[int]) -> int:
    """Return what these options cost together, in minor units."""
    costs = {option.number: option.cost_minor or 0 for option in contest.options}
    return sum(costs[number] for number in numbers)


def enough_alone(contest: Contest, slip: Slip) -> list[int]:
    """Return the chosen options of which taking out one alone brings a ballot within the money."""
    over = cost_of(contest, slip.numbers) - (contest.budget_minor or 0)
    return [number for number in slip.numbers if cost_of(contest, [number]) >= over > 0]


def ballot_size(contest: Contest) -> int:
    """Return the length in bytes that every ballot of the contest is padded to.

    That is the longest there can be: a tracker, a blank, and every option named.
    """
    longest = "r1:" + ">".join(str(option.number) for option in contest.options)
    return TRACKER_LENGTH + 1 + len(longest)


def _numbers_of(contest: Contest, text: str) -> tuple[int, ...]:
    try:
        choices = from_text(text)
    except NotCanonical:
        raise BallotUnclear from None
    numbers = _of_the_right_kind(contest, choices)
    if not set(numbers) <= {option.number for option in contest.options}:
        raise BallotUnclear
    return numbers


def _of_the_right_kind(contest: Contest, choices: Choices) -> tuple[int, ...]:
    is_ranked = contest.ballot_form == BallotForm.RANKED
    match choices:
        case Blank():
            return ()
        case Ranked(ranking) if is_ranked and all(len(tier) == 1 for tier in ranking):
            return tuple(tier[0] for tier in ranking)
        case Chosen(approval) if not is_ranked:
            return approval
        case _:
            raise BallotUnclear


def _read_ranks(contest: Contest, form: Mapping[str, str]) -> Slip:
    ranks: dict[int, list[int]] = {}
    for option in contest.options:
        text = form.get(f"rank-{option.number}", "")
        if text:
            ranks.setdefault(_rank(contest, text), []).append(option.number)
    _refuse_level_ones(contest, ranks)
    places = sorted(ranks)
    numbers = tuple(ranks[place][0] for place in places)
    return Slip(numbers, had_gaps=places != list(range(1, len(places) + 1)))


def _refuse_level_ones(contest: Contest, ranks: Mapping[int, list[int]]) -> None:
    level = next((place for place in sorted(ranks) if len(ranks[place]) > 1), None)
    if level is None:
        return
    titles = {option.number: option.title for option in contest.options}
    named = ", ".join(titles[number] for number in ranks[level])
    raise SameRankTwice(rank=level, titles=named, marked=tuple(ranks[level]))


def _rank(contest: Contest, text: str) -> int:
    rank = _whole_number(text)
    if not 1 <= rank <= len(contest.options):
        raise BallotUnclear
    return rank


def _option_number(contest: Contest, text: str) -> int:
    number = _whole_number(text)
    if number not in {option.number for option in contest.options}:
        raise BallotUnclear
    return number


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER or not (text.isascii() and text.isdigit()):
        raise BallotUnclear
    return int(text)
