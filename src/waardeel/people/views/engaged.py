"""Who works, learns, lives or volunteers here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.paging import page_of, search_of
from waardeel.house.views import signed_in, submit
from waardeel.people import domain, queries
from waardeel.people.forms import TakeOnForm
from waardeel.people.models import Engagement
from waardeel.people.views.common import as_secretary, attempt, belonging, posted


@signed_in
@require_GET
def engaged(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works, learns, lives or volunteers here now."""
    place = belonging(request, slug)
    query, kind = search_of(request), request.GET.get("kind", "")
    found = queries.engaged_in(place.organisation, place.today)
    for word in query.split():
        found = found.filter(person__name__icontains=word)
    if kind in Engagement.Kind.values:
        found = found.filter(kind=kind)
    return place.show(
        request,
        "people/engaged.html",
        page=page_of(request, found, per_page=50),
        query=query,
        kind=kind,
        kinds=Engagement.Kind.choices,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def take_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody new begins to work, learn, live or volunteer here."""
    place = as_secretary(request, slug)
    form = TakeOnForm(posted(request))
    made = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.take_on(organisation=place.organisation, by=place.person, now=place.now, **data),
    )
    if made:
        messages.success(request, _("%(name)s was added.") % {"name": made.person})
        return redirect("engaged", slug)
    return place.show(request, "people/take_on.html", form=form)


@signed_in
@require_POST
def end_engagement(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Somebody no longer works, learns, lives or volunteers here."""
    place = as_secretary(request, slug)
    engagement = get_object_or_404(Engagement, organisation=place.organisation, pk=id)
    attempt(
        request,
        lambda: domain.end_engagement(engagement=engagement, by=place.person, now=place.now),
        _("The change was saved."),
    )
    return redirect("engaged", slug)
