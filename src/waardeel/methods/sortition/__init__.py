"""Ways of drawing people, by name: `SORTITION["leximin"](pool, seed="...")`. A new rule is one new file and one
line here.
"""

from __future__ import annotations

from waardeel.methods.rule import Family
from waardeel.methods.sortition import goldilocks, leximin, maximin, nash, round_robin, simple

SORTITION = Family(
    "sortition",
    (
        leximin.RULE,
        maximin.RULE,
        nash.RULE,
        goldilocks.RULE,
        simple.STRATIFIED,
        simple.RANDOM,
        round_robin.RULE,
    ),
)

__all__ = ["SORTITION"]
