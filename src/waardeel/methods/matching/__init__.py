"""Ways of bringing people and places together, by name: `MATCHING["deferred-acceptance"](market)`.

A new rule is one new file and one line here.
"""

from __future__ import annotations

from waardeel.methods.matching import deferred_acceptance, leximin, min_cost, rank_maximal
from waardeel.methods.rule import Family

MATCHING = Family("matching", (deferred_acceptance.RULE, min_cost.RULE, rank_maximal.RULE, leximin.RULE))

__all__ = ["MATCHING"]
