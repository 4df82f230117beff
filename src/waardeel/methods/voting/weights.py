"""Sums of exact weights at the speed of floats, without their errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.voting.ballots import Weight, simplest

#: Whole numbers up to 2**53 are exact in a float of 64 bits, and so is every sum that stays below.
_EXACT_BITS = 53


class ExactWeights:
    """Weights cut in pieces so small that floats add any choice of them up without error.

    Weights are brought to one denominator and cut into pieces of as many bits as leave room for the sum of all.
    Whole weights that together stay below 2**53 are one piece.
    """

    def __init__(self, weights: Sequence[Weight]) -> None:
        self._denominator = math.lcm(*{weight.denominator for weight in weights})
        whole = [weight.numerator * (self._denominator // weight.denominator) for weight in weights]
        bits = _EXACT_BITS if sum(whole) < 1 << _EXACT_BITS else _EXACT_BITS - len(whole).bit_length()
        mask = (1 << bits) - 1
        largest = max(whole, default=0)
        self._pieces = [
            (shift, np.array([(weight >> shift) & mask for weight in whole], dtype=np.float64))
            for shift in range(0, max(largest.bit_length(), 1), bits)
        ]

    def sums(self, add: Callable[[NDArray[np.float64]], NDArray[Any]]) -> list[Weight]:
        """`add` applied to the weights, exactly. `add` may only sum choices of them: a product with a 0/1 matrix,
        `numpy.bincount`, ...; its answer is an array of any length, and this list is as long.
        """
        total: list[int] = []
        for shift, piece in self._pieces:
            part = [int(value) << shift for value in add(piece).tolist()]
            total = [a + b for a, b in zip(total, part, strict=True)] if total else part
        if self._denominator == 1:
            return list(total)
        return [simplest(Fraction(value, self._denominator)) for value in total]
