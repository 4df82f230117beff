"""Budgets divided by pabutools, run by the Python of the oracle environment.

Reads `[{"costs": {id: cost}, "budget": b, "kind": …, "ballots": [...], "rule": …, "utilities": …}, …]` from
standard input; answers each with the ids that win, in the order in which pabutools gives them. Ballots are lists of
ids, or [[id, points], …] for scores. Ties go by name.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    Instance,
    OrdinalBallot,
    OrdinalProfile,
    Project,
)
from pabutools.election.satisfaction import Additive_Borda_Sat, Additive_Cardinal_Sat
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)


def answer(one: dict[str, Any]) -> list[str]:
    projects = {name: Project(name, cost) for name, cost in one["costs"].items()}
    instance = Instance(projects.values(), budget_limit=one["budget"])
    if one["kind"] == "score":
        ballots = [CardinalBallot({projects[p]: points for p, points in ballot}) for ballot in one["ballots"]]
        profile, worth = CardinalProfile(ballots), Additive_Cardinal_Sat
    elif one["kind"] == "ordinal":
        profile = OrdinalProfile([OrdinalBallot([projects[p] for p in ballot]) for ballot in one["ballots"]])
        worth = Additive_Borda_Sat
    else:
        profile = ApprovalProfile([ApprovalBallot([projects[p] for p in ballot]) for ballot in one["ballots"]])
        worth = Cost_Sat if one["utilities"] == "cost" else Cardinality_Sat
    if one["rule"] == "phragmen":
        chosen = sequential_phragmen(instance, profile)
    elif one["rule"] == "greedy":
        chosen = greedy_utilitarian_welfare(instance, profile, sat_class=worth)
    elif one["rule"] == "add1":
        chosen = exhaustion_by_budget_increase(
            instance, profile, method_of_equal_shares, {"sat_class": worth},
            exhaustive_stop=False, budget_step=profile.num_ballots(),
        )  # fmt: skip
    else:
        increment = 1 if one["rule"] == "add1-exhaustive" else None
        chosen = method_of_equal_shares(instance, profile, sat_class=worth, voter_budget_increment=increment)
    return [project.name for project in chosen]


if __name__ == "__main__":
    json.dump([answer(one) for one in json.load(sys.stdin)], sys.stdout)
