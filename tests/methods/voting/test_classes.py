"""Votes by class: each class counts at the weight agreed, however many members vote."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.voting.profiles import NAMES, lots_for, papers
from waardeel.methods.rule import UnknownOption, UnknownRule, WrongInput
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Approvals, BadWeight, Grades, Rankings
from waardeel.methods.voting.classes import BadClasses, BadSettings, Classes, NotOne, VotingClass

CLASSES = VOTING["classes"]


def question(*classes) -> Classes:
    """Classes of (name, weight, votes for yes, votes for no)."""
    return Classes(
        tuple(
            VotingClass(name, weight, Rankings.of(["yes", "no"], [((0,), yes), ((1,), no)] if yes else [((1,), no)]))
            for name, weight, yes, no in classes
        )
    )


BOARD = question(
    ("members", Fraction(1, 2), 30, 70), ("workers", Fraction(3, 10), 9, 1), ("funders", Fraction(1, 5), 1, 1)
)


def test_classes_in_proportion_carry_their_weight_as_their_members_voted():
    result = CLASSES(BOARD)
    assert result.winners == ("yes",)
    tallies = result.facts["together"]["facts"]["tallies"]
    assert tallies == {"yes": Fraction(52, 100), "no": Fraction(48, 100)}


def test_classes_by_majority_give_their_whole_weight_to_one():
    result = CLASSES(BOARD, combine="majority", lots="yes > no")
    assert result.winners == ("yes",)
    assert "members" in result.facts["classes"][0]["name"]
    assert [about["winners"] for about in result.facts["classes"]] == [("no",), ("yes",), ("yes",)]
    equal = CLASSES(BOARD, combine="majority", lots="no > yes")
    assert equal.winners == ("no",)


def test_every_class_must_agree_or_there_is_no_decision():
    assert CLASSES(BOARD, combine="agree", lots="yes > no").winners == ()
    together = question(("members", 1, 3, 1), ("workers", 1, 2, 1))
    result = CLASSES(together, combine="agree")
    assert result.winners == ("yes",)
    assert "All classes choose the same: yes." in result.sentences("en")


def test_a_class_that_chooses_several_cannot_give_its_whole_weight():
    even = Classes((VotingClass("a", 1, Rankings.of("AB", [((0, 1), 1), ((1, 0), 1)])),))
    with pytest.raises(NotOne, match="A, B"):
        CLASSES(even, rule="schulze", combine="majority")


def test_any_rule_of_the_family_counts_the_classes_with_its_settings():
    names = ["A", "B", "C"]
    classes = Classes(
        (
            VotingClass("members", 1, Rankings.of(names, [((0, 1, 2), 5), ((2,), 1), ((), 3)])),
            VotingClass("workers", 1, Rankings.of(names, [((1, 2), 2)])),
        )
    )
    result = CLASSES(classes, rule="borda", settings="left_out=zero, seats=2")
    assert result.facts["together"]["facts"]["points"] == {
        "A": Fraction(5, 3),
        "B": Fraction(17, 6),
        "C": Fraction(4, 3),
    }
    assert result.winners == ("B", "A")
    with pytest.raises(UnknownOption):
        CLASSES(classes, rule="borda", settings="seat=2")
    with pytest.raises(BadSettings):
        CLASSES(classes, rule="borda", settings="seats")
    with pytest.raises(UnknownRule):
        CLASSES(classes, rule="bord")
    for rule in ("approval", "classes", "consent"):
        with pytest.raises(WrongInput):
            CLASSES(classes, rule=rule)


def test_approvals_and_grades_by_class():
    approvals = Classes(
        (VotingClass("a", 2, Approvals.of("AB", [((0,), 5)])), VotingClass("b", 3, Approvals.of("AB", [((1,), 1)])))
    )
    assert CLASSES(approvals, rule="approval").winners == ("B",)
    grades = Classes(
        (
            VotingClass("a", 2, Grades.of("AB", "01", [((1, 0), 5)])),
            VotingClass("b", 3, Grades.of("AB", "01", [((0, 1), 1)])),
        )
    )
    assert CLASSES(grades, rule="score").winners == ("B",)


def test_blank_ballots_do_not_thin_a_class_out():
    full = question(("a", 1, 1, 2))
    blank = Classes((VotingClass("a", 1, Rankings.of(["yes", "no"], [((0,), 1), ((1,), 2), ((), 9)])),))
    assert full.together().weights == blank.together().weights == (Fraction(1, 3), Fraction(2, 3))
    nobody = Classes((VotingClass("a", 1, Rankings.of(["yes", "no"], [((), 9)])),))
    assert nobody.together().total == 0


def test_classes_that_cannot_be_counted_together_are_refused():
    one = VotingClass("a", 1, Rankings.of("AB", []))
    for classes in (
        (),
        (one, one),
        (one, VotingClass("b", 1, Rankings.of("BA", []))),
        (one, VotingClass("b", 1, Approvals.of("AB", []))),
    ):
        with pytest.raises(BadClasses):
            Classes(classes)
    with pytest.raises(BadWeight):
        VotingClass("a", 0, Rankings.of("AB", []))


@given(papers(), st.integers(1, 9), st.integers(1, 9))
def test_however_many_vote_a_class_weighs_what_was_agreed(made, weight, times):
    names, lines = made
    more = [(ranking, count * times) for ranking, count in lines]
    one = Classes(
        (VotingClass("a", weight, Rankings.of(names, lines)), VotingClass("b", 1, Rankings.of(names, [((0,), 1)])))
    )
    many = Classes(
        (VotingClass("b", 1, Rankings.of(names, [((0,), 1)])), VotingClass("a", weight, Rankings.of(names, more)))
    )
    assert one.together().input_hash == many.together().input_hash
    options = {"rule": "schulze", "lots": lots_for(names)}
    assert CLASSES(one, **options).winners == CLASSES(many, **options).winners
    said = any(ranking for ranking, _ in lines)
    assert one.together().total == (weight + 1 if said else 1)
    assert len(NAMES) >= len(names)
