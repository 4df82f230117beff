"""What silence can hide: the mean if all who did not answer had given the lowest or highest answer.

Source: worst-case bounds of C. F. Manski, "Nonparametric bounds on treatment effects", American Economic
Review 80 (1990), and "Partial Identification of Probability Distributions" (2003), ch. 1. Assumes nothing
about the silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from waardeel.methods.errors import InputError
from waardeel.methods.exact import to_text


class BadFunnel(InputError):
    """More answers than people who could answer, or nobody at all."""

    text = "%(n)s answers from %(eligible)s people. At least 1 person, and no more answers than people."


class BadScale(InputError):
    """A scale upside down, or a sum of answers that does not fit it."""

    text = "%(n)s answers from %(low)s to %(high)s cannot add up to %(total)s. Check the scale."


@dataclass(frozen=True, slots=True)
class ResponseBounds:
    """Exact bounds of the mean over all eligible people. For the screen: `methods.exact.rounded`."""

    n: int
    eligible: int
    low: Fraction
    high: Fraction

    @property
    def rate(self) -> Fraction:
        """Share of the eligible people who answered."""
        return Fraction(self.n, self.eligible)

    def to_json(self) -> dict[str, str | int]:
        return {
            "n": self.n,
            "eligible": self.eligible,
            "rate": to_text(self.rate),
            "low": to_text(self.low),
            "high": to_text(self.high),
        }


def nonresponse_bounds(
    n: int,
    total: int | Fraction,
    eligible: int,
    scale_low: int | Fraction,
    scale_high: int | Fraction,
) -> ResponseBounds:
    """Bounds of the mean of `eligible` people of whom `n` gave answers that add up to `total`.

    Raises BadFunnel, BadScale.
    """
    if eligible < 1 or not 0 <= n <= eligible:
        raise BadFunnel(n=n, eligible=eligible)
    if scale_low > scale_high or not n * scale_low <= total <= n * scale_high:
        raise BadScale(total=total, n=n, low=scale_low, high=scale_high)
    silent = eligible - n
    return ResponseBounds(
        n=n,
        eligible=eligible,
        low=(Fraction(total) + silent * scale_low) / eligible,
        high=(Fraction(total) + silent * scale_high) / eligible,
    )
