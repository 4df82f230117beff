"""Reporting work left undone, and looking at what was reported."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.work import domain, queries, rules
from waardeel.work.forms import ReasonForm, ReportForm
from waardeel.work.models import Sighting
from waardeel.work.views.access import city_seen_whole, posted, sighting_seen

STATES = ("all", "free", "bundled", "closed")


@signed_in
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Report work left undone: a picture, a place, send."""
    city, today = city_seen_whole(request, slug)
    require(rules.may_report, request.person, city, today)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES)
        done = submit(
            request,
            form,
            lambda data: domain.report_sighting(organisation=city, by=request.person, now=timezone.now(), **data),
        )
        if done:
            messages.success(request, _("Thank you. The city sees it now, and you can follow what happens with it."))
            return redirect("my_sightings")
    else:
        last = Sighting.objects.filter(reporter=request.person, organisation=city).order_by("-reported_at").first()
        form = ReportForm(initial={"neighbourhood": last.neighbourhood if last else ""})
    context = {"organisation": city, "tab": "do", "form": form, "photo_lost": bool(request.FILES)}
    return render(request, "work/report.html", context)


@signed_in
@require_GET
def sightings(request: HttpRequest, slug: str) -> HttpResponse:
    """What was reported to a city, with search."""
    city, today = city_seen_whole(request, slug)
    query = search_of(request)
    state = request.GET.get("state", "all")
    found = queries.search_sightings(queries.sightings_of(city), query)
    if state == "free":
        found = queries.free(found)
    elif state == "bundled":
        found = found.filter(opportunity__isnull=False, closed_at=None)
    elif state == "closed":
        found = found.exclude(closed_at=None)
    context = {
        "organisation": city,
        "tab": "do",
        "page": page_of(request, found),
        "query": query,
        "state": state if state in STATES else "all",
        "may_plan": rules.may_plan(request.person, city, today),
        "may_report": rules.may_report(request.person, city, today),
    }
    return render(request, "work/sightings.html", context)


@signed_in
@require_GET
def my_sightings(request: HttpRequest) -> HttpResponse:
    """What I reported, and what became of it: who does it, or why not."""
    page = page_of(request, queries.sightings_by(request.person))
    return render(request, "work/my_sightings.html", {"page": page})


@signed_in
@require_GET
def sighting(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """One report."""
    sighting, today = sighting_seen(request, slug, id)
    context = {
        "organisation": sighting.organisation,
        "tab": "do",
        "sighting": sighting,
        "may_close": sighting.free and rules.may_close_sighting(request.person, sighting, today),
        "may_plan": rules.may_plan(request.person, sighting.organisation, today),
        "may_remove_photo": bool(sighting.photo) and rules.may_remove_photo(request.person, sighting, today),
    }
    return render(request, "work/sighting.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def close_sighting(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Close a report with a reason."""
    sighting, today = sighting_seen(request, slug, id)
    require(rules.may_close_sighting, request.person, sighting, today)
    form = ReasonForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.close_sighting(sighting=sighting, by=request.person, now=timezone.now(), **data),
    )
    if done:
        messages.success(request, _("Closed. Whoever reported it can read why."))
        return redirect("sighting", slug, id)
    context = {"organisation": sighting.organisation, "tab": "do", "sighting": sighting, "form": form}
    return render(request, "work/close_sighting.html", context)


@signed_in
@require_POST
def remove_photo(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Take a photo away for good."""
    sighting, _today = sighting_seen(request, slug, id)
    domain.remove_photo(sighting=sighting, by=request.person, now=timezone.now())
    messages.success(request, _("The photo is gone for good."))
    return redirect("sighting", slug, id)


@signed_in
@require_GET
def photo(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """The photo of a report, for who may see the report."""
    sighting, _today = sighting_seen(request, slug, id)
    if not sighting.photo:
        raise Http404
    return kept_file(sighting.photo, "image/jpeg", f"{sighting.pk}.jpg")


def kept_file(file: object, content_type: str, name: str, *, attachment: bool = False) -> FileResponse:
    """A kept file as what it is and nothing else: no guessing of its type, no page that it could become."""
    try:
        opened = file.open("rb")  # type: ignore[attr-defined]
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, content_type=content_type, filename=name, as_attachment=attachment)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
