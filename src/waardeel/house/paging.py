"""Every list is paged on the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, things: QuerySet[Any] | Sequence[Any], per_page: int = 25) -> Page[Any]:
    """The page that ``?page=`` asks for; the nearest one that exists when it asks for nonsense."""
    return Paginator(things, per_page).get_page(request.GET.get("page"))


def search_of(request: HttpRequest) -> str:
    """What ``?q=`` searches for, trimmed, at most 100 characters; NUL bytes (which databases refuse) dropped."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]
