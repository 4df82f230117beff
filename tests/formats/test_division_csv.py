"""A table of people and things as CSV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.formats.division_csv import CannotBeWritten, read, write
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.division.values import Values

DATA = Path(__file__).parents[1] / "methods" / "division" / "data"
NAME = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=5)
NUMBER = st.builds(Fraction, st.integers(0, 10**9), st.sampled_from([1, 10, 100, 10**6]))


@given(st.data())
def test_what_is_written_is_read_back_equal(data):
    people = data.draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    things = data.draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    values = Values.of({name: {thing: data.draw(NUMBER) for thing in things} for name in people})
    assert read(Lines.of("".join(write(values)))) == values


@pytest.mark.parametrize("name", ["rooms.csv", "members.csv", "heirlooms.csv", "two.csv"])
def test_the_examples_are_read_and_written_back_equal(name):
    with (DATA / name).open("rb") as file:
        values = read(Lines(file))
    assert read(Lines.of("".join(write(values)))) == values


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "f, line 1: The first row does not name the columns"),
        ("person\nAnn\n", "f, line 1: The first row"),
        ("name,a\n", "f, line 1: The first row"),
        ("person,a,a\n", "f, line 1: A column has no name, or the name of another"),
        ("person," + ",".join(map(str, range(2000))) + "\n", "f, line 1: A column has no name"),
        ("person,a\n", "f, line 1: There are no people"),
        ("person,a\nAnn\n", "f, line 2: There are 1 cells under 2 columns"),
        ("person,a\nAnn,1\nAnn,2\n", "f, line 3: The person 'Ann' has no name or stands there twice"),
        ("person,a\nAnn,\n", "f, line 2: The cell of a is empty"),
        ('person,a\nAnn,"1,5"\n', "f, line 2: The value of a has a decimal comma"),
        ("person,a\nAnn,-1\n", "f, line 2: The value of a is '-1'"),
        ("person,a\nAnn,1e9\n", "f, line 2: The value of a is '1e9'"),
        ("person,a\nAnn,NaN\n", "f, line 2: The value of a is 'NaN'"),
        (f"person,a\nAnn,{'9' * 9999}\n", "f, line 2: The value of a is '999"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_with_its_line(text, says):
    with pytest.raises(FormatError) as refused:
        read(Lines.of(text, name="f"))
    assert str(refused.value).startswith(says)


def test_a_lenient_reader_says_what_it_mended():
    lines = Lines.of('person,a,b\nAnn,"1,50",\n', lenient=True)
    assert read(lines) == Values.of({"Ann": {"a": Fraction(3, 2), "b": 0}})
    assert [mended.line for mended in lines.mended] == [2, 2]


@pytest.mark.parametrize("values", [{" Ann": {"a": 1}}, {"Ann": {"a\n": 1}}, {"Ann": {"a": Fraction(1, 3)}}])
def test_what_would_be_read_otherwise_is_not_written(values):
    with pytest.raises(CannotBeWritten):
        list(write(Values.of(values)))
