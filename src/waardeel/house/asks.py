"""What is asked of a person: the one list on their page. Each room's `queries.asks_of` adds its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Ask:
    """One thing that somebody is asked to do.

    ``title`` says what, in a few plain words; ``about`` for whom or in which organisation; ``due`` by when,
    if there is a time; ``icon`` names a drawing of the design system.
    """

    title: str | Promise
    about: str | Promise
    url: str
    due: datetime | None = None
    icon: str = "hand"
