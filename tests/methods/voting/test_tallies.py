"""Plurality, approval, score and Borda: sums, ties at the last seat, and what becomes of what was not said."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.voting.profiles import approvals, grades, lots_for, papers, rankings
from waardeel.methods.lots import NoLot
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Approvals, Grades, Rankings
from waardeel.methods.voting.common import TooManySeats
from waardeel.methods.voting.score import NotScores

TALLIED = ("plurality", "borda")


def test_plurality_splits_equal_firsts_exactly_or_leaves_them_out():
    ballots = Rankings.of("ABC", [((0, 1), 2), (((0, 1, 2),), 1), ((2,), 2), ((), 3)])
    split = VOTING["plurality"](ballots, lots="A > B > C")
    assert split.facts["tallies"] == {"A": Fraction(7, 3), "B": Fraction(1, 3), "C": Fraction(7, 3)}
    assert split.winners == ("A",)
    left = VOTING["plurality"](ballots, equal_first="leave-out", lots="C > B > A")
    assert left.facts["tallies"] == {"A": 2, "B": 0, "C": 2}
    assert (left.facts["uncounted"], left.facts["blank"], left.winners) == (1, 3, ("C",))


@pytest.mark.parametrize("rule", ["plurality", "borda"])
def test_a_tie_for_the_last_seat_needs_a_lot_and_no_other_tie_does(rule):
    ballots = Rankings.of("ABC", [((0, 1, 2), 1), ((1, 0, 2), 1)])
    assert VOTING[rule](ballots, seats=2).winners == ("A", "B")
    with pytest.raises(NoLot, match="A, B"):
        VOTING[rule](ballots, seats=1)
    result = VOTING[rule](ballots, seats=1, lots="C > B > A")
    assert result.winners == ("B",)
    assert (result.ties[0].among, result.ties[0].by, result.ties[0].chosen) == (("A", "B"), "lot", ("B",))


@pytest.mark.parametrize(
    "rule", ["plurality", "approval", "score", "borda", "majority-judgment", "equal-shares", "pav"]
)
def test_more_seats_than_candidates_are_refused(rule):
    problem = {
        "Rankings": Rankings.of("AB", [((0,), 1)]),
        "Approvals": Approvals.of("AB", [((0,), 1)]),
        "Grades": Grades.of("AB", "01", [((0, 1), 1)]),
    }[VOTING[rule].takes.__name__]
    with pytest.raises(TooManySeats, match="at most 2"):
        VOTING[rule](problem, seats=3)


def test_approvals_are_added_per_candidate():
    result = VOTING["approval"](Approvals.of("ABC", [((0, 1), 3), ((1, 2), 2), ((), 4)]), seats=2)
    assert result.facts["tallies"] == {"A": 3, "B": 5, "C": 2}
    assert result.winners == ("B", "A")


def test_scores_missing_count_as_the_lowest_or_are_dropped():
    ballots = Grades.of("AB", ["-1", "0", "5"], [((2, None), 1), ((0, 1), 1), ((None, 1), 1)])
    worst = VOTING["score"](ballots, lots="A > B")
    assert worst.facts["points"] == {"A": 3, "B": -1}
    dropped = VOTING["score"](ballots, missing="dropped")
    assert dropped.facts["points"] == {"A": 2, "B": 0}


def test_a_candidate_whom_nobody_scores_has_the_lowest_average():
    ballots = Grades.of("AB", ["1", "2"], [((1, None), 1)])
    assert VOTING["score"](ballots, missing="dropped").facts["points"] == {"A": 2, "B": 1}


@pytest.mark.parametrize("scale", [["bad", "good"], ["1", "0"], ["0", "0.5"]])
def test_scores_must_be_rising_exact_numbers(scale):
    with pytest.raises(NotScores, match="majority-judgment"):
        VOTING["score"](Grades.of("AB", scale, [((0, 1), 1)]))


@pytest.mark.parametrize(
    ("left_out", "points"),
    [
        ("average", {"A": 3, "B": 1, "C": 1, "D": 1}),
        ("zero", {"A": 3, "B": 0, "C": 0, "D": 0}),
        ("modified", {"A": 1, "B": 0, "C": 0, "D": 0}),
    ],
)
def test_borda_says_what_becomes_of_who_is_left_out(left_out, points):
    ballots = Rankings.of("ABCD", [((0,), 1)])
    assert VOTING["borda"](ballots, left_out=left_out).facts["points"] == points


def test_borda_shares_the_points_of_equal_places():
    ballots = Rankings.of("ABCD", [(((0, 1), 2, 3), 1)])
    for left_out in ("average", "zero"):
        points = VOTING["borda"](ballots, left_out=left_out, lots_seed="x").facts["points"]
        assert points == {"A": Fraction(5, 2), "B": Fraction(5, 2), "C": 1, "D": 0}


@given(rankings(), st.sampled_from(["average", "zero", "modified"]))
def test_borda_gives_each_ballot_the_points_of_its_places(ballots, left_out):
    points = VOTING["borda"](ballots, left_out=left_out, lots=lots_for(ballots.candidates)).facts["points"]
    count = len(ballots.candidates)
    handed_out = Fraction(0)
    for ranking, weight in zip(ballots.rankings, ballots.weights, strict=True):
        said = sum(1 if isinstance(place, int) else len(place) for place in ranking)
        top = said if left_out == "modified" else count - 1
        places = count if left_out == "average" else said
        handed_out += weight * sum(top - at for at in range(places))
    assert sum(points.values()) == handed_out


@given(rankings())
def test_borda_by_pairs_is_borda_by_places(ballots):
    complete = Rankings.of(
        ballots.candidates,
        [
            ((*ranking, left), weight) if (left := left_out_of(ranking, len(ballots.candidates))) else (ranking, weight)
            for ranking, weight in zip(ballots.rankings, ballots.weights, strict=True)
        ],
    )
    options = {"lots": lots_for(ballots.candidates)}
    by_pairs = VOTING["borda"](ballots, **options).facts["points"]
    assert VOTING["borda"](complete, left_out="zero", **options).facts["points"] == by_pairs


def left_out_of(ranking, count) -> tuple[int, ...]:
    said = {at for place in ranking for at in (place if isinstance(place, tuple) else (place,))}
    return tuple(at for at in range(count) if at not in said)


@given(rankings())
def test_first_preferences_and_blanks_are_all_ballots(ballots):
    facts = VOTING["plurality"](ballots, lots=lots_for(ballots.candidates)).facts
    assert sum(facts["tallies"].values()) + facts["blank"] == ballots.total == facts["total"]


@given(papers(), st.sampled_from(TALLIED), st.integers(1, 2), st.randoms(use_true_random=False))
def test_order_and_splitting_of_ballots_change_no_byte(made, rule, seats, random):
    names, lines = made
    split = [(ranking, weight / Fraction(3)) for ranking, weight in lines for _ in range(3)]
    random.shuffle(split)
    options = {"seats": seats, "lots_seed": "drawn"}
    first = VOTING[rule](Rankings.of(names, lines), **options).to_bytes()
    assert VOTING[rule](Rankings.of(names, split), **options).to_bytes() == first


@given(approvals())
def test_nobody_elected_by_approval_has_fewer_than_somebody_who_is_not(ballots):
    result = VOTING["approval"](ballots, seats=2, lots=lots_for(ballots.candidates))
    tallies = result.facts["tallies"]
    others = [tallies[name] for name in ballots.candidates if name not in result.winners]
    assert min(tallies[name] for name in result.winners) >= max(others, default=0)


@given(grades())
def test_all_scores_together_are_the_sum_of_the_ballots(ballots):
    points = VOTING["score"](ballots, lots=lots_for(ballots.candidates)).facts["points"]
    given = sum(
        weight * (grade or 0)
        for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True)
        for grade in ballot
    )
    assert sum(points.values()) == given
