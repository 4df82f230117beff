"""Large whole numbers: gmpy2's where it is installed, else Python's own, with the same results.

gmpy2 is about ten times faster. `WAARDEEL_GMPY2=0` leaves it out.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, TypeAlias

#: An `int`, or gmpy2's `mpz`, which behaves like one.
Number: TypeAlias = int

_gmpy2: Any = None
if os.environ.get("WAARDEEL_GMPY2") != "0":
    with suppress(ImportError):  # Python's own numbers give the same results
        _gmpy2 = import_module("gmpy2")


def _jacobi(a: int, n: int) -> int:
    """The Jacobi symbol (a/n), for odd n (Cohen, A Course in Computational Algebraic Number Theory, 1.4.10)."""
    a %= n
    sign = 1
    while a:
        twos = (a & -a).bit_length() - 1
        a >>= twos
        if twos & 1 and n & 7 in (3, 5):
            sign = -sign
        if a & 3 == 3 and n & 3 == 3:
            sign = -sign
        a, n = n % a, a
    return sign if n == 1 else 0


def _invert(a: int, n: int) -> int:
    return pow(a, -1, n)


#: Whether numbers are gmpy2's.
FAST = _gmpy2 is not None
number: Callable[[int], Number] = _gmpy2.mpz if FAST else int
power: Callable[[Number, Number, Number], Number] = _gmpy2.powmod if FAST else pow
invert: Callable[[Number, Number], Number] = _gmpy2.invert if FAST else _invert
jacobi: Callable[[Number, Number], int] = _gmpy2.jacobi if FAST else _jacobi
