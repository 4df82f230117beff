"""Canonical JSON: one value, one text, so that it can be hashed and signed.

Source: RFC 8785, JSON Canonicalization Scheme (JCS), whose numbers are written as in ECMA-262,
Number::toString.
"""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring as _quote
from typing import Any, NoReturn

#: Beyond this a double no longer tells two neighbouring whole numbers apart (RFC 7493, 2.2).
MAX_INTEGER = 2**53
#: Deeper than any record here; keeps hostile input from exhausting the stack.
MAX_DEPTH = 64


class NotCanonical(ValueError):
    """A value that has no canonical form, or a text that is not in it; the message says where and why."""


def dumps(value: Any) -> bytes:
    """The canonical form of ``value``, as UTF-8.

    Takes None, bool, int, float, str, list, tuple and dict with str keys. Raises NotCanonical for everything
    else: whole numbers beyond 2**53, infinity, not-a-number, lone surrogates, other types, nesting beyond
    `MAX_DEPTH`.
    """
    try:
        return _text(value, MAX_DEPTH).encode()
    except _Fault as fault:
        raise NotCanonical(str(fault)) from None


def loads(data: bytes) -> Any:
    """The value that ``data`` says, if ``data`` is its canonical form.

    Raises NotCanonical for anything else: bad UTF-8 or JSON, white space, a key given twice or out of order,
    a number or a text written otherwise.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotCanonical(f"byte {error.start}: not UTF-8") from None
    try:
        value = json.loads(text, parse_int=_integer, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise NotCanonical(f"byte {len(text[: error.pos].encode())}: not JSON ({error.msg})") from None
    except RecursionError:
        raise NotCanonical(f"nested more than {MAX_DEPTH} deep") from None
    canonical = dumps(value)
    if canonical != data:
        pairs = enumerate(zip(canonical, data, strict=False))
        place = next((i for i, (a, b) in pairs if a != b), min(len(canonical), len(data)))
        raise NotCanonical(
            f"byte {place}: not in canonical form, "
            f"expected {_excerpt(canonical, place)} and found {_excerpt(data, place)}"
        )
    return value


def number(value: float) -> str:
    """A double as ECMAScript writes it: the fewest digits that read back as the same double.

    Raises ValueError for infinity and not-a-number.
    """
    if not math.isfinite(value):
        raise ValueError(f"JSON has no {value}")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    # repr gives the same shortest digits as ECMAScript; only their layout differs.
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to the power `point`.
    point = int(exponent or 0) + len(digits) - len(fraction)
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if digits[1:] else ""
    return f"{sign}{digits[0]}{tail}e{point - 1:+d}"


class _Fault(Exception):
    """Why a value has no canonical form; each container on the way out adds its step to the path."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.steps: list[str] = []

    def within(self, step: str) -> _Fault:
        self.steps.insert(0, step)
        return self

    def __str__(self) -> str:
        return f"{''.join(self.steps) or 'value'}: {self.reason}"


def _text(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return _string(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise _Fault("a whole number beyond 2**53 is not exact in JSON; write it as a string")
        return int.__repr__(value)
    if isinstance(value, float):
        try:
            return number(value)
        except ValueError as error:
            raise _Fault(str(error)) from None
    if not isinstance(value, dict | list | tuple):
        raise _Fault(f"JSON has no {type(value).__name__}")
    if depth == 0:
        raise _Fault(f"nested more than {MAX_DEPTH} deep")
    return _object(value, depth - 1) if isinstance(value, dict) else _array(value, depth - 1)


def _object(value: dict[str, Any], depth: int) -> str:
    try:
        # Code points and UTF-16 code units sort alike except beyond U+FFFF, so plain order serves most keys.
        keys = sorted(value, key=None if all(map(str.isascii, value)) else _code_units)
    except TypeError:
        raise _Fault("a key of an object must be a string") from None
    members = []
    for key in keys:
        try:
            members.append(f"{_string(key)}:{_text(value[key], depth)}")
        except _Fault as fault:
            raise fault.within(f"[{key!a}]") from None
    return f"{{{','.join(members)}}}"


def _array(value: list[Any] | tuple[Any, ...], depth: int) -> str:
    items = []
    for place, item in enumerate(value):
        try:
            items.append(_text(item, depth))
        except _Fault as fault:
            raise fault.within(f"[{place}]") from None
    return f"[{','.join(items)}]"


def _string(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise _Fault(f"half a surrogate pair at character {error.start} of a text") from None
    return _quote(value)


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _integer(digits: str) -> int | float:
    # A long row of digits is the canonical form of a double of that size (1e20), not of a whole number.
    if len(digits) > 17:
        return float(digits)
    value = int(digits)
    return value if abs(value) <= MAX_INTEGER else float(value)


def _no_constant(name: str) -> NoReturn:
    raise NotCanonical(f"JSON has no {name}")


def _excerpt(data: bytes, place: int) -> str:
    rest = data[place : place + 12]
    return ascii(rest.decode(errors="replace")) if rest else "the end"
