"""Nash: make the product of all chances as large as possible."""

from __future__ import annotations

import numpy as np

from waardeel.methods.highs import Array, Flags, Program, SolverFailed
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.sortition import marginals
from waardeel.methods.sortition.fair import LOTS, PAPER, SEED, decide, span_step
from waardeel.methods.sortition.marginals import Chances
from waardeel.methods.sortition.polytope import Polytope
from waardeel.methods.sortition.pool import Pool
from waardeel.methods.words import Text

NAME, VERSION = "nash", "1"
_ROUNDS = 200
_CLOSE = 1e-11
_LEVEL = 1e-8


def chances(polytope: Polytope) -> Chances:
    """Maximise the sum of the logarithms of all chances above 0 over the polytope.

    By a primal-dual interior point method: the unknowns are x, the room left at every inequality and its price.
    """
    start = marginals.leximin(polytope)
    able = start.x > marginals.SAME
    x = _greatest_product(polytope, start.x[able], able)
    found = np.zeros(len(able))
    found[able] = x
    return Chances(found, ())


def _greatest_product(polytope: Polytope, x: Array, able: Flags) -> Array:
    sizes, caps = polytope.sizes[able], polytope.caps[able]
    rows, low, high = polytope.matrix[:, able], polytope.low, polytope.high
    same = low == high
    upper, lower = ~same & np.isfinite(high), ~same & np.isfinite(low)
    bounds = np.vstack([rows[upper], -rows[lower], np.eye(len(x))])
    limits = np.concatenate([high[upper], -low[lower], caps])
    found = _interior(sizes, x, bounds, limits, rows[same], high[same])
    if found is None:  # an inequality without any room has no interior: it is an equation
        tight = _without_room(bounds, limits, rows[same], high[same])
        equal, sides = np.vstack([rows[same], bounds[tight]]), np.append(high[same], limits[tight])
        found = _interior(sizes, x, bounds[~tight], limits[~tight], equal, sides)
    if found is None:
        raise SolverFailed("the greatest product was not found")
    return found


def _without_room(bounds: Array, limits: Array, equal: Array, sides: Array) -> Flags:
    """Which inequalities every point of the polytope meets with nothing to spare."""
    count, width = bounds.shape
    program = Program(
        np.block([[bounds, np.eye(count)], [equal, np.zeros((len(sides), count))]]),
        np.append(np.full(count, -np.inf), sides),
        np.append(limits, sides),
        np.zeros(width + count),
        np.append(np.full(width, np.inf), np.ones(count)),
    )
    tight = np.ones(count, dtype=bool)
    while tight.any():  # at most one unit of room counts, so that none takes all the attention
        program.costs(np.append(np.zeros(width), tight.astype(float)))
        if not program.solve() or program.value < marginals.SAME:
            break
        tight &= program.x[width:] < marginals.SAME / count
    return tight


def _interior(sizes: Array, x: Array, bounds: Array, limits: Array, equal: Array, sides: Array) -> Array | None:
    """Maximise the sum of `sizes * log(x)` for `bounds @ x <= limits` and `equal @ x == sides`; None if not found."""
    room = np.maximum(limits - bounds @ x, 1e-2)
    price = 0.1 / room
    multiplier = np.zeros(len(sides))
    for turn in range(_ROUNDS):
        gap = float(room @ price) / len(room)
        slope = -sizes / x + bounds.T @ price + equal.T @ multiplier
        short = bounds @ x + room - limits
        uneven = equal @ x - sides
        # Where bounds coincide, doubles can get no closer than this after many rounds.
        close = _CLOSE if turn < _ROUNDS // 2 else 10 * _CLOSE
        level = np.abs(slope).max() < _LEVEL * (sizes / x).max()  # nothing raises the product any more
        if gap < close and level and max(np.abs(short).max(), np.abs(uneven).max(initial=0.0)) < _CLOSE:
            return x
        aim = 0.1 * gap
        weight = price / room
        inner = np.diag(sizes / x**2) + bounds.T @ (weight[:, None] * bounds)
        side = -(slope + bounds.T @ (weight * short + (aim / room - price)))
        size = len(sides)
        system = np.block([[inner, equal.T], [equal, -1e-12 * np.eye(size)]])
        move = _solved(system, np.append(side, -uneven))
        if not np.isfinite(move).all():
            return None
        dx, dm = move[: len(x)], move[len(x) :]
        droom = -short - bounds @ dx
        dprice = aim / room - price - weight * droom
        step = min(1.0, 0.99 * _reach(x, dx), 0.99 * _reach(room, droom), 0.99 * _reach(price, dprice))
        x, room, price, multiplier = x + step * dx, room + step * droom, price + step * dprice, multiplier + step * dm
    return None


def _solved(system: Array, side: Array) -> Array:
    """The solution; the shortest one when rows repeat each other (every feature's quotas fixed to one number)."""
    try:
        return np.array(np.linalg.solve(system, side), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.array(np.linalg.lstsq(system, side, rcond=None)[0], dtype=np.float64)


def _reach(value: Array, move: Array) -> float:
    """How far a positive value can go before it is 0."""
    falling = move < 0
    return float(np.min(-value[falling] / move[falling])) if falling.any() else np.inf


def nash(pool: Pool, *, lots: int, seed: str | None) -> Result:
    """A draw with the largest product of chances, which are unique. Raises NoPanel."""
    return decide(NAME, VERSION, pool, chances, lots=lots, seed=seed, about=span_step)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Nash: het grootste product van kansen",
        fr="Nash : le plus grand produit des chances",
        en="Nash: the largest product of chances",
    ),
    summary=Text(
        nl="Elk panel voldoet aan de quota. De kansen met elkaar vermenigvuldigd geven een zo groot mogelijk getal: "
        "een kleine kans verdubbelen telt even zwaar als een grote verdubbelen.",
        fr="Chaque panel respecte les quotas. Le produit de toutes les chances est le plus grand possible : doubler "
        "une petite chance compte autant que d'en doubler une grande.",
        en="Every panel meets the quotas. All chances multiplied give as large a number as possible: doubling a small "
        "chance counts as much as doubling a large one.",
    ),
    sources=(f"{PAPER}, supplementary information (Nash welfare)",),
    takes=Pool,
    run=nash,
    options=(LOTS, SEED),
)
