"""Published and independently computed values on real and made pools."""

from __future__ import annotations

import json
from math import exp, log

import pytest

from tests.methods.sortition.pools import DATA, FILES, real
from waardeel.methods.sortition import SORTITION


def expected(name: str) -> dict:
    return json.loads((DATA / FILES[name][0] / "expected.json").read_text())


def targets(name: str, rule: str, **options) -> dict[str, float]:
    result = SORTITION[rule](real(name), **options)
    assert result.facts["missing"] <= 1e-6
    assert result.facts["off"] <= 0.0011
    return {person: float(chance) for person, chance in result.facts["targets"].items()}


def test_leximin_of_the_pool_of_150_is_that_of_two_other_programs():
    chances = targets("fixture", "leximin")
    assert chances == pytest.approx(expected("fixture")["leximin"], abs=1e-4)
    assert min(chances.values()) == pytest.approx(1 / 11, abs=1e-6)
    assert max(chances.values()) == pytest.approx(0.4709, abs=1e-4)
    assert geometric_mean(chances) == pytest.approx(0.1412, abs=1e-4)
    assert gini(chances) == pytest.approx(0.1404, abs=1e-4)


@pytest.mark.slow
def test_maximin_of_the_pool_of_150_is_one_in_eleven():
    assert min(targets("fixture", "maximin").values()) == pytest.approx(1 / 11, abs=1e-6)


@pytest.mark.slow
def test_nash_of_the_pool_of_150_is_that_of_the_library():
    chances = targets("fixture", "nash")
    assert min(chances.values()) == pytest.approx(0.0877, abs=1e-4)
    assert max(chances.values()) == pytest.approx(0.2341, abs=1e-4)
    assert geometric_mean(chances) == pytest.approx(0.1419, abs=1e-4)


@pytest.mark.slow
def test_goldilocks_of_the_pool_of_150():
    chances = targets("fixture", "goldilocks")
    least, most = min(chances.values()), max(chances.values())
    assert 150 / 22 * most + 22 / 150 / least == pytest.approx(2.892, abs=1e-3)
    assert (least, most) == pytest.approx((0.0909, 0.1875), abs=1e-4)


@pytest.mark.parametrize(
    ("name", "rule"),
    [("large", "leximin"), ("small", "leximin"), ("small", "maximin"), ("small", "nash"), ("small", "goldilocks")],
)
def test_the_examples_of_the_paper_give_everybody_one_in_ten(name, rule):
    assert set(targets(name, rule).values()) == {0.1}


@pytest.mark.slow
def test_leximin_of_the_made_pool_of_500():
    chances = targets("syn500", "leximin")
    assert min(chances.values()) == pytest.approx(0.026912, abs=1e-5)
    assert chances == pytest.approx(expected("syn500")["leximin"], abs=1e-4)


@pytest.mark.slow
def test_1391_kinds_of_people_are_drawn_within_one_in_a_thousand():
    result = SORTITION["leximin"](real("syn1727"))
    assert result.facts["kinds"] == 1391
    assert float(result.facts["least"]) == pytest.approx(0.01924, abs=1e-5)
    assert float(result.facts["bound"]) - float(result.facts["least"]) < 1e-6
    assert float(result.facts["off"]) <= 0.0011


def geometric_mean(chances) -> float:
    return exp(sum(map(log, chances.values())) / len(chances))


def gini(chances) -> float:
    values = sorted(chances.values())
    count = len(values)
    return sum((2 * at - count + 1) * value for at, value in enumerate(values)) / (count * sum(values))
