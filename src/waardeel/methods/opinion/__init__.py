"""Opinion maps: where people stand, in which groups, what sets groups apart and what they share."""

from waardeel.methods.opinion import given, polis
from waardeel.methods.rule import Family

OPINION = Family("opinion", (polis.RULE, given.RULE))

__all__ = ["OPINION"]
