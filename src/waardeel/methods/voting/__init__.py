"""Ways of counting votes, by name: `VOTING["scottish"](rankings, seats=3)`. A new rule is one new file and one
line here.
"""

from __future__ import annotations

from waardeel.methods.rule import Family
from waardeel.methods.voting import (
    approval,
    borda,
    condorcet,
    copeland,
    irv,
    majority_judgment,
    plurality,
    ranked_pairs,
    schulze,
    score,
)
from waardeel.methods.voting.stv import meek, scottish, wig

VOTING = Family(
    "voting",
    (
        plurality.RULE,
        approval.RULE,
        score.RULE,
        majority_judgment.RULE,
        borda.RULE,
        irv.RULE,
        scottish.RULE,
        meek.RULE,
        wig.RULE,
        schulze.RULE,
        ranked_pairs.RULE,
        copeland.RULE,
        condorcet.RULE,
    ),
)

__all__ = ["VOTING"]
