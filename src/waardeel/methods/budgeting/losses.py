"""Why a project lost with equal shares, and what would have won it: a lower cost, more supporters, or larger shares.

All three are about the count at the share that stood at the end, and each answer is checked by counting again: with it
the project wins, and with one cent more, or one supporter fewer, it does not. Until a project is bought it changes
nothing for the others, so one count tells for every round how far its supporters' money would have gone at the price
of that round. Source of the measures: N. Boehmer, P. Faliszewski, Ł. Janeczko, D. Peters, G. Pierczyński,
Š. Schierreich, P. Skowron, S. Szufa, "Evaluation of Project Performance in Participatory Budgeting", IJCAI 2024.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.count import Count
from waardeel.methods.budgeting.instance import Instance
from waardeel.methods.budgeting.limits import Room
from waardeel.methods.budgeting.nearest import next_turn
from waardeel.methods.budgeting.outcome import Allocation
from waardeel.methods.budgeting.support import Support
from waardeel.methods.lots import NoLot

CENT = Fraction(1, 100)
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chance:
    """What would have won a project, other things equal.

    `cost`: the highest cost, to the cent, at which it would have won; 0 when no cost of a cent or more does.
    `supporters`: how many more voters, each with a share of their own and voting for this project alone (with as many
    points as its keenest supporter); None where nobody could win it so.
    """

    project: str
    cost: Fraction
    supporters: int | None


def chance(allocation: Allocation, project: str) -> Chance | None:
    """What would have won this project; None if it won, had no supporters, or was not decided by equal shares."""
    count = allocation.count
    if count is None:
        return None
    at = count.support.instance.place[project]
    if at not in count.candidates or project in allocation.winners:
        return None
    return Chance(project, _cost(count, at), _supporters(count, at))


def larger_share(allocation: Allocation, project: str, *, increment: Fraction, runs: int = 1000) -> Fraction | None:
    """The first share, in steps of `increment` above the one that stood, with which the project wins.

    None when it does not in so many counts. The other winners may then cost more than the budget. Raises NoLot.
    """
    count = allocation.count
    if count is None or project in allocation.winners:
        return None
    at = count.support.instance.place[project]
    if at not in count.candidates:
        return None
    steps, share = 0, count.share
    for _ in range(runs):
        steps += max(1, math.ceil(next_turn(count) / increment))
        count = Count(count.support, share + steps * increment, count.candidates, Room(count.support.instance)).run()
        if at in count.winners:
            return count.share
        if len(count.winners) == len(count.candidates):
            break
    return None


def _rounds(count: Count, project: int) -> Iterator[tuple[_Floats, float]]:
    """For each round and the end: what the supporters of a project hold, and the price per worth (at the end: none)."""
    support = count.support
    money = np.full(len(count.money), float(count.share))
    mine = support.voters[project]
    for turn, (winner, price) in enumerate(zip(count.winners, count.prices(), strict=True)):
        yield money[mine], float(price) / float(support.factor_floats[winner])
        voters = support.voters[winner]
        money[voters] -= float(price) * count.given(winner)
        money[count.spent <= turn] = 0.0
    yield money[mine], np.inf


def _cost(count: Count, project: int) -> Fraction:
    """The highest cost in cents at which the project wins."""
    given = count.given(project).astype(np.float64)
    dear = count.support.factor[project] == count.support.cost[project]
    best = max(_affordable(money, given, worth, dear) for money, worth in _rounds(count, project))
    cents = max(0, math.floor(best * 100))
    while cents > 0 and not _wins(count, project, cents * CENT):
        cents -= 1
    while (cents + 1) * CENT < count.support.cost[project] and _wins(count, project, (cents + 1) * CENT):
        cents += 1
    return cents * CENT


def _affordable(money: _Floats, given: _Floats, worth: float, dear: bool) -> float:
    """The highest cost that supporters would pay when no more than `worth` per unit of worth may be asked."""
    if not dear:
        return float(np.minimum(money, worth * given).sum()) if np.isfinite(worth) else float(money.sum())
    cost = float(money.sum())
    while np.isfinite(worth):  # who would be asked for less than they hold pays in proportion to the cost
        rich = money > worth * cost * given
        part = worth * float(given[rich].sum())
        lower = float(money[~rich].sum()) / (1 - part) if part < 1 else cost
        if lower >= cost * (1 - 1e-12):
            break
        cost = lower
    return cost


def _wins(count: Count, project: int, cost: Fraction) -> bool:
    support = count.support
    costs = tuple(cost if at == project else each for at, each in enumerate(support.cost))
    dear = support.factor[project] == support.cost[project]
    factors = tuple(cost if at == project and dear else each for at, each in enumerate(support.factor))
    changed = replace(
        support,
        cost=costs,
        factor=factors,
        cost_floats=np.array([float(each) for each in costs]),
        factor_floats=np.array([float(each) for each in factors]),
        order=support.order.with_costs(costs),
    )
    return _surely_wins(count, changed, project)


def _supporters(count: Count, project: int) -> int | None:
    """The fewest further voters for this project alone with which it wins."""
    support = count.support
    given = count.given(project).astype(np.float64)
    share, cost = float(count.share), float(support.cost_floats[project])
    each = float(given.max())
    fewest = np.inf
    for money, worth in _rounds(count, project):
        asked = worth * float(support.factor_floats[project])
        paid = float(np.minimum(money, asked * given).sum()) if np.isfinite(asked) else float(money.sum())
        more = min(share, asked * each)
        if more > 0:
            fewest = min(fewest, (cost - paid) / more)
    if not np.isfinite(fewest) or fewest > 10 * len(count.money) + 1000:
        return None
    extra = max(1, math.ceil(fewest - 1e-9))
    while not _wins_with(count, project, extra):
        extra += 1
    while extra > 1 and _wins_with(count, project, extra - 1):
        extra -= 1
    return extra


def _wins_with(count: Count, project: int, extra: int) -> bool:
    old = count.support
    instance, at = old.instance, len(old.instance.voters)
    given = int(count.given(project).max())
    starts = np.concatenate([instance.starts, instance.starts[-1] + np.arange(1, extra + 1)])
    worth = None if old.worth is None else np.concatenate([old.worth, np.full(extra, given)])
    more: Instance = replace(
        instance,
        voters=(*instance.voters, *(f"\0{new}" for new in range(extra))),
        starts=starts,
        chosen=np.concatenate([instance.chosen, np.full(extra, project, dtype=np.int32)]),
    )
    added = np.arange(at, at + extra)
    votes = _with(old.votes, project, old.votes[project] + extra)
    points = old.points[project]
    changed = replace(
        old,
        instance=more,
        voters=_with(old.voters, project, np.concatenate([old.voters[project], added])),
        points=old.points
        if points is None
        else _with(old.points, project, np.concatenate([points, np.full(extra, given)])),
        votes=votes,
        order=old.order.with_votes(votes),
        total_points=_with(old.total_points, project, old.total_points[project] + extra * given),
        worth=worth,
    )
    return _surely_wins(count, changed, project)


def _with(values: tuple[object, ...], at: int, value: object) -> tuple:  # type: ignore[type-arg]
    return (*values[:at], value, *values[at + 1 :])


def _surely_wins(count: Count, support: Support, project: int) -> bool:
    """Whether the project wins in a count of this support; a tie that only a lot can break is not sure."""
    try:
        return project in Count(support, count.share, count.candidates, Room(support.instance)).run().winners
    except NoLot:
        return False
