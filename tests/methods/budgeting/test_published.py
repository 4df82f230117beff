"""Published outcomes and those of pabutools 1.2.3 on real budgets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from waardeel.methods.budgeting import BUDGETING, fast

WIELICZKA = "poland_wieliczka_2023_green-budget.pb"
RULES = {
    "mes-cost": ("equal-shares", {}),
    "mes-card": ("equal-shares", {"utilities": "cardinality"}),
    "add1-cost": ("equal-shares", {"completion": "add1-exhaustive"}),
    "own-add1-no-exhaustive-stop": ("equal-shares", {"completion": "add1"}),
    "phragmen": ("phragmen", {}),
    "greedy-cost": ("greedy", {}),
    "greedy-card": ("greedy", {"utilities": "cardinality"}),
}
EXPECTED = json.loads((Path(__file__).parent / "data" / "expected.json").read_text(encoding="utf-8"))
PUBLISHED = [
    # the raising of Wieliczka takes a second, and its official outcome is tested below
    pytest.param(name, rule, marks=[pytest.mark.slow] if name == WIELICZKA and "add1" in rule else [])
    for name, rules in EXPECTED.items()
    for rule in rules
    if rule in RULES
]


def test_wieliczka_chose_what_we_choose(tables):
    table = tables[WIELICZKA]
    official = {project for project, how in table.selected().items() if how == 1}
    result = BUDGETING["equal-shares"](table.instance, completion="add1")
    assert set(result.winners) == official
    assert len(result.winners) == 30
    assert result.cost == 995_079
    assert result.facts["raised"] == 164


@pytest.mark.slow
def test_the_exhaustive_stop_changes_who_wins(wieliczka):
    early = BUDGETING["equal-shares"](wieliczka, completion="add1-exhaustive")
    late = BUDGETING["equal-shares"](wieliczka, completion="add1")
    assert (len(early.winners), early.cost, early.facts["runs"]) == (31, 984_579, 151)
    assert set(early.winners) ^ set(late.winners) == {"46", "66", "67"}


@pytest.mark.parametrize(("name", "rule"), PUBLISHED)
def test_outcomes_are_those_of_pabutools(tables, name, rule):
    family, options = RULES[rule]
    result = BUDGETING[family](tables[name].instance, **options)
    wanted = EXPECTED[name][rule]
    assert set(result.winners) == set(wanted["projects"])
    assert result.cost == wanted["cost"]
    if family == "equal-shares":  # pabutools gives the order of buying there
        assert list(result.winners) == wanted["projects"]


@pytest.mark.parametrize("name", [f"poland_lodz_2020_{d}.pb" for d in ("mileszki", "nad-nerem", "nowosolna")])
def test_lodz_allocated_greedily(tables, name):
    official = {project for project, how in tables[name].selected().items() if how == 1}
    result = BUDGETING["greedy"](tables[name].instance)
    chosen = set(result.winners)
    # Łódź stops at the first project that does not fit; the greedy rule goes on with smaller ones.
    assert official <= chosen or official == chosen


@pytest.mark.slow
def test_compiled_code_gives_the_same_bytes(wieliczka):
    pytest.importorskip("numba")
    for options in ({}, {"completion": "add1"}, {"utilities": "cardinality", "completion": "add1+phragmen"}):
        plain = BUDGETING["equal-shares"](wieliczka, **options)
        with fast.compiled():
            quick = BUDGETING["equal-shares"](wieliczka, **options)
        assert quick.to_bytes() == plain.to_bytes()


@pytest.mark.slow
def test_next_step_finds_the_outcome_of_add1_with_fewer_counts(tables):
    instance = tables["poland_lodz_2020_nad-nerem.pb"].instance
    slow = BUDGETING["equal-shares"](instance, completion="add1")
    quick = BUDGETING["equal-shares"](instance, completion="next-step")
    assert quick.winners == slow.winners
    assert quick.facts["share"] <= slow.facts["share"]
    assert quick.facts["runs"] * 20 < slow.facts["runs"]
