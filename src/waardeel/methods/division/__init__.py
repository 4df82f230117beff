"""Ways of dividing money, rooms and things, by name: `DIVISION["rent"](values, amount=Fraction(1200))`.

A new rule is one new file and one line here.
"""

from __future__ import annotations

from waardeel.methods.division import adjusted_winner, nash, rent, round_robin, surplus
from waardeel.methods.rule import Family

DIVISION = Family("division", (rent.RULE, surplus.RULE, nash.RULE, round_robin.RULE, adjusted_winner.RULE))

__all__ = ["DIVISION"]
