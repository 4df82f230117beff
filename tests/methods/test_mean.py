"""The mean and its interval: recomputed by scipy, by hand, and from nothing but three sums."""

from __future__ import annotations

import math
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from waardeel.methods.estimates import student
from waardeel.methods.estimates.mean import BadConfidence, ImpossibleSums, NoAnswers, OutsideScale, interval

P95 = Fraction(19, 20)
answers = st.lists(st.integers(-20, 20), min_size=2, max_size=60)


def sums(values):
    return {"n": len(values), "total": sum(values), "total_squares": sum(v * v for v in values)}


@pytest.mark.parametrize(
    "confidence",
    [
        Fraction(1, 100),
        Fraction(1, 2),
        Fraction(4, 5),
        Fraction(9, 10),
        P95,
        Fraction(99, 100),
        Fraction(9999, 10000),
    ],
)
def test_the_quantile_agrees_with_scipy(confidence):
    for freedom in (*range(1, 60), 99, 100, 250, 299, 300, 301, 500, 999, 1234, 1999, 10**6):
        judge = stats.t.ppf((1 + confidence.numerator / confidence.denominator) / 2, freedom)
        assert math.isclose(float(student.two_sided(freedom, confidence)), judge, rel_tol=2e-12), freedom


def test_the_quantile_is_exact_where_it_has_a_closed_form():
    # Cauchy (1 degree): tan(pi c / 2); 2 degrees: c sqrt(2 / (1 - c²))
    assert abs(student.two_sided(1, Fraction(1, 2)) - 1) < Decimal("1e-40")
    with localcontext() as context:
        context.prec = 50
        two = Decimal("0.95") * (2 / (1 - Decimal("0.95") ** 2)).sqrt()
        assert abs(student.two_sided(2, P95) - two) < Decimal("1e-24")


def test_printed_tables_of_t_are_met():
    # Student's t, two-sided, as in any printed table
    found = {v: str(round(student.two_sided(v, P95), 3)) for v in (1, 2, 5, 10, 30, 120)}
    assert found == {1: "12.706", 2: "4.303", 5: "2.571", 10: "2.228", 30: "2.042", 120: "1.980"}


def test_the_callers_decimal_settings_change_nothing():
    before = interval(n=7, total=40, total_squares=260, confidence=Fraction(17, 20))
    student.two_sided.cache_clear()
    with localcontext() as context:
        context.prec = 3
        context.rounding = "ROUND_UP"
        assert interval(n=7, total=40, total_squares=260, confidence=Fraction(17, 20)) == before
        assert getcontext().prec == 3


def test_a_worked_example():
    # 5, 7, 8, 8, 9: mean 7.4, s = sqrt(2.3) = 1.5166, t(4) = 2.7764, margin 1.8831
    found = interval(**sums([5, 7, 8, 8, 9]), confidence=P95)
    assert found.to_json() == {
        "method": "student-t",
        "n": 5,
        "mean": "7.40",
        "low": "5.52",
        "high": "9.28",
        "deviation": "1.52",
        "confidence": "19/20",
    }


@given(answers, st.sampled_from([Fraction(4, 5), P95, Fraction(99, 100)]))
def test_the_interval_agrees_with_scipy(values, confidence):
    found = interval(**sums(values), confidence=confidence)
    n, mean = len(values), sum(values) / len(values)
    deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))
    margin = stats.t.ppf((1 + float(confidence)) / 2, n - 1) * deviation / math.sqrt(n)
    assert abs(float(found.mean) - mean) <= 0.005 + 1e-9
    assert abs(float(found.deviation) - deviation) <= 0.005 + 1e-9
    assert abs(float(found.low) - (mean - margin)) <= 0.005 + 1e-9
    assert abs(float(found.high) - (mean + margin)) <= 0.005 + 1e-9


@given(answers)
def test_more_confidence_never_narrows_the_interval(values):
    narrow = interval(**sums(values), confidence=Fraction(4, 5))
    wide = interval(**sums(values), confidence=Fraction(99, 100))
    assert wide.low <= narrow.low <= narrow.mean <= narrow.high <= wide.high


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_with_bounds_the_interval_stays_on_the_scale(values):
    free = interval(**sums(values), confidence=P95)
    found = interval(**sums(values), confidence=P95, low_bound=0, high_bound=10)
    assert (found.n, found.mean, found.deviation) == (free.n, free.mean, free.deviation)
    if len(values) > 1:
        assert found.low == max(free.low, 0)
        assert found.high == min(free.high, 10)


def test_one_answer_has_a_mean_and_no_interval():
    found = interval(n=1, total=7, total_squares=49, confidence=P95)
    assert (str(found.mean), found.low, found.high, found.deviation) == ("7.00", None, None, None)
    assert found.to_json()["low"] is None


def test_equal_answers_give_one_point():
    found = interval(n=8, total=57, total_squares=407, confidence=P95)  # 7.125 rounds to even
    assert str(found.mean) == "7.12"
    found = interval(n=4, total=28, total_squares=196, confidence=P95)
    assert (str(found.low), str(found.mean), str(found.high), str(found.deviation)) == (
        "7.00",
        "7.00",
        "7.00",
        "0.00",
    )


@pytest.mark.parametrize(
    ("n", "total", "total_squares"),
    [(5, 20, 79), (1, 3, 10), (5, 20, 85), (2, 1, 2), (10, 3, 1), (3, 0, -2)],
)
def test_sums_that_no_answers_have_are_refused(n, total, total_squares):
    with pytest.raises(ImpossibleSums):
        interval(n=n, total=total, total_squares=total_squares, confidence=P95)


@pytest.mark.parametrize("n", [0, -1])
def test_a_mean_of_nothing_is_refused(n):
    with pytest.raises(NoAnswers):
        interval(n=n, total=0, total_squares=0, confidence=P95)


@pytest.mark.parametrize(
    "confidence", [Fraction(0), Fraction(1), Fraction(-1, 2), Fraction(99999, 100000), Fraction(95)]
)
def test_a_confidence_that_gives_no_interval_is_refused(confidence):
    with pytest.raises(BadConfidence):
        interval(n=2, total=2, total_squares=4, confidence=confidence)


@pytest.mark.parametrize(("low", "high"), [(8, 10), (0, 6)])
def test_a_mean_outside_the_scale_is_refused(low, high):
    with pytest.raises(OutsideScale):
        interval(n=2, total=14, total_squares=100, confidence=P95, low_bound=low, high_bound=high)
