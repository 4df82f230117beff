"""Stable matchings of the library `matching`, run by the Python of the oracle environment.

Reads `[{"wishes": {person: [place, …]}, "priorities": {place: [person, …]}, "seats": {place: n}, "proposing": …}, …]`
from standard input; answers each with {person: place} for those who have a place.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

from matching.games import HospitalResident

SIDES = {"people": "resident", "places": "hospital"}


def answer(instance: dict[str, Any]) -> dict[str, str]:
    game = HospitalResident.create_from_dictionaries(
        instance["wishes"], instance["priorities"], instance["seats"], clean=True
    )
    solution = game.solve(optimal=SIDES[instance["proposing"]])
    return {person.name: place.name for place, people in solution.items() for person in people}


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # it warns of everybody whom it leaves out while cleaning
    json.dump([answer(instance) for instance in json.load(sys.stdin)], sys.stdout)
