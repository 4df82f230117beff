"""Equal Shares, Phragmén and greedy choose what pabutools (exact fractions) chooses, on random and real budgets.

pabutools breaks ties by the name of a project and gives the last project of a ranking 0 points; asked to do the same
(`ties="lot"` with the names in order, `last_rank=0`), the same win. One thing is taken out of its answers: its greedy
rule fills the budget with projects that nobody voted for, which we never choose.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.asking import ask
from waardeel.formats import pabulib
from waardeel.formats.reading import Lines
from waardeel.methods.budgeting import BUDGETING, Instance, Project

pytestmark = pytest.mark.oracle
PEER = Path(__file__).with_name("peer.py")
DATA = Path(__file__).parents[2] / "methods" / "budgeting" / "data"
RULES = ("none", "add1", "add1-exhaustive", "phragmen", "greedy")


def drawn(seed: int, rule: str, kind: str) -> dict[str, Any]:
    """A small budget; costs are few and round, so that ties and exact payments are common."""
    draw = random.Random(f"{seed} {rule} {kind}")
    ids = [f"p{at}" for at in range(draw.randint(2, 12))]
    step = draw.choice((1, 5, 10))
    costs = {name: step * draw.randint(1, 20) for name in ids}
    ballots: list[Any] = []
    for _ in range(draw.randint(2, 40)):
        chosen = draw.sample(ids, draw.randint(0, min(len(ids), 6)))
        ballots.append([[name, draw.randint(1, 5)] for name in chosen] if kind == "score" else chosen)
    utilities = "cardinality" if kind != "approval" else draw.choice(("cost", "cardinality"))
    budget = draw.randint(10, max(11, sum(costs.values())))
    return {"costs": costs, "budget": budget, "kind": kind, "ballots": ballots, "rule": rule, "utilities": utilities}


def ours(one: dict[str, Any]) -> list[str]:
    projects = [Project(name, Fraction(cost)) for name, cost in one["costs"].items()]
    ballots = [(f"v{at}", ballot) for at, ballot in enumerate(one["ballots"])]
    instance = Instance.of(projects, one["budget"], ballots, kind=one["kind"])
    options: dict[str, Any] = {"ties": "lot", "lots": " > ".join(sorted(one["costs"])), "last_rank": 0}
    if one["rule"] == "phragmen":
        return sorted(BUDGETING["phragmen"](instance, **options).winners)
    options["utilities"] = one["utilities"]
    if one["rule"] == "greedy":
        return sorted(BUDGETING["greedy"](instance, **options).winners)
    return list(BUDGETING["equal-shares"](instance, completion=one["rule"], **options).winners)


def supported(one: dict[str, Any], names: list[str]) -> list[str]:
    """The names that somebody gives points."""
    found = set()
    for ballot in one["ballots"]:
        if one["kind"] == "ordinal":
            found.update(ballot[:-1])
        else:
            found.update(item[0] if one["kind"] == "score" else item for item in ballot)
    return [name for name in names if name in found]


@pytest.mark.parametrize("kind", ["approval", "score", "ordinal"])
@pytest.mark.parametrize("rule", RULES)
def test_random_budgets(oracle_python, rule, kind):
    if rule == "phragmen" and kind != "approval":
        pytest.skip("pabutools knows Phragmén for approvals only")
    instances = [drawn(seed, rule, kind) for seed in range(60)]
    for one, theirs in zip(instances, ask(oracle_python, PEER, instances), strict=True):
        if rule == "greedy":
            # Without support the density is 0, so such projects come last and take money from no other.
            assert ours(one) == sorted(supported(one, theirs)), one
        elif rule in ("phragmen", "add1"):
            # For add1 pabutools goes on raising when all is bought; that changes the order, and nothing else.
            assert sorted(ours(one)) == sorted(theirs), one
        else:
            assert ours(one) == theirs, one


@pytest.mark.parametrize("rule", ["none", "add1-exhaustive", "phragmen", "greedy"])
def test_real_budgets(oracle_python, rule):
    instances = []
    for path in sorted(DATA.glob("*lodz*.pb")):
        with path.open("rb") as file:
            instance = pabulib.read(Lines(file, name=path.name)).instance
        rows = zip(instance.starts, instance.starts[1:], strict=False)
        ballots = [[instance.projects[at].id for at in instance.chosen[begin:end]] for begin, end in rows]
        costs = {project.id: int(project.cost) for project in instance.projects}
        one = {"costs": costs, "budget": int(instance.budget), "kind": "approval", "ballots": ballots, "rule": rule}
        instances += [{**one, "utilities": utilities} for utilities in ("cost", "cardinality")]
    for one, theirs in zip(instances, ask(oracle_python, PEER, instances), strict=True):
        assert sorted(ours(one)) == sorted(theirs)
