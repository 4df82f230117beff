"""How the pages of this room find what they are about, and hide what a reader may not see."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from waardeel.house.rules import require
from waardeel.people import queries as people
from waardeel.people.models import Organisation
from waardeel.work import queries, rules
from waardeel.work.models import Opportunity, Partnership, Sighting


def organisation_of(slug: str) -> tuple[Organisation, date]:
    """The organisation that the page is about, and which day it is there. 404 when there is none."""
    organisation = get_object_or_404(Organisation, slug=slug)
    return organisation, organisation.day(timezone.now())


def own_organisation(request: HttpRequest, slug: str) -> tuple[Organisation, date]:
    """The same, for a page that is only for people of this organisation: 404 for all others."""
    organisation, today = organisation_of(slug)
    if not people.belongs(request.person, organisation, today):  # type: ignore[attr-defined]
        raise Http404
    return organisation, today


def city_seen_whole(request: HttpRequest, slug: str) -> tuple[Organisation, date]:
    """A city, for people of the city and its partners; 404 for all others, and for what is not a city."""
    organisation, today = organisation_of(slug)
    if not rules.may_see_sightings(request.person, organisation, today):  # type: ignore[attr-defined]
        raise Http404
    return organisation, today


def city_planned(request: HttpRequest, slug: str) -> tuple[Organisation, date]:
    """A city, for its officers: 404 for who may not see it, NotAllowed for who may."""
    organisation, today = city_seen_whole(request, slug)
    require(rules.may_plan, request.person, organisation, today)  # type: ignore[attr-defined]
    return organisation, today


def sighting_seen(request: HttpRequest, slug: str, id: UUID) -> tuple[Sighting, date]:
    """A sighting of this city, for who may see it; 404 else."""
    city, today = city_seen_whole(request, slug)
    found = queries.sightings_of(city).select_related("organisation", "opportunity__proposer")
    return get_object_or_404(found, pk=id), today


def opportunity_of(slug: str, id: UUID) -> tuple[Opportunity, date]:
    """An opportunity of this city. They are public."""
    city, today = organisation_of(slug)
    found = Opportunity.objects.select_related("organisation", "proposer", "proposal")
    return get_object_or_404(found, organisation=city, pk=id), today


def partnership_seen(request: HttpRequest, slug: str, id: UUID) -> tuple[Partnership, Organisation, date]:
    """A partnership of this organisation, the organisation, and its day; 404 for who may not see it."""
    organisation, today = organisation_of(slug)
    found = Partnership.objects.select_related("told_by", "opportunity__organisation", "decision__organisation")
    partnership = get_object_or_404(found, pk=id)
    is_party = partnership.parties.filter(organisation=organisation).exists()
    if not (is_party or partnership.told_by_id == organisation.pk):
        raise Http404
    if not rules.may_see_partnership(request.person, partnership, today):  # type: ignore[attr-defined]
        raise Http404
    return partnership, organisation, today


def partnership_joined(request: HttpRequest, slug: str, id: UUID) -> tuple[Partnership, Organisation, date]:
    """The same, for what only parties do: 404 for strangers, also when all may read the partnership."""
    partnership, organisation, today = partnership_seen(request, slug, id)
    person = request.person  # type: ignore[attr-defined]
    if not (rules.of_a_party(person, partnership, today) or people.belongs(person, organisation, today)):
        raise Http404
    return partnership, organisation, today


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None when the page was only asked for."""
    return request.POST if request.method == "POST" else None


def uploaded(request: HttpRequest) -> MultiValueDict[str, UploadedFile] | None:
    """The files that were sent, for a form; None when the page was only asked for."""
    return request.FILES if request.method == "POST" else None
