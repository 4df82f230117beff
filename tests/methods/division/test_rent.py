"""Rent: the largest value, no envy, the smallest difference as large as can be, and whole cents that add up."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.methods.matching.markets import SIXTY
from waardeel.methods.division import DIVISION
from waardeel.methods.division.rent import NotOneEach, PricesBelowZero
from waardeel.methods.division.values import NoAmount, NotInCoins, Values

RENT = DIVISION["rent"]


@st.composite
def houses(draw, *, most=5, top=20) -> tuple[Values, Fraction]:
    size = draw(st.integers(1, most))
    cell = st.integers(0, top)
    rows = {f"p{i}": {f"r{j}": draw(cell) for j in range(size)} for i in range(size)}
    return Values.of(rows), Fraction(draw(st.integers(0, top * size)))


def gain(values: Values, result, a: str, b: str, prices: str) -> Fraction:
    """What b's room at b's price is worth to a."""
    room = values.things.index(result.facts["rooms"][b])
    return values.table[values.people.index(a)][room] - Fraction(result.facts[prices][b])


def best_by_lp(values: Values, result, total: Fraction, *, negative: bool) -> float | None:
    """The largest smallest difference with the rooms of this result, by HiGHS; None when there is no answer."""
    size = len(values.people)
    room = [values.things.index(result.facts["rooms"][name]) for name in values.people]
    rows, bounds = [], []
    for i, k in itertools.permutations(range(size), 2):  # v_i(σ_k) - p_k ≤ v_i(σ_i) - p_i
        row = [0.0] * (size + 1)
        row[i], row[k] = 1.0, -1.0
        rows.append(row)
        bounds.append(float(values.table[i][room[i]] - values.table[i][room[k]]))
    for i in range(size):  # least ≤ v_i(σ_i) - p_i
        row = [0.0] * (size + 1)
        row[i], row[size] = 1.0, 1.0
        rows.append(row)
        bounds.append(float(values.table[i][room[i]]))
    low = None if negative else 0
    found = linprog(
        [0.0] * size + [-1.0],
        A_ub=rows,
        b_ub=bounds,
        A_eq=[[1.0] * size + [0.0]],
        b_eq=[float(total)],
        bounds=[(low, None)] * size + [(None, None)],
    )
    return -found.fun if found.success else None


@SIXTY
@given(houses())
def test_rents_add_up_rooms_have_the_largest_value_and_nobody_envies(house):
    values, total = house
    result = RENT(values, amount=total)
    assert sum(result.facts["prices"].values()) == total
    assert sum(result.facts["exact_prices"].values()) == total
    assert sorted(result.facts["rooms"].values()) == list(values.things)
    value = sum(gain(values, result, name, name, "exact_prices") for name in values.people) + total
    orders = itertools.permutations(range(len(values.people)))
    assert value == max(sum(values.table[i][at] for i, at in enumerate(order)) for order in orders)
    for a, b in itertools.product(values.people, repeat=2):
        assert gain(values, result, a, b, "exact_prices") <= gain(values, result, a, a, "exact_prices")
        assert gain(values, result, a, b, "prices") <= gain(values, result, a, a, "prices") + Fraction(1, 100)
        assert abs(Fraction(result.facts["prices"][a]) - result.facts["exact_prices"][a]) < Fraction(1, 100)
    assert {(one["who"], one["whom"]) for one in result.facts["envy"]} == {
        (a, b)
        for a, b in itertools.product(values.people, repeat=2)
        if gain(values, result, a, b, "prices") > gain(values, result, a, a, "prices")
    }


@SIXTY
@given(houses(), st.booleans())
def test_the_smallest_difference_is_the_largest_that_a_linear_program_finds(house, negative):
    values, total = house
    any_price = RENT(values, amount=total)
    best = best_by_lp(values, any_price, total, negative=negative)
    if best is None:
        with pytest.raises(PricesBelowZero):
            RENT(values, amount=total, negative=negative)
        return
    result = RENT(values, amount=total, negative=negative)
    least = min(gain(values, result, name, name, "exact_prices") for name in values.people)
    assert abs(float(least) - best) < 1e-6
    for a, b in itertools.product(values.people, repeat=2):
        assert gain(values, result, a, b, "exact_prices") <= gain(values, result, a, a, "exact_prices")
        assert gain(values, result, a, b, "prices") <= gain(values, result, a, a, "prices") + Fraction(1, 100)
    assert sum(result.facts["prices"].values()) == total
    assert negative or min(result.facts["prices"].values()) >= 0


def test_trap_28_a_price_may_be_negative_unless_the_rules_say_otherwise():
    """Everybody wants the large room; the small one is only taken by who is paid for it."""
    values = Values.of({"Ann": {"large": 100, "small": 0}, "Bo": {"large": 80, "small": 0}})
    result = RENT(values, amount=Fraction(10))
    assert dict(result.facts["prices"]) == {"Ann": Decimal("55.00"), "Bo": Decimal("-45.00")}
    assert "Bo gets small and is paid 45.00 by the others. The room is worth 0.00 to Bo." in result.sentences("en")
    with pytest.raises(PricesBelowZero, match="negative=true"):
        RENT(values, amount=Fraction(10), negative=False)
    enough = RENT(values, amount=Fraction(90), negative=False)
    assert dict(enough.facts["prices"]) == {"Ann": Decimal("90.00"), "Bo": Decimal("0.00")}


def test_two_equal_people_pay_the_cent_that_is_left_by_name_or_by_lot():
    values = Values.of({"Ann": {"a": 5, "b": 5}, "Bo": {"a": 5, "b": 5}})
    result = RENT(values, amount=Fraction("10.01"))
    assert dict(result.facts["prices"]) == {"Ann": Decimal("5.00"), "Bo": Decimal("5.01")}
    assert dict(result.facts["exact_prices"]) == {"Ann": Fraction(1001, 200), "Bo": Fraction(1001, 200)}
    assert [dict(one) for one in result.facts["envy"]] == [{"who": "Bo", "whom": "Ann", "by": Fraction(1, 100)}]
    assert [(tie.about, tie.by) for tie in result.ties] == [("room", "order"), ("coin", "order")]
    drawn = RENT(values, amount=Fraction("10.01"), lots="Bo > Ann")
    assert dict(drawn.facts["prices"]) == {"Ann": Decimal("5.01"), "Bo": Decimal("5.00")}
    assert {tie.by for tie in drawn.ties} == {"lot"}


@pytest.mark.parametrize(("first", "second"), [("Ann", "Bo"), ("Bo", "Ann")])
def test_whole_cents_leave_no_envy_where_that_can_be(first, second):
    """When the one gains, the other would follow: the cent that is left goes to the other, whatever the names."""
    for mine, yours in itertools.product(((10, 8), (8, 10), (4, 9)), ((0, 6), (9, 1))):
        values = Values.of({first: dict(zip("ab", mine, strict=True)), second: dict(zip("ab", yours, strict=True))})
        for total in range(100, 2000, 37):
            assert RENT(values, amount=Fraction(total, 100)).facts["envy"] == ()


def test_cents_go_up_a_row_of_people_who_would_envy_one_another_from_the_end():
    """Bo would follow Ann, and Cy would follow Bo: a cent for Cy, then for Bo, then for Ann."""
    values = Values.of(
        {"Ann": {"a": 0, "b": 0, "c": 0}, "Bo": {"a": 3, "b": 9, "c": 0}, "Cy": {"a": 0, "b": 12, "c": 20}}
    )
    for cents, lower in ((1400, ()), (1399, ("Cy",)), (1398, ("Bo", "Cy"))):
        result = RENT(values, amount=Fraction(cents, 100))
        assert result.facts["envy"] == ()
        assert [tie.chosen for tie in result.ties if tie.about == "coin"] == ([lower] if lower else [])


@SIXTY
@given(houses(most=4), st.integers(1, 9))
def test_more_money_and_more_value_alike_change_every_price_alike(house, factor):
    values, total = house
    scaled = Values.of(
        {
            name: {thing: factor * value for thing, value in zip(values.things, row, strict=True)}
            for name, row in zip(values.people, values.table, strict=True)
        }
    )
    before, after = RENT(values, amount=total), RENT(scaled, amount=factor * total)
    assert {name: factor * price for name, price in before.facts["exact_prices"].items()} == dict(
        after.facts["exact_prices"]
    )


def test_what_cannot_be_divided_is_refused():
    values = Values.of({"Ann": {"a": Fraction(1, 3)}})
    with pytest.raises(NotInCoins, match="1/3"):
        RENT(values, amount=Fraction(1))
    with pytest.raises(NoAmount):
        RENT(values)
    with pytest.raises(NotOneEach):
        RENT(Values.of({"Ann": {"a": 1, "b": 1}}), amount=Fraction(1))
    whole = Values.of({"Ann": {"a": 7}})
    assert dict(RENT(whole, amount=Fraction(3), decimals=0).facts["prices"]) == {"Ann": Decimal(3)}
