"""The same ballots under several rules, as canonical JSON.

Numbers, ids and the digest are as in `outcome.py`. The keys:

* `input`: the file's SHA-256 and format, its options, how many ballots it holds (`papers`);
* `seats` for ranked ballots, `budget` for budgets;
* `ways`: for each way of counting in declared order its `rule` and `options` (all settings),
  `status`, `winners`, `tied_winners` (those level at the top, if lots chose between them),
  `lot_used`; for ranked ballots `one_winner`, true where there are more seats than the rule fills;
  for budgets `spent`, and `amounts` where a rule shares the budget out in parts;
* `not_counted`: each rule that can't count these ballots, and `why`;
* `always` and `sometimes`: who is chosen in all, and in only some, of the ways that can be set
  against each other: those with as many winners as seats, those that fund whole projects;
* `condorcet_winner`, for ranked ballots: who is ahead of each other option, or null;
* `lot_order`, and `result_sha256` over all of this.
"""

from deliberate.tally.canonical.edge import Edge, Json
from deliberate.tally.canonical.outcome import ENGINE, VERSION, Source, sealed
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Allocation, Outcome, Spending
from deliberate.tally.sure.ways import Line, SideBySide


def compared_as_json(side: SideBySide, source: Source, lots: LotOrder) -> str:
    """Write a comparison as canonical JSON, on one line without a line break."""
    return sealed(_content(side, source, lots))


def _content(side: SideBySide, source: Source, lots: LotOrder) -> dict[str, Json]:
    first = side.lines[0].outcome
    edge = Edge(first.options, side.is_budget, source.places)
    content: dict[str, Json] = {
        "engine": ENGINE,
        "version": VERSION,
        "input": {
            "sha256": source.sha256,
            "format": source.form,
            "lines": source.lines,
            "papers": first.valid + first.empty + first.invalid,
            "candidates": [edge.candidate(option) for option in first.options],
        },
        "ways": [_way(line, side, edge) for line in side.lines],
        "not_counted": [{"rule": rule.rule, "why": rule.reason} for rule in side.not_counted],
        "always": edge.each(side.always),
        "sometimes": edge.each(side.sometimes),
        "lot_order": {"origin": str(lots.origin), "order": edge.each(lots.order)},
    }
    if side.is_budget:
        content["budget"] = edge.money(_budget(first))
    else:
        winner = side.beats_all
        content["seats"] = side.seats
        content["condorcet_winner"] = None if winner is None else edge.one(winner)
    return content


def _budget(outcome: Outcome) -> int:
    evidence = outcome.evidence
    return evidence.budget if isinstance(evidence, Spending | Allocation) else 0


def _way(line: Line, side: SideBySide, edge: Edge) -> Json:
    outcome = line.outcome
    level = sorted(outcome.co_winners)
    told: dict[str, Json] = {
        "rule": outcome.rule.name,
        "options": {
            key: edge.money(value) if key == "step" and isinstance(value, int) else value
            for key, value in outcome.rule.settings().items()
            if key not in ("seats", "budget")
        },
        "status": outcome.status.value,
        "winners": edge.each(outcome.winners),
        "tied_winners": edge.each(level) if len(level) > 1 else [],
        "lot_used": outcome.lot_used,
    }
    match outcome.evidence:
        case Spending() as spending:
            told["spent"] = edge.money(spending.spent)
        case Allocation() as allocation:
            told["spent"] = edge.money(sum(allocation.amounts.values()))
            told["amounts"] = {
                str(edge.one(number)): edge.money(amount)
                for number, amount in allocation.amounts.items()
            }
        case _:
            told["one_winner"] = line.seats < side.seats
    return told
