"""How often somebody may knock at a door that stands open to the world."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest


def too_often(name: str, whose: str, *, limit: int, seconds: int) -> bool:
    """Count one more time; whether that is more than ``limit`` times within ``seconds``."""
    key = f"people.limits.{name}.{whose}"
    if cache.add(key, 1, timeout=seconds):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:
        # It expired between the two questions: a new count begins.
        cache.set(key, 1, timeout=seconds)
        return False


def caller(request: HttpRequest) -> str:
    """The network address of who asks, as far as it can be trusted."""
    return get_client_ip(request) or "unknown"
