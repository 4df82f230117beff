"""Small markets for property tests, and every outcome that they can have."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import settings
from hypothesis import strategies as st

from waardeel.methods.matching.market import Market, Site

#: Brute force beside each example takes its time: at most sixty.
SIXTY = settings(max_examples=min(60, settings().max_examples))


@st.composite
def markets(draw, *, people=5, places=3, ties=False, sites=False, costs=False) -> Market:
    names = [f"p{at}" for at in range(draw(st.integers(1, people)))]
    halls = [f"h{at}" for at in range(draw(st.integers(1, places)))]
    wishes = {name: draw(st.lists(st.sampled_from(halls), unique=True)) for name in names}
    seats = {hall: draw(st.integers(0, 2)) for hall in halls}
    priorities = {}
    for hall in halls:
        if ties and draw(st.booleans()):
            continue
        order = draw(st.lists(st.sampled_from(names), unique=True))
        cuts = draw(st.lists(st.booleans(), min_size=len(order), max_size=len(order))) if ties else [True] * len(order)
        groups: list[list[str]] = []
        for name, cut in zip(order, cuts, strict=True):
            if cut or not groups:
                groups.append([])
            groups[-1].append(name)
        priorities[hall] = groups
    more = {}
    if sites:
        most = draw(st.integers(0, 3))
        more["sites"] = [Site("site", tuple(halls[:2]), most, draw(st.integers(0, min(most, 1))))]
        more["least"] = {halls[-1]: draw(st.integers(0, min(1, seats[halls[-1]])))}
    if costs:
        more["costs"] = {name: [draw(st.integers(0, 4)) for _ in wishes[name]] for name in names}
    return Market.of(wishes, seats, priorities=priorities, **more)


def every_placement(market: Market) -> Iterator[tuple[int | None, ...]]:
    """All placements that keep the limits."""
    ways = [[None, *(place for _, place in market.admissible(person))] for person in range(len(market.people))]
    for placement in itertools.product(*ways):
        flow = [0] * len(market.nodes)
        for place in placement:
            for node in market.above(place):
                flow[node] += 1
        if all(low <= have <= high for low, have, high in zip(market.least, flow, market.most, strict=True)):
            yield placement


def placement_of(market: Market, result) -> tuple[int | None, ...]:
    placed = result.facts["placements"]
    return tuple(None if placed[name] is None else market.places.index(placed[name]) for name in market.people)


def wish_number(market: Market, person: int, place: int | None) -> int:
    """1 for the first wish; one more than the last for no place."""
    return len(market.wishes[person]) + 1 if place is None else market.wishes[person].index(place) + 1
