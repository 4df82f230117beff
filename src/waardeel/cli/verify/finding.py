"""What a check finds: nothing, or the one thing that is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from waardeel import canonical_json
from waardeel.formats.entry import Entry

#: No value where there could be one; and a finding that has no values to show.
_ABSENT: Any = object()
_UNSAID: Any = object()
_LONGEST = 200

Kind = TypeVar("Kind")


class Wrong(Exception):
    """Something in a bundle is wrong: where, what, and what was expected and found where that can be said."""

    def __init__(self, where: str, what: str, *, expected: Any = _UNSAID, found: Any = _UNSAID) -> None:
        self.where, self.what = where, what
        self.expected, self.found = expected, found
        super().__init__(where, what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}"
        if self.expected is not _UNSAID:
            text += f" (expected {_shown(self.expected)}, found {_shown(self.found)})"
        return printable(text)

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        value = {"where": self.where, "what": self.what}
        if self.expected is not _UNSAID:
            value |= {"expected": _shown(self.expected), "found": _shown(self.found)}
        return value


def at(entry: Entry) -> str:
    """Where an entry stands, for a person to find it."""
    return f"entry {entry.n} ({entry.kind})"


def take(entry: Entry, name: str, kind: type[Kind], within: Mapping[str, Any] | None = None) -> Kind:
    """A value of the entry's public part (or of an object in it) that must be of this kind. Raises Wrong."""
    value = (entry.public if within is None else within).get(name, _ABSENT)
    # True is an int to Python and not to JSON.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        word = {str: "a text", int: "a whole number", dict: "an object", list: "a list"}.get(kind, kind.__name__)
        raise Wrong(at(entry), f"{name} must be {word}", expected=word, found=value)
    return value


def compare(entry: Entry, name: str, *, expected: Any, found: Any) -> None:
    """Raise Wrong at the first place where what an entry says differs from what follows from the rest."""
    difference = _difference(name, expected, found)
    if difference:
        path, should, does = difference
        raise Wrong(at(entry), f"{path} is not what follows from the record", expected=should, found=does)


def printable(text: str) -> str:
    """The text without anything that could make a terminal do more than show it."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def _difference(path: str, expected: Any, found: Any) -> tuple[str, Any, Any] | None:
    if isinstance(expected, dict) and isinstance(found, dict):
        keys = sorted(expected.keys() | found.keys())
        pairs = [(key, expected.get(key, _ABSENT), found.get(key, _ABSENT)) for key in keys]
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = [(str(i), a, b) for i, (a, b) in enumerate(zip(expected, found, strict=True))]
    else:
        same = _ABSENT not in (expected, found) and canonical_json.dumps(expected) == canonical_json.dumps(found)
        return None if same else (path, expected, found)
    differences = (_difference(f"{path}.{key}", a, b) for key, a, b in pairs)
    return next((difference for difference in differences if difference), None)


def _shown(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
