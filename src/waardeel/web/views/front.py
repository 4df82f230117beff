"""The front page, the page of an organisation, and my page."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from waardeel.house.paging import page_of, search_of
from waardeel.house.views import signed_in
from waardeel.people import queries as people
from waardeel.people.models import Organisation
from waardeel.web.middleware import SIZES, THEMES


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers when all is well: the database can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What is going on in the city, and where to find an organisation."""
    query = search_of(request)
    page = page_of(request, people.search_organisations(query), per_page=12)
    return render(request, "web/front.html", {"page": page, "query": query})


@require_GET
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who we are, what we decide, what we do, what it brings."""
    organisation = get_object_or_404(Organisation, slug=slug)
    return render(request, "web/organisation.html", {"organisation": organisation, "tab": "about"})


@signed_in
@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """What is asked of me, in one list, and where I belong."""
    now = timezone.now()
    person = request.person  # type: ignore[attr-defined]
    organisations = people.organisations_of(person, now.date())
    return render(request, "web/my.html", {"organisations": organisations})


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
