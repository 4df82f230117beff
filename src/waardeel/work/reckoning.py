"""Exact sums over promises and what shows that they were kept. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID


class Row(Protocol):
    """One row of evidence, as `models.Evidence` has it."""

    series: UUID
    version: int
    amount: Decimal
    state: str


@dataclass(frozen=True)
class Delivered:
    """How much was shown, and how much of it was accepted, in the unit of the promise."""

    delivered: Decimal
    proven: Decimal


def reckon(rows: Iterable[Row]) -> Delivered:
    """What rows of evidence add up to, corrections counted once.

    Within a series each row replaces the one before it. So of every series the newest row that was not sent
    back counts as delivered, and the newest that was accepted counts as proven. A correction that was sent
    back changes nothing.
    """
    shown: dict[UUID, Decimal] = {}
    accepted: dict[UUID, Decimal] = {}
    for row in sorted(rows, key=lambda row: row.version):
        if row.state != "returned":
            shown[row.series] = row.amount
        if row.state == "accepted":
            accepted[row.series] = row.amount
    return Delivered(sum(shown.values(), Decimal(0)), sum(accepted.values(), Decimal(0)))


@dataclass(frozen=True)
class Total:
    """Promised, delivered and proven in one unit, over several promises."""

    unit: str
    promised: Decimal
    delivered: Decimal
    proven: Decimal


class Promise(Protocol):
    """A commitment, as `models.Commitment` has it."""

    unit: str
    amount: Decimal | None
    delivered: Decimal
    proven: Decimal


def totals(promises: Iterable[Promise]) -> list[Total]:
    """Sums per unit, in the order in which units first occur. Promises without an amount are left out."""
    sums: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
    for promise in promises:
        if promise.amount is None:
            continue
        before = sums.get(promise.unit, (Decimal(0), Decimal(0), Decimal(0)))
        sums[promise.unit] = (
            before[0] + promise.amount,
            before[1] + promise.delivered,
            before[2] + promise.proven,
        )
    return [Total(unit, *values) for unit, values in sums.items()]
