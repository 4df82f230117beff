"""Branch and bound for `pav`: every bound that cuts something off is worked out in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from scipy.sparse import csc_matrix

from waardeel.methods.highs import Program
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


class Search:
    """Looks for committees. Every part of the search has some candidates inside, some outside, and others free."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._relaxation = _Relaxation(problem)

    def best(self) -> list[Index]:
        """A committee with the highest score. Raises TooManyNodes."""
        found = _improved(self.problem, _greedy(self.problem))
        while True:
            better = self.committee_of(self.problem.score(found) + 1)
            if better is None:
                return sorted(found)
            found = _improved(self.problem, better)

    def committee_of(
        self, least: int, *, within: Set[Index] = frozenset(), without: Set[Index] = frozenset()
    ) -> list[Index] | None:
        """A committee that scores `least` or more, has all of `within` and none of `without`; None when there is none.

        Raises TooManyNodes.
        """
        waiting = [(frozenset(within), frozenset(without))]
        nodes = 0
        while waiting:
            inside, outside = waiting.pop()
            nodes += 1
            if nodes > MOST_NODES:
                raise TooManyNodes(nodes - 1)
            free = [at for at in self.problem.candidates if at not in inside and at not in outside]
            seats = self.problem.seats - len(inside)
            if not 0 <= seats <= len(free):
                continue
            if seats in (0, len(free)):
                guess = [*inside, *free[:seats]]
            else:
                shares, prices = self._relaxation.suggested(inside, outside)
                if self._bound(inside, free, prices) < least:
                    continue
                free.sort(key=lambda at: (-shares[at], at))
                guess = [*inside, *free[:seats]]
                at = _branch_on(free, shares)
                waiting += [(inside, outside | {at}), (inside | {at}, outside)]
            if self.problem.score(guess) >= least:
                return sorted(guess)
        return None

    def _bound(self, inside: Set[Index], free: Sequence[Index], prices: Sequence[int]) -> int:
        """No committee in this part scores more, whatever the prices are. Exact, in units of 1/scale."""
        problem = self.problem
        sums = dict.fromkeys(problem.candidates, 0)
        total = 0
        for ballot, weight, price in zip(problem.ballots, problem.weights, prices, strict=True):
            for at in ballot:
                sums[at] += price
            reach = range(min(len(ballot), problem.seats) + 1)
            total += max(weight * problem.worth[j] * _PARTS - price * j for j in reach)
        total += sum(sums[at] for at in inside)
        total += sum(sorted((sums[at] for at in free), reverse=True)[: problem.seats - len(inside)])
        return total // _PARTS


class _Relaxation:
    """The same problem with shares of candidates, for HiGHS, which goes on from where it stood at the last part.

    The columns are first the candidates, then for each ballot its first, second, … elected; the rows are first the
    ballots (no more elected than the shares of its candidates), then the seats.
    """

    def __init__(self, problem: Problem) -> None:
        self._column = {at: place for place, at in enumerate(problem.candidates)}
        self._unit = problem.scale * _PARTS
        rows: list[int] = []
        columns: list[int] = []
        signs: list[float] = []
        gains = [0.0] * len(problem.candidates)
        for row, (ballot, weight) in enumerate(zip(problem.ballots, problem.weights, strict=True)):
            reach = min(len(ballot), problem.seats)
            rows += [row] * (reach + len(ballot))
            columns += [*range(len(gains), len(gains) + reach), *(self._column[at] for at in ballot)]
            signs += [1.0] * reach + [-1.0] * len(ballot)
            gains += [weight * (problem.worth[j + 1] - problem.worth[j]) / problem.scale for j in range(reach)]
        rows += [len(problem.ballots)] * len(problem.candidates)
        columns += range(len(problem.candidates))
        signs += [1.0] * len(problem.candidates)
        upper = np.zeros(len(problem.ballots) + 1)
        upper[-1] = problem.seats
        lower = np.full(len(upper), -np.inf)
        lower[-1] = problem.seats
        self._low, self._high = np.zeros(len(gains)), np.ones(len(gains))
        matrix = csc_matrix((signs, (rows, columns)), shape=(len(upper), len(gains)))
        self._program = Program(matrix, lower, upper, self._low, self._high, costs=np.array(gains))

    def suggested(self, inside: Set[Index], outside: Set[Index]) -> tuple[dict[Index, float], list[int]]:
        """A share of each candidate, and a price for each ballot in units of 1/(scale * parts). Raises SolverFailed."""
        low, high = self._low.copy(), self._high.copy()
        low[[self._column[at] for at in inside]] = 1
        high[[self._column[at] for at in outside if at in self._column]] = 0
        self._program.bounds(low, high)
        self._program.solve()
        shares = self._program.x
        prices = [round(price * self._unit) for price in self._program.row_duals[:-1].tolist()]
        return {at: float(shares[place]) for at, place in self._column.items()}, prices


def _branch_on(by_share: Sequence[Index], shares: dict[Index, float]) -> Index:
    """The candidate of whom the relaxation takes nearest to a half; where it takes none or all, the first."""
    unsure = [at for at in by_share if _NEARLY < shares[at] < 1 - _NEARLY]
    return min(unsure, key=lambda at: (abs(shares[at] - 0.5), at)) if unsure else by_share[0]


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
