"""Records as text: read strictly, written in one way only.

Ballots and events are hashed as they are written, so they have one writing: no spaces, fields in the order of the
protocol. Whole numbers of the group are written in base 10, as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from waardeel.belenios.errors import BadRecord
from waardeel.belenios.numbers import Number, number

#: No record of an election is longer, save the list of public credentials and what is made of all ballots.
LONGEST = 1 << 28
#: Above this, whole numbers are written as text (the reference program keeps 31 bits for them).
LARGEST_NUMBER = (1 << 30) - 1
_DIGITS = frozenset("0123456789")


def sha256_number(text: str) -> int:
    """SHA-256 of a text as a number, big-endian."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def fingerprint(data: bytes) -> str:
    """SHA-256 in base 64 without padding: the name of an election, the tracking number of a ballot."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def written(value: Any) -> bytes:
    """A value in its one writing; fields in the order in which they stand."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def amount(value: int) -> int | str:
    """A whole number as it is written: a number, or text where it is large."""
    return value if value <= LARGEST_NUMBER else str(value)


def read(data: bytes, *, where: str, canonical: bool = False) -> Any:
    """The value of a record. With `canonical` it must stand in its one writing. Raises BadRecord."""

    def refuse(what: str) -> NoReturn:
        raise BadRecord(what=what, where=where)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            refuse("A field stands twice")
        return found

    if len(data) > LONGEST:
        refuse("Too much text")
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=unique,
            parse_float=lambda text: refuse(f"The broken number {text[:20]}"),
            parse_constant=lambda text: refuse(f"{text}, which is no JSON,"),
        )
    except UnicodeDecodeError:
        refuse("Something that is no text (UTF-8)")
    except (json.JSONDecodeError, RecursionError) as fault:
        refuse(f"Something that is no JSON ({fault})" if isinstance(fault, json.JSONDecodeError) else "Too many levels")
    except ValueError as fault:
        if isinstance(fault, BadRecord):
            raise
        refuse("A number that is too long")
    if canonical and written(value) != data:
        refuse("Another writing than the one of the protocol")
    return value


_TEXT = re.compile(rb'\s*"([0-9,]*)"\s*([,\]])')


def texts(data: bytes, *, where: str) -> Iterator[str]:
    """The texts of a list of texts of digits and commas, one by one: the list may be long. Raises BadRecord."""
    at = len(data) - len(data.lstrip())
    if data[at : at + 1] != b"[":
        raise BadRecord(what="Something else than a list", where=where)
    at, end = at + 1, b","
    if data[at:].lstrip()[:1] == b"]":
        at, end = data.index(b"]", at) + 1, b"]"
    while end == b",":
        found = _TEXT.match(data, at)
        if found is None:
            raise BadRecord(what="Something else than a list of whole numbers as text", where=where)
        at, end = found.end(), found.group(2)
        yield found.group(1).decode()
    if data[at:].strip():
        raise BadRecord(what="Something after its end", where=where)


class Fields:
    """The fields of an object, each asked for with its kind. `where` is what a refusal names.

    With `ordered` they must be the required ones in that order. Raises BadRecord for what is missing, of another kind,
    or unknown.
    """

    def __init__(
        self,
        value: Any,
        where: str,
        *,
        required: Sequence[str] = (),
        optional: Sequence[str] = (),
        ordered: bool = False,
    ) -> None:
        self.where = where
        if not isinstance(value, dict):
            self.refuse("Something else than fields")
        self._value: dict[str, Any] = value
        for name in required:
            if name not in value:
                self.refuse(f"No field {name}")
        for name in value:
            if name not in required and name not in optional:
                self.refuse(f"An unknown field {name[:40]!r}")
        if ordered and tuple(value) != tuple(required):
            self.refuse("Another order of fields than that of the protocol")

    def refuse(self, what: str) -> NoReturn:
        raise BadRecord(what=what, where=self.where)

    def get(self, name: str) -> Any:
        return self._value.get(name)

    def text(self, name: str) -> str:
        value = self._value[name]
        if not isinstance(value, str):
            self.refuse(f"{name} is no text")
        return value

    def many(self, name: str, length: int | None = None) -> list[Any]:
        """A list, of this length where one is given."""
        return listed(self._value[name], f"{name} of {self.where}", length)

    def small(self, name: str) -> int:
        """A small whole number from 0, as a number."""
        value = self._value[name]
        if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
            self.refuse(f"{name} is no whole number")
        return value

    def amount(self, name: str) -> int:
        """A whole number from 0, written as text where it is large."""
        return amount_read(self._value[name], f"{name} of {self.where}")

    def big(self, name: str) -> Number:
        """A large whole number, as text in base 10."""
        return big(self._value[name], f"{name} of {self.where}")


def listed(value: Any, where: str, length: int | None = None) -> list[Any]:
    """A list, of this length where one is given. Raises BadRecord."""
    if not isinstance(value, list):
        raise BadRecord(what="Something else than a list", where=where)
    if length is not None and len(value) != length:
        raise BadRecord(what=f"{len(value)} things instead of {length}", where=where)
    return value


def big(value: Any, where: str) -> Number:
    """A large whole number from its text: digits only, no zero in front. Raises BadRecord."""
    if not isinstance(value, str) or not value or len(value) > 700 or not _DIGITS.issuperset(value):
        raise BadRecord(what="Something else than a whole number as text", where=where)
    if value[0] == "0" and value != "0":
        raise BadRecord(what="A number with a zero in front", where=where)
    return number(int(value))


def amount_read(value: Any, where: str) -> int:
    """What `amount` wrote. Raises BadRecord."""
    if type(value) is int and 0 <= value <= LARGEST_NUMBER:
        return value
    if isinstance(value, str) and len(value) <= 40:
        found = int(big(value, where))
        if found > LARGEST_NUMBER:
            return found
    raise BadRecord(what="Something else than a whole number from 0", where=where)
