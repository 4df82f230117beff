"""Who may do what: small named predicates, and the one way to insist on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waardeel.house.errors import NotAllowed


def require(rule: Callable[..., bool], person: Any, *things: Any, **facts: Any) -> None:
    """Go on only when the rule holds for this person and these things.

    Raises NotAllowed.
    """
    if person is None or not rule(person, *things, **facts):
        raise NotAllowed
