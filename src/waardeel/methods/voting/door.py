"""The door of the voting family: what every method of counting votes offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol


class Outcome(Protocol):
    """What a count yields: an immutable value that can be written down exactly."""

    def to_json(self) -> dict[str, Any]:
        """JSON without floats; the same input gives the same object."""


class Method(Protocol):
    """One way of counting votes. A module that has these names is a method."""

    NAME: str

    def ballot_from_json(self, data: object) -> Any:
        """Read one ballot strictly. Raises InputError."""

    def count(self, ballots: Iterable[Any]) -> Outcome:
        """Count ballots; their order never matters. Raises InputError."""

    def count_from_json(self, data: object) -> Outcome:
        """Read what the outcome's `to_json` wrote, strictly. Raises InputError."""
