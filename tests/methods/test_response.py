"""What silence can hide is bounded exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.methods.estimates.response import BadFunnel, BadScale, nonresponse_bounds


def test_a_rise_among_those_who_answered_can_nearly_vanish():
    # 26 of 40 answered with a mean change of 0.8; if silence means -1, the mean is 0.17
    found = nonresponse_bounds(26, Fraction("20.8"), 40, -1, 1)
    assert found.low == Fraction(17, 100)
    assert found.high == Fraction(87, 100)
    assert found.to_json() == {"n": 26, "eligible": 40, "rate": "13/20", "low": "17/100", "high": "87/100"}


def test_when_all_answered_nothing_is_left_to_guess():
    found = nonresponse_bounds(3, 20, 3, 0, 10)
    assert found.low == found.high == Fraction(20, 3)


def test_when_nobody_answered_the_whole_scale_is_possible():
    found = nonresponse_bounds(0, 0, 12, 1, 5)
    assert (found.low, found.high, found.rate) == (1, 5, 0)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=20), st.data())
def test_whatever_the_silent_think_the_mean_lies_within(everyone, data):
    answered = data.draw(st.integers(0, len(everyone)))
    found = nonresponse_bounds(answered, sum(everyone[:answered]), len(everyone), 0, 10)
    assert found.low <= Fraction(sum(everyone), len(everyone)) <= found.high
    assert found.high - found.low == 10 * (1 - found.rate)


@pytest.mark.parametrize(("n", "eligible"), [(5, 4), (-1, 4), (0, 0)])
def test_a_funnel_that_widens_is_refused(n, eligible):
    with pytest.raises(BadFunnel):
        nonresponse_bounds(n, 0, eligible, 0, 10)


@pytest.mark.parametrize(("total", "low", "high"), [(21, 0, 10), (-1, 0, 10), (1, 1, 5), (5, 10, 0)])
def test_a_sum_that_does_not_fit_the_scale_is_refused(total, low, high):
    with pytest.raises(BadScale):
        nonresponse_bounds(2, total, 4, low, high)
