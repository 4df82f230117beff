"""Exact numbers as text, and strict reading of the small JSON objects in which they travel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from waardeel.methods.errors import BadShape, NotExact

_FRACTION = re.compile(r"-?[0-9]{1,200}(/[1-9][0-9]{0,199})?", re.ASCII)
_WIDE = Context(prec=1000)


def to_text(number: Fraction) -> str:
    """The shortest exact writing: "12", "-3", "2/3"."""
    return str(number)


def from_text(text: object, *, where: str = "number") -> Fraction:
    """Read what `to_text` wrote. Raises NotExact for floats, decimals, spaces, "4/6" and anything else."""
    if isinstance(text, str) and _FRACTION.fullmatch(text):
        number = Fraction(text)
        if str(number) == text:
            return number
    raise NotExact(where=where, value=text)


def fields(data: object, *names: str, where: str) -> Mapping[str, object]:
    """The object `data` when its keys are exactly `names`. Raises BadShape otherwise."""
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise BadShape(where=where, value=data, expected=f"an object with {', '.join(names)}")
    return data


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """`number` with `places` decimals, half to even (IEEE 754 roundTiesToEven), decided on the exact
    fraction.
    """
    scaled = round(number * 10**places)  # Fraction rounds exactly, ties to even
    return Decimal(scaled).scaleb(-places, context=_WIDE)


def round_decimal(number: Decimal, places: int = 2) -> Decimal:
    """A computed decimal cut to `places` decimals, half to even."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN, context=_WIDE)
