"""Made-up contests of several kinds, the same ones each time, written as the field writes files.

Only the standard library is used, and nothing of our own: whoever counts a contest reads its file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from random import Random

Tiers = Sequence[Sequence[int]]
"""A ballot: tiers of option numbers, best first."""

YEAR = 2026  # every contest's chance begins with it


@dataclass(frozen=True)
class Contest:
    """A contest by its name, how it was made up, its file's ending, and what the file holds."""

    name: str
    culture: str
    form: str
    text: str

    @property
    def file(self) -> str:
        return f"{self.name}.{self.form}"


def ranked_contests(many: int, *, level: bool = False) -> Iterator[Contest]:
    """Yield contests with ranked ballots; `level` ballots may hold options at the same rank."""
    for number in range(many):
        culture, vote = list(CULTURES.items())[number % len(CULTURES)]
        chance = Random(f"{YEAR}/ranked/{level}/{number}")  # noqa: S311 - repeatable, and no secret
        options = chance.randint(2, 9 if culture == "wards" else 7)
        ballots = vote(chance, options)
        if level:
            ballots = [made_level(chance, ballot) for ballot in ballots]
        kind = "level" if level else "strict"
        written = (blt, orders)[number % 2]
        form = "blt" if written is blt else "toi" if level else "soi"
        seats = chance.randint(1, max(1, min(4, options - 1)))
        text = written(options, seats, ballots)
        yield Contest(f"{kind}-{number:04}", culture, form, text)


def level_contests(many: int) -> Iterator[Contest]:
    """Yield contests whose ballots may hold options at the same rank."""
    return ranked_contests(many, level=True)


def seat_contests(many: int) -> Iterator[Contest]:
    """Yield contests for several seats, with strict ballots."""
    for number in range(many):
        culture, vote = list(CULTURES.items())[number % len(CULTURES)]
        chance = Random(f"{YEAR}/seats/{number}")  # noqa: S311 - repeatable, and no secret
        options = chance.randint(2, 9)
        seats = chance.randint(1, max(1, min(5, options - 1)))
        yield Contest(
            f"seats-{number:04}", culture, "blt", blt(options, seats, vote(chance, options))
        )


def approval_contests(many: int) -> Iterator[Contest]:
    """Yield budgets whose ballots choose projects."""
    for number in range(many):
        culture, make = list(BUDGETS.items())[number % len(BUDGETS)]
        chance = Random(f"{YEAR}/approvals/{number}")  # noqa: S311 - repeatable, and no secret
        costs, ballots = make(chance)
        text = pb(costs, budget_for(chance, costs), [(ballot, ()) for ballot in ballots])
        yield Contest(f"approvals-{number:04}", culture, "pb", text)


def point_contests(many: int) -> Iterator[Contest]:
    """Yield budgets whose ballots share out points."""
    for number in range(many):
        culture, make = list(BUDGETS.items())[number % len(BUDGETS)]
        chance = Random(f"{YEAR}/points/{number}")  # noqa: S311 - repeatable, and no secret
        costs, ballots = make(chance)
        ballots[0] = ballots[0] or [0]  # somebody gives points to something
        pointed = [(ballot, [chance.randint(1, 5) for _ in ballot]) for ballot in ballots]
        text = pb(costs, budget_for(chance, costs), pointed)
        yield Contest(f"points-{number:04}", culture, "pb", text)


# How people vote.


def impartial(chance: Random, options: int) -> list[Tiers]:
    """Any order is as likely as any other."""
    return [in_order(chance, options) for _ in range(chance.randint(3, 120))]


def spatial(chance: Random, options: int) -> list[Tiers]:
    """Voters and options are points in a square; who is nearer is ranked higher."""
    at = {number: (chance.random(), chance.random()) for number in range(1, options + 1)}
    ballots: list[Tiers] = []
    for _ in range(chance.randint(5, 150)):
        x, y = chance.random(), chance.random()
        near = sorted(at, key=lambda number: hypot(at[number][0] - x, at[number][1] - y))
        ballots.append([[number] for number in near])
    return ballots


def truncated(chance: Random, options: int) -> list[Tiers]:
    """Voters stop early, and many after one."""
    return [stopped(chance, ballot) for ballot in impartial(chance, options)]


def small(chance: Random, options: int) -> list[Tiers]:
    """A handful of ballots, so that ties are common."""
    return [stopped(chance, in_order(chance, options)) for _ in range(chance.randint(1, 12))]


def one_sided(chance: Random, options: int) -> list[Tiers]:
    """Most voters want the same option first; the rest is as it comes."""
    loved = chance.randint(1, options)
    ballots: list[Tiers] = []
    for ballot in truncated(chance, options):
        rest = [tier for tier in ballot if loved not in tier]
        ballots.append([[loved], *rest] if chance.random() < 0.7 else ballot)
    return ballots


def wards(chance: Random, options: int) -> list[Tiers]:
    """Some hundred papers; parties of two or three, whose voters rank their own people first."""
    party = {number: number % 3 for number in range(1, options + 1)}
    ballots: list[Tiers] = []
    for _ in range(chance.randint(100, 400)):
        own = chance.choices((0, 1, 2), (5, 4, 2))[0]
        order = [number for (number,) in in_order(chance, options)]
        order.sort(key=lambda number: party[number] != own)
        ballots.append(stopped(chance, [[number] for number in order]))
    return ballots


CULTURES: Mapping[str, Callable[[Random, int], list[Tiers]]] = {
    "impartial": impartial,
    "spatial": spatial,
    "truncated": truncated,
    "small": small,
    "one-sided": one_sided,
    "wards": wards,
}


