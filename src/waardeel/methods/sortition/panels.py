"""From chances to panels: panels with weights that average to the chances, or the proof that there are none.

*Peeling.* A panel near the chances is found and as much of it taken off as leaves the rest within all bounds. Then a
class or a quota has reached a bound, where all further panels must stay; so each step settles something for good, and
after a limited number of steps nothing is left (the constructive proof of Carathéodory's theorem).

*Finding a panel.* A linear program's answer is mostly whole already; the broken numbers are rounded up a few at a time,
and an integer program helps where that fails.

*The master program.* Where peeling stops early, a linear program over the panels found says what is missing
and what each class is worth for it; the panel with the best price is added until nothing is missing (column
generation). When no panel is worth enough, the prices are an inequality that all panels meet and the chances do not:
a cut, after which the chances are worked out anew.

*Lots.* Each panel gets the whole lots its weight is worth; the others are made one after the other, each the panel
that best makes up for what is still owed to each class (herding, which is Frank-Wolfe with even steps).

Sources: Flanigan et al., Nature 596 (2021), for column generation; M. Grötschel, L. Lovász, A. Schrijver, "Geometric
algorithms and combinatorial optimization" (1988), theorem 6.5.11, for peeling; M. Welling, "Herding dynamical weights
to learn", ICML 2009; P. Flanigan, G. Kehne, A. D. Procaccia, "Fair sortition made transparent", NeurIPS 2021, for
lots that are all equally likely.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from waardeel.methods.highs import Array, Program
from waardeel.methods.sortition.polytope import Counts, Polytope

#: What panels may miss, summed over the classes, and still make up the chances; people on average.
EXACT = 1e-6
#: Above this number of classes the master program is left out and what peeling leaves is said.
MOST_CLASSES = 600
#: With so many classes, peeling need not go on with slow integer programs when less than this is left.
ENOUGH = 5e-4
_WHOLE = 1e-6
_TINY = 1e-9

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Mix:
    """Panels (counts per class) with weights that add up to one; `missing` is what they fall short, summed."""

    panels: tuple[Counts, ...]
    weights: Array
    missing: float


@dataclass(frozen=True, slots=True)
class Cut:
    """`weights @ panel <= most` for every panel, while the chances have more."""

    weights: Array
    most: float


class Oracle:
    """Panels near the chances `x`: in each class the number below or above x, on every quota that x exhausts."""

    def __init__(self, polytope: Polytope, x: Array) -> None:
        self.low = np.floor(x + _WHOLE)
        self.high = np.minimum(np.ceil(x - _WHOLE), polytope.caps)
        self.x = np.clip(x, self.low, self.high)
        rows = len(polytope.low) - polytope.cuts
        self.matrix = polytope.matrix[:rows]
        reached = self.matrix @ x
        low, high = polytope.low[:rows], polytope.high[:rows]
        self.row_low = np.where(reached > high - _WHOLE, high, low)
        self.row_high = np.where(reached < low + _WHOLE, low, high)
        self._program = Program(self.matrix, self.row_low, self.row_high, self.low, self.high)

    def panel(self, wish: Array) -> Counts | None:
        """A panel with a large `wish @ counts`: the linear program's answer, rounded. None when that fails."""
        program = self._program
        program.costs(wish)
        if not program.solve():
            return None
        x, settled = program.x, []
        while len(broken := np.flatnonzero(np.abs(x - np.rint(x)) > _WHOLE)):
            raised = self._raise(x, broken[np.argsort(np.ceil(x[broken]) - x[broken], kind="stable")])
            settled += raised
            if not raised:  # not even the nearest can go up, so it goes down
                nearest = int(broken[np.argmin(np.ceil(x[broken]) - x[broken])])
                program.bound(nearest, float(self.low[nearest]), float(np.floor(x[nearest])))
                settled.append(nearest)
                if not program.solve():
                    break
            x = program.x
        for each in settled:
            self._free(each)
        return None if len(broken) else np.rint(x).astype(np.int64)

    def _raise(self, x: Array, broken: Counts) -> list[int]:
        """Round up a third of these classes, or fewer when that contradicts the quotas; which it were."""
        batch = [int(each) for each in broken[: max(1, len(broken) // 3)]]
        while batch:
            for each in batch:
                self._program.bound(each, float(np.ceil(x[each])), float(self.high[each]))
            if self._program.solve():
                return batch
            for each in batch:
                self._free(each)
            batch = batch[: len(batch) // 3]
        return batch

    def _free(self, each: int) -> None:
        self._program.bound(each, float(self.low[each]), float(self.high[each]))

    def any_panel(self) -> Counts | None:
        """Some panel within the bounds, by an integer program; None when there is none."""
        program = Program(self.matrix, self.row_low, self.row_high, self.low, self.high, integer=True)
        return np.rint(program.x).astype(np.int64) if program.solve() else None

    def settle(self, classes: Counts, at: Array, rows: Counts, row_at: Array) -> None:
        """From now on these classes and rows stay at these bounds."""
        for each, bound in zip(classes, at, strict=True):
            self.low[each] = self.high[each] = bound
            self._program.bound(int(each), float(bound), float(bound))
        for row, bound in zip(rows, row_at, strict=True):
            self.row_low[row] = self.row_high[row] = bound
            self._program.row_bound(int(row), float(bound), float(bound))


def peel(oracle: Oracle, progress: Progress | None = None) -> Mix:
    """Take panels off the chances until nothing is left, or no panel is found any more. Uses up the oracle."""
    x, left = oracle.x.copy(), 1.0
    panels: list[Counts] = []
    weights: list[float] = []
    while left > _TINY:
        panel = oracle.panel(_wish(x, oracle))
        if panel is None:  # what is taken off matters less than that something is
            panel = oracle.panel(np.cos(np.arange(len(x), dtype=float) * len(panels)).round(6))
        if panel is None and (left > ENOUGH or len(x) <= MOST_CLASSES):
            panel = oracle.any_panel()
        if panel is None:
            break
        panels.append(panel)
        away = x - panel
        if np.abs(away).max() < _TINY:
            weights.append(left)
            left = 0.0
            break
        # The rest is x + step * away: all of x but the panel's part of step / (1 + step).
        reached, moving = oracle.matrix @ x, oracle.matrix @ away
        steps = _steps(x, away, oracle.low, oracle.high)
        row_steps = _steps(reached, moving, oracle.row_low, oracle.row_high)
        step = min(float(steps.min()), float(row_steps.min()))
        classes, rows = np.flatnonzero(steps <= step + _TINY), np.flatnonzero(row_steps <= step + _TINY)
        at = np.where(away[classes] > 0, oracle.high[classes], oracle.low[classes])
        row_at = np.where(moving[rows] > 0, oracle.row_high[rows], oracle.row_low[rows])
        weights.append(left * step / (1 + step))
        left /= 1 + step
        x = x + step * away
        x[classes] = at
        oracle.settle(classes, at, rows, row_at)
        if progress is not None:
            progress(min(round(999 * (1 - left)), 999), 1000)
    given = np.array(weights) / max(sum(weights), _TINY)
    average = sum((weight * panel for weight, panel in zip(given, panels, strict=True)), np.zeros_like(x))
    return Mix(tuple(panels), given, float(np.abs(average - oracle.x).sum()))


def _steps(x: Array, away: Array, low: Array, high: Array) -> Array:
    """How far each can go `away` from x before it comes to a bound; without end where it stands or is settled."""
    goes = (low < high) & (np.abs(away) > _TINY)
    room = np.where(away > 0, high - x, low - x)
    return np.where(goes, np.maximum(room / np.where(goes, away, 1.0), 0.0), np.inf)


def _wish(due: Array, oracle: Oracle) -> Array:
    """Within the cell around x a class gets its lower or its upper number: half way between they are equally good."""
    return np.round(due - oracle.low - 0.5, 6)


def mix(polytope: Polytope, x: Array, progress: Progress | None = None) -> Mix | Cut:
    """Panels and weights that average to `x`, or a cut that shows there are none.

    With more than MOST_CLASSES classes it may also be a mix that misses something, and says how much.
    """
    peeled = peel(Oracle(polytope, x), progress)
    if peeled.missing <= EXACT or (len(x) > MOST_CLASSES and peeled.panels):
        return peeled
    master = _Master(x)
    for panel in peeled.panels:
        master.add(panel)
    oracle = Oracle(polytope, x)
    while True:
        missing = master.solve()
        if missing <= EXACT:
            return master.mix(missing)
        wish, price = master.prices()
        near = oracle.panel(wish)
        if near is not None and wish @ near > price + EXACT and master.add(near):
            continue
        best = polytope.best_panel(wish)
        if best is None:
            return Cut(np.zeros_like(x), -1.0)
        if wish @ best <= price + EXACT or not master.add(best):
            return Cut(wish, float(wish @ best))


class _Master:
    """How close panels can come to `x`: the sum of what is missing and what is too much, by a linear program."""

    def __init__(self, x: Array) -> None:
        count = len(x)
        rows = np.vstack([np.hstack([np.eye(count), -np.eye(count)]), np.zeros((1, 2 * count))])
        sides = np.append(x, 1.0)
        self._program = Program(
            rows, sides, sides, np.zeros(2 * count), np.full(2 * count, np.inf), costs=-np.ones(2 * count)
        )
        self._count = count
        self._panels: dict[bytes, Counts] = {}

    def add(self, panel: Counts) -> bool:
        """Whether this panel is a new one; it joins the program."""
        key = panel.tobytes()
        if key in self._panels:
            return False
        self._panels[key] = panel
        at = np.flatnonzero(panel)
        self._program.add_column(
            0.0, 0.0, np.inf, np.append(at, self._count).astype(np.int32), np.append(panel[at], 1).astype(float)
        )
        return True

    def solve(self) -> float:
        """What is missing at best; all of it without panels."""
        if not self._panels:
            return np.inf
        self._program.solve()
        return max(-self._program.value, 0.0)

    def prices(self) -> tuple[Array, float]:
        """What one person more of each class would be worth, and what a panel must be worth to be of use."""
        if not self._panels:  # the first panel is of use whatever it is
            return np.zeros(self._count), -np.inf
        duals = -self._program.row_duals
        return duals[: self._count], -float(duals[self._count])

    def mix(self, missing: float) -> Mix:
        weights = self._program.x[2 * self._count :]
        used = np.flatnonzero(weights > 1e-12)
        panels = list(self._panels.values())
        return Mix(tuple(panels[at] for at in used), weights[used] / weights[used].sum(), missing)


def lots(polytope: Polytope, x: Array, number: int, start: Mix, progress: Progress | None = None) -> list[Counts]:
    """`number` panels, each one lot, that average to `x` as nearly as whole lots can."""
    oracle = Oracle(polytope, x)
    found: list[Counts] = []
    for panel, weight in zip(start.panels, start.weights, strict=True):
        found += [panel] * int(np.floor(number * weight + _WHOLE))
    found = found[:number]
    known = np.array(start.panels)
    owed = len(found) * x - sum(found, np.zeros_like(x))
    while len(found) < number:
        due = owed + x
        wish = _wish(due, oracle)
        near = oracle.panel(wish)
        panel = known[int(np.argmax(known @ wish))] if near is None else near
        found.append(panel)
        owed = due - panel
        if progress is not None:
            progress(len(found), number)
    _mend(oracle, found, owed)
    return found


def _mend(oracle: Oracle, found: list[Counts], owed: Array) -> None:
    """Replace lots by panels that fit better, until every class is within one lot of its chances or nothing helps.

    Tried are, in turn, the lots that hold most of what was given too much and least of what is owed. What is off by a
    lot or more is wished for double, and fourth powers say what fits better, so that the largest differences go first.
    """
    tries = 0
    while np.abs(owed).max() >= 1 and tries < len(found) // 4:
        off = np.where(np.abs(owed) >= 1, owed, 0.0)
        helped = False
        for at in np.argsort(np.array(found) @ off, kind="stable")[:40]:
            tries += 1
            due = owed + found[at]
            panel = oracle.panel(_wish(due + off, oracle))
            if panel is not None and np.sum((due - panel) ** 4) < np.sum(owed**4) - _WHOLE:
                found[at], owed, helped = panel, due - panel, True
                break
        if not helped:
            return
