"""Surplus: what was agreed, exactly, and to the cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.matching.markets import SIXTY
from waardeel.methods.division import DIVISION
from waardeel.methods.division.surplus import BadKeys, NothingToShareBy
from waardeel.methods.division.values import NoAmount, NotInCoins, Values

SURPLUS = DIVISION["surplus"]
HOURS = Values.of(
    {"Ann": {"hours": 10, "bought": 300}, "Bo": {"hours": 20, "bought": 0}, "Chris": {"hours": 0, "bought": 700}}
)


def test_a_mix_of_keys_is_divided_as_agreed():
    result = SURPLUS(HOURS, amount=Fraction(1000), keys="equal=40, hours=35, bought=25")
    assert dict(result.facts["shares"]) == {
        "Ann": Decimal("325.00"),
        "Bo": Decimal("366.67"),
        "Chris": Decimal("308.33"),
    }
    assert dict(result.facts["parts"]["Ann"]) == {
        "equal": Fraction(400, 3),
        "hours": Fraction(350, 3),
        "bought": Fraction(75),
    }
    assert result.ties == ()
    assert result.sentences("en")[:3] == (
        "400 is divided into 3 equal parts.",
        "350 is divided by hours; together that is 30.",
        "250 is divided by bought; together that is 1,000.",
    )


@SIXTY
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=7),
    st.integers(0, 10_000),
    st.sampled_from(["equal", "equal=1,hours=2", "hours=1/3, bought=2/3"]),
)
def test_shares_add_up_and_are_less_than_a_cent_from_the_exact_ones(rows, cents, keys):
    values = Values.of({f"p{at}": {"hours": a, "bought": b} for at, (a, b) in enumerate(rows)})
    try:
        result = SURPLUS(values, amount=Fraction(cents, 100), keys=keys)
    except NothingToShareBy:
        assert ("hours" in keys and not any(a for a, _ in rows)) or ("bought" in keys and not any(b for _, b in rows))
        return
    shares, exact = result.facts["shares"], result.facts["exact_shares"]
    assert sum(shares.values()) == Decimal(cents) / 100
    assert sum(exact.values()) == Fraction(cents, 100)
    for name in values.people:
        assert abs(Fraction(shares[name]) - exact[name]) < Fraction(1, 100)
        for other in values.people:  # the largest remainders: who lost more by rounding down is not passed over
            raised = Fraction(shares[name]) > exact[name]
            lost = exact[other] * 100 % 1
            if raised and Fraction(shares[other]) <= exact[other]:
                assert lost <= exact[name] * 100 % 1


def test_equal_remainders_are_decided_by_name_or_by_lot():
    values = Values.of({name: {"hours": 1} for name in ("Ann", "Bo", "Chris")})
    by_name = SURPLUS(values, amount=Fraction(1))
    assert dict(by_name.facts["shares"]) == {"Ann": Decimal("0.34"), "Bo": Decimal("0.33"), "Chris": Decimal("0.33")}
    assert [(tie.among, tie.by, tie.chosen) for tie in by_name.ties] == [(("Ann", "Bo", "Chris"), "order", ("Ann",))]
    drawn = SURPLUS(values, amount=Fraction(1), lots="Chris > Bo > Ann")
    assert drawn.facts["shares"]["Chris"] == Decimal("0.34")
    assert drawn.ties[0].by == "lot"


@pytest.mark.parametrize(
    "keys", [None, "", "hour", "hours=0", "hours=-1", "hours=1.5", "hours=1/0", "hours,hours", "=1"]
)
def test_keys_that_cannot_be_read_are_refused(keys):
    with pytest.raises(BadKeys, match="bought, hours"):
        SURPLUS(HOURS, amount=Fraction(1), keys=keys)


def test_what_cannot_be_divided_is_refused():
    with pytest.raises(NoAmount):
        SURPLUS(HOURS, keys="hours")
    with pytest.raises(NotInCoins):
        SURPLUS(HOURS, amount=Fraction(1, 3), keys="hours")
    with pytest.raises(NothingToShareBy, match="hours"):
        SURPLUS(Values.of({"Ann": {"hours": 0}}), amount=Fraction(1))
