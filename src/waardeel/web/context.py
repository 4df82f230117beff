"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The name of this installation, whether it is the demo, and how this reader wants to see pages."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.WAARDEEL_DEMO,
        "display": getattr(request, "display", {"theme": "auto", "text": "md"}),
    }
