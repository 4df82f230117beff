"""The sixteen kinds of work left undone."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from waardeel.work.categories import categories, slugs_named
from waardeel.work.models import Rhythm
from waardeel.work.templatetags.work import DRAWINGS


def test_there_are_sixteen_with_everything_that_is_known():
    assert len(categories()) == 16
    for category in categories().values():
        assert category.cpv
        assert all(re.fullmatch(r"\d{8}", code) for code in category.cpv)
        assert category.rhythm in Rhythm.values
        assert category.entry_level in {"yes", "partly", "no"}
        assert re.fullmatch(r"\d(-\d)?", category.crew)


def test_one_of_them_in_full():
    mowing = categories()["maaien-snoeien"]
    assert (mowing.cpv, mowing.rhythm, mowing.crew, mowing.entry_level) == (
        ("77340000", "77310000"),
        "season",
        "2-6",
        "partly",
    )
    assert [str(need) for need in mowing.needs] == ["machine certificate"]
    assert str(categories()["fietswrak"].leads_to) == "bicycle workshop"


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_each_has_a_name_of_its_own_in_every_language(language):
    with override(language):
        names = [str(category.label) for category in categories().values()]
    assert len(set(names)) == 16
    if language != "en":
        assert not {str(category.label) for category in categories().values()} & set(names)


def test_they_are_found_by_their_name_in_the_language_of_the_reader():
    with override("nl"):
        assert slugs_named("ONKR") == ["onkruid"]
    with override("fr"):
        assert slugs_named("herbes") == ["onkruid"]


@pytest.mark.parametrize("slug", sorted(categories()))
def test_each_has_a_drawing_that_follows_the_colour_of_the_text(slug):
    svg = ElementTree.fromstring((DRAWINGS / f"{slug}.svg").read_text(encoding="utf-8"))  # noqa: S314  our own file
    assert (svg.get("viewBox"), svg.get("stroke"), svg.get("aria-hidden")) == (
        "0 0 24 24",
        "currentColor",
        "true",
    )
    assert {child.tag.rpartition("}")[2] for child in svg} == {"path"}


def test_no_drawing_is_without_a_category():
    assert {path.stem for path in DRAWINGS.glob("*.svg")} == set(categories())
