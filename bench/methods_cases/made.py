"""Inputs that are made and not found: the sizes of the benchmarks, from a seed that stands here.

Nothing of these is real. They are written as files, so that both sides read the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

SEED = 20261125


def _pabulib(budget: int, costs: list[int], ballots: Iterator[list[int]], voters: int) -> Iterator[str]:
    yield "META\nkey;value\n"
    for key, value in {
        "description": "made for a benchmark", "country": "none", "unit": "none", "instance": str(SEED),
        "num_projects": len(costs), "num_votes": voters, "budget": budget, "vote_type": "approval",
        "rule": "unknown", "min_length": 1,
    }.items():  # fmt: skip
        yield f"{key};{value}\n"
    yield "PROJECTS\nproject_id;cost;name\n"
    for number, cost in enumerate(costs, start=1):
        yield f"{number};{cost};Project {number}\n"
    yield "VOTES\nvoter_id;vote\n"
    for number, ballot in enumerate(ballots, start=1):
        yield f"{number};{','.join(map(str, ballot))}\n"


def _approvals(chance: random.Random, voters: int, projects: int, most: int) -> Iterator[list[int]]:
    """Ballots of 1 to `most` projects (fewer where one came twice), some projects far better liked than others."""
    numbers = range(1, projects + 1)
    liked = list(accumulate(1 / (5 + number) for number in numbers))
    for _ in range(voters):
        yield sorted(set(chance.choices(numbers, cum_weights=liked, k=chance.randint(1, most))))


def amsterdam_size() -> Iterator[str]:
    """10,000 voters, 60 projects, about 18 approvals each, as in Amsterdam's larger districts."""
    chance = random.Random(SEED)
    costs = [chance.randrange(500, 60_000) for _ in range(60)]
    ballots = _approvals(chance, 10_000, 60, 52)
    return _pabulib(450_000, costs, ballots, 10_000)


def million_approvals() -> Iterator[str]:
    """1 million voters, 200 projects, up to 20 approvals each."""
    chance = random.Random(SEED)
    costs = [chance.randrange(5_000, 1_000_000) for _ in range(200)]
    return _pabulib(20_000_000, costs, _approvals(chance, 1_000_000, 200, 20), 1_000_000)


def million_rankings() -> Iterator[str]:
    """1 million papers over 20 candidates, 1 to 20 names each, nearly all different; 5 seats; in BLT."""
    chance = random.Random(SEED)
    names = list(range(1, 21))
    yield "20 5\n"
    for _ in range(1_000_000):
        # Each voter leans to one end of the list; noise makes nearly every paper different.
        lean = chance.choice((-1, 1)) * 0.05
        order = sorted(names, key=lambda name, lean=lean: chance.random() + lean * name)
        yield f"1 {' '.join(map(str, order[: chance.randint(1, 20)]))} 0\n"
    yield "0\n"
    for name in names:
        yield f'"Candidate {name}"\n'
    yield '"One million papers"\n'


def _wishes(people: int = 2_000, places: int = 50, each: int = 10) -> tuple[list[list[int]], list[list[int]]]:
    """Where each person wants to be, best first, `each` places; and in what order each place wants who asked."""
    chance = random.Random(SEED)
    loved = [chance.random() for _ in range(places)]
    asked = [
        sorted(range(places), key=lambda place: 0.5 * loved[place] + chance.random())[:each] for _ in range(people)
    ]
    wanted: list[list[int]] = [[] for _ in range(places)]
    for person in chance.sample(range(people), people):
        for place in asked[person]:
            wanted[place].append(person)
    for order in wanted:
        chance.shuffle(order)
    return asked, wanted


def wishes_people() -> Iterator[str]:
    """2,000 people with 10 wishes each, as `waardeel match` reads them."""
    yield f"person,{','.join(f'wish {number}' for number in range(1, 11))}\n"
    for number, order in enumerate(_wishes()[0]):
        yield f"p{number},{','.join(f'h{place}' for place in order)}\n"


def wishes_places() -> Iterator[str]:
    """50 places for 40 people each, all together just enough, with everybody who asked in an order of their own."""
    yield "place,seats,priority\n"
    for number, order in enumerate(_wishes()[1]):
        yield f"h{number},40,{' > '.join(f'p{person}' for person in order)}\n"


MADE: dict[str, Callable[[], Iterator[str]]] = {
    "amsterdam-size.pb": amsterdam_size,
    "wishes-people.csv": wishes_people,
    "wishes-places.csv": wishes_places,
    "million-approvals.pb": million_approvals,
    "million-rankings.blt": million_rankings,
}


def write(name: str, folder: Path) -> Path:
    """The made file of this name in `folder`, written when it is not there yet."""
    path = folder / name
    if not path.exists():
        half = path.with_suffix(".half")
        with half.open("w", encoding="utf-8") as file:
            file.writelines(MADE[name]())
        half.rename(path)
    return path
