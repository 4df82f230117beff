"""What red-dwarf makes of conversations with known groups. Runs in the environment of the judges.

Each instance holds `votes` ([participant, statement, vote], whole numbers), `out` and `meta` (statements), and `groups`
(participant as text to group from 0). Nothing here is ours: only its functions, called in its own order.
"""

import json
import sys
import warnings

import numpy as np
from reddwarf.utils.consensus import select_consensus_statements
from reddwarf.utils.matrix import generate_raw_matrix, simple_filter_matrix
from reddwarf.utils.reducer.base import run_reducer
from reddwarf.utils.stats import (
    calculate_comment_statistics_dataframes,
    populate_priority_calculations_into_statements_df,
    select_representative_statements,
)

warnings.simplefilter("ignore")
STATISTICS = ["pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt"]


def answer(instance):
    import pandas as pd

    votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in instance["votes"]]
    raw = generate_raw_matrix(votes=votes)
    people, statements, model = run_reducer(vote_matrix=simple_filter_matrix(raw, instance["out"]).values)
    groups = {int(name): group for name, group in instance["groups"].items()}
    grouped = raw.loc[[name for name in raw.index if name in groups]]
    labels = [groups[name] for name in grouped.index]
    table, consensus = calculate_comment_statistics_dataframes(vote_matrix=grouped, cluster_labels=labels)
    frame = pd.DataFrame(statements, columns=pd.Index(["x", "y"]), index=raw.columns)
    frame["is_meta"] = frame.index.isin(instance["meta"])
    frame = populate_priority_calculations_into_statements_df(frame, grouped)
    chosen = select_representative_statements(table, mod_out_statement_ids=instance["out"])
    majorities = select_consensus_statements(raw, mod_out_statement_ids=instance["out"])
    return {
        "people": [int(name) for name in raw.index],
        "statements": [int(name) for name in raw.columns],
        "center": model.mean_.tolist(),
        "components": model.components_.tolist(),
        "places": np.asarray(people).tolist(),
        "statistics": {str(group): table.loc[group][STATISTICS].T.values.tolist() for group in sorted(set(labels))},
        "consensus": consensus["group-aware-consensus-agree"].tolist(),
        "against": consensus["group-aware-consensus-disagree"].tolist(),
        "priority": [float(value) for value in frame["priority"]],
        "representative": {
            str(group): [
                [int(x["tid"]), x["repful-for"], int(x["n-success"]), int(x["n-trials"]), x.get("best-agree") is True]
                for x in found
            ]
            for group, found in chosen.items()
        },
        "majorities": {
            side: [[int(x["tid"]), int(x["n-success"]), int(x["n-trials"])] for x in majorities[side]]
            for side in ("agree", "disagree")
        },
    }


json.dump([answer(instance) for instance in json.load(sys.stdin)], sys.stdout)
