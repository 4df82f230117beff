"""What has gone wrong elsewhere, each by name."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tests.methods.sortition.pools import made, real, some_pool
from waardeel.methods import highs
from waardeel.methods.highs import Program
from waardeel.methods.lots import Draw, commitment
from waardeel.methods.sortition import SORTITION, marginals
from waardeel.methods.sortition.polytope import Polytope
from waardeel.methods.sortition.pool import BadPeople, BadQuota, BadSize, NoFeature, Quota, QuotaTwice, UnknownValue


@pytest.mark.parametrize("positive", [1e-3, 1e-6, 1e-9])
def test_trap_20_the_tolerance_of_duals_changes_no_chance_and_makes_no_endless_loop(monkeypatch, positive):
    monkeypatch.setattr(marginals, "POSITIVE", positive)
    polytope = Polytope.of(real("fixture"))
    chances = marginals.leximin(polytope)
    assert len({round(level.chance, 6) for level in chances.levels}) == 11
    assert len(chances.levels) <= 12
    assert sum(chances.x) == pytest.approx(22, abs=1e-6)


def test_trap_21_people_on_no_panel_have_chance_0_are_named_and_do_not_pull_down_the_minimum():
    pool = made(["x", "x", "y", "y", "z"], 2, [("a", "x", 1, 2), ("a", "y", 1, 1), ("a", "z", 0, 0)])
    for rule in ("leximin", "maximin", "nash", "goldilocks"):
        result = SORTITION[rule](pool, lots=10)
        assert result.facts["unable"] == ("p4",)
        assert result.facts["targets"]["p4"] == 0
        assert float(result.facts["least"]) == 0.5
        assert "p4 can be on no panel" in " ".join(result.sentences("en"))


def test_trap_22_lots_are_whole_equally_likely_and_their_rounding_is_said():
    pool = made(["x"] * 3, 1, [("a", "x", 0, 1)])
    result = SORTITION["leximin"](pool, lots=100)
    assert sorted(result.facts["chances"].values()) == [Fraction(33, 100), Fraction(33, 100), Fraction(34, 100)]
    assert float(result.facts["off"]) == pytest.approx(1 / 150, abs=1e-6)
    assert len(result.facts["lots"]) == 100
    assert result.winners == ()
    assert result.facts["lot"] is None


def test_trap_22_anybody_repeats_the_public_draw_from_the_table():
    pool = real("small")
    table = SORTITION["leximin"](pool, lots=200).facts["lots"]
    result = SORTITION["leximin"](pool, lots=200, seed="lotto 3 14 15")
    assert result.facts["lots"] == table
    assert result.winners == table[Draw("lotto 3 14 15").below(200)]
    assert result.facts["commitment"] == commitment("lotto 3 14 15")


def test_trap_23_every_program_has_the_same_number_of_threads_and_no_gap():
    assert highs._SETTINGS["threads"] == 1
    assert highs._SETTINGS["mip_rel_gap"] == 0
    programs = [Program(np.ones((1, 2)), np.array([0.0]), np.array([1.0]), np.zeros(2), np.ones(2)) for _ in range(3)]
    for at, program in enumerate(programs):
        program.costs(np.array([at + 1.0, 0.0]))
        assert program.solve()
        assert program.value == pytest.approx(at + 1)


def test_a_program_without_an_answer_says_so():
    program = Program(np.ones((1, 1)), np.array([2.0]), np.array([3.0]), np.zeros(1), np.ones(1), integer=True)
    assert not program.solve()


def test_households_never_sit_together_and_lower_each_others_chance():
    rows = ["x"] * 4
    pool = made(rows, 2, [("a", "x", 0, 2)], {"p0": "home", "p1": "home"})
    result = SORTITION["leximin"](pool, lots=60)
    assert not any({"p0", "p1"} <= set(panel) for panel in result.facts["lots"])
    assert [float(value) for value in result.facts["targets"].values()] == [0.5, 0.5, 0.5, 0.5]
    assert set(result.facts["chances"].values()) == {Fraction(1, 2)}


@pytest.mark.parametrize("numbers", [(-1, 2), (3, 2), (1.0, 2), (True, 2), (1, 2, 2, 3), (1, 2, 0, 1), ("1", 2)])
def test_a_quota_that_cannot_be_is_refused(numbers):
    with pytest.raises((BadQuota, TypeError)):
        Quota("a", "x", *numbers)


def test_a_pool_that_cannot_be_is_refused():
    with pytest.raises(BadSize):
        made(["x"], 2, [])
    with pytest.raises(BadSize):
        made(["x"], True, [])
    with pytest.raises(BadPeople):
        made(["x"], 1, [], {"stranger": "home"})
    with pytest.raises(UnknownValue):
        made(["x", "y"], 1, [("a", "x", 0, 1)])
    with pytest.raises(QuotaTwice):
        made(["x"], 1, [("a", "x", 0, 1), ("a", "x", 1, 1)])
    with pytest.raises(NoFeature):
        made(["x", "xy"], 1, [("b", "y", 0, 1)])
    with pytest.raises(BadPeople):
        made(["x", "x"], 1, []).rest(["stranger"])
    with pytest.raises(BadSize):
        made(["x", "x"], 1, []).rest(["p0"])


@pytest.mark.parametrize("rule", ["leximin", "maximin", "nash", "goldilocks"])
@pytest.mark.parametrize("seed", [11, 95])
def test_rounding_in_the_solver_is_never_taken_for_a_contradiction(rule, seed):
    assert SORTITION[rule](some_pool(seed), lots=10).facts["least"] > 0
