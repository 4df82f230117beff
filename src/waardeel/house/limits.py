"""Rate limits: how often somebody may try, before they must wait."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError


class TooOften(HouseError):
    """Too many tries in too short a time."""

    text = _("That was tried too often. Wait a while (%(minutes)s min) and try again.")


def visitor(request: HttpRequest) -> str:
    """Where a request comes from, as far as a limit needs to know. Never stored beyond the limit's time.

    Behind a proxy it is what the proxy in front says; what a visitor writes there themselves stands before that.
    """
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def limit(what: str, who: str, *, tries: int, seconds: int) -> None:
    """Count one try of ``what`` by ``who``; at most ``tries`` in every ``seconds``.

    Raises TooOften.
    """
    window = int(time.time()) // seconds
    key = f"limit:{what}:{who}:{window}"
    if not cache.add(key, 1, timeout=seconds):
        try:
            count = cache.incr(key)
        except ValueError:  # it ran out between the two
            count = 1
        if count > tries:
            raise TooOften(minutes=max(1, seconds // 60))
