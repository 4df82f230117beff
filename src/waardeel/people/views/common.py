"""Who may come in, and what every page of an organisation's members knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from waardeel.house.errors import AlreadyDone, HouseError, NotAllowed
from waardeel.people import queries, rules
from waardeel.people.models import Organisation, Person


@dataclass(frozen=True)
class Place:
    """An organisation, as seen by somebody who belongs to it, now."""

    organisation: Organisation
    person: Person
    now: datetime
    is_secretary: bool

    @property
    def today(self) -> date:
        return self.organisation.day(self.now)

    def show(self, request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page under the members tab."""
        known = {
            "organisation": self.organisation,
            "tab": "members",
            "is_member": True,
            "is_secretary": self.is_secretary,
            "today": self.today,
        }
        return render(request, template, {**known, **context}, status=status)


def organisation_of(slug: str) -> Organisation:
    """The organisation of this page, with its log. Raises Http404."""
    return get_object_or_404(Organisation.objects.select_related("log"), slug=slug)


def belonging(request: HttpRequest, slug: str) -> Place:
    """Let in who belongs to the organisation; for others the page is not there. Raises Http404."""
    organisation = organisation_of(slug)
    now = timezone.now()
    today = organisation.day(now)
    person: Person = request.person  # type: ignore[attr-defined]
    if not rules.may_see_members(person, organisation, today):
        raise Http404
    return Place(organisation, person, now, rules.is_secretary(person, organisation, today))


def as_secretary(request: HttpRequest, slug: str) -> Place:
    """Let in the secretary; who belongs but is not, is told so. Raises Http404, NotAllowed."""
    place = belonging(request, slug)
    if not place.is_secretary:
        raise NotAllowed
    return place


def attempt(request: HttpRequest, call: Callable[[], Any], done: str) -> bool:
    """Do what a single button asks; say on the next page that it was done, or why not."""
    try:
        call()
    except AlreadyDone:
        pass
    except NotAllowed:
        raise
    except HouseError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def to_members(organisation: Organisation) -> HttpResponse:
    return redirect("members", organisation.slug)


def everyone_here(place: Place, text: str) -> Any:
    """Those who belong here and whose name holds every word, for choosing somebody."""
    people = queries.people_of(place.organisation, place.today)
    for word in text.split():
        people = people.filter(name__icontains=word)
    return people
