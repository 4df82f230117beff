"""Ways of dividing a budget over projects, by name: `BUDGETING["equal-shares"](instance, completion="add1")`.

A new rule is one new file and one line here.
"""

from __future__ import annotations

from waardeel.methods.budgeting import equal_shares, greedy, phragmen
from waardeel.methods.budgeting.instance import Instance, Limit, Project
from waardeel.methods.budgeting.outcome import Allocation
from waardeel.methods.rule import Family

BUDGETING = Family("budgeting", (equal_shares.RULE, phragmen.RULE, greedy.RULE))

__all__ = ["BUDGETING", "Allocation", "Instance", "Limit", "Project"]
