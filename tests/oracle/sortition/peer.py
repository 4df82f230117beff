"""What sortition-algorithms makes of pools: runs in its own environment, JSON in and out.

Each instance: {"rule": "maximin" | "nash" | "leximin", "size": 4, "quotas": [[feature, value, min, max], ...],
"people": {id: {feature: value}}, "households": {id: home}}. Each answer: {"panels": [[id, ...], ...],
"weights": [...]}, or {"infeasible": true}.
"""

from __future__ import annotations

import csv
import io
import json
import sys

from sortition_algorithms import adapters, errors, settings
from sortition_algorithms.committee_generation import leximin, maximin, nash

FIND = {
    "maximin": maximin.find_distribution_maximin,
    "nash": nash.find_distribution_nash,
    "leximin": leximin.find_distribution_leximin,
}


def as_csv(head, rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue()


def answer(instance):
    names = sorted({quota[0] for quota in instance["quotas"]})
    homes = instance["households"]
    flex = [[*quota, 0, max(instance["size"], quota[3])] for quota in instance["quotas"]]
    people = [
        [person, *(of[name] for name in names), homes.get(person, f"alone {person}")]
        for person, of in instance["people"].items()
    ]
    source = adapters.CSVStringDataSource(
        as_csv(["feature", "value", "min", "max", "min_flex", "max_flex"], flex),
        as_csv(["id", *names, "home"], people),
    )
    data = adapters.SelectionData(source)
    try:
        features, _ = data.load_features(instance["size"])
        chosen = settings.Settings(
            id_column="id", columns_to_keep=[], check_same_address=True, check_same_address_columns=["home"]
        )
        pool, _ = data.load_people(chosen, features)
        panels, weights, _ = FIND[instance["rule"]](features, pool, instance["size"], ["home"])
    except errors.InfeasibleQuotasError as refusal:
        return {"infeasible": True, "why": str(refusal)[:200]}
    return {"panels": [sorted(panel) for panel in panels], "weights": [float(weight) for weight in weights]}


def main() -> None:
    answers = []
    for instance in json.load(sys.stdin):
        try:
            answers.append(answer(instance))
        except Exception as fault:  # what a peer cannot do is an answer too
            answers.append({"fault": f"{type(fault).__name__}: {fault}"[:300]})
    sys.stdout.write(f"\n{json.dumps(answers)}\n")


if __name__ == "__main__":
    main()
