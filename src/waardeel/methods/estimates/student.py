"""Quantiles of Student's t distribution in decimal arithmetic.

Decimal arithmetic is specified to the last digit (General Decimal Arithmetic, IEEE 754-2008), unlike the
`lgamma`, `exp` and `log` of a machine's own library; so that every machine derives the same digits.

Sources: Student, "The probable error of a mean", Biometrika 6 (1908). Abramowitz & Stegun 26.7.1 (t by the
incomplete beta function) and 6.1.40 (Stirling's series); NIST DLMF 8.17.8 (power series of the incomplete
beta function).
"""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

_DIGITS = 50
_NEGLIGIBLE = Decimal(10) ** -(_DIGITS - 4)
_CLOSE = Decimal(10) ** -25

# Bernoulli numbers B2, B4 ... B24 for Stirling's series.
_BERNOULLI = tuple(
    Fraction(*pair)
    for pair in (
        (1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730),
        (7, 6), (-3617, 510), (43867, 798), (-174611, 330), (854513, 138), (-236364091, 2730),
    )
)  # fmt: skip


@lru_cache(maxsize=1024)
def two_sided(freedom: int, confidence: Fraction) -> Decimal:
    """The t for which a share `confidence` of the distribution lies between -t and t, to 25 digits.

    `freedom` (degrees of freedom) is 1 or more, 0 < `confidence` < 1: the callers check. Newton's method from
    0: the share is a rising concave function of t, so that every step stays below the answer and none
    overshoots.
    """
    with localcontext(Context(prec=_DIGITS)):
        wanted = Decimal(confidence.numerator) / Decimal(confidence.denominator)
        peak = _peak(freedom)
        t = Decimal(0)
        while True:
            step = (wanted - _inside(t, freedom, peak)) / (2 * _density(t, freedom, peak))
            t += step
            if step <= t * _CLOSE:
                return t


def _density(t: Decimal, freedom: int, peak: Decimal) -> Decimal:
    return peak * (1 + t * t / freedom) ** (-Decimal(freedom + 1) / 2)


def _inside(t: Decimal, freedom: int, peak: Decimal) -> Decimal:
    """P(|T| <= t), by whichever of two series of positive terms converges fast."""
    square = t * t
    near = square / (freedom + square)
    if near <= Decimal("0.5"):
        # I_near(1/2, v/2): front factor 2 t f(t), first ratio (v+1)/3
        return 2 * t * _density(t, freedom, peak) * _series(Decimal(1) / 2, Decimal(freedom) / 2, near)
    # 1 - I_far(v/2, 1/2): the front factor is the same but for a = v/2 in the place of 1/2
    far = freedom / (freedom + square)
    tail = 2 * t * _density(t, freedom, peak) / freedom
    return 1 - tail * _series(Decimal(freedom) / 2, Decimal(1) / 2, far)


def _series(a: Decimal, b: Decimal, x: Decimal) -> Decimal:
    """2F1(a + b, 1; a + 1; x), the sum in DLMF 8.17.8."""
    total = term = Decimal(1)
    k = 0
    while term > total * _NEGLIGIBLE:
        term *= x * (a + b + k) / (a + 1 + k)
        total += term
        k += 1
    return total


def _peak(freedom: int) -> Decimal:
    """The density at 0: gamma((v+1)/2) / (gamma(v/2) sqrt(v pi))."""
    x = Decimal(freedom) / 2
    half = Decimal(1) / 2
    ratio = Decimal(1)
    while x < 150:  # gamma(x + 1/2) / gamma(x) = x / (x + 1/2) times the same one further up
        ratio *= x / (x + half)
        x += 1
    ratio *= (_log_gamma(x + half) - _log_gamma(x)).exp()
    return ratio / (freedom * _pi()).sqrt()


def _log_gamma(x: Decimal) -> Decimal:
    """Stirling's series without its constant, for x from 150: the first term left out is below 1e-50."""
    result = (x - Decimal(1) / 2) * x.ln() - x
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        result += Decimal(bernoulli.numerator) / (bernoulli.denominator * 2 * k * (2 * k - 1) * x ** (2 * k - 1))
    return result


def _pi() -> Decimal:
    """Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239)."""
    return 16 * _arctan_of_one_over(5) - 4 * _arctan_of_one_over(239)


def _arctan_of_one_over(n: int) -> Decimal:
    power = total = Decimal(1) / n
    k = 1
    while abs(power) > _NEGLIGIBLE:
        power /= -n * n
        k += 2
        total += power / k
    return total
