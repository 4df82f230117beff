"""The house is held to its table of permissions, and the table to the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import UUIDField
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from tests.web.permissions.forms import forms
from tests.web.permissions.house import COOP, WHO, Answer, House, undone, writing
from tests.web.permissions.table import GONE, NOT_UUID, OUTSIDE, SAME_AS, SHARED, TABLE
from waardeel.house.models import Thing

pytestmark = pytest.mark.slow

#: Who is asked about a page that does not look at who is there.
FEW = ("nobody", "frans", "suze", "alice")
#: Pages that take a form in nobody's name: they read no cookie, so that another site gains nothing by sending it.
NAMELESS = {"poll_cast", "poll_room_cast", "poll_room_paper"}
#: Parameters without which a page of the API has nothing to say.
QUERIES = {"api:inclusion": {"n": 0}, "api:consistency": {"old": 1}}
#: Pages of the frame that answer other methods too, as they answer their own, and write nothing (which is tested).
LENIENT = {
    "GET set_language": "ok",
    "POST accessibility": "ok",
    "POST account_login": "ok",
    "POST account_logout": "ok",
    "POST account_signup": "ok",
    "POST mfa_index": "ok",
    "POST mfa_list_webauthn": "ok",
    "POST api:openapi-json": "200",
    "POST api:api-root": "404",
}


@dataclass(frozen=True)
class Row:
    """One line of the table: what everybody is answered when they ask for this page about this thing."""

    method: str
    page: str
    about: str
    cells: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.page} ({self.about})"


def read(line: str) -> Row:
    method, page = line[:34].split()
    about, cells = line[35:62].strip(), line[62:].split()
    who = zip(WHO, cells, strict=True) if cells[0] != "everyone" else ((name, cells[1]) for name in FEW)
    return Row(method, page, about, tuple((name, cell) for name, cell in who if cell != "."))


ROWS = [read(line) for line in TABLE.splitlines() if line and not line.startswith("#")]


@lru_cache
def patterns() -> dict[str, URLPattern]:
    """Every named address of the house, of all rooms."""

    def walk(found: list[Any], space: str, before: str) -> Iterator[tuple[str, URLPattern]]:
        for one in found:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space, before)
            else:
                yield f"{space}{one.name}", one

    return dict(walk(get_resolver(settings.ROOT_URLCONF).url_patterns, "", ""))


def methods_of(page: str) -> set[str]:
    return {row.method for row in ROWS if row.page == page}


@pytest.fixture(scope="module")
def ask(house: House) -> Callable[..., Answer]:
    """Ask for a page as a row says, with its form filled in."""
    filled_in = forms(house)

    def ask(row: Row, who: str, url: str = "") -> Answer:
        data = filled_in.get(row.page) if row.method == "POST" else QUERIES.get(row.page)
        return house.ask(who, row.method, url or house.url(row.page, row.about), data)

    return ask


# -- the table is whole --------------------------------------------------------------------------------------------


def test_it_is_decided_for_every_page_who_may_see_it():
    assert set(patterns()) == {row.page for row in ROWS} | set(OUTSIDE)
    assert not {row.page for row in ROWS} & set(OUTSIDE)


def test_no_address_is_without_a_name():
    assert [str(one.pattern) for name, one in patterns().items() if name.endswith("None")] == []


def test_every_page_takes_what_the_table_says_and_nothing_else(house):
    surprises = {}
    for page in {row.page for row in ROWS}:
        row = next(row for row in ROWS if row.page == page)
        for method in {"GET", "POST"} - methods_of(page):
            who = next((name for name, cell in row.cells if cell in ("200", "ok")), "alice")
            answer = house.ask(who, method, house.url(page, row.about))
            assert answer.writes == []
            if answer.cell != "405":
                surprises[f"{method} {page}"] = answer.cell
    assert surprises == LENIENT


# -- the house holds to it -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_table_says(ask, row):
    answers = {who: ask(row, who) for who, _cell in row.cells}
    assert {who: answer.cell for who, answer in answers.items()} == dict(row.cells)
    for who, answer in answers.items():
        # Looking changes nothing; nor does asking for what one may not.
        if row.method == "GET" or answer.cell not in ("200", "ok"):
            assert (who, answer.writes) == (who, [])


def test_what_is_exported_is_for_who_may_see_the_page():
    by_page: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in ROWS:
        if row.method == "GET":
            by_page[row.page].append((row.about, *(cell for _who, cell in row.cells)))
    for other, page in SAME_AS.items():
        assert set(by_page[other]) <= set(by_page[page]), other


@pytest.mark.slow
@pytest.mark.parametrize("name", ["anton", "ed", "erik"])
def test_who_asked_to_join_who_left_and_who_was_erased_see_no_more_than_a_stranger(house, ask, name):
    """An erased person is nobody at all: the session that their browser holds opens nothing."""
    like = "nobody" if name == "erik" else "charlie"
    different = {}
    for row in ROWS:
        cells = dict(row.cells)
        if row.method == "GET" and like in cells and f"/o/{COOP}/" in house.url(row.page, row.about):
            cell = ask(row, name).cell
            if cell != cells[like]:
                different[str(row)] = (cell, cells[like])
    assert different == {}


# -- organisations are apart ---------------------------------------------------------------------------------------


def with_things() -> list[Row]:
    """One row for each method of each page that is about a thing of an organisation."""
    found = {}
    for row in ROWS:
        parameters = set(patterns()[row.page].pattern.converters)
        if "slug" in parameters and len(parameters) > 1 and row.page not in {"register_entry", *SHARED}:
            found.setdefault((row.method, row.page), row)
    return list(found.values())


@pytest.mark.parametrize("row", with_things(), ids=str)
def test_a_thing_of_one_organisation_is_not_there_under_another(house, ask, row):
    """Frans may do all that can be done at delta, a city with members; a thing of another is no thing of delta."""
    owner = "olga" if house.things[row.about]["slug"] == "city" else "alice"
    url = house.url(row.page, row.about, slug="delta")
    for who in ("frans", owner, "nobody"):
        answer = ask(row, who, url)
        assert answer.writes == []
        if row.page in GONE:
            nowhere = house.url(row.page, row.about, **GONE[row.page], slug="delta")
            assert (who, answer.cell) == (who, ask(row, who, nowhere).cell)
        else:
            assert (who, answer.cell) in {(who, "404"), ("nobody", "in")}


def test_frans_may_do_at_delta_what_he_is_tried_at(house):
    """So that a 404 above is for the thing and not for the man."""
    pages = ("members", "applications", "impact_new", "sightings", "bundle", "offer_partnership", "proposal_new")
    answers = {page: house.ask("frans", "GET", house.url(page, "delta")).cell for page in pages}
    assert answers == dict.fromkeys(pages, "200")


# -- requests that others make for somebody ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", {row.page: row for row in ROWS if row.method == "POST" and row.page not in NAMELESS}.values(), ids=str
)
def test_no_other_site_sends_a_form_in_ones_name(house, row):
    who = next((name for name, cell in row.cells if cell in ("200", "ok")), "alice")
    client = house.visitor(who, from_elsewhere=True)
    with undone(), writing() as writes:
        response = client.post(house.url(row.page, row.about), forms(house).get(row.page))
    assert (response.status_code, writes) == (403, [])


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(house, onward):
    doors = [
        ("alice", "GET", "signin", "-"),
        ("nobody", "POST", "signin_demo", "cast"),
        ("nobody", "POST", "set_language", "-"),
        ("nobody", "GET", "set_language", "-"),
        ("alice", "GET", "account_request_login_code", "-"),
        ("nobody", "GET", "account_login", "-"),
        ("nobody", "POST", "mfa_login_webauthn", "-"),
        ("alice", "POST", "signout", "-"),
    ]
    for who, method, page, about in doors:
        response = house.ask(who, method, house.url(page, about), {"next": onward, "language": "fr"}).response
        to = urlsplit(response.headers.get("Location", ""))
        assert (page, to.scheme, to.netloc) == (page, "", "")
        assert not to.path.startswith(("//", "/\\"))
        followed = house.ask("nobody", "GET", f"{house.url('signin', '-')}?{urlencode({'next': onward})}").response
        assert onward not in followed.content.decode()


# -- what an address gives away ------------------------------------------------------------------------------------


def test_things_are_named_by_numbers_that_nobody_can_guess():
    counted = {
        (page, name)
        for page, pattern in patterns().items()
        for name, converter in pattern.pattern.converters.items()
        if not isinstance(converter, UUIDConverter) and name != "slug" and page not in OUTSIDE
    }
    assert counted == set(NOT_UUID)
    assert {model.__name__ for model in apps.get_models() if issubclass(model, Thing)} >= {"Person", "Sighting", "Wave"}
    assert [m for m in apps.get_models() if issubclass(m, Thing) and not isinstance(m._meta.pk, UUIDField)] == []


def test_files_are_what_they_are_and_nothing_else(house):
    served = {}
    for page, about in [
        ("sighting_photo", "sighting free"),
        ("evidence_file", "evidence accepted, city"),
        ("evidence_file", "evidence waiting, city"),
    ]:
        headers = house.ask("olga", "GET", house.url(page, about)).response.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["Cache-Control"] == "private, no-store"
        served[about] = (headers["Content-Type"], headers["Content-Disposition"].split(";")[0])
    assert served == {
        "sighting free": ("image/jpeg", "inline"),
        "evidence accepted, city": ("image/jpeg", "inline"),
        "evidence waiting, city": ("application/pdf", "attachment"),
    }
    for page, about in [("members_export", "coop"), ("my_data_export", "-"), ("impact_report_csv", "wave published")]:
        headers = house.ask("alice", "GET", house.url(page, about)).response.headers
        assert headers["Content-Disposition"].startswith("attachment")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_only_for_play_is_not_there_in_a_real_house(house):
    pages = {"GET": [("play", "-"), ("outbox", "-")], "POST": [("signin_demo", "cast"), ("play_vote", "demo poll")]}
    with override_settings(WAARDEEL_DEMO=False):
        for method, found in pages.items():
            for page, about in found:
                answer = house.ask("alice", method, house.url(page, about))
                assert (page, answer.cell, answer.writes) == (page, "404", [])
