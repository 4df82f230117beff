"""When no panel meets all quotas: the smallest change of the quotas that makes one possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix, eye, hstack, vstack

from waardeel.methods.errors import NoAnswer
from waardeel.methods.highs import Program, SolverFailed
from waardeel.methods.sortition.polytope import Polytope


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One quota, from what to what."""

    feature: str
    value: str
    least: int
    most: int
    new_least: int
    new_most: int

    def __str__(self) -> str:
        return (
            f"{self.feature} {self.value}: {self.new_least} to {self.new_most} instead of {self.least} to {self.most}"
        )


class NoPanel(NoAnswer):
    """Quotas that no panel meets, with the smallest relaxation that helps (places added to or taken off ranges)."""

    text = "No panel of %(size)s people meets all quotas. The smallest change that helps: %(changes)s."

    def __init__(self, *, size: int, relaxation: Sequence[Relaxation]) -> None:
        self.relaxation = tuple(relaxation)
        super().__init__(size=size, changes="; ".join(map(str, relaxation)))


class BeyondFlex(NoPanel):
    """Quotas that no panel meets within their flex bounds."""

    text = (
        "No panel of %(size)s people meets the quotas, not even within their flex bounds. "
        "The smallest change that helps, beyond those bounds: %(changes)s."
    )


class TooFewHouseholds(NoAnswer):
    """More places than households."""

    text = "A panel of %(size)s people cannot be made with at most one of each household; there are %(households)s."


def no_panel(polytope: Polytope) -> NoAnswer:
    """Why there is no panel, as an error that carries the smallest relaxation."""
    pool = polytope.pool
    households = len({home for home in pool.households if home is not None}) + pool.households.count(None)
    if households < pool.size:
        return TooFewHouseholds(size=pool.size, households=households)
    within = _smallest(polytope, flex=True)
    if within is not None:
        return NoPanel(size=pool.size, relaxation=_some(within))
    return BeyondFlex(size=pool.size, relaxation=_some(_smallest(polytope, flex=False)))


def _some(relaxation: Sequence[Relaxation] | None) -> Sequence[Relaxation]:
    """The relaxation; one without changes means that the solver saw a contradiction where there is none."""
    if not relaxation:
        raise SolverFailed("quotas that can be met were taken for a contradiction")
    return relaxation


def _smallest(polytope: Polytope, *, flex: bool) -> tuple[Relaxation, ...] | None:
    """The fewest places by which quotas must give way; None when that is not enough.

    Columns: people per class, places below the least, places above the most. Among equally small relaxations those
    that spread over quotas in sorted order come first by a small extra cost, so that the answer is always the same.
    """
    quotas, size = polytope.pool.quotas, polytope.pool.size
    count, number = len(polytope), len(quotas)
    rows = len(polytope.low) - polytope.cuts
    down = [quota.least - (quota.flex_least or 0) if flex else quota.least for quota in quotas]
    up = [
        (size if quota.flex_most is None or not flex else max(quota.flex_most, quota.most)) - quota.most
        for quota in quotas
    ]
    least, most = polytope.low[:rows].copy(), polytope.high[:rows].copy()
    least[:number], most[:number] = -np.inf, np.inf
    below = hstack([csc_matrix(polytope.matrix[:number]), eye(number), csc_matrix((number, number))])
    above = hstack([csc_matrix(polytope.matrix[:number]), csc_matrix((number, number)), -eye(number)])
    plain = hstack([csc_matrix(polytope.matrix[:rows]), csc_matrix((rows, 2 * number))])
    price = np.tile(1 + np.arange(number) / (1000 * (number + 1)), 2)
    program = Program(
        vstack([plain, below, above]),
        np.concatenate([least, polytope.low[:number], np.full(number, -np.inf)]),
        np.concatenate([most, np.full(number, np.inf), polytope.high[:number]]),
        np.zeros(count + 2 * number),
        np.concatenate([polytope.caps, np.maximum(down, 0), np.maximum(up, 0)]).astype(float),
        costs=np.concatenate([np.zeros(count), -price]),
        integer=True,
    )
    if not program.solve():
        return None
    changes = np.rint(program.x[count:]).astype(int)
    return tuple(
        Relaxation(
            quota.feature, quota.value, quota.least, quota.most, quota.least - int(fewer), quota.most + int(more)
        )
        for quota, fewer, more in zip(quotas, changes[:number], changes[number:], strict=True)
        if fewer or more
    )
