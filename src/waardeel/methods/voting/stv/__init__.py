"""Transferable votes: a shared count (`count`, `gregory`, `groups`) and one file per rule.

The facts of a result: `seats`; `candidates`; `valid` and `blank` (weight of ballots); `quota` of the first stage;
`lots_order` (None where no lots were drawn); and `stages`, each with `what` ("first", "surplus", "exclusion" or
"iteration"), `source` (whose votes moved, None where all were counted anew), `votes` (per candidate, after the stage),
`transfers` (what each got; for an iteration what each won or lost), `exhausted` (votes without a next preference so
far), `lost` (by rounding so far), `quota`, `elected`, `excluded`; a surplus also has `surplus`, an iteration
`iterations` and `keep`. At each stage votes + exhausted + lost = valid.
"""
