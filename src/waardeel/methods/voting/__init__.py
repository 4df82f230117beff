"""Ways of counting votes, by name: `VOTING["scottish"](rankings, seats=3)`. A new rule is one new file and one
line here.
"""

from __future__ import annotations

from waardeel.methods.rule import Family

VOTING = Family("voting", ())

__all__ = ["VOTING"]
