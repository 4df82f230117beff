"""The pages of an organisation tell the time by its own clock."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from waardeel.people.models import Organisation


def at_home(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the organisation instead of its slug, with its time zone in force."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        organisation = get_object_or_404(Organisation, slug=slug)
        with timezone.override(organisation.zone):
            return view(request, organisation, **kwargs)

    return wrapper
