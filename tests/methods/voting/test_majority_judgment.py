"""Majority judgment: the lower median, ties by taking middle grades away one at a time, and missing grades."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import pytest
from hypothesis import given

from tests.methods.voting.profiles import grades, lots_for
from waardeel.methods.lots import NoLot
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Grades

SCALE = ("bad", "fair", "good", "excellent")
MJ = VOTING["majority-judgment"]


def ballots(*lines) -> Grades:
    return Grades.of("AB", SCALE, [(tuple(map(SCALE.index, (a, b))), 1) for a, b in lines])


def test_trap_11_the_lower_median_counts_for_an_even_number_of_grades():
    result = MJ(ballots(("bad", "fair"), ("excellent", "fair")))
    assert result.facts["grades"] == {"A": "bad", "B": "fair"}
    assert result.winners == ("B",)


def test_trap_11_ties_are_broken_by_removing_middle_grades_one_at_a_time():
    # Both have "good" in the middle. Without it A has (bad, good, good, excellent) and B (fair, fair, good, good).
    result = MJ(
        ballots(("bad", "fair"), ("good", "fair"), ("good", "good"), ("good", "good"), ("excellent", "good")),
    )
    assert result.facts["grades"] == {"A": "good", "B": "good"}
    assert result.winners == ("A",)
    apart = next(step for step in result.steps if step.kind == "majority-judgment.apart")
    assert (apart.facts["first"], apart.facts["first_grade"], apart.facts["second_grade"]) == ("A", "good", "fair")


def test_trap_11_a_missing_grade_counts_as_the_worst_or_is_dropped():
    lines = Grades.of("AB", SCALE, [((3, 2), 1), ((None, 2), 1), ((None, 1), 1)])
    assert MJ(lines).facts["grades"] == {"A": "bad", "B": "good"}
    dropped = MJ(lines, missing="dropped")
    assert dropped.facts["grades"] == {"A": "excellent", "B": "good"}
    assert dropped.winners == ("A",)


def test_equal_grades_need_a_lot():
    even = ballots(("good", "good"))
    with pytest.raises(NoLot):
        MJ(even)
    assert MJ(even, lots="B > A").winners == ("B",)
    assert MJ(even, seats=2).winners == ("A", "B")


def test_weights_are_people_who_give_the_same_grades():
    light = Grades.of("AB", SCALE, [((0, 1), 3), ((2, 1), 2)])
    heavy = Grades.of("AB", SCALE, [((0, 1), Fraction(3, 7)), ((2, 1), Fraction(2, 7))])
    assert MJ(light).winners == MJ(heavy).winners == ("B",)
    assert MJ(light).facts["shares"] == MJ(heavy).facts["shares"]


def sequence(grades_given: list[int]) -> list[int]:
    """Middle grades in the order in which they are taken away, literally as the book says."""
    left, taken = sorted(grades_given), []
    while left:
        taken.append(left.pop((len(left) - 1) // 2))
    return taken


@given(grades())
def test_the_ranking_is_that_of_removing_grades_literally(ballots):
    units = lcm(*(Fraction(weight).denominator for weight in ballots.weights))
    piles: list[list[int]] = [[] for _ in ballots.candidates]
    for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True):
        for at, grade in enumerate(ballot):
            piles[at] += [grade or 0] * int(weight * units)
    values = {name: sequence(pile) for name, pile in zip(ballots.candidates, piles, strict=True)}
    ordered = sorted({tuple(value) for value in values.values()}, reverse=True)
    expected = tuple(tuple(name for name in values if tuple(values[name]) == value) for value in ordered)
    result = MJ(ballots, lots=lots_for(ballots.candidates))
    assert result.facts["ranking"] == expected
    assert result.winners[0] in expected[0]


@given(grades())
def test_duplicating_every_voter_changes_nothing(ballots):
    doubled = Grades.of(
        ballots.candidates,
        ballots.scale,
        [(ballot, 2 * weight) for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True)],
    )
    options = {"lots": lots_for(ballots.candidates)}
    assert MJ(doubled, **options).facts["ranking"] == MJ(ballots, **options).facts["ranking"]


@given(grades())
def test_raising_a_grade_of_the_winner_keeps_them_winner(ballots):
    options = {"lots": lots_for(ballots.candidates)}
    winner = MJ(ballots, **options).winners[0]
    at = ballots.candidates.index(winner)
    best = len(ballots.scale) - 1
    raised = [
        (tuple(best if place == at else grade for place, grade in enumerate(ballot)), weight)
        for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True)
    ]
    assert MJ(Grades.of(ballots.candidates, ballots.scale, raised), **options).winners == (winner,)
