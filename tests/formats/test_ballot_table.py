"""Ballots in a spreadsheet: approvals and grades, with the place of every fault."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.formats.ballot_table import NotAScale, read, scale_of, write
from waardeel.formats.election import Election
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.voting.ballots import Approvals, Grades


def test_approvals_are_crosses_and_may_be_counted_together():
    ballots = read(Lines.of("count,Ann,Bo\n3,x,\n1/2,1,X\n1,0,\n")).ballots
    assert ballots == Approvals.of(["Ann", "Bo"], [((0,), 3), ((0, 1), Fraction(1, 2)), ((), 1)])


def test_grades_are_words_or_numbers_of_a_scale():
    words = read(Lines.of("Ann,Bo\ngood,\nbad,good\n"), scale="bad < good").ballots
    assert words == Grades.of(["Ann", "Bo"], ["bad", "good"], [((1, None), 1), ((0, 1), 1)])
    numbers = read(Lines.of("Ann,Bo\n5,0\n"), scale="0..5").ballots
    assert numbers.ballots == ((5, 0),)
    assert numbers.scale == ("0", "1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("text", "scale", "line"),
    [
        ("Ann,Ann\nx,\n", None, 1),
        ("Ann,\nx,\n", None, 1),
        ("", None, 1),
        ("Ann,Bo\nx,\nx\n", None, 3),
        ("Ann,Bo\ngood,\n", None, 2),
        ("Ann,Bo\nfine,\n", "bad < good", 2),
        ("count,Ann\n0,x\n", None, 2),
        ("count,Ann\n1.5,x\n", None, 2),
        ("count,Ann\n-1,x\n", None, 2),
    ],
)
def test_a_fault_is_named_with_its_line(text, scale, line):
    with pytest.raises(FormatError, match=f"line {line}:"):
        read(Lines.of(text), scale=scale)


def test_a_lenient_reader_leaves_out_what_it_cannot_read_and_says_so():
    lines = Lines.of("Ann,Bo\nx,\nx\nwhat,x\n", lenient=True)
    assert read(lines).ballots.total == 1
    assert [mended.line for mended in lines.mended] == [3, 4]


@pytest.mark.parametrize("scale", ["", "good", "bad < bad", "bad < ", "5..5", "5..1"])
def test_a_scale_has_at_least_two_different_grades(scale):
    with pytest.raises(NotAScale):
        scale_of(scale)


cells = st.lists(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=3, max_size=3), max_size=6)


@given(cells)
def test_what_is_written_is_read_back_equal(rows):
    grades = Grades.of(["a", "b,c", 'd"e'], ["no", "so-so", "yes"], [(row, 2) for row in rows])
    text = "".join(write(Election(grades)))
    assert read(Lines.of(text), scale="no < so-so < yes").ballots == grades
    approvals = Approvals.of(["a", "b"], [([at for at, each in enumerate(row[:2]) if each], 1) for row in rows])
    assert read(Lines.of("".join(write(Election(approvals))))).ballots == approvals
