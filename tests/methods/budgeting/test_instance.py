"""Budgets are checked when they are made, and have one hash whatever order things came in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.methods.budgeting.conftest import small
from waardeel.methods.budgeting import BUDGETING, Instance, Limit, Project
from waardeel.methods.budgeting.instance import BadBudget, BadProject, BadVote, UnknownLimit
from waardeel.methods.lot_options import TwoLots
from waardeel.methods.rule import WrongInput


def test_the_hash_holds_voters_projects_budget_and_limits():
    first = small({"a": 1, "b": 2}, ["ab", "b"], 3)
    others = [
        small({"a": 1, "b": 2}, ["ab", "a"], 3),
        small({"a": 1, "b": 3}, ["ab", "b"], 3),
        small({"a": 1, "b": 2}, ["ab", "b"], 4),
        small({"a": 1, "b": 2}, ["ab", "b"], 3, kind="ordinal"),
        Instance.of(first.projects, 3, [("v0", ["a", "b"]), ("other", ["b"])]),
    ]
    assert len({first.input_hash, *(other.input_hash for other in others)}) == 6
    assert small({"b": 2, "a": 1}, ["ba", "b"], 3) == first
    assert hash(first) == hash(small({"b": 2, "a": 1}, ["ba", "b"], 3))


def test_the_order_of_a_ranking_is_kept_and_that_of_an_approval_is_not():
    assert small({"a": 1, "b": 2}, ["ab"], 3, kind="ordinal") != small({"a": 1, "b": 2}, ["ba"], 3, kind="ordinal")
    assert small({"a": 1, "b": 2}, ["ab"], 3) == small({"a": 1, "b": 2}, ["ba"], 3)


@pytest.mark.parametrize(
    ("project", "wrong"),
    [
        (Project("", Fraction(1)), "printable"),
        (Project("a\nb", Fraction(1)), "printable"),
        (Project("a", Fraction(-1)), "0 or more"),
        (Project("a", Fraction(10**15)), "below"),
        (Project("a", 0.5), "not an exact"),
        (Project("a", True), "not an exact"),
    ],
)
def test_a_project_that_cannot_be_is_refused(project, wrong):
    with pytest.raises(BadProject, match=wrong):
        Instance.of([project], 1, [])


def test_two_projects_of_one_id_are_refused():
    with pytest.raises(BadProject, match="same id"):
        Instance.of([Project("a", Fraction(1)), Project("a", Fraction(2))], 1, [])


@pytest.mark.parametrize("budget", [-1, 0.5, 10**15, "5", True])
def test_a_budget_that_is_no_amount_is_refused(budget):
    with pytest.raises(BadBudget):
        Instance.of([Project("a", Fraction(1))], budget, [])


@pytest.mark.parametrize(
    ("ballots", "kind", "wrong"),
    [
        ([("v", ["c"])], "approval", "no project 'c'"),
        ([("v", ["a", "a"])], "approval", "names a project twice"),
        ([("v", ["a", "a"])], "ordinal", "names a project twice"),
        ([("v", ["a"]), ("v", ["b"])], "approval", "two ballots"),
        ([("v\n", ["a"])], "approval", "printable"),
        ([("v", [("a", -1)])], "score", "points must be from 0"),
        ([("v", [("a", 10**10)])], "score", "points must be from 0"),
        ([("v", [("a", 0.5)])], "score", "exact numbers"),
        ([("v", [("a", Fraction(1, 10**12))])], "score", "few decimals"),
    ],
)
def test_a_ballot_that_cannot_be_is_refused(ballots, kind, wrong):
    with pytest.raises(BadVote, match=wrong):
        Instance.of([Project("a", Fraction(1)), Project("b", Fraction(2))], 3, ballots, kind=kind)


def test_points_may_be_fractions_and_zero_points_are_no_support():
    instance = small({"a": 1, "b": 1}, [[("a", Fraction(1, 2)), ("b", 0)], [("a", Fraction(1, 3))]], 2, kind="score")
    assert (instance.points_scale, instance.points.tolist()) == (6, [3, 0, 2])
    assert BUDGETING["greedy"](instance).winners == ("a",)


def test_a_limit_for_what_no_project_has_is_refused():
    instance = Instance.of([Project("a", Fraction(1), categories=("art",))], 1, [])
    with pytest.raises(UnknownLimit, match="Known: art"):
        instance.limited([Limit("category", "sport", Fraction(1))])
    with pytest.raises(BadBudget):
        instance.limited([Limit("category", "art", Fraction(-1))])


def test_a_seed_and_an_order_of_lots_at_once_are_refused():
    with pytest.raises(TwoLots):
        BUDGETING["greedy"](small({"a": 1}, ["a"], 1), lots_seed="x", lots="a")


def test_other_input_is_refused():
    with pytest.raises(WrongInput):
        BUDGETING["greedy"]({"a": 1})
