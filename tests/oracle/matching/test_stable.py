"""Deferred acceptance gives what the library `matching` gives, on small and on large markets, from both sides.

The library knows strict priorities only and no place without seats; there nothing differs. What it does not know
(equal priorities, lots, seats 0, sites) is held by brute force in tests/methods/matching.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.asking import ask
from waardeel.methods.matching import MATCHING
from waardeel.methods.matching.market import Market

pytestmark = pytest.mark.oracle
PEER = Path(__file__).with_name("peer.py")
DOOR = MATCHING["deferred-acceptance"]


def instance(seed: int, people: int, places: int, wishes: int, proposing: str) -> dict[str, Any]:
    """Everybody names some places; a place ranks most of those who name it, so some pairs cannot be."""
    draw = random.Random(seed)
    names, halls = [f"p{at:04}" for at in range(people)], [f"h{at:02}" for at in range(places)]
    wanted = {name: draw.sample(halls, draw.randint(1, min(wishes, places))) for name in names}
    ranked = {hall: [name for name in names if hall in wanted[name] and draw.random() < 0.9] for hall in halls}
    for line in ranked.values():
        draw.shuffle(line)
    # The library refuses players without anybody on their list.
    ranked = {hall: line for hall, line in ranked.items() if line}
    wanted = {name: kept for name, list_ in wanted.items() if (kept := [hall for hall in list_ if hall in ranked])}
    wanted = {name: list_ for name, list_ in wanted.items() if any(name in ranked[hall] for hall in list_)}
    seats = {hall: draw.randint(1, max(1, 2 * people // places)) for hall in ranked}
    return {"wishes": wanted, "priorities": ranked, "seats": seats, "proposing": proposing}


def ours(one: dict[str, Any]) -> dict[str, str]:
    ranked = {hall: [name for name in line if name in one["wishes"]] for hall, line in one["priorities"].items()}
    result = DOOR(Market.of(one["wishes"], one["seats"], priorities=ranked), proposing=one["proposing"])
    return {name: place for name, place in result.facts["placements"].items() if place is not None}


@pytest.mark.parametrize("proposing", ["people", "places"])
def test_three_hundred_small_markets_are_matched_as_the_library_does(oracle_python, proposing):
    draw = random.Random(1)
    many = [instance(seed, draw.randint(1, 15), draw.randint(1, 6), 5, proposing) for seed in range(300)]
    many = [one for one in many if one["wishes"]]
    for one, theirs in zip(many, ask(oracle_python, PEER, many), strict=True):
        assert ours(one) == theirs


def test_markets_of_200_1000_and_2000_people_are_matched_as_the_library_does(oracle_python):
    many = [
        instance(seed, people, places, 10, "people")
        for seed, people, places in ((1, 200, 20), (2, 1000, 40), (3, 2000, 50))
    ]
    for one, theirs in zip(many, ask(oracle_python, PEER, many), strict=True):
        assert ours(one) == theirs
