"""What the pages of the assembly share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone

from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person


def context(organisation: Organisation, **more: Any) -> dict[str, Any]:
    """What every page here knows: the organisation and the tab."""
    return {"organisation": organisation, "tab": "decide", **more}


def today_of(organisation: Organisation) -> date:
    """Which day it is there."""
    return organisation.day(timezone.now())


def insist_belongs(person: Person, organisation: Organisation, on: date) -> None:
    """For who does not belong here the page is not there, though what it is about may be public. Raises Http404."""
    if not people.belongs(person, organisation, on):
        raise Http404
