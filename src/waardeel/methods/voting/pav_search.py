"""Branch and bound for `pav`: every bound that cuts something off is worked out in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from waardeel.methods.voting.ballots import Approvals, Index

#: Parts of the search that are looked at before giving up.
MOST_NODES = 5_000
#: Prices that HiGHS suggests are rounded to this part of a unit of score.
_PARTS = 1 << 20
#: A share of a candidate in the relaxation that counts as none or all when choosing where to branch. Only speed.
_NEARLY = 1e-6


class TooManyNodes(Exception):
    """The search was given up after `nodes` parts."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        super().__init__(f"gave up after {nodes} parts of the search")


@dataclass(frozen=True)
class Problem:
    """Approvals in whole numbers. `scale` is what one full vote counts; `worth[j]` is what a ballot of weight 1 adds
    with j of its candidates elected. `ballots` hold only candidates; `weights` are whole.
    """

    candidates: tuple[Index, ...]
    seats: int
    ballots: tuple[tuple[Index, ...], ...]
    weights: tuple[int, ...]
    worth: tuple[int, ...]
    scale: int

    @classmethod
    def of(cls, approvals: Approvals, seats: int) -> Problem:
        """Only candidates with support, and at most as many seats as there are of them."""
        supported = tuple(sorted({at for ballot in approvals.ballots for at in ballot}))
        seats = min(seats, len(supported))
        common = math.lcm(*range(1, seats + 1))
        denominator = math.lcm(*{weight.denominator for weight in approvals.weights})
        return cls(
            supported,
            seats,
            approvals.ballots,
            tuple(int(weight * denominator) for weight in approvals.weights),
            tuple(accumulate((common // j for j in range(1, seats + 1)), initial=0)),
            common * denominator,
        )

    def score(self, committee: Iterable[Index]) -> int:
        """What this committee scores, in units of 1/scale."""
        inside = set(committee)
        return sum(
            weight * self.worth[len(inside.intersection(ballot))]
            for ballot, weight in zip(self.ballots, self.weights, strict=True)
        )


@dataclass(frozen=True)
class _Node:
    """A part of the search: all committees with these inside and those outside."""

    inside: frozenset[Index]
    outside: frozenset[Index]

    def free(self, problem: Problem) -> list[Index]:
        return [at for at in problem.candidates if at not in self.inside and at not in self.outside]


def best(problem: Problem) -> list[Index]:
    """A committee with the highest score. Raises TooManyNodes."""
    found = _improved(problem, _greedy(problem))
    while True:
        better = committee_of(problem, problem.score(found) + 1)
        if better is None:
            return sorted(found)
        found = _improved(problem, better)


def committee_of(
    problem: Problem, least: int, *, within: Set[Index] = frozenset(), without: Set[Index] = frozenset()
) -> list[Index] | None:
    """A committee that scores `least` or more, has all of `within` and none of `without`; None when there is none.

    Raises TooManyNodes.
    """
    waiting = [_Node(frozenset(within), frozenset(without))]
    nodes = 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        if nodes > MOST_NODES:
            raise TooManyNodes(nodes - 1)
        free = node.free(problem)
        open_seats = problem.seats - len(node.inside)
        if open_seats < 0 or len(free) < open_seats:
            continue
        if open_seats in (0, len(free)):
            committee = [*node.inside, *(free if open_seats else ())]
            if problem.score(committee) >= least:
                return sorted(committee)
            continue
        shares, prices = _relaxed(problem, node, free, open_seats)
        if _bound(problem, node, free, open_seats, prices) < least:
            continue
        by_share = sorted(free, key=lambda at: (-shares[at], at))
        rounded = [*node.inside, *by_share[:open_seats]]
        if problem.score(rounded) >= least:
            return sorted(rounded)
        at = _branch_on(by_share, shares)
        waiting.append(_Node(node.inside, node.outside | {at}))
        waiting.append(_Node(node.inside | {at}, node.outside))
    return None


def _branch_on(by_share: Sequence[Index], shares: dict[Index, float]) -> Index:
    """The candidate of whom the relaxation takes nearest to a half; where it takes none or all, the first."""
    unsure = [at for at in by_share if _NEARLY < shares[at] < 1 - _NEARLY]
    return min(unsure, key=lambda at: (abs(shares[at] - 0.5), at)) if unsure else by_share[0]


def _relaxed(
    problem: Problem, node: _Node, free: Sequence[Index], open_seats: int
) -> tuple[dict[Index, float], list[int]]:
    """What HiGHS suggests: a share of each free candidate, and a price per ballot in units of 1/(scale * parts)."""
    from scipy.optimize import linprog  # slow to load, and no other rule of this family needs it
    from scipy.sparse import csr_array

    column = {at: place for place, at in enumerate(free)}
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    gains = [0.0] * len(free)
    for row, (ballot, weight) in enumerate(zip(problem.ballots, problem.weights, strict=True)):
        base = len(node.inside.intersection(ballot))
        inside = [column[at] for at in ballot if at in column]
        for j in range(base, base + min(len(inside), open_seats)):
            rows.append(row)
            columns.append(len(gains))
            signs.append(1.0)
            gains.append(-weight * (problem.worth[j + 1] - problem.worth[j]) / problem.scale)
        rows += [row] * len(inside)
        columns += inside
        signs += [-1.0] * len(inside)
    shape = (len(problem.ballots), len(gains))
    answer = linprog(
        gains,
        A_ub=csr_array((signs, (rows, columns)), shape=shape),
        b_ub=np.zeros(shape[0]),
        A_eq=csr_array((np.ones(len(free)), (np.zeros(len(free), dtype=int), range(len(free)))), shape=(1, shape[1])),
        b_eq=[open_seats],
        bounds=(0, 1),
        method="highs",
    )
    if answer.x is None:  # the solver failed: no prices are a bound too, only a weak one
        return dict.fromkeys(free, 0.0), [0] * len(problem.ballots)
    unit = problem.scale * _PARTS
    prices = [round(-price * unit) for price in answer.ineqlin.marginals.tolist()]
    return {at: float(answer.x[place]) for at, place in column.items()}, prices


def _bound(problem: Problem, node: _Node, free: Sequence[Index], open_seats: int, prices: Sequence[int]) -> int:
    """No committee in this part scores more, whatever the prices are. Exact, in units of 1/scale."""
    sums = dict.fromkeys(free, 0)
    total = 0
    for ballot, weight, price in zip(problem.ballots, problem.weights, prices, strict=True):
        base = len(node.inside.intersection(ballot))
        inside = [at for at in ballot if at in sums]
        for at in inside:
            sums[at] += price
        total += max(
            weight * problem.worth[base + s] * _PARTS - price * s for s in range(min(len(inside), open_seats) + 1)
        )
    total += sum(sorted(sums.values(), reverse=True)[:open_seats])
    return total // _PARTS


def _greedy(problem: Problem) -> list[Index]:
    """Seat by seat whoever adds most; the first in the list among equals."""
    found: list[Index] = []
    while len(found) < problem.seats:
        left = [at for at in problem.candidates if at not in found]
        found.append(max(left, key=lambda at: (problem.score([*found, at]), -at)))
    return found


def _improved(problem: Problem, committee: Sequence[Index]) -> list[Index]:
    """Exchange one member at a time as long as the score rises."""
    found = list(committee)
    score = problem.score(found)
    while True:
        swaps = (
            [*(kept for kept in found if kept != out), new]
            for out in sorted(found)
            for new in problem.candidates
            if new not in found
        )
        better = next((swap for swap in swaps if problem.score(swap) > score), None)
        if better is None:
            return found
        found, score = better, problem.score(better)
