"""Ballots that hypothesis makes: with equal ranks, truncation, blanks and weights."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from waardeel.methods.voting.ballots import Approvals, Grades, Rankings, Weight

NAMES = ("Ann", "Bo", "Chris", "Dee", "Eve", "Finn")
LOTS = "Dee > Finn > Ann > Eve > Chris > Bo"

Papers = list[tuple[tuple[int | tuple[int, ...], ...], Weight]]

weights = st.one_of(st.integers(1, 9), st.fractions(min_value=Fraction(1, 7), max_value=9, max_denominator=7))


def lots_for(names: tuple[str, ...]) -> str:
    return " > ".join(name for name in LOTS.split(" > ") if name in names)


@st.composite
def papers(draw: st.DrawFn, *, least: int = 2, most: int = 5, ties: bool = True) -> tuple[tuple[str, ...], Papers]:
    """Names, and ballots on them."""
    count = draw(st.integers(least, most))
    each = st.tuples(st.permutations(range(count)), st.integers(0, count), st.integers(0, 2**count - 1), weights)
    lines = draw(st.lists(each, min_size=1, max_size=8))
    return NAMES[:count], [
        (paper(order[:length], joined if ties else 0), weight) for order, length, joined, weight in lines
    ]


def paper(order: list[int], joined: int) -> tuple[int | tuple[int, ...], ...]:
    """An order in which each candidate stands equal to the one before where `joined` has a bit."""
    groups: list[list[int]] = []
    for at, candidate in enumerate(order):
        if at and joined >> at & 1:
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    return tuple(tuple(sorted(group)) if len(group) > 1 else group[0] for group in groups)


def rankings(**more) -> st.SearchStrategy[Rankings]:
    return papers(**more).map(lambda made: Rankings.of(*made))


@st.composite
def approvals(draw: st.DrawFn, *, most: int = 5, whole: bool = False) -> Approvals:
    count = draw(st.integers(2, most))
    ballots = st.tuples(st.sets(st.integers(0, count - 1)), st.integers(1, 4) if whole else weights)
    return Approvals.of(NAMES[:count], draw(st.lists(ballots, min_size=1, max_size=9)))


@st.composite
def grades(draw: st.DrawFn, *, whole: bool = False, complete: bool = False) -> Grades:
    count, scale = draw(st.integers(2, 4)), draw(st.integers(2, 5))
    grade = st.integers(0, scale - 1)
    each = grade if complete else st.one_of(st.none(), grade)
    ballot = st.tuples(*[each] * count)
    weight = st.integers(1, 4) if whole else weights
    lines = draw(st.lists(st.tuples(ballot, weight), min_size=1, max_size=7))
    return Grades.of(NAMES[:count], [str(at) for at in range(scale)], lines)
