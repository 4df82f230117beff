"""Against every panel there is, on small pools."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import minimize

from tests.methods.sortition.pools import all_panels, best_leximin, made, pools
from waardeel.methods.sortition import SORTITION
from waardeel.methods.sortition.polytope import Polytope
from waardeel.methods.sortition.relax import BeyondFlex, NoPanel, TooFewHouseholds

HALVES = [("a", "x", 1, 1), ("a", "y", 1, 1), ("b", "x", 1, 1), ("b", "y", 1, 1), ("c", "x", 1, 1), ("c", "y", 1, 1)]
#: The linear program gives everybody but p4 a half; only one pair makes a panel.
GAP = made(["xyx", "yyx", "xxy", "yyy", "yxx"], 2, HALVES)
#: Half of each person meets all quotas; no whole panel does.
EMPTY = made(["xxy", "xyx", "yxx", "yyy"], 2, HALVES)


def chances(result) -> list[float]:
    return [float(value) for value in result.facts["targets"].values()]


def agrees_with_all_panels(pool) -> None:
    expected = best_leximin(pool)
    if expected is None:
        with pytest.raises((NoPanel, TooFewHouseholds)):
            SORTITION["leximin"](pool, lots=50)
        return
    result = SORTITION["leximin"](pool, lots=50)
    assert chances(result) == pytest.approx(expected, abs=1e-5)
    panels = {tuple(pool.people[at] for at in panel) for panel in all_panels(pool)}
    assert set(result.facts["lots"]) <= panels


@settings(max_examples=4, deadline=None)
@given(pools(most=7))
def test_leximin_is_the_best_of_all_lotteries_over_panels(pool):
    agrees_with_all_panels(pool)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(pools(most=10))
def test_leximin_is_the_best_of_all_lotteries_over_many_panels(pool):
    agrees_with_all_panels(pool)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(pools(most=9, households=False))
def test_nash_has_the_largest_product_of_all_lotteries_over_panels(pool):
    panels = all_panels(pool)
    if not panels:
        return
    stands = np.array([[person in panel for panel in panels] for person in range(len(pool.people))], dtype=float)
    able = stands[stands.any(axis=1)]
    start = np.full(len(panels), 1 / len(panels))
    best = minimize(
        lambda weights: -np.log(np.maximum(able @ weights, 1e-12)).sum(), start,
        jac=lambda weights: -able.T @ (1 / np.maximum(able @ weights, 1e-12)),
        bounds=[(0, 1)] * len(panels), constraints={"type": "eq", "fun": lambda weights: weights.sum() - 1},
        method="SLSQP", options={"maxiter": 300},
    )  # fmt: skip
    got = np.array(chances(SORTITION["nash"](pool, lots=20)))
    assert np.log(got[stands.any(axis=1)]).sum() >= -best.fun - 1e-4


def test_a_gap_between_the_linear_program_and_the_panels_is_found_and_closed():
    polytope = Polytope.of(GAP)
    assert polytope.program().solve()
    result = SORTITION["leximin"](GAP, seed="x")
    assert result.facts["cuts"] >= 1
    assert chances(result) == pytest.approx(best_leximin(GAP), abs=1e-6)
    assert result.winners == ("p1", "p2")
    assert result.facts["unable"] == ("p0", "p3", "p4")


def test_quotas_that_only_halves_of_people_meet_are_answered_with_a_relaxation():
    assert Polytope.of(EMPTY).program().solve(), "the linear program sees no contradiction"
    with pytest.raises(NoPanel) as refusal:
        SORTITION["leximin"](EMPTY)
    assert sum(r.least - r.new_least + r.new_most - r.most for r in refusal.value.relaxation) == 2
    relaxed = {(r.feature, r.value): (r.new_least, r.new_most) for r in refusal.value.relaxation}
    quotas = [(f, v, *relaxed.get((f, v), (least, most))) for f, v, least, most in HALVES]
    assert all_panels(made(["xxy", "xyx", "yxx", "yyy"], 2, quotas))


@settings(max_examples=8, deadline=None)
@given(pools(most=7, households=False))
def test_the_relaxation_makes_a_panel_possible_and_no_smaller_one_does(pool):
    if all_panels(pool):
        return
    with pytest.raises(NoPanel) as refusal:
        SORTITION["maximin"](pool)
    changes = {(r.feature, r.value): (r.new_least, r.new_most) for r in refusal.value.relaxation}
    total = sum(r.least - r.new_least + r.new_most - r.most for r in refusal.value.relaxation)
    rows = ["".join(row) for row in pool.values]
    quotas = [(q.feature, q.value, *changes.get((q.feature, q.value), (q.least, q.most))) for q in pool.quotas]
    assert all_panels(made(rows, pool.size, quotas))
    assert total == min(_distance(pool, panel) for panel in all_panels(made(rows, pool.size, [])))


def _distance(pool, panel) -> int:
    counts = pool.counts(panel)
    numbers = ((counts[q.feature, q.value], q) for q in pool.quotas)
    return sum(max(q.least - number, 0) + max(number - q.most, 0) for number, q in numbers)


def test_a_relaxation_stays_within_the_flex_bounds_or_says_that_it_cannot():
    rows = ["x", "x", "y", "y"]
    within = made(rows, 3, [("a", "x", 0, 1, 0, 2), ("a", "y", 0, 1, 0, 1)])
    with pytest.raises(NoPanel) as refusal:
        SORTITION["leximin"](within)
    assert [str(each) for each in refusal.value.relaxation] == ["a x: 0 to 2 instead of 0 to 1"]
    with pytest.raises(BeyondFlex) as beyond:
        SORTITION["leximin"](made(rows, 3, [("a", "x", 0, 1, 0, 1), ("a", "y", 0, 1, 0, 1)]))
    assert len(beyond.value.relaxation) == 1


def test_a_panel_larger_than_the_number_of_households_is_no_question_of_quotas():
    pool = made(["x", "x", "y"], 2, [("a", "x", 0, 2), ("a", "y", 0, 1)], {"p0": "1", "p1": "1", "p2": "1"})
    with pytest.raises(TooFewHouseholds):
        SORTITION["leximin"](pool)


def test_the_bound_on_the_smallest_chance_is_exact_and_met():
    pool = made(["x", "x", "x", "y"], 2, [("a", "x", 1, 1), ("a", "y", 1, 1)])
    result = SORTITION["leximin"](pool, lots=3)
    assert Fraction(1, 3) <= Fraction(result.facts["bound"]) <= Fraction(1, 3) + Fraction(1, 10**6)
    assert result.facts["chances"] == {"p0": Fraction(1, 3), "p1": Fraction(1, 3), "p2": Fraction(1, 3), "p3": 1}
