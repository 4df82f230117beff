"""The report: public when published, in words and figures, in the reader's language, and checkable."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from waardeel.cli import main
from waardeel.register.queries import write_bundle

WAYS = ["impact_report", "impact_report_csv", "impact_report_json"]


def address(wave, way="impact_report"):
    return reverse(way, args=[wave.organisation.slug, wave.pk])


@pytest.mark.parametrize("way", WAYS)
def test_nobody_sees_it_before_it_is_published_and_everybody_after(impact, varied, way):
    running, closed, published = impact.open(), impact.closed(varied(12)), impact.published(varied(12))
    for person in (None, impact.world.charlie, impact.world.bob, impact.lena):
        browser = impact.world.client(person)
        assert [browser.get(address(wave, way)).status_code for wave in (running, closed, published)] == [
            404,
            404,
            200,
        ]


@pytest.mark.parametrize("way", WAYS)
def test_under_another_organisation_it_is_not_there(impact, varied, way):
    wave = impact.published(varied(12))
    page = reverse(way, args=["city", wave.pk])
    assert impact.world.client(None).get(page).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "On average 4.6. We are 95 % sure that it lies between 2.4 and 6.8."),
        ("nl", "Gemiddeld 4,6. We zijn 95 % zeker dat het tussen 2,4 en 6,8 ligt."),
        ("fr", "En moyenne 4,6. Nous sommes sûrs à 95\u00a0% que c’est entre 2,4 et 6,8."),
    ],
)
def test_the_figure_is_said_in_words_in_the_language_of_the_reader(impact, varied, language, words):
    browser = impact.world.client(None)
    browser.post("/language/", {"language": language})
    page = browser.get(address(impact.published(varied(12)))).content.decode()
    assert f"<strong>{words}</strong>" in page
    assert f'aria-label="{words}"' in page


def test_the_drawing_has_a_table_with_the_same_figures(impact, varied):
    page = impact.world.client(None).get(address(impact.published(varied(12)))).content.decode()
    assert page.count('<svg class="scale"') == 5
    assert '<td class="numbers" data-label="Average">4.58</td>' in page
    assert "style=" not in page


def test_it_links_to_its_entries_and_says_how_to_check(impact, varied):
    wave = impact.published(varied(12))
    page = impact.world.client(None).get(address(wave))
    kinds = [entry.kind for entry, _ in page.context["entries"]]
    assert kinds == ["wave.opened", "wave.slips_made", "wave.closed", "wave.published"]
    for entry, sentence in page.context["entries"]:
        assert sentence in page.content.decode()
        assert reverse("register_entry", args=["green-thread", entry.n]) in page.content.decode()
    assert "waardeel verify green-thread.zip" in page.content.decode()


def test_why_and_what_changed_are_said(impact, varied):
    wave = impact.published(varied(12), why={"en": "To do better."}, changed={"en": "Longer <b>breaks</b>."})
    page = impact.world.client(None).get(address(wave)).content.decode()
    assert "To do better." in page
    assert "Longer &lt;b&gt;breaks&lt;/b&gt;." in page


def test_the_json_is_what_the_register_holds(impact, varied):
    wave = impact.published(varied(12))
    assert json.loads(impact.world.client(None).get(address(wave, "impact_report_json")).content) == wave.result


def test_a_stranger_recomputes_it_from_the_bundle(impact, varied, tmp_path, capsys):
    impact.published(varied(12))
    with (tmp_path / "bundle.zip").open("wb") as file:
        write_bundle("green-thread", file)
    assert main(["verify", str(tmp_path / "bundle.zip")]) == 0
    assert "5" in capsys.readouterr().out


def test_a_report_takes_few_queries(impact, varied, django_assert_max_num_queries):
    wave = impact.published(varied(12))
    browser = impact.world.client(None)
    with django_assert_max_num_queries(4):
        browser.get(address(wave))
    with django_assert_max_num_queries(1):
        browser.get(address(wave, "impact_report_csv"))
