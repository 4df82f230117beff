"""An entry that is about to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from waardeel.house.models import Thing
from waardeel.register.models import Log


class HasLog(Protocol):
    """An organisation: whatever has a log."""

    log: Log


@dataclass(frozen=True)
class Draft:
    """What `register.domain.record` takes, kept for a moment: a room may hand it to the act that writes it."""

    kind: str
    in_: HasLog
    at: datetime
    subject: Thing | None = None
    by: Thing | None = None
    public: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
