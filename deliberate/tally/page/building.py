"""What a page says of a count, in the order in which people ask."""

from collections.abc import Iterator
from typing import assert_never

from deliberate.tally.canonical.outcome import digest_of
from deliberate.tally.fates import (
    Beaten,
    Excluded,
    Fate,
    FewerPoints,
    OverBudget,
    Overshot,
    SharesTooSmall,
    StillSaving,
    TooDear,
    TooFewVotes,
    Withdrawn,
)
from deliberate.tally.lots import Origin
from deliberate.tally.outcome import Allocation, Outcome, Pairwise, Places, Scores, Spending
from deliberate.tally.page.blocks import Block, Facts, Items, Page, Paragraph, Section, Typed
from deliberate.tally.page.report import Report
from deliberate.tally.page.rounds import rounds_shown
from deliberate.tally.page.tables import tables
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Exclusion, FirstCount, Lock, Purchase, Round, Surplus
from deliberate.tally.telling.explain import about, alone, headline, of_round
from deliberate.tally.telling.names import clean
from deliberate.tally.telling.of_pairwise import how_pairs_are_counted, rounds_to_tell
from deliberate.tally.telling.of_points import how_points_are_given
from deliberate.tally.telling.of_ties import of_draw, ties
from deliberate.tally.telling.sentences import Fact, Money, Sentence
from deliberate.tally.telling.words import WORDS

STDIN = "-"


def page_of(report: Report) -> Page:
    """Tell a count with all its tables."""
    sections = [
        _result(report),
        *_others(report),
        *_close(report),
        *tables(report),
        _ties(report),
        _counted(report),
        _again(report),
    ]
    return Page(report.title, tuple(sections))


def explanation_of(report: Report) -> Page:
    """Tell a count in sentences alone."""
    sections = [
        _result(report),
        *_others(report),
        *_close(report),
        *_rounds(report),
        *_how(report),
        _ties(report),
    ]
    return Page(report.title, tuple(sections))


def why_of(report: Report, number: int) -> list[str]:
    """Tell what became of one option, the rounds that were about it, and its ties."""
    outcome = report.outcome
    told = [alone(outcome, number)]
    told += [of_draw(outcome, draw) for draw in outcome.drawn if number in draw.between]
    told += [
        of_round(outcome, stage) for stage in rounds_to_tell(outcome) if _concerns(stage, number)
    ]
    return [report.say(sentence) for sentence in told]


def rule_in_words(report: Report) -> str:
    """Name the rule for people, and as on the command line."""
    name = report.outcome.rule.name
    return f"{report.word(f'rule.{name}')} ({name})"


def settings_in_words(report: Report) -> list[str]:
    """Say each setting of the rule but seats and budget, which stand by themselves."""
    said: list[str] = []
    for key, value in report.outcome.rule.settings().items():
        if key in ("seats", "budget"):
            continue
        facts: dict[str, Fact] = {}
        word = f"setting.{key}.{value}"
        if isinstance(value, int):
            facts, word = {"n": value, "amount": Money(value)}, f"setting.{key}"
        said.append(report.word(word, facts) if word in WORDS else f"{key}={value}")
    return said


def _counted(report: Report) -> Section:
    outcome, number = report.outcome, report.voice.number
    file = report.word("page.standard-input") if report.file == STDIN else clean(report.file)
    pairs = [("page.file", file), ("page.rule", rule_in_words(report))]
    pairs += [("page.settings", setting) for setting in settings_in_words(report)]
    match outcome.evidence:
        case Places(seats, quota):
            pairs.append(("page.places", number(seats)))
            if quota is not None:
                pairs.append(("page.quota", number(quota)))
        case Spending(budget=budget) | Allocation(budget=budget):
            pairs.append(("page.budget", report.voice.money(budget)))
        case _:
            pass
    withdrawn = sum(option.withdrawn for option in outcome.options)
    taken_back = [report.word("page.withdrawn", {"n": withdrawn})] if withdrawn else []
    papers = outcome.valid + outcome.empty + outcome.invalid
    pairs += [
        (
            "page.projects" if isinstance(outcome.evidence, Spending) else "page.options",
            ", ".join([number(len(outcome.options)), *taken_back]),
        ),
        ("page.papers", number(papers)),
        ("page.valid", number(outcome.valid)),
        ("page.empty", number(outcome.empty)),
        ("page.invalid", number(outcome.invalid)),
    ]
    facts = Facts(tuple((report.word(label), value) for label, value in pairs))
    return Section(report.word("page.counted"), (facts,))


def _result(report: Report) -> Section:
    """Say who was chosen; where there are several, each with how."""
    outcome = report.outcome
    blocks: list[Block] = [Paragraph(report.say(headline(outcome)))]
    if outcome.purchases:
        # Costs and votes follow in a table.
        blocks.append(Items(tuple(report.names[number] for number in outcome.winners)))
    elif len(outcome.winners) > 1:
        blocks += _listed(report, outcome.winners)
    seats = report.about.seats or 1
    if seats > 1 and _fills_one(outcome):
        blocks.append(Paragraph(report.word("page.fills-one", {"seats": seats})))
    return Section(report.word("page.result"), tuple(blocks))


