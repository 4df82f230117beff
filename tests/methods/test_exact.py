"""Exact numbers travel as text and come back the same, and nothing else comes in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.methods.errors import BadShape, NotExact
from waardeel.methods.exact import fields, from_text, rounded, to_text


@given(st.fractions())
def test_an_exact_number_comes_back_from_its_text(number):
    assert from_text(to_text(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "4/6",
        "12/1",
        "1.5",
        "1e3",
        " 1",
        "1 ",
        "+1",
        "01",
        "1/0",
        "1/-2",
        "-0",
        "",
        "½",
        "١",
        "1_0",
        "9" * 5000,
        1,
        0.5,
        None,
    ],
)
def test_any_other_writing_is_refused_with_its_place(text):
    with pytest.raises(NotExact) as refused:
        from_text(text, where="weight")
    assert refused.value.facts == {"where": "weight", "value": text}


@pytest.mark.parametrize("data", [None, [], "yes", {}, {"a": 1}, {"a": 1, "b": 2, "c": 3}])
def test_an_object_with_other_keys_is_refused(data):
    with pytest.raises(BadShape, match="Expected an object with a, b"):
        fields(data, "a", "b", where="thing")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1/8", "0.12"),
        ("3/8", "0.38"),
        ("-1/8", "-0.12"),
        ("5", "5.00"),
        ("2/3", "0.67"),
        ("1/200", "0.00"),
        ("3/200", "0.02"),
    ],
)
def test_rounding_takes_halves_to_the_even_neighbour(number, text):
    assert str(rounded(Fraction(number))) == text


@given(st.fractions(min_value=-(10**60), max_value=10**60), st.integers(0, 6))
def test_rounding_stays_within_half_a_unit(number, places):
    found = rounded(number, places)
    assert abs(Fraction(found) - number) <= Fraction(1, 2 * 10**places)
    assert isinstance(found, Decimal)
