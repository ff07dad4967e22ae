"""How close a count was, and the same ballots under the other rules of their kind.

All is worked out on the options as the published ballot file lists them, in the order of the lots:
so `deliberate count` and `deliberate compare` say the same of that file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from babel.numbers import get_currency_precision

from deliberate.counting.publication import publication
from deliberate.counting.rules import budget_rule, common_settings, options_of, ranked_rule
from deliberate.counting.what_ifs import Came, Numbers, WhatIfs
from deliberate.tally.choices import approval_profile, ranked_profile
from deliberate.tally.files.election import About, ApprovalElection, Format, RankedElection
from deliberate.tally.lots import LotOrder, lots_from_root
from deliberate.tally.orders.compare import in_every_way
from deliberate.tally.orders.how_close import recounts
from deliberate.tally.outcome import Spending
from deliberate.tally.profile import Option, Profile, Ranking
from deliberate.tally.sure.change import Change, Missed, Moved, OtherLots
from deliberate.tally.sure.nearest_change import nearest_change
from deliberate.tally.sure.nearest_project import nearest_project
from deliberate.tally.sure.ways import Line, SideBySide
from deliberate.voting.models import Contest

MOST_CHOICES = 100_000
"""So many projects on different ballots are compared at most: about 15 seconds' work."""


def what_ifs_of(contest: Contest, counts: Mapping[str, int], root: bytes) -> WhatIfs:
    """Work out the what-ifs of a tallied contest.

    `counts` and `root` are as for its count. There are none where its ballots are not published,
    and what would take too long is left out.
    """
    if not publication(contest).profile:
        return WhatIfs()
    order = lots_from_root(root, options_of(contest))
    listed = _Listed(order, _in_order(options_of(contest), order.order))
    if ranked_rule(contest) is not None:
        return _of_rankings(contest, counts, listed)
    return _of_budget(contest, counts, listed)


@dataclass(frozen=True)
class _Listed:
    """The options in the order of the lots, numbered anew, and the way back to their numbers."""

    drawn: LotOrder
    options: tuple[Option, ...]

    @property
    def lots(self) -> LotOrder:
        return replace(self.drawn, order=tuple(range(1, len(self.options) + 1)))

    def places(self, numbers: Iterable[int]) -> Numbers:
        """Return where options are listed, ascending."""
        return tuple(sorted(self.drawn.order.index(number) + 1 for number in numbers))

    def number(self, place: int) -> int:
        return self.drawn.order[place - 1]

    def numbers(self, places: Iterable[int]) -> Numbers:
        return tuple(map(self.number, places))


def _in_order(options: tuple[Option, ...], order: Numbers) -> tuple[Option, ...]:
    return tuple(
        replace(options[number - 1], number=place) for place, number in enumerate(order, start=1)
    )


def _of_rankings(contest: Contest, counts: Mapping[str, int], listed: _Listed) -> WhatIfs:
    cast = ranked_profile(options_of(contest), counts)
    ballots = {
        tuple(map(listed.places, ranking)): number for ranking, number in cast.ballots.items()
    }
    profile: Profile[Ranking] = Profile(listed.options, ballots, cast.empty)
    rule, limit = ranked_rule(contest), recounts(profile)
    if rule is None or not limit:
        return WhatIfs()
    nearest = nearest_change(profile, rule, listed.lots, limit)
    about = About(Format.BLT, "", lines=profile.papers, seats=contest.seats or 1)
    side = in_every_way(RankedElection(about, profile), listed.lots, {})
    return _told(nearest, side, listed)


def _of_budget(contest: Contest, counts: Mapping[str, int], listed: _Listed) -> WhatIfs:
    cast = approval_profile(options_of(contest), counts)
    ballots = {listed.places(approval): number for approval, number in cast.ballots.items()}
    profile = Profile(listed.options, ballots, cast.empty)
    nearest = nearest_project(budget_rule(contest).count(profile, listed.lots))
    if len(ballots) * len(listed.options) > MOST_CHOICES:
        return _told(nearest, None, listed)
    about = About(
        Format.PB,
        "",
        lines=profile.papers,
        budget=contest.budget_minor or 0,
        places=get_currency_precision(contest.currency),
        currency=contest.currency,
    )
    side = in_every_way(ApprovalElection(about, profile), listed.lots, common_settings(contest))
    return _told(nearest, side, listed)


def _told(nearest: Change | None, side: SideBySide | None, listed: _Listed) -> WhatIfs:
    """Give options their own numbers again."""
    beats_all = side.beats_all if side else None
    return WhatIfs(
        nearest=None if nearest is None else _renamed(nearest, listed),
        ways=tuple(_came(line, listed) for line in side.lines) if side else (),
        beats_all=None if beats_all is None else listed.number(beats_all),
    )


def _renamed(change: Change, listed: _Listed) -> Change:
    if isinstance(change, Missed):
        return replace(change, option=listed.number(change.option))
    now, then = listed.numbers(change.now), listed.numbers(change.then)
    if isinstance(change, OtherLots):
        return replace(change, now=now, then=then)
    return _swung(replace(change, now=now, then=then), listed)


def _swung(change: Moved, listed: _Listed) -> Moved:
    swing = change.swing
    gainer, loser = listed.number(swing.gainer), listed.number(swing.loser)
    return replace(change, swing=replace(swing, gainer=gainer, loser=loser))


def _came(line: Line, listed: _Listed) -> Came:
    outcome = line.outcome
    level = outcome.co_winners if len(outcome.co_winners) > 1 else ()
    return Came(
        way=line.way,
        winners=listed.numbers(outcome.winners),
        level=tuple(sorted(listed.numbers(level))),
        lot_used=outcome.lot_used,
        seats=line.seats,
        spent=outcome.evidence.spent if isinstance(outcome.evidence, Spending) else 0,
    )
