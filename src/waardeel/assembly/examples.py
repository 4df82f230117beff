"""A worked example of rules of decision: just enough votes, so that one fewer is too few."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from waardeel.ballots.words import Line, lines_of
from waardeel.law.verdict import DecisionRules, Electorate, verdict
from waardeel.methods.voting.yes_no import Count

#: Members in the example of an organisation that has none yet.
SOME = 12


@dataclass(frozen=True)
class Example:
    """How many members vote and how, and the arithmetic that makes it just enough."""

    members: int
    voted: int
    yes: int
    no: int
    abstain: int
    lines: list[Line]


def example_of(rules: DecisionRules, members: int) -> Example:
    """Just enough votes when two thirds vote and a few abstain, or else when all vote."""
    members = members or SOME
    voted = max(math.ceil(Fraction(2, 3) * members), math.ceil(rules.quorum.share * members) if rules.quorum else 0)
    abstain = voted // 8
    yes = _fewest(rules, members, voted, abstain)
    if yes > voted - abstain:
        voted, abstain = members, 0
        yes = _fewest(rules, members, voted, abstain)
    no = voted - abstain - yes
    outcome = verdict(
        Count(Fraction(yes), Fraction(no), Fraction(abstain)),
        Electorate(Fraction(members), Fraction(voted)),
        rules,
    )
    return Example(members, voted, yes, no, abstain, lines_of(outcome.to_json()))


def _fewest(rules: DecisionRules, members: int, voted: int, abstain: int) -> int:
    total = {"cast": voted - abstain, "present": voted, "members": members}[rules.majority.base]
    right = rules.majority.share * total
    return math.floor(right) + 1 if rules.majority.strict else math.ceil(right)
