"""Real budgets, and small ones drawn by hypothesis."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import strategies as st

from waardeel.formats import pabulib
from waardeel.formats.reading import Lines
from waardeel.methods.budgeting import Instance, Project

DATA = Path(__file__).parent / "data"
WIELICZKA = "poland_wieliczka_2023_green-budget.pb"


@pytest.fixture(scope="session")
def tables():
    """All budgets in the data folder by file name."""
    found = {}
    for path in sorted(DATA.glob("*.pb")):
        with path.open("rb") as file:
            found[path.name] = pabulib.read(Lines(file, name=path.name))
    return found


@pytest.fixture(scope="session")
def wieliczka(tables):
    return tables[WIELICZKA].instance


def small(costs, ballots, budget, **more):
    """A small budget: costs by id, ballots as texts of ids ("ab" approves of a and b)."""
    return Instance.of(
        [Project(name, Fraction(cost)) for name, cost in costs.items()],
        Fraction(budget),
        [(f"v{at}", list(ballot)) for at, ballot in enumerate(ballots)],
        **more,
    )


@st.composite
def instances(draw, kinds=("approval", "score", "ordinal"), projects=5, voters=8, cost=12, budget=30):
    """Budgets so small that ties and exact payments are common."""
    ids = "abcdefgh"[: draw(st.integers(1, projects))]
    costs = {name: draw(st.integers(1, cost)) for name in ids}
    kind = draw(st.sampled_from(kinds))
    ballots = []
    for _ in range(draw(st.integers(1, voters))):
        chosen = draw(st.permutations(ids))[: draw(st.integers(0, len(ids)))]
        ballots.append([(name, draw(st.integers(0, 4))) for name in chosen] if kind == "score" else chosen)
    return small(costs, ballots, draw(st.integers(0, budget)), kind=kind)
