"""The house is held to its table of permissions, and the table to the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.permissions.forms import forms
from tests.web.permissions.house import COOP, WHO, House
from tests.web.permissions.table import GONE, NOT_UUID, OUTSIDE, SAME_AS, SHARED, TABLE

#: Who is asked about a page that does not look at who is there.
FEW = ("nobody", "frans", "suze", "alice")
#: Parameters without which a page of the API has nothing to say.
QUERIES = {"api:inclusion": {"n": 0}, "api:consistency": {"old": 1}}


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


def asked(house: House, row: Row, who: str, url: str = "") -> Any:
    data = forms(house).get(row.page) if row.method == "POST" else QUERIES.get(row.page)
    return house.ask(who, row.method, url or house.url(row.page, row.about), data)


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
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods_of(page):
            who = next((name for name, cell in row.cells if cell in ("200", "ok")), "alice")
            answer = house.ask(who, method, house.url(page, row.about))
            if answer.cell != "405":
                surprises[f"{method} {page}"] = answer.cell
    assert surprises == OPEN_TO


#: What the library's own pages answer where it might say 405: they do the same as for GET.
OPEN_TO: dict[str, str] = {}


# -- the house holds to it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_table_says(house, row):
    answers = {who: asked(house, row, who) for who, _cell in row.cells}
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


@pytest.mark.parametrize("name", ["anton", "ed", "erik"])
def test_who_asked_to_join_who_left_and_who_was_erased_see_no_more_than_a_stranger(house, name):
    """An erased person is nobody at all: the session that their browser holds opens nothing."""
    like = "nobody" if name == "erik" else "charlie"
    own = {"my_invitation", "withdraw_application"}
    different = {}
    for row in ROWS:
        cells = dict(row.cells)
        if like in cells and f"/o/{COOP}/" in house.url(row.page, row.about) and row.page not in own:
            cell = asked(house, row, name).cell
            if cell != cells[like]:
                different[str(row)] = (cell, cells[like])
    assert different == {}
