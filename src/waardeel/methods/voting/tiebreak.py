"""Lots for votes: the options of all rules with lots, and who is elected by them."""

from __future__ import annotations

from collections.abc import Sequence

from waardeel.methods.lot_options import LOTS, TwoLots, by_lot, lots_of
from waardeel.methods.lots import Lots
from waardeel.methods.result import Tie

__all__ = ["LOTS", "TwoLots", "by_lot", "elected_by_lot", "lots_of"]


def elected_by_lot(lots: Lots | None, among: Sequence[str], places: int) -> Tie:
    """The tie in which `places` of `among` are elected by lot. Raises NoLot when none were drawn."""
    return Tie("elect", tuple(among), "lot", by_lot(lots, among)[:places])
