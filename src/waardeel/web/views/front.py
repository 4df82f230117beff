"""The front page, the page of an organisation, and my page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from waardeel.assembly import queries as assembly
from waardeel.ballots import queries as ballots
from waardeel.house.paging import page_of, search_of
from waardeel.house.views import signed_in
from waardeel.impact import queries as impact
from waardeel.people import queries as people
from waardeel.people import rules as people_rules
from waardeel.people.models import Organisation
from waardeel.register import queries as register
from waardeel.web import gathering
from waardeel.web.middleware import SIZES, THEMES
from waardeel.work import queries as work


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers when all is well: the database can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What is going on in the city, and where to find an organisation."""
    now = timezone.now()
    query = search_of(request)
    page = page_of(request, people.search_organisations(query), per_page=12)
    context: dict[str, Any] = {"page": page, "query": query}
    if not query and page.number == 1:
        context |= {
            "figures": gathering.figures(now),
            "decisions": assembly.recent_decisions(now, limit=3),
            "opportunities": work.recent_opportunities(limit=3),
            "results": impact.recent(now, limit=3),
        }
    return render(request, "web/front.html", context)


@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """The public registers of all organisations here."""
    query = search_of(request)
    page = page_of(request, people.search_organisations(query).select_related("log"), per_page=50)
    return render(request, "web/registers.html", {"page": page, "query": query})


@require_GET
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who we are, what we decide, what we do, what it brings."""
    now = timezone.now()
    person = request.person  # type: ignore[attr-defined]
    organisation = get_object_or_404(Organisation.objects.select_related("log"), slug=slug)
    today = organisation.day(now)
    belongs = people.belongs(person, organisation, today)
    return render(
        request,
        "web/organisation.html",
        {
            "organisation": organisation,
            "tab": "about",
            "belongs": belongs,
            "may_edit": people_rules.may_manage_members(person, organisation, today) if person else False,
            "membership": people.membership_of(person, organisation),
            "numbers": people.numbers_of(organisation, today),
            "roles": organisation.roles.order_by("role"),
            "wholes": people.wholes_of(organisation, today),
            "parts": people.parts_of(organisation, today),
            "polls": ballots.open_polls(organisation) if belongs else [],
            "decisions": assembly.recent_decisions(now, organisation, limit=3),
            "opportunities": work.recent_opportunities(organisation, limit=3),
            "partnerships": work.recent_partnerships(organisation, limit=3),
            "results": impact.recent(now, organisation, limit=2),
            # That somebody voted is said sixty times in a poll; here it would hide all else.
            "entries": register.entries_of(organisation.log).exclude(kind="ballot.cast")[:4],
        },
    )


@signed_in
@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """What is asked of me, in one list, and where I belong."""
    now = timezone.now()
    person = request.person  # type: ignore[attr-defined]
    return render(
        request,
        "web/my.html",
        {
            "asks": gathering.asks_of(person, now),
            "now": now,
            "organisations": people.organisations_of(person, now.date()),
        },
    )


@require_http_methods(["GET", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Choose light or dark, and how large. Kept in a cookie of the reader's own."""
    if request.method != "POST":
        return render(request, "display.html", {"themes": THEMES, "sizes": SIZES})
    theme = request.POST.get("theme", "auto")
    text = request.POST.get("text", "md")
    response = redirect("display")
    response.set_cookie(
        "display",
        f"{theme if theme in THEMES else 'auto'}.{text if text in SIZES else 'md'}",
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response
