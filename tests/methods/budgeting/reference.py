"""The rules as their definitions say, in fractions and without any speed: what the real ones are held against."""

from __future__ import annotations

from fractions import Fraction


def worths(instance, utilities, last_rank=1):
    """worth[voter][project] as the definition has it."""
    found = []
    for at in range(len(instance.voters)):
        begin, end = instance.starts[at], instance.starts[at + 1]
        row = {}
        for place in range(begin, end):
            project = int(instance.chosen[place])
            points = 1
            if instance.kind == "score":
                points = int(instance.points[place])
            elif instance.kind == "ordinal":
                points = int(end - 1 - place) + last_rank
            if points:
                factor = instance.projects[project].cost if utilities == "cost" else 1
                row[project] = Fraction(points) * factor
        found.append(row)
    return found


def price(cost, holders):
    """The smallest r with sum of min(money, r * worth) = cost, or None; `holders` are (money, worth)."""
    if sum(money for money, _ in holders) < cost:
        return None
    rest, weight = Fraction(cost), sum(worth for _, worth in holders)
    for money, worth in sorted(holders, key=lambda pair: pair[0] / pair[1]):
        if money / worth >= rest / weight:
            return rest / weight
        rest -= money
        weight -= worth
    return max(money / worth for money, worth in holders)


def equal_shares(instance, share, utilities="cost", last_rank=1, first=None):
    """(winners in order, prices per worth, money left); ties by `first`, a function on lists of places."""
    worth = worths(instance, utilities, last_rank)
    money = [Fraction(share)] * len(worth)
    costs = [Fraction(project.cost) for project in instance.projects]
    left = [p for p in range(len(costs)) if costs[p] > 0]
    winners, prices, payments = [], [], []
    while True:
        offers = {}
        for project in left:
            holders = [(money[v], row[project]) for v, row in enumerate(worth) if project in row]
            if holders and (offer := price(costs[project], holders)) is not None:
                offers[project] = offer
        if not offers:
            return winners, prices, money, payments
        lowest = min(offers.values())
        equal = [project for project in left if offers.get(project) == lowest]
        chosen = equal[0] if len(equal) == 1 else first(equal)
        paid = {}
        for v, row in enumerate(worth):
            if chosen in row:
                paid[v] = min(money[v], lowest * row[chosen])
                money[v] -= paid[v]
        winners.append(chosen)
        prices.append(lowest)
        payments.append(paid)
        left.remove(chosen)


def phragmen(instance, first=None, overspend="stop"):
    """Winners in order: voters earn at the same speed; all loads are moments."""
    worth = worths(instance, "cardinality")
    loads = [Fraction(0)] * len(worth)
    costs = [Fraction(project.cost) for project in instance.projects]
    supporters = {p: [v for v, row in enumerate(worth) if p in row] for p in range(len(costs))}
    rest = instance.budget
    left = [p for p in supporters if supporters[p] and 0 < costs[p] <= rest]
    winners = []
    while True:
        if overspend == "skip":
            left = [p for p in left if costs[p] <= rest]
        if not left:
            return winners
        moments = {p: (costs[p] + sum(loads[v] for v in supporters[p])) / len(supporters[p]) for p in left}
        earliest = min(moments.values())
        equal = [p for p in left if moments[p] == earliest]
        if any(costs[p] > rest for p in equal):
            return winners
        chosen = equal[0] if len(equal) == 1 else first(equal)
        for v in supporters[chosen]:
            loads[v] = earliest
        winners.append(chosen)
        rest -= costs[chosen]
        left.remove(chosen)