def _fills_one(outcome: Outcome) -> bool:
    """Say whether the rule chooses one option, however many places there are."""
    match outcome.evidence:
        case Scores() | Pairwise():
            return True
        case Places(seats, quota):
            return seats == 1 and quota is None
        case _:
            return False


def _others(report: Report) -> Iterator[Section]:
    fates = report.outcome.fates
    others = [number for number in fates if number not in report.outcome.winners]
    places = _places(report)

    def nearest_first(number: int) -> tuple[int, Exact, int, int]:
        return (*_distance(fates[number]), places.get(number, 0), number)

    if others:
        listed = _listed(report, tuple(sorted(others, key=nearest_first)))
        yield Section(report.word(_heading_of_others(report)), tuple(listed))


def _heading_of_others(report: Report) -> str:
    match report.outcome.evidence:
        case Spending():
            return "page.others-funded"
        case Allocation():
            return "page.others-nothing"
        case _:
            return "page.others"


def _places(report: Report) -> dict[int, int]:
    """Return who comes in which tier, where options were ranked by comparing them."""
    found = report.outcome.evidence
    if not isinstance(found, Pairwise):
        return {}
    return {number: place for place, tier in enumerate(found.ranking) for number in tier}


def _distance(fate: Fate) -> tuple[int, Exact]:
    """Return how far from being chosen an option was: those who came nearest are told first."""
    match fate:
        case Beaten(votes, _behind, _first):
            return 0, -votes
        case Excluded(stage, votes, _first):
            return 1, -stage
        case FewerPoints(_points, behind):
            return 0, behind
        case (
            TooDear(votes=votes)
            | SharesTooSmall(votes=votes)
            | TooFewVotes(votes=votes)
            | StillSaving(votes=votes)
            | Overshot(votes=votes)
            | OverBudget(votes=votes)
        ):
            return 0, -votes
        case Withdrawn():
            return 3, 0
        case _:
            return 2, 0


def _listed(report: Report, numbers: tuple[int, ...]) -> list[Block]:
    said = tuple(report.say(about(report.outcome, number)) for number in numbers[: report.most])
    blocks: list[Block] = [Items(said)] if said else []
    if len(numbers) > len(said):
        more = {"n": len(numbers) - len(said)}
        blocks.append(Paragraph(report.word("page.more-options", more), is_aside=True))
    return blocks


def _rounds(report: Report) -> Iterator[Section]:
    outcome = report.outcome
    shown = rounds_shown(report)
    if not shown:
        return
    blocks: list[Block] = []
    for part in shown:
        if isinstance(part, Sentence):
            blocks.append(Paragraph(report.say(part), is_aside=True))
        else:
            blocks.append(Paragraph(report.say(of_round(outcome, part))))
    heading = "purchases" if outcome.purchases else "rounds"
    yield Section(report.word(f"page.{heading}"), tuple(blocks))


def _how(report: Report) -> Iterator[Section]:
    """Say how ballots that are counted once were counted."""
    outcome = report.outcome
    if not outcome.winners:
        return
    match outcome.evidence:
        case Scores():
            told = how_points_are_given(outcome)
        case Pairwise():
            told = how_pairs_are_counted(outcome)
        case _:
            return
    yield Section(report.word("page.how"), (Paragraph(report.say(told)),))


def _ties(report: Report) -> Section:
    outcome = report.outcome
    said = [report.say(sentence) for sentence in ties(outcome)]
    blocks: list[Block] = [Items(tuple(said[: report.most]))] if said else []
    if len(said) > report.most:
        more = {"n": len(said) - report.most}
        blocks.append(Paragraph(report.word("page.more-ties", more), is_aside=True))
    if outcome.lot_used:
        known = {Origin.FILE: "page.lots-file", Origin.SEED: "page.lots-seed"}
        key = next((key for origin, key in known.items() if origin == outcome.lots.origin), "")
        blocks.append(Paragraph(report.word(key or "page.lots-other")))
    elif said:
        blocks.append(Paragraph(report.word("page.settled-by-votes")))
    else:
        blocks.append(Paragraph(report.word("page.no-ties")))
    return Section(report.word("page.ties"), tuple(blocks))


def _close(report: Report) -> Iterator[Section]:
    if report.close:
        said = tuple(Paragraph(report.say(sentence)) for sentence in report.close)
        yield Section(report.word("page.close"), said)


def _again(report: Report) -> Section:
    digests = Facts(
        (
            (report.word("page.digest-file"), report.source.sha256),
            (
                report.word("page.digest-result"),
                digest_of(report.counted or report.outcome, report.source),
            ),
        )
    )
    typed = Typed(report.again)
    return Section(report.word("page.again"), (Paragraph(report.word("page.type")), typed, digests))


def _concerns(stage: Round, number: int) -> bool:
    """Say whether a round was about an option: it moved, came in, dropped out or was level."""
    if any(number in draw.between for draw in stage.draws):
        return True
    match stage:
        case Purchase():
            return stage.option == number
        case Lock():
            return number in (stage.winner, stage.loser)
        case FirstCount():
            return number in (*stage.elected, *stage.excluded)
        case Surplus() | Exclusion():
            return number in (stage.option, *stage.elected, *stage.excluded)
        case _:
            assert_never(stage)
