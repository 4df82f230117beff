"""Counts at many shares at once, for completions that raise the share step by step.

Neighbouring counts look at almost the same projects, so one NumPy operation serves all of them: voters stand in rows,
shares in columns. All is as in `count`, with the same bounds on errors; a share for which floats leave any doubt gets
no answer here and is counted alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.count import HALF_ULP
from waardeel.methods.budgeting.support import Support

_Floats = npt.NDArray[np.float64]
_Places = npt.NDArray[np.intp]
MOST_SHARES = 80
#: Projects with more supporters keep an operation busy alone: measured, counting several shares then gains nothing.
MOST_SUPPORTERS = 1000
#: So many amounts of money are kept at most (8 bytes each).
MOST_AMOUNTS = 1 << 23
LARGEST_FLOAT = float(np.finfo(np.float64).max)


def together(support: Support) -> int:
    """How many shares it pays to count at once; 1 when this file cannot help."""
    if support.worth is not None or support.instance.limits:
        return 1
    supporters = len(support.instance.chosen) // max(len(support.cost), 1)
    if supporters > MOST_SUPPORTERS:
        return 1
    return max(1, min(MOST_SHARES, MOST_AMOUNTS // max(len(support.instance.voters), 1)))


def outcomes(support: Support, shares: Sequence[Fraction], candidates: Iterable[int]) -> list[list[int] | None]:
    """The winners at each share, in no order that means anything; None where only fractions can tell."""
    sweep = _Sweep(support, np.array([float(share) for share in shares]), list(candidates))
    while sweep.live.size:
        sweep.round()
    return [winners if sure else None for winners, sure in zip(sweep.winners, sweep.sure, strict=True)]


class _Sweep:
    def __init__(self, support: Support, shares: _Floats, candidates: list[int]) -> None:
        self.support, self.shares = support, shares
        #: What each voter holds: a row for the voter, a column for each share.
        self.money = np.tile(shares, (len(support.instance.voters), 1))
        self.error = HALF_ULP * shares
        self.edge = 1e-7 * shares
        #: Per share and project, below which its price per worth cannot be; infinite for those out of the count.
        self.bound = np.full((len(shares), len(support.cost)), np.inf)
        self.bound[:, candidates] = support.floor[candidates]
        self.price = np.zeros_like(self.bound)
        self.wrong = np.zeros_like(self.bound)
        self.winners: list[list[int]] = [[] for _ in shares]
        self.sure = np.ones(len(shares), dtype=np.bool_)
        self.live: _Places = np.arange(len(shares))

    def round(self) -> None:
        """Every share that still counts buys its next project, or is done."""
        live = self.live
        low = np.full((len(live), self.bound.shape[1]), np.inf)
        best = np.full(len(live), np.inf)
        waiting = self.bound[live]
        while True:
            least = waiting.min(axis=1)
            first = int(((least <= best) & (least < np.inf)).argmax())
            if not least[first] <= min(best[first], LARGEST_FLOAT):
                break
            project = int(waiting[first].argmin())
            rows = np.flatnonzero(waiting[:, project] <= np.minimum(best, LARGEST_FLOAT))
            low[rows, project], high = self._prices(project, live[rows])
            waiting[rows, project] = np.inf
            best[rows] = np.minimum(best[rows], high)
        rivals = (low <= best[:, None]) & (low < np.inf)
        number = rivals.sum(axis=1)
        self.sure[live[number > 1]] = False
        winner = rivals.argmax(axis=1)
        buying = np.flatnonzero((number == 1) & self.sure[live])
        for project in np.flatnonzero(np.bincount(winner[buying])).tolist():
            self._buy(project, live[buying[winner[buying] == project]])
        self.live = live[buying][self.sure[live[buying]]]

    def _prices(self, project: int, at: _Places) -> tuple[_Floats, _Floats]:
        """Bounds on the price per worth for these shares; infinite where the project is out of the count."""
        support = self.support
        cost, count = float(support.cost_floats[project]), support.votes[project]
        holds = self._holds(project, at)
        error = self.error[at]
        total = holds.sum(axis=0)
        doubt = count * error + (count + 16) * HALF_ULP * (total + cost)
        poor = total < cost - doubt
        self.sure[at[~poor & (total <= cost + doubt)]] = False
        even = cost / count
        price = np.full(len(at), even)
        wrong = np.full(len(at), 2 * HALF_ULP * even)
        short = np.flatnonzero(~poor & self.sure[at] & (holds.min(axis=0) < even + error + 4 * HALF_ULP * even))
        if short.size == len(at):
            price, wrong = self._short(project, at, holds)
        elif short.size:
            price[short], wrong[short] = self._short(project, at[short], holds[:, short])
        self.price[at, project], self.wrong[at, project] = price, wrong
        worth = support.factor_floats[project]
        low = (price / worth - wrong / worth) * (1 - 8 * HALF_ULP)
        high = (price / worth + wrong / worth) * (1 + 8 * HALF_ULP)
        low[poor] = high[poor] = np.inf
        self.bound[at, project] = np.where(poor, np.inf, np.maximum(self.bound[at, project], low))
        return low, high

    def _short(self, project: int, at: _Places, holds: _Floats) -> tuple[_Floats, _Floats]:
        """Prices and bounds on their error where some supporters pay all they have."""
        cost, count = float(self.support.cost_floats[project]), len(holds)
        error, edge = self.error[at], self.edge[at]
        # From below: who holds less than the price gives all, the others pay more, until the price stands.
        # Prices of a project never fall, so the last one, less its own doubt, is a good start.
        price = np.maximum(self.price[at, project] - self.wrong[at, project], cost / count)
        payers = np.full(len(at), count)
        while True:
            rich = (holds >= price).sum(axis=0)
            if (rich == payers).all():
                break
            payers = rich
            paid = np.minimum(holds, price).sum(axis=0)
            with np.errstate(divide="ignore", invalid="ignore"):
                price = np.fmax(price, (cost - paid + price * rich) / rich)
        rich = (holds > price + edge).sum(axis=0)
        moved = (holds > 0).sum(axis=0) - rich
        with np.errstate(divide="ignore", invalid="ignore"):
            wrong = (moved * error + (2 * count + 32) * HALF_ULP * cost) / rich
        self.sure[at[(rich == 0) | ~(wrong <= edge)]] = False
        return price, wrong + 8 * HALF_ULP * price

    def _buy(self, project: int, at: _Places) -> None:
        voters = self.support.voters[project]
        rows = self.money.take(voters, axis=0)
        left = rows[:, at] - self.price[at, project]
        doubt = self.error[at] + self.wrong[at, project] + 4 * HALF_ULP * self.shares[at]
        unclear = (np.abs(left) <= doubt).any(axis=0) | (doubt > self.edge[at] / 16)
        self.sure[at[unclear]] = False
        rows[:, at] = np.maximum(left, 0.0)
        self.money[voters] = rows
        self.error[at] = doubt
        self.bound[at, project] = np.inf
        for share in at.tolist():
            self.winners[share].append(project)

    def _holds(self, project: int, at: _Places) -> _Floats:
        """What the supporters of a project hold: a row for each, a column for each of these shares."""
        rows = self.money.take(self.support.voters[project], axis=0)
        return rows if len(at) == rows.shape[1] else rows[:, at]
