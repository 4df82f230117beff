"""Goods: the largest product by brute force, envy only up to one thing, turns, and division between two."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.methods.matching.markets import SIXTY
from waardeel.methods.division import DIVISION, nash
from waardeel.methods.division.adjusted_winner import NotTwo
from waardeel.methods.division.nash import TooManyGoods
from waardeel.methods.division.values import BadTable, Values
from waardeel.methods.lots import NoLot

NASH, TURNS, TWO = (DIVISION[name] for name in ("maximum-nash-welfare", "round-robin", "adjusted-winner"))


@st.composite
def tables(draw, *, people=3, things=5, top=9, least=0) -> Values:
    names = [f"p{at}" for at in range(draw(st.integers(1, people)))]
    goods = [f"t{at}" for at in range(draw(st.integers(1, things)))]
    return Values.of({name: {thing: draw(st.integers(least, top)) for thing in goods} for name in names})


def every_outcome(values: Values) -> list[tuple[Fraction, ...]]:
    found = set()
    for owners in itertools.product(range(len(values.people)), repeat=len(values.things)):
        have = [Fraction(0)] * len(values.people)
        for thing, owner in enumerate(owners):
            have[owner] += values.table[owner][thing]
        found.add(tuple(have))
    return list(found)


def utilities(values: Values, result) -> tuple[Fraction, ...]:
    return tuple(
        sum((values.table[person][values.things.index(thing)] for thing in result.facts["shares"][name]), Fraction(0))
        for person, name in enumerate(values.people)
    )


@pytest.mark.slow
@SIXTY
@given(tables(), st.randoms(use_true_random=False))
def test_the_product_is_the_largest_by_brute_force_and_lots_choose_among_equals(values, random):
    order = list(range(len(values.people)))
    random.shuffle(order)
    outcomes = every_outcome(values)
    most = max(sum(map(bool, have)) for have in outcomes)
    groups = {tuple(map(bool, have)) for have in outcomes if sum(map(bool, have)) == most}
    group = max(groups, key=lambda inside: [inside[person] for person in order])
    inside = [have for have in outcomes if tuple(map(bool, have)) == group]
    product = max(math.prod(filter(None, have)) for have in inside)
    best = [have for have in inside if math.prod(filter(None, have)) == product]
    lots = " > ".join(values.people[person] for person in order)
    result = NASH(values, lots=lots)
    assert utilities(values, result) == max(best, key=lambda have: [have[person] for person in order])
    assert result.facts["product"] == product
    assert tuple(result.facts["utilities"].values()) == utilities(values, result)
    if len(groups) > 1 or len(best) > 1:
        with pytest.raises(NoLot):
            NASH(values)
    else:
        assert NASH(values).facts["shares"] == result.facts["shares"]


@SIXTY
@given(tables(people=4, things=6))
def test_with_the_largest_product_nobody_envies_for_more_than_one_thing_and_nothing_is_better_for_all(values):
    result = NASH(values, lots_seed="a")
    have = utilities(values, result)
    if all(have):  # the paper's theorem; for a group that cannot all get something it speaks of that group
        assert result.facts["envy_free_but_one"]
    for other in every_outcome(values) if len(values.things) < 6 else ():
        assert not (all(map(Fraction.__ge__, other, have)) and other != have)


@pytest.mark.slow
@SIXTY
@given(tables(least=1), st.lists(st.integers(1, 50), min_size=3, max_size=3))
def test_how_many_points_somebody_gives_in_total_does_not_matter(values, factors):
    scaled = Values.of(
        {
            name: {thing: Fraction(factor, 7) * value for thing, value in zip(values.things, row, strict=True)}
            for name, row, factor in zip(values.people, values.table, factors, strict=False)
        }
    )
    assert NASH(values, lots_seed="a").facts["shares"] == NASH(scaled, lots_seed="a").facts["shares"]


def test_an_example_worked_out_by_hand():
    values = Values.of(
        {
            "Ann": {"piano": 600, "car": 300, "books": 100},
            "Bo": {"piano": 500, "car": 400, "books": 100},
        }
    )
    result = NASH(values)
    assert {name: list(things) for name, things in result.facts["shares"].items()} == {
        "Ann": ["piano"],
        "Bo": ["books", "car"],
    }
    assert result.facts["product"] == 600 * 500
    assert result.facts["envy"] == ()
    assert result.sentences("en") == (
        "The values of the 2 shares, multiplied, make 300,000. No division makes more.",
        "Ann gets piano, together worth 600 of 1,000.",
        "Bo gets books and car, together worth 500 of 1,000.",
        "Nobody would rather have what somebody else got.",
    )


def test_fewer_things_than_people_go_to_as_many_as_can_be_chosen_by_lot():
    values = Values.of({name: {"key": 1} for name in ("Ann", "Bo", "Chris")})
    with pytest.raises(NoLot, match="Ann"):
        NASH(values)
    result = NASH(values, lots="Chris > Ann > Bo")
    assert dict(result.facts["shares"]) == {"Ann": (), "Bo": (), "Chris": ("key",)}
    assert result.winners == ("Chris",)
    assert result.ties[0].about == "group"


def test_when_nobody_wants_anything_nobody_is_wronged():
    values = Values.of({"Ann": {"a": 0}, "Bo": {"a": 0}})
    assert NASH(values).facts["envy"] == ()


def test_a_search_that_would_not_end_says_so(monkeypatch):
    monkeypatch.setattr(nash, "MOST_STEPS", 10)
    with pytest.raises(TooManyGoods, match="round-robin"):
        NASH(Values.of({f"p{i}": {f"t{j}": 1 + (i * j) % 5 for j in range(9)} for i in range(3)}), lots_seed="a")


@SIXTY
@given(tables(people=4, things=7))
def test_in_turns_nobody_envies_for_more_than_one_thing_and_the_first_envies_nobody(values):
    result = TURNS(values, lots_seed="a")
    assert result.facts["envy_free_but_one"]
    first = result.facts["order"][0]
    assert first not in {one["who"] for one in result.facts["envy"]}


def test_turns_need_an_order_that_was_drawn():
    values = Values.of({"Ann": {"a": 3, "b": 2, "c": 1}, "Bo": {"a": 3, "b": 1, "c": 2}})
    with pytest.raises(NoLot):
        TURNS(values)
    result = TURNS(values, lots="Bo > Ann")
    assert result.sentences("en")[:3] == (
        "Turn 1: Bo chooses a (value 3).",
        "Turn 2: Ann chooses b (value 2).",
        "Turn 3: Bo chooses c (value 2).",
    )


@SIXTY
@given(tables(people=2, things=5))
def test_two_people_have_equally_many_points_no_envy_and_no_division_gives_both_more(values):
    if len(values.people) < 2 or not all(map(sum, values.table)):
        with pytest.raises(NotTwo):
            TWO(values)
        return
    result = TWO(values)
    points = [[Fraction(100 * value) / sum(row) for value in row] for row in values.table]
    ann, bo = result.facts["points"].values()
    assert ann == bo >= 50
    assert result.facts["envy"] == ()
    split = [part for share in result.facts["shares"].values() for part in share.values() if part != 1]
    assert len(split) in (0, 2)
    count = len(values.things)
    # the largest smallest share: x is Ann's part of each thing
    found = linprog(
        [0.0] * count + [-1.0],
        A_ub=[[*(-float(point) for point in points[0]), 1.0], [*(float(point) for point in points[1]), 1.0]],
        b_ub=[0.0, 100.0],
        bounds=[(0, 1)] * count + [(None, None)],
    )
    assert abs(-found.fun - float(ann)) < 1e-6


def test_wrong_tables_are_refused():
    for rows in (
        {},
        {"Ann": {}},
        {"Ann": {"a": -1}},
        {"Ann": {"a": 0.5}},
        {"Ann": {"a": 1}, "Bo": {}},
        {"Ann": {"": 1}},
    ):
        with pytest.raises(BadTable):
            Values.of(rows)
