"""What the pages of the assembly share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from waardeel.people.models import Organisation


def context(organisation: Organisation, **more: Any) -> dict[str, Any]:
    """What every page here knows: the organisation and the tab."""
    return {"organisation": organisation, "tab": "decide", **more}


def today_of(organisation: Organisation) -> date:
    """Which day it is there."""
    return organisation.day(timezone.now())
