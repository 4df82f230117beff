"""Whether sums keep the answers behind them to themselves.

A number of people, the sum of their answers and the sum of the squares are published so that anyone can derive the
mean and its interval again. On a short scale those three can leave only one set of answers that fits, and then they say
how many people answered what. This tells when that may be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import combinations_with_replacement

#: On scales of at most this many steps exchanges of four answers are looked for too; longer ones have many of three.
SHORT = 21


@cache
def _exchangeable(low: int, high: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Sets of three or four answers for which others have the same sum and sum of squares: (answer, how often) each."""
    by_sums: dict[tuple[int, int, int], list[tuple[int, ...]]] = {}
    for size in (3, 4) if high - low < SHORT else (3,):
        for answers in combinations_with_replacement(range(low, high + 1), size):
            sums = (size, sum(answers), sum(value * value for value in answers))
            by_sums.setdefault(sums, []).append(answers)
    alike = (answers for found in by_sums.values() if len(found) > 1 for answers in found)
    return tuple(tuple(sorted(Counter(answers).items())) for answers in alike)


def leave_doubt(counts: Mapping[int, int], *, low: int, high: int) -> bool:
    """Whether other answers on this scale, too, have the same number, sum and sum of squares.

    ``counts`` says how many gave which answer. True when a few of the answers can be changed for others without any of
    the sums noticing (equal sums of powers up to the second: the problem of Prouhet, Tarry and Escott). False when no
    such exchange is found: then the sums may tell all, and are not to be published. Where only an exchange of more
    answers than are looked for exists this says False too, which holds back a little too much and never too little.
    """
    return any(all(counts.get(value, 0) >= number for value, number in some) for some in _exchangeable(low, high))
