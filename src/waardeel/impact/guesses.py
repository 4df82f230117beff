"""A brake on guessing codes: wrong codes from one address are counted for a while, in the cache alone."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

#: A canteen full of people behind one address may mistype this often ...
LIMIT = 30
#: ... in this many seconds.
WINDOW = 600


def _key(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind our own proxy, which adds the address it saw at the end.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return f"impact-guess-{salted_hmac('waardeel.impact.guesses', address).hexdigest()}"


def too_many(request: HttpRequest) -> bool:
    """Whether this address typed so many wrong codes that it has to wait."""
    return int(cache.get(_key(request), 0)) >= LIMIT


def note_wrong(request: HttpRequest) -> None:
    """A wrong code came from this address. The count is forgotten when none came for a while."""
    key = _key(request)
    cache.set(key, int(cache.get(key, 0)) + 1, WINDOW)
