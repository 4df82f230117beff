"""Sums over promises are exact, and corrections count once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from waardeel.work.reckoning import Delivered, Total, reckon, totals

A, B = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Row:
    series: UUID
    version: int
    amount: Decimal
    state: str


def row(series: UUID, version: int, amount: str, state: str) -> Row:
    return Row(series, version, Decimal(amount), state)


def test_nothing_shown_is_nothing():
    assert reckon([]) == Delivered(Decimal(0), Decimal(0))


def test_what_waits_is_delivered_and_not_proven():
    rows = [row(A, 1, "10.10", "waiting"), row(B, 1, "0.20", "accepted")]
    assert reckon(rows) == Delivered(Decimal("10.30"), Decimal("0.20"))


def test_what_was_sent_back_counts_for_nothing():
    assert reckon([row(A, 1, "10", "returned")]) == Delivered(Decimal(0), Decimal(0))


def test_a_correction_counts_in_place_of_what_it_corrects():
    rows = [row(A, 1, "100", "accepted"), row(A, 2, "80", "waiting")]
    assert reckon(rows) == Delivered(Decimal(80), Decimal(100))
    assert reckon([rows[0], row(A, 2, "80", "accepted")]) == Delivered(Decimal(80), Decimal(80))


def test_a_correction_that_was_sent_back_changes_nothing():
    rows = [row(A, 1, "100", "accepted"), row(A, 2, "900", "returned")]
    assert reckon(rows) == Delivered(Decimal(100), Decimal(100))


def test_a_row_behind_one_that_was_sent_back_counts_once():
    rows = [row(A, 1, "100", "accepted"), row(A, 2, "900", "returned"), row(A, 3, "90", "accepted")]
    assert reckon(rows) == Delivered(Decimal(90), Decimal(90))


cents = st.integers(min_value=0, max_value=10**12).map(lambda number: Decimal(number) / 100)
rows_of_any_kind = st.lists(
    st.builds(
        Row,
        series=st.integers(0, 5).map(lambda number: UUID(int=number)),
        version=st.just(0),
        amount=cents,
        state=st.sampled_from(["waiting", "accepted", "returned"]),
    ),
    max_size=20,
).map(lambda rows: [replace(one, version=number) for number, one in enumerate(rows)])


@given(rows_of_any_kind)
def test_sums_are_exact_and_do_not_depend_on_the_order(rows):
    """The same to the cent as summing the newest row of every series in whole cents."""
    shown = {one.series: int(one.amount * 100) for one in rows if one.state != "returned"}
    proven = {one.series: int(one.amount * 100) for one in rows if one.state == "accepted"}
    expected = Delivered(Decimal(sum(shown.values())) / 100, Decimal(sum(proven.values())) / 100)
    assert reckon(rows) == expected
    assert reckon(list(reversed(rows))) == expected


@dataclass(frozen=True)
class Promise:
    unit: str
    amount: Decimal | None
    delivered: Decimal
    proven: Decimal


def test_totals_are_per_unit_in_the_order_of_the_promises():
    promises = [
        Promise("hours", Decimal("0.10"), Decimal("0.10"), Decimal(0)),
        Promise("places", Decimal(4), Decimal(2), Decimal(1)),
        Promise("hours", Decimal("0.20"), Decimal("0.20"), Decimal("0.20")),
        Promise("hours", None, Decimal(9), Decimal(9)),
    ]
    assert totals(promises) == [
        Total("hours", Decimal("0.30"), Decimal("0.30"), Decimal("0.20")),
        Total("places", Decimal(4), Decimal(2), Decimal(1)),
    ]
