"""How far every share can rise before anything in a count can turn: the step of the completion `next-step`.

While nothing turns, every price and every amount left is a straight line in the share t. Two things can turn: a
voter who could pay a winner in full no longer can (or the other way around), and another project becomes cheaper than
the winner of a round, or affordable at the end. For the second, what a project's supporters would pay at the price
of the round, sum of min(money left, price · points), bends only downwards in t; so its first slope tells a
moment before which it surely stays below the cost. Errors of floats are taken off. (The idea of certain steps:
S. Kraiczy, I. Robinson, E. Elkind, "Streamlining Equal Shares", 2025, for a variant of the rule.)
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.count import Count

#: What is taken off every distance and added to every slope, as a part of the share: far above errors of floats.
_MARGIN = 1e-8


def next_turn(count: Count) -> Fraction:
    """An amount by which every share can rise, exclusive, with surely the same winners; 0 when that is in doubt."""
    share = float(count.share)
    support, flat = count.support, count.support.flat
    money, slope = np.full(len(count.money), share), np.ones(len(count.money))
    weight = flat.points if len(flat.points) else np.ones(len(flat.voters), dtype=np.int64)
    open_ = np.zeros(len(support.cost), dtype=bool)
    open_[count.candidates] = True
    doubt = count.error + _MARGIN * share
    nearest = np.inf
    for turn, (project, price) in enumerate(zip(count.winners, count.prices(), strict=True)):
        per_point = float(price)
        voters, given = support.voters[project], count.given(project)
        holds = count.spent[voters] >= turn
        voters, given = voters[holds], given[holds]
        poor = count.spent[voters] == turn
        rise = -float(slope[voters[poor]].sum()) / count.rich[turn] if count.rich[turn] else -np.inf
        gap = np.abs(money[voters] - per_point * given)
        closing = np.where(poor, 1.0, -1.0) * (slope[voters] - rise * given)
        nearest = min(nearest, _first(gap - doubt * given, closing))
        open_[project] = False
        worth = support.factor_floats * (per_point / support.factor_floats[project])
        faster = support.factor_floats * (rise / support.factor_floats[project])
        nearest = min(nearest, _others(count, open_, money, slope, worth, faster, weight, doubt))
        if nearest <= 0:
            return Fraction(0)
        money[voters] -= per_point * given
        slope[voters] -= rise * given
        money[voters[poor]] = slope[voters[poor]] = 0.0
    never = np.full(len(support.cost), np.inf)
    nearest = min(nearest, _others(count, open_, money, slope, never, never, weight, doubt))
    if not 0 < nearest < np.inf:
        return Fraction(0) if nearest <= 0 else max(support.cost)
    return Fraction(nearest)


def _others(
    count: Count,
    open_: npt.NDArray[np.bool_],
    money: npt.NDArray[np.float64],
    slope: npt.NDArray[np.float64],
    worth: npt.NDArray[np.float64],
    faster: npt.NDArray[np.float64],
    weight: npt.NDArray[np.int64],
    doubt: float,
) -> float:
    """When another open project could first be paid for at `worth` per point, which rises by `faster`."""
    flat, support = count.support.flat, count.support
    sizes = np.diff(flat.begin)
    asked = np.flatnonzero(open_ & (sizes > 0))
    if not asked.size:
        return np.inf
    most = np.repeat(worth, sizes) * weight
    holds = money[flat.voters]
    short = holds < most
    paid = np.where(short, holds, most)
    growth = np.where(short, slope[flat.voters], np.repeat(faster, sizes) * weight)
    filled = np.flatnonzero(sizes > 0)
    begins = flat.begin[:-1][filled]
    total, slopes = np.zeros(len(sizes)), np.zeros(len(sizes))
    total[filled], slopes[filled] = np.add.reduceat(paid, begins), np.add.reduceat(growth, begins)
    points = np.array(support.total_points, dtype=np.float64)
    missing = support.cost_floats - total - doubt * points
    return _first(missing[asked], slopes[asked] + _MARGIN * points[asked])


def _first(distance: npt.NDArray[np.float64], speed: npt.NDArray[np.float64]) -> float:
    """When the first of these distances can be closed; not after 0 when one is within doubt."""
    if not distance.size:
        return np.inf
    speed = speed + _MARGIN
    moving = speed > 0
    when = np.full(len(distance), np.inf)
    when[moving] = distance[moving] / speed[moving]
    when[distance <= 0] = 0.0
    return float(when.min())
