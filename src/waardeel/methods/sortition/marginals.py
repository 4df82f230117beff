"""What chances the best lottery gives, as linear programs over classes: leximin, and the smallest largest chance.

The programs range over the polytope of `polytope`, which holds all panels and perhaps more. So each answer
is at least as good as any lottery over panels; when panels average to it (`panels`), it is the best.

Source: Flanigan et al., Nature 596 (2021), for leximin by fixing what has a positive dual value; the program over
classes instead of panels is our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.sparse import csc_matrix, diags, hstack, vstack

from waardeel.methods.highs import Array, Flags, Program, SolverFailed
from waardeel.methods.sortition.polytope import Polytope

#: Chances nearer to each other than this are one level.
SAME = 1e-7
#: How much of a chance may be lost to the arithmetic of the solver between two programs.
TOLERANCE = 1e-9
#: A dual value counts as positive above this part of the largest one, which is at least one over the classes.
POSITIVE = 1e-6


class Contradiction(Exception):
    """The quotas and the size contradict each other."""


@dataclass(frozen=True, slots=True)
class Level:
    """A chance that could not be raised any more without lowering a smaller one, and for which classes."""

    chance: float
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chances:
    """`x` people of each class sit in the panel on average; `levels` say in which order they were fixed.

    `bound` is what the smallest chance (of those who have one) can never exceed, in exact arithmetic from the duals;
    None where the rule is about something else.
    """

    x: Array
    levels: tuple[Level, ...]
    bound: Fraction | None = None


def leximin(polytope: Polytope, ceiling: float = 1.0) -> Chances:
    """The smallest chance as large as possible, then the next smallest, and so on; none above `ceiling`.

    One linear program per level. A class is fixed at a level when its lower bound has a positive dual value: then it is
    at that level in every best answer. There always is one, as these dual values times the sizes add up to one.
    """
    program, sizes, rows = _least_chance_program(polytope, ceiling)
    count = len(sizes)
    chance = np.full(count, np.nan)
    levels: list[Level] = []
    bound: Fraction | None = None
    while np.isnan(chance).any():
        if not program.solve():
            raise Contradiction
        level, duals = max(float(program.x[count]), 0.0), program.row_duals
        held = np.where(np.isnan(chance), -duals[rows:] * sizes, 0.0)
        fixed = np.flatnonzero(held > POSITIVE * held.max()) if held.max() > SAME else np.flatnonzero(np.isnan(chance))
        if bound is None and level > SAME:
            bound = least_bound(polytope, ceiling, duals[:rows], -duals[rows:], np.isnan(chance))
        chance[fixed] = level
        levels.append(Level(level, tuple(int(each) for each in fixed)))
        for each in fixed:
            program.coefficient(rows + int(each), count, 0.0)
            program.row_bound(rows + int(each), level * sizes[each] - TOLERANCE / 10, np.inf)
    return Chances(chance * sizes, tuple(levels), bound)


def highest_least(polytope: Polytope) -> tuple[float, Flags, Fraction]:
    """The highest smallest chance, which classes can have any, and the exact bound on that chance."""
    program, sizes, rows = _least_chance_program(polytope, 1.0)
    able = np.ones(len(sizes), dtype=bool)
    while program.solve():
        level, duals = float(program.x[len(sizes)]), program.row_duals
        held = np.where(able, -duals[rows:] * sizes, 0.0)
        if level > SAME:
            return level, able, least_bound(polytope, 1.0, duals[:rows], -duals[rows:], able)
        for each in np.flatnonzero(held > POSITIVE * held.max()):
            able[each] = False
            program.coefficient(rows + int(each), len(sizes), 0.0)
    raise Contradiction


class LowestMost:
    """The lowest largest chance when everyone `able` has at least so much."""

    def __init__(self, polytope: Polytope, able: Flags) -> None:
        count, self._rows = len(polytope.sizes), len(polytope.low)
        self._floor = np.where(able, polytope.sizes, 0.0)
        matrix = vstack(
            [
                hstack([csc_matrix(polytope.matrix), csc_matrix((self._rows, 1))]),
                hstack([diags(np.ones(count)), csc_matrix(-polytope.sizes.reshape(-1, 1))]),
                hstack([diags(np.ones(count)), csc_matrix((count, 1))]),
            ]
        )
        self._program = Program(
            matrix,
            np.concatenate([polytope.low, np.full(count, -np.inf), np.zeros(count)]),
            np.concatenate([polytope.high, np.zeros(count), np.full(count, np.inf)]),
            np.zeros(count + 1),
            np.append(polytope.caps, 1.0),
            costs=np.append(np.zeros(count), -1.0),
        )

    def at(self, least: float) -> tuple[float, float]:
        """The lowest largest chance, and how fast it rises with `least`."""
        first = self._rows + len(self._floor)
        # `least` comes from another program, whose rounding may have made it a little more than can be had.
        for slack in (TOLERANCE, 10 * TOLERANCE, SAME):
            for at, size in enumerate(self._floor):
                if size:
                    self._program.row_bound(first + at, least * float(size) * (1 - slack), np.inf)
            if self._program.solve():
                return -self._program.value, float(-self._program.row_duals[first:] @ self._floor)
        raise SolverFailed("the smallest chance cannot be kept")


def _least_chance_program(polytope: Polytope, ceiling: float) -> tuple[Program, Array, int]:
    """Maximise z with `x >= z * sizes`: the columns are x and z, the rows those of the polytope and one per class."""
    sizes = polytope.sizes
    count, rows = len(sizes), len(polytope.low)
    matrix = vstack(
        [
            hstack([csc_matrix(polytope.matrix), csc_matrix((rows, 1))]),
            hstack([diags(np.ones(count)), csc_matrix(-sizes.reshape(-1, 1))]),
        ]
    )
    program = Program(
        matrix,
        np.append(polytope.low, np.zeros(count)),
        np.append(polytope.high, np.full(count, np.inf)),
        np.zeros(count + 1),
        np.append(np.minimum(polytope.caps, ceiling * sizes), 1.0),
        costs=np.append(np.zeros(count), 1.0),
    )
    return program, sizes, rows


def least_bound(polytope: Polytope, ceiling: float, rows: Array, lows: Array, free: Flags) -> Fraction:
    """What the smallest chance of the `free` classes can never exceed, in exact arithmetic.

    For any weights w (0 or more) of the classes: smallest chance times `w @ sizes` is at most `w @ x`, and for any
    multipliers y of the rows that is at most `max(y @ row bounds) + max((w - matrix.T @ y) @ x)`. The duals of the
    program give w and y; rounded to fractions they give a true bound whatever HiGHS did.
    """
    w = [_scaled(value) if is_free and value > 0 else 0 for value, is_free in zip(lows, free, strict=True)]
    # A row without a lower bound has no multiplier below 0.
    y = [_scaled(max(value, 0.0) if np.isinf(low) else value) for value, low in zip(rows, polytope.low, strict=True)]
    total = 0  # of three scaled factors
    for value, low, high in zip(y, polytope.low, polytope.high, strict=True):
        if value:
            total += value * _scaled(high if value > 0 else low) * _SCALE
    for at, weight in enumerate(w):
        column = polytope.matrix[:, at]
        rest = weight * _SCALE - sum(y[row] * _scaled(column[row]) for row in np.flatnonzero(column))
        if rest > 0:
            total += rest * _scaled(min(polytope.caps[at], ceiling * polytope.sizes[at]))
    weighed = sum(weight * int(size) for weight, size in zip(w, polytope.sizes, strict=True))
    return Fraction(total, weighed * _SCALE**2) if weighed else Fraction(1)


_SCALE = 10**12


def _scaled(value: float) -> int:
    """A number as a whole number of billionths of thousandths."""
    return round(float(value) * _SCALE)
