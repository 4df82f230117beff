"""What an organisation is, and what it is part of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.paging import page_of
from waardeel.house.views import signed_in, submit
from waardeel.people import domain, queries, rules
from waardeel.people.forms import DescribeForm, JoinWholeForm
from waardeel.people.models import PartOf
from waardeel.people.views.common import as_secretary, attempt, organisation_of, posted


@signed_in
@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Say anew who we are."""
    place = as_secretary(request, slug)
    organisation = place.organisation
    fields = ("name", "kind", "legal_form", "country", "place", "about", "takes_applications")
    initial = {field: getattr(organisation, field) for field in fields}
    initial["does"] = list(organisation.roles.values_list("role", flat=True))
    form = DescribeForm(posted(request), initial=initial)
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.describe_organisation(organisation=organisation, by=place.person, now=place.now, **data),
    )
    if done:
        messages.success(request, _("The change was saved."))
        return redirect("organisation", slug)
    return place.show(request, "people/describe.html", form=form, tab="about")


@require_GET
def parts(request: HttpRequest, slug: str) -> HttpResponse:
    """What this organisation is part of, and what is part of it: for anyone."""
    organisation = organisation_of(slug)
    today = organisation.day(timezone.now())
    person = request.person  # type: ignore[attr-defined]
    return render(
        request,
        "people/parts.html",
        {
            "organisation": organisation,
            "tab": "about",
            "is_member": queries.belongs(person, organisation, today),
            "is_secretary": person is not None and rules.is_secretary(person, organisation, today),
            "page": page_of(request, queries.parts_of(organisation, today), per_page=50),
            "wholes": queries.wholes_of(organisation, today),
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def join_whole(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an organisation into this group or network."""
    place = as_secretary(request, slug)
    form = JoinWholeForm(posted(request))
    form.fields["part"].queryset = form.fields["part"].queryset.exclude(pk=place.organisation.pk)
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.join_whole(whole=place.organisation, by=place.person, now=place.now, **data),
    )
    if done:
        messages.success(
            request,
            _("%(part)s is now part of %(whole)s.") % {"part": done.part, "whole": place.organisation},
        )
        return redirect("parts", slug)
    return place.show(request, "people/join_whole.html", form=form, tab="about")


@signed_in
@require_POST
def leave_whole(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """End being part of a group or network, from either side."""
    place = as_secretary(request, slug)
    rows = PartOf.objects.select_related("part__log", "whole__log")
    link = get_object_or_404(rows, Q(part=place.organisation) | Q(whole=place.organisation), pk=id)
    attempt(
        request,
        lambda: domain.leave_whole(link=link, by=place.person, now=place.now),
        _("The change was saved."),
    )
    return redirect("parts", slug)
