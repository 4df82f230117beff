"""A real Chromium, and one browser for each person who visits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import client_of
from tests.e2e.visitor import DESKTOP, PHONE, Visitor, chromium
from waardeel.people.models import Person

Visit = Callable[..., Visitor]
HERE = Path(__file__).parent
LOCALES = {"nl": "nl-NL", "fr": "fr-BE", "en": "en-GB"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder plays in a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; every visitor has a profile of their own in it."""
    # Playwright keeps an event loop in this thread, which Django takes for a request that must not touch the
    # database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            # No test goes out on the network, whatever a page asks for.
            args=["--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Visit]:
    """Let somebody visit: `visit(world.bob, phone=True)` returns their `Visitor`, signed in.

    ``person`` None is a stranger. ``language`` nl, fr or en; ``phone`` 360 px wide, else 1280; ``dark``
    colours; ``javascript`` off is how somebody without it sees the house; ``beside`` are addresses of other
    servers that this visit may lead to (none, but where somebody signs in elsewhere).
    """
    cache.clear()  # rate limits count per machine, and all tests come from this one
    visitors: list[Visitor] = []

    def visit(
        person: Person | None = None,
        *,
        language: str = "nl",
        phone: bool = True,
        dark: bool = False,
        javascript: bool = True,
        beside: Sequence[str] = (),
    ) -> Visitor:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale=LOCALES[language],
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        cookies = {"language": language}
        if person is not None:
            cookies["sessionid"] = client_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        visitors.append(Visitor(context, live_server.url, javascript=javascript, beside=beside))
        return visitors[-1]

    yield visit
    # Before the tables are emptied: a page that is still open would go on asking the server.
    for visitor in visitors:
        visitor.context.close()
    unseen = [trouble for visitor in visitors for trouble in visitor.troubles.take()]
    assert not unseen, "\n".join(["After the last page that was looked at:", *unseen])
