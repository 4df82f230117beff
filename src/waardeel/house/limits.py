"""Rate limits: how often somebody may try, before they must wait.

Counts live in the cache alone, under a keyed hash of who it is about, and are gone when their time is over.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError


class TooOften(HouseError):
    """Too many tries in too short a time."""

    text = _("That was tried too often. Wait a while (%(minutes)s min) and try again.")


def visitor(request: HttpRequest) -> str:
    """Where a request comes from, as far as a limit needs to know.

    Behind a proxy it is what the proxy in front says; what a visitor writes there themselves stands before that.
    """
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(what: str, who: str) -> str:
    return f"limit:{what}:{salted_hmac('waardeel.house.limits', who).hexdigest()}"


def spent(what: str, who: str, *, tries: int) -> bool:
    """Whether ``who`` used up their tries of ``what`` for now. Counts nothing."""
    number, _until = cache.get(_key(what, who), (0, 0.0))
    return bool(number >= tries)


def count(what: str, who: str, *, seconds: int) -> int:
    """Count one try of ``what`` by ``who``. Returns how many there were in the time that began with the first."""
    now = time.time()
    # Two at the very same moment may count as one; a limit need not be exact, and no lock is held for it.
    number, until = cache.get(_key(what, who), (0, now + seconds))
    cache.set(_key(what, who), (number + 1, until), timeout=max(1, until - now))
    return int(number) + 1


def limit(what: str, who: str, *, tries: int, seconds: int) -> None:
    """Count one try of ``what`` by ``who``; at most ``tries`` in every ``seconds``.

    Raises TooOften.
    """
    if count(what, who, seconds=seconds) > tries:
        raise TooOften(minutes=max(1, seconds // 60))