def in_order(chance: Random, options: int) -> list[list[int]]:
    return [[number] for number in chance.sample(range(1, options + 1), options)]


def stopped(chance: Random, ballot: Tiers) -> Tiers:
    return ballot[: chance.randint(1, len(ballot))]


def made_level(chance: Random, ballot: Tiers) -> Tiers:
    """Put some neighbours on a ballot at the same rank."""
    tiers: list[list[int]] = []
    for tier in ballot:
        if tiers and chance.random() < 0.3:
            tiers[-1].extend(tier)
        else:
            tiers.append(list(tier))
    return tiers


# How people choose projects, and what these cost.

Budget = tuple[list[int], list[list[int]]]
"""The costs of the projects, and ballots that choose some of them by their place from 0."""


def any_projects(chance: Random) -> Budget:
    """Every project is as likely to be chosen as any other."""
    costs = [chance.randint(5, 90) for _ in range(chance.randint(2, 9))]
    voters = chance.randint(5, 60)
    return costs, [picked(chance, [0.35] * len(costs)) for _ in range(voters)]


def districts(chance: Random) -> Budget:
    """Voters choose what is planned where they live; large districts and small ones."""
    costs = [chance.randint(10, 60) for _ in range(chance.randint(4, 12))]
    ballots = []
    for _ in range(chance.randint(20, 90)):
        home = chance.choices((0, 1, 2), (6, 3, 1))[0]
        near = [0.6 if place % 3 == home else 0.05 for place in range(len(costs))]
        ballots.append(picked(chance, near))
    return costs, ballots


def few_costs(chance: Random) -> Budget:
    """Few voters and few different costs, so that ties are common; some projects are free."""
    costs = [chance.choice((0, 10, 10, 20, 20, 30)) for _ in range(chance.randint(2, 7))]
    return costs, [picked(chance, [0.4] * len(costs)) for _ in range(chance.randint(1, 10))]


def popular(chance: Random) -> Budget:
    """One dear project that nearly everyone wants, and small ones for few."""
    costs = [chance.randint(100, 200), *(chance.randint(5, 40) for _ in range(6))]
    likely = [0.85] + [0.15] * 6
    return costs, [picked(chance, likely) for _ in range(chance.randint(10, 80))]


def unwanted(chance: Random) -> Budget:
    """A cheap project that nobody wants, so that money is left that nobody will spend."""
    costs = [chance.choice((3, 5, 7, 10, 12, 20, 30)) for _ in range(chance.randint(2, 7))]
    ballots = [picked(chance, [0.4] * len(costs)) for _ in range(chance.randint(2, 12))]
    return [*costs, chance.choice((1, 2, 3, 5))], ballots


BUDGETS: Mapping[str, Callable[[Random], Budget]] = {
    "any-projects": any_projects,
    "districts": districts,
    "few-costs": few_costs,
    "popular": popular,
    "unwanted": unwanted,
}


def picked(chance: Random, likely: Sequence[float]) -> list[int]:
    return [place for place, share in enumerate(likely) if chance.random() < share]


def budget_for(chance: Random, costs: Sequence[int]) -> int:
    """Return a budget for a part of all projects."""
    return max(10, sum(costs) * chance.randint(20, 80) // 100)


# How it is written down.


def blt(options: int, seats: int, ballots: Sequence[Tiers]) -> str:
    lines = [f"{options} {seats}"]
    for ballot in ballots:
        lines.append(" ".join(["1", *("=".join(map(str, tier)) for tier in ballot), "0"]))
    names = [f'"Option {number}"' for number in range(1, options + 1)]
    return "\n".join([*lines, "0", *names, '"Made up"', ""])


def orders(options: int, _seats: int, ballots: Sequence[Tiers]) -> str:
    counts: dict[str, int] = {}
    for ballot in ballots:
        words = (
            str(tier[0]) if len(tier) == 1 else "{" + ",".join(map(str, tier)) + "}"
            for tier in ballot
        )
        order = ",".join(words)
        counts[order] = counts.get(order, 0) + 1
    head = [
        "# TITLE: Made up",
        f"# NUMBER ALTERNATIVES: {options}",
        f"# NUMBER VOTERS: {len(ballots)}",
        f"# NUMBER UNIQUE ORDERS: {len(counts)}",
    ]
    head += [f"# ALTERNATIVE NAME {n}: Option {n}" for n in range(1, options + 1)]
    return "\n".join([*head, *(f"{count}: {order}" for order, count in counts.items()), ""])


def pb(
    costs: Sequence[int], budget: int, ballots: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> str:
    pointed = any(points for _picks, points in ballots)
    lines = ["META", "key;value", "description;Made up", "country;Nowhere", "unit;Nowhere"]
    lines += ["instance;2026", f"num_projects;{len(costs)}", f"num_votes;{len(ballots)}"]
    lines += [f"budget;{budget}", f"vote_type;{'cumulative' if pointed else 'approval'}"]
    lines += ["max_sum_points;1000"] if pointed else []
    lines += ["rule;unknown", "PROJECTS", "project_id;cost;votes"]
    lines += [f"p{place:02};{cost};0" for place, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote;points" if pointed else "voter_id;vote"]
    for voter, (picks, points) in enumerate(ballots, start=1):
        cells = [str(voter), ",".join(f"p{place:02}" for place in picks)]
        lines.append(";".join(cells + [",".join(map(str, points))] * bool(points)))
    return "\n".join([*lines, ""])
