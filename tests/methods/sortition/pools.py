"""Pools for tests: real files, random small ones, and all their panels by brute force."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from waardeel.formats import sortition_csv
from waardeel.formats.reading import Lines
from waardeel.methods.sortition.pool import Pool, Quota

DATA = Path(__file__).parent / "data"
FILES = {
    "small": ("gpl-3/example_small_20", "categories.csv", "respondents.csv", 20),
    "large": ("gpl-3/example_large_200", "categories.csv", "respondents.csv", 200),
    "fixture": ("gpl-3/fixture150_22", "features.csv", "people.csv", 22),
    "syn500": ("syn500_40", "features.csv", "people.csv", 40),
    "syn1727": ("syn1727_110", "features.csv", "people.csv", 110),
}


@cache
def real(name: str) -> Pool:
    folder, quotas, people, size = FILES[name]
    with (DATA / folder / quotas).open("rb") as first, (DATA / folder / people).open("rb") as second:
        return sortition_csv.read(Lines(first, name=quotas), Lines(second, name=people), size=size)


def made(rows, size, quotas, households=None) -> Pool:
    """People p0, p1... with the letters of a word as values of features a, b, c..."""
    people = {f"p{at}": dict(zip("abcd", row, strict=False)) for at, row in enumerate(rows)}
    return Pool.of(people, size, [Quota(*quota) for quota in quotas], households)


def all_panels(pool: Pool) -> list[tuple[int, ...]]:
    everyone = range(len(pool.people))
    return [panel for panel in combinations(everyone, pool.size) if not pool.broken(panel)]


def best_leximin(pool: Pool) -> list[float] | None:
    """The leximin chances over all panels there are, by the definition: one program for each person and level."""
    panels = all_panels(pool)
    if not panels:
        return None
    stands = np.array([[person in panel for panel in panels] for person in range(len(pool.people))], dtype=float)
    fixed = {}
    while len(fixed) < len(stands):
        free = [person for person in range(len(stands)) if person not in fixed]
        level = _most(stands, fixed, free, None, 0.0)
        raised = {each: _most(stands, fixed, free, each, level) for each in free}
        stuck = [each for each in free if raised[each] < level + 1e-7]
        assert stuck
        fixed |= dict.fromkeys(stuck, level)
    return [fixed[person] for person in range(len(stands))]


def _most(stands, fixed, free, one, level) -> float:
    """The largest smallest chance of the free (or the largest chance of `one` with the others at `level`)."""
    people, panels = stands.shape
    rows, sides = [], []
    for person in range(people):
        if person in fixed:
            rows.append([*-stands[person], 0.0])
            sides.append(-fixed[person] + 1e-9)
        elif one is None:
            rows.append([*-stands[person], 1.0])
            sides.append(0.0)
        else:
            rows.append([*-stands[person], 1.0 if person == one else 0.0])
            sides.append(0.0 if person == one else -level + 1e-9)
    answer = linprog(
        [*np.zeros(panels), -1.0], A_ub=rows, b_ub=sides, A_eq=[[*np.ones(panels), 0.0]], b_eq=[1.0],
        bounds=[(0, None)] * panels + [(0, 1)], method="highs",
    )  # fmt: skip
    return -answer.fun


@st.composite
def pools(draw, least: int = 4, most: int = 8, households: bool = True) -> Pool:
    """Up to 8 people with two or three features, and quotas of which about half can be met."""
    count = draw(st.integers(least, most))
    features = draw(st.integers(1, 3))
    rows = [draw(st.text("xyz"[: draw(st.integers(2, 3))], min_size=features, max_size=features)) for _ in range(count)]
    size = draw(st.integers(1, count - 1))
    quotas = []
    for at in range(features):
        for value in sorted({row[at] for row in rows}):
            least_ = draw(st.integers(0, max(size // 2, 0)))
            quotas.append(("abcd"[at], value, least_, draw(st.integers(max(least_, 1), size))))
    shared = {}
    if households and draw(st.booleans()):
        shared = {f"p{at}": draw(st.sampled_from("HJKLM")) for at in range(count) if draw(st.booleans())}
    return made(rows, size, quotas, shared)


def some_pool(seed: int) -> Pool:
    draw = random.Random(seed)
    count, features = draw.randint(8, 20), draw.randint(1, 3)
    size = draw.randint(2, count // 2)
    rows = ["".join(draw.choice("xyz"[: 2 + at % 2]) for at in range(features)) for _ in range(count)]
    quotas = []
    for at in range(features):
        for value in sorted({row[at] for row in rows}):
            share = size * sum(row[at] == value for row in rows) / count
            quotas.append(("abc"[at], value, max(int(share) - draw.randint(0, 1), 0), int(share) + draw.randint(1, 2)))
    homes = {f"p{at}": f"h{draw.randint(0, 3)}" for at in range(count) if draw.random() < 0.2}
    return made(rows, size, quotas, homes)


def around_a_panel(seed: int) -> Pool:
    """A random pool whose quotas hug a panel of it, so that there is one: tight programs with little room."""
    r = random.Random(seed)
    size = r.randint(2, 7)
    count = r.randint(size + 3, 30)
    features = {f"f{at}": [f"v{value}" for value in range(r.randint(2, 3))] for at in range(r.randint(1, 3))}
    people = {f"p{at}": {feature: r.choice(values) for feature, values in features.items()} for at in range(count)}
    panel = r.sample(list(people), size)
    quotas = []
    for feature, values in features.items():
        for value in values:
            has = sum(people[person][feature] == value for person in panel)
            quotas.append(Quota(feature, value, max(0, has - r.randint(0, 1)), min(size, has + r.randint(0, 1))))
    return Pool.of(people, size, quotas)
