"""Ways of counting votes, by name: `VOTING["scottish"](rankings, seats=3)`. A new rule is one new file and one
line here.
"""

from __future__ import annotations

from waardeel.methods.rule import Family
from waardeel.methods.voting import (
    approval,
    borda,
    classes,
    condorcet,
    consent,
    copeland,
    equal_shares,
    irv,
    majority_judgment,
    pav,
    plurality,
    ranked_pairs,
    schulze,
    score,
    sequential_pav,
    sequential_phragmen,
    yes_no,
)
from waardeel.methods.voting.stv import meek, scottish, wig

VOTING = Family(
    "voting",
    (
        yes_no.RULE,
        consent.RULE,
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
        equal_shares.RULE,
        sequential_phragmen.RULE,
        sequential_pav.RULE,
        pav.RULE,
        classes.RULE,
    ),
)

__all__ = ["VOTING"]
