"""Lots in votes: a published seed or an order by hand, one of the two."""

from __future__ import annotations

import pytest

from waardeel.methods.lots import LotMissing, Lots, NoLot
from waardeel.methods.voting.tiebreak import TwoLots, by_lot, elected_by_lot, lots_of

NAMES = ("Ann", "Bo", "Chris")


def test_a_seed_gives_the_order_of_the_lots():
    assert lots_of(NAMES, "2026-11-25", None) == Lots.drawn("2026-11-25", NAMES)


def test_an_order_by_hand_is_taken_as_written():
    lots = lots_of(NAMES, None, "Chris > Ann>Bo")
    assert lots is not None
    assert lots.order == ("Chris", "Ann", "Bo")
    assert elected_by_lot(lots, ("Ann", "Bo", "Chris"), 2).chosen == ("Chris", "Ann")


def test_an_order_that_leaves_somebody_out_is_refused():
    with pytest.raises(LotMissing, match="Bo"):
        lots_of(NAMES, None, "Chris > Ann")


def test_a_seed_and_an_order_at_once_are_refused():
    with pytest.raises(TwoLots):
        lots_of(NAMES, "seed", "Ann > Bo > Chris")


def test_a_tie_without_lots_says_who_stands_equal():
    assert lots_of(NAMES, None, None) is None
    with pytest.raises(NoLot, match="Ann, Bo stand equal"):
        by_lot(None, ("Bo", "Ann"))
