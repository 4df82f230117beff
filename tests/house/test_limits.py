"""Who tries too often must wait; others need not."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from waardeel.house.limits import TooOften, limit, visitor


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def test_the_limit_counts_one_thing_of_one_visitor() -> None:
    for _ in range(3):
        limit("card", "a", tries=3, seconds=600)
    with pytest.raises(TooOften, match=r"\(10 min\)"):
        limit("card", "a", tries=3, seconds=600)
    limit("card", "b", tries=3, seconds=600)
    limit("slip", "a", tries=3, seconds=600)


def test_behind_a_proxy_the_visitor_is_who_the_proxy_saw(settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 192.0.2.7"})
    assert visitor(request) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert visitor(request) == "192.0.2.7"
