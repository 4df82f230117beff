"""What everybody may read names nobody: a stranger walks through the whole demo city."""

from __future__ import annotations

import io
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import override_settings
from django.urls import resolve, reverse
from django.utils.translation import override

from tests.web.permissions.house import Visitor
from waardeel.people.models import Account, Organisation, Person
from waardeel.register.models import Entry
from waardeel.web.demo.small import SmallCity
from waardeel.web.demo.story import Story

#: So many pages of one kind are read in one organisation; what each entry of the register says is read beside.
ENOUGH = 12
#: Public pages of an organisation to which a stranger may find no link.
UNLINKED = ("circles", "parts", "join_sent", "join_done", "api:head", "api:entries")

pytestmark = pytest.mark.slow


class Links(HTMLParser):
    """Every address that a page leads to or shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]


@pytest.fixture(scope="module")
def city(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """The demo city with its two years, in a house that is not a demo: there, one may see whom one can play."""
    story = Story(today=datetime.now(UTC).date())
    city = SmallCity(story)
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), WAARDEEL_DEMO=False):
        with override("nl"):
            city.tell()
            story.play()
        yield city


def text_of(response: HttpResponse) -> str:
    """All that was sent, with what lies in an archive."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers["Content-Type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", errors="replace")


def full_names() -> set[str]:
    """Everybody in the demo city has a first name and a surname."""
    return set(Person.objects.filter(name__contains=" ").values_list("name", flat=True))


def walk() -> dict[str, str]:
    """All that a stranger reaches from the front page by following links, and what no link leads to; by address."""
    client = Visitor(headers={"accept-language": "nl"})
    slugs = Organisation.objects.values_list("slug", flat=True)
    waiting = deque(["/", *(reverse(page, kwargs={"slug": slug}) for page in UNLINKED for slug in slugs)])
    seen, read = set(waiting), {}
    number: Counter[tuple[str, str]] = Counter()
    while waiting:
        url = waiting.popleft()
        cache.clear()
        response = client.get(url)
        if response.status_code != 200:
            assert (url, response.status_code) in {(url, 302), (url, 404)}
            continue
        read[url] = text_of(response)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        links = Links()
        links.feed(read[url])
        for link in links.found:
            parts = urlsplit(link)
            path = f"{parts.path or urlsplit(url).path}{'?' + parts.query if parts.query else ''}"
            if parts.netloc or parts.scheme or not path.startswith("/") or path.startswith("/static/") or path in seen:
                continue
            match = resolve(parts.path or urlsplit(url).path)
            kind = (match.view_name, match.kwargs.get("slug", ""))
            number[kind] += 1
            if number[kind] <= ENOUGH:
                seen.add(path)
                waiting.append(path)
    return read


def test_a_stranger_finds_the_name_and_the_address_of_nobody(city):
    names = full_names()
    mails = set(Account.objects.exclude(email=None).values_list("email", flat=True))
    assert len(names) > 100
    read = walk()
    kinds = {resolve(urlsplit(url).path).view_name for url in read}
    assert kinds >= {
        "organisation", "organisation_decide", "decisions", "decision", "poll", "charter", "organisation_do",
        "opportunities", "opportunity", "partnerships", "partnership", "organisation_impact", "impact_report",
        "impact_report_csv", "impact_report_json", "register", "register_entry", "register_feed", "register_bundle",
        "circles", "parts", "join", "help_page", "api:entries",
    }  # fmt: skip
    told = {url: found for url, text in read.items() if (found := {word for word in names | mails if word in text})}
    assert told == {}


def test_no_entry_of_any_register_names_anybody(city):
    names = full_names()
    bodies = list(Entry.objects.values_list("kind", "body"))
    assert len(bodies) > 500
    assert {(kind, name) for kind, body in bodies for name in names if name in body} == set()
