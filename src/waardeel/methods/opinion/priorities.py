"""What to show next: statements that are new, that people take a side on, and that move people on the map.

Source: the Polis server's `math` (conversation, comment priorities); C. Small et al. (2021), section on routing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.lots import Draw

Floats: TypeAlias = "NDArray[np.float64]"
Whole: TypeAlias = "NDArray[np.int64]"

#: What a statement about people rather than opinions counts for, before squaring.
META = 7


def priorities(agrees: Whole, disagrees: Whole, votes: Whole, extremity: Floats, meta: NDArray[np.bool_]) -> Floats:
    """The priority of each statement, 0 or more, from its votes in all groups together.

    `extremity` is how far from the middle somebody would stand who agreed with only this. New statements count up to
    nine times as much; that halves with every five votes. The outcome is squared to deepen the preference.
    """
    passes = votes - agrees - disagrees
    sided = 1 - (passes + 1) / (votes + 2)
    importance = sided * (extremity + 1) * (agrees + 1) / (votes + 2)
    new = 1 + 8 * np.exp2(votes / -5.0)
    found: Floats = np.where(meta, float(META), importance * new) ** 2
    return found


def next_to_show(priority: Mapping[str, Decimal], seen: Collection[str], draw: Draw) -> str | None:
    """A statement that this person has not seen, drawn with chances as the priorities; None when all were seen.

    `priority` holds only statements that may be shown. The order of its names does not matter.
    """
    unseen = sorted(name for name, value in priority.items() if name not in seen and value > 0)
    if not unseen:
        return None
    weights = [Fraction(priority[name]) for name in unseen]
    whole = lcm(*(weight.denominator for weight in weights))
    ends = list(accumulate(int(weight * whole) for weight in weights))
    return unseen[bisect_right(ends, draw.below(ends[-1]))]
