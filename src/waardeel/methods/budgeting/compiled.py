# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, C901
"""The inner loops of a count for numba; imported only where it is asked for (see `fast`).

The same arithmetic as `Count._price` and `Count._buy`, with the same bounds on errors. Arrays of one value per project:
costs, factors, bound, alive; per voter: money, spent; per supporter, projects one after the other from `begin`: voters,
points (empty when all give one).
"""

from __future__ import annotations

import numba
import numpy as np

HALF_ULP = 2.0**-53
NEVER = np.iinfo(np.int32).max
POOR, CLEAR, DOUBT = 0, 1, 2


@numba.njit(cache=True)
def split(holds, given, price):
    """(money of who cannot pay the price, points of who can, how many of the former hold something)."""
    short, rich, moved = 0.0, 0.0, 0
    if len(given):
        for at in range(len(holds)):
            if holds[at] < price * given[at]:
                short += holds[at]
                moved += holds[at] > 0.0
            else:
                rich += given[at]
    else:
        for at in range(len(holds)):
            poor = holds[at] < price
            short += holds[at] if poor else 0.0
            rich += 0.0 if poor else 1.0
            moved += poor and holds[at] > 0.0
    return short, rich, moved


@numba.njit(cache=True)
def price_of(project, begin, voters, points, cost, money, holds, error, edge):
    """(POOR, CLEAR or DOUBT; price per point; bound on its error) of one project."""
    first = begin[project]
    count = begin[project + 1] - first
    weighted = len(points) > 0
    total, weight, least = 0.0, float(count), np.inf
    for at in range(count):
        holds[at] = money[voters[first + at]]
        total += holds[at]
    if weighted:
        weight = 0.0
        for at in range(count):
            weight += points[first + at]
            least = min(least, holds[at] / points[first + at])
    else:
        for at in range(count):
            least = min(least, holds[at])
    doubt = count * error + (count + 16) * HALF_ULP * (total + cost)
    if total < cost - doubt:
        return POOR, 0.0, 0.0
    if total <= cost + doubt:
        return DOUBT, 0.0, 0.0
    price = cost / weight
    if least >= price + error + 8 * HALF_ULP * price:
        return CLEAR, price, 2 * HALF_ULP * price
    given = points[first : first + count] if weighted else points
    while True:  # who cannot pay the price gives all; the others pay more, until it stands
        short, rich, _ = split(holds[:count], given, price)
        if rich == 0.0:
            return DOUBT, 0.0, 0.0
        higher = (cost - short) / rich
        if higher <= price:
            break
        price = higher
    _, rich, moved = split(holds[:count], given, price + edge)
    if rich == 0.0:
        return DOUBT, 0.0, 0.0
    wrong = (moved * error + (count + 16) * HALF_ULP * cost) / rich
    if wrong > edge:
        return DOUBT, 0.0, 0.0
    return CLEAR, price, wrong + 8 * HALF_ULP * price


@numba.njit(cache=True)
def buy(project, begin, voters, points, price, wrong, money, spent, turn, error, share):
    """Take the money. Gives (points of who has money left, bound on errors), or (-1, …) untouched when in doubt."""
    first, last = begin[project], begin[project + 1]
    weighted = len(points) > 0
    most = 1
    if weighted:
        for at in range(first, last):
            most = max(most, points[at])
    doubt = error + wrong * most + 4 * HALF_ULP * share
    for at in range(first, last):
        given = points[at] if weighted else 1
        holds = money[voters[at]]
        if holds > 0.0 and abs(holds - price * given) <= doubt:
            return -1, error
    rich = 0
    for at in range(first, last):
        given = points[at] if weighted else 1
        voter = voters[at]
        left = money[voter] - price * given
        if left > 0.0:
            money[voter] = left
            rich += given
        elif money[voter] > 0.0:
            money[voter] = 0.0
            spent[voter] = turn
    return rich, doubt


@numba.njit(cache=True)
def rounds(
    begin, voters, points, costs, factors, money, spent, bound, alive, winners, richest, turn, error, edge, share
):
    """Do rounds until one leaves doubt or nothing is affordable; gives how many, and the bound on errors."""
    done = 0
    seen = np.zeros(len(costs), dtype=np.bool_)
    low = np.zeros(len(costs))
    holds = np.zeros(np.max(begin[1:] - begin[:-1]))
    while error <= edge / 16:
        seen[:] = False
        best, chosen, price, wrong = np.inf, -1, 0.0, 0.0
        while True:
            project, least = -1, best
            for at in range(len(costs)):
                if alive[at] and not seen[at] and bound[at] <= least:
                    project, least = at, bound[at]
            if project < 0:
                break
            seen[project] = True
            state, per_point, off = price_of(project, begin, voters, points, costs[project], money, holds, error, edge)
            if state == DOUBT:
                return done, error
            if state == POOR:
                alive[project] = False
                continue
            worth = factors[project]
            low[project] = (per_point / worth - off / worth) * (1 - 8 * HALF_ULP)
            bound[project] = max(bound[project], low[project])
            high = (per_point / worth + off / worth) * (1 + 8 * HALF_ULP)
            if high < best:
                best, chosen, price, wrong = high, project, per_point, off
        if chosen < 0:
            return done, error
        for at in range(len(costs)):
            if seen[at] and alive[at] and at != chosen and low[at] <= best:
                return done, error
        rich, after = buy(chosen, begin, voters, points, price, wrong, money, spent, turn + done, error, share)
        if rich < 0:
            return done, error
        error = after
        alive[chosen] = False
        winners[done], richest[done] = chosen, rich
        done += 1
    return done, error
