"""Who is there, and whether they belong where they are."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from waardeel.people import queries
from waardeel.people.models import Organisation


class PersonMiddleware:
    """`request.person` is the person who is signed in, or None.

    On the pages of an organisation, `request.belongs_here()` tells whether that person is of it in any way;
    nothing is asked of the database unless a page wants to know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.person = user.person if user.is_authenticated else None  # type: ignore[attr-defined, union-attr]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or not match.route.startswith("o/<slug"):
            return
        person = request.person  # type: ignore[attr-defined]

        @functools.cache
        def belongs_here() -> bool:
            organisation = Organisation.objects.filter(slug=kwargs["slug"]).first() if person else None
            return organisation is not None and queries.belongs(person, organisation, organisation.day(timezone.now()))

        request.belongs_here = belongs_here  # type: ignore[attr-defined]
