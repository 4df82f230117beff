"""Circles, their mandates, and who does what in them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.paging import search_of
from waardeel.house.views import signed_in, submit
from waardeel.people import domain, queries, rules
from waardeel.people.forms import CircleForm, GiveRoleForm
from waardeel.people.models import Circle, RoleHolding
from waardeel.people.views.common import as_secretary, attempt, everyone_here, organisation_of, posted

#: How many names are shown to choose from; a longer list asks for another word.
SHOWN = 20


@require_GET
def circles(request: HttpRequest, slug: str) -> HttpResponse:
    """The circles and what each may decide: for anyone. Who sits in them: for who belongs here."""
    organisation = organisation_of(slug)
    today = organisation.day(timezone.now())
    person = request.person  # type: ignore[attr-defined]
    belongs = queries.belongs(person, organisation, today)
    rows = list(queries.circles_of(organisation))
    holders: dict[UUID, list[RoleHolding]] = {circle.pk: [] for circle in rows}
    if belongs:
        for holding in (
            RoleHolding.objects.filter(queries.current(today), circle__in=rows)
            .select_related("person")
            .order_by("role", "person__name")
        ):
            holders[holding.circle_id].append(holding)
    return render(
        request,
        "people/circles.html",
        {
            "organisation": organisation,
            "tab": "members" if belongs else "about",
            "is_member": belongs,
            "is_secretary": belongs and rules.is_secretary(person, organisation, today),
            "circles": [(circle, holders[circle.pk]) for circle in rows],
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def form_circle(request: HttpRequest, slug: str) -> HttpResponse:
    """Form a circle, under the whole or under another circle."""
    place = as_secretary(request, slug)
    form = CircleForm(posted(request))
    made = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.form_circle(organisation=place.organisation, by=place.person, now=place.now, **data),
    )
    if made:
        messages.success(request, _("The circle %(name)s was formed.") % {"name": made.name})
        return redirect("circle", slug, made.pk)
    return place.show(request, "people/form_circle.html", form=form)


def _circle(organisation: object, id: UUID) -> Circle:
    return get_object_or_404(
        Circle.objects.select_related("organisation__log", "parent"), organisation=organisation, pk=id
    )


@signed_in
@require_GET
def circle(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """One circle, for the secretary who appoints in it."""
    place = as_secretary(request, slug)
    found = _circle(place.organisation, id)
    query = search_of(request)
    return place.show(
        request,
        "people/circle.html",
        circle=found,
        holders=queries.holders_of(found, place.today),
        query=query,
        people=everyone_here(place, query)[:SHOWN] if query else [],
        shown=SHOWN,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, slug: str, id: UUID, person: UUID) -> HttpResponse:
    """Give somebody who belongs here a role in a circle."""
    place = as_secretary(request, slug)
    found = _circle(place.organisation, id)
    who = get_object_or_404(queries.people_of(place.organisation, place.today), pk=person)
    form = GiveRoleForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.give_role(circle=found, person=who, by=place.person, now=place.now, **data),
    )
    if done:
        messages.success(request, _("The change was saved."))
        return redirect("circle", slug, id)
    return place.show(request, "people/give_role.html", form=form, circle=found, who=who)


@signed_in
@require_POST
def take_role(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Take a role away."""
    place = as_secretary(request, slug)
    rows = RoleHolding.objects.select_related("circle__organisation__log", "person")
    holding = get_object_or_404(rows, circle__organisation=place.organisation, pk=id)
    attempt(
        request,
        lambda: domain.take_role(holding=holding, by=place.person, now=place.now),
        _("The change was saved."),
    )
    # Whoever took their own role of secretary away may no longer see the page of the circle.
    return redirect("circles", slug)


@signed_in
@require_POST
def dissolve(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Dissolve a circle."""
    place = as_secretary(request, slug)
    found = _circle(place.organisation, id)
    attempt(
        request,
        lambda: domain.dissolve_circle(circle=found, by=place.person, now=place.now),
        _("The circle was dissolved."),
    )
    return redirect("circles", slug)
