"""Ballot files to measure with: made up by chance, and the same ones each time.

Sizes are those of large elections and large participatory budgets; `part` makes smaller ones.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "files"
OPTIONS = 10
BALLOTS, RANKINGS = 1_000_000, 50_000
VOTERS, PROJECTS = 100_000, 100
MANY = 1_000


def made(name: str, part: float) -> Path:
    """Return the file of this name, of a part of its full size; write it if it isn't there."""
    folder = FOLDER / f"{part:g}"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in FILES[name](part))
        unfinished.rename(path)
    return path


def flat(part: float) -> Iterator[str]:
    """Yield a line for each of a million ballots, 50,000 of them different."""
    chance = _chance("flat")
    rankings = list(_rankings(part))
    chosen = chance.choices(rankings, cum_weights=_uneven(len(rankings)), k=int(BALLOTS * part))
    yield f"{OPTIONS} 4"
    for ranking in chosen:
        yield " ".join(["1", *map(str, ranking), "0"])
    yield from _end_of_blt(OPTIONS)


def grouped(part: float) -> Iterator[str]:
    """Yield a line for each of 50,000 different ballots, with how many people cast it."""
    chance = _chance("grouped")
    rankings = list(_rankings(part))
    yield "# TITLE: Made up"
    yield f"# NUMBER ALTERNATIVES: {OPTIONS}"
    yield f"# NUMBER UNIQUE ORDERS: {len(rankings)}"
    yield from (f"# ALTERNATIVE NAME {n}: Option {n}" for n in range(1, OPTIONS + 1))
    for ranking in rankings:
        yield f"{min(int(chance.paretovariate(1.05)), 9_999)}: {','.join(map(str, ranking))}"


def poll(part: float) -> Iterator[str]:
    """Yield a question with 5 answers and 5,000 ballots."""
    chance = _chance("poll")
    yield "5 1"
    for _ in range(int(5_000 * part)):
        ranking = chance.sample(range(1, 6), chance.randint(1, 5))
        yield " ".join(["1", *map(str, ranking), "0"])
    yield from _end_of_blt(5)


def many_options(part: float) -> Iterator[str]:
    """Yield a thousand options; each of 2,000 voters ranks ten of them."""
    chance = _chance("many options")
    options = int(MANY * part)
    yield f"{options} 10"
    for _ in range(2 * options):
        ranking = chance.sample(range(1, options + 1), min(10, options))
        yield " ".join(["1", *map(str, ranking), "0"])
    yield from _end_of_blt(options)


def budget(part: float) -> Iterator[str]:
    """Yield a hundred projects, and a hundred thousand voters who choose up to ten of them."""
    return _budget("budget", PROJECTS, int(VOTERS * part))


def many_projects(part: float) -> Iterator[str]:
    """Yield a thousand projects and 5,000 voters."""
    return _budget("many projects", int(MANY * part), int(5 * MANY * part))


def points(part: float) -> Iterator[str]:
    """Yield a thousand projects, and 5,000 voters who share out ten points each."""
    chance = _chance("points")
    projects = int(MANY * part)
    yield from _head_of_pb(chance, projects, "cumulative")
    yield "voter_id;vote;points"
    for voter in range(int(5 * MANY * part)):
        chosen = ",".join(map(str, chance.sample(range(projects), 4)))
        yield f"{voter};{chosen};4,3,2,1"


FILES: Mapping[str, Callable[[float], Iterator[str]]] = {
    "flat.blt": flat,
    "grouped.soi": grouped,
    "poll.blt": poll,
    "many-options.blt": many_options,
    "budget.pb": budget,
    "many-projects.pb": many_projects,
    "points.pb": points,
}


def _rankings(part: float) -> Iterator[tuple[int, ...]]:
    """Yield different rankings of up to ten options; those with smaller numbers are liked more."""
    chance = _chance("rankings")
    seen: set[tuple[int, ...]] = set()
    while len(seen) < RANKINGS * part:
        liked = {n: n + 8 * chance.random() for n in range(1, OPTIONS + 1)}
        order = sorted(liked, key=liked.__getitem__)
        ranking = tuple(order[: chance.randint(1, OPTIONS)])
        if ranking not in seen:
            seen.add(ranking)
            yield ranking


def _budget(name: str, projects: int, voters: int) -> Iterator[str]:
    chance = _chance(name)
    liked = _uneven(projects)
    yield from _head_of_pb(chance, projects, "approval")
    yield "voter_id;vote"
    for voter in range(voters):
        many = chance.choices((1, 2, 3, 4, 6, 10), (35, 25, 15, 15, 7, 3))[0]
        chosen = dict.fromkeys(chance.choices(range(projects), cum_weights=liked, k=many))
        yield f"{voter};{','.join(map(str, chosen))}"


def _head_of_pb(chance: Random, projects: int, vote_type: str) -> Iterator[str]:
    costs = [int(chance.lognormvariate(10, 0.9)) + 500 for _ in range(projects)]
    yield from ("META", "key;value", "description;Made up", "max_sum_points;10")
    yield f"vote_type;{vote_type}"
    yield f"budget;{sum(costs) // 3}"
    yield from ("PROJECTS", "project_id;cost")
    yield from (f"{place};{cost}" for place, cost in enumerate(costs))
    yield "VOTES"


def _uneven(many: int) -> list[float]:
    """Return cumulated weights of so many things: some are chosen often, most seldom."""
    return list(accumulate(1 / (place + 10) ** 0.8 for place in range(many)))


def _end_of_blt(options: int) -> Iterator[str]:
    yield "0"
    yield from (f'"Option {number}"' for number in range(1, options + 1))
    yield '"Made up"'


def _chance(name: str) -> Random:
    return Random(f"bench/{name}")  # noqa: S311 - repeatable, and no secret
