"""Publishing: what may be shown and no more, the same on the page, in CSV, in JSON and in the register."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest
from django.urls import reverse

from tests.impact.conftest import USUAL
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.impact import domain, errors, queries
from waardeel.impact.models import Wave
from waardeel.impact.results import Tally, figures_of, outcome_of
from waardeel.methods.estimates import mean
from waardeel.register.models import Entry


def outputs(impact, wave):
    """What every way out says about each question, {key: (n, mean)}; and the page and the CSV as text."""
    browser = impact.world.client(None)
    slug = wave.organisation.slug
    file = browser.get(reverse("impact_report_csv", args=[slug, wave.pk])).content.decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    read = {
        "csv": {row["question"]: (row["n"], row["mean"]) for row in rows},
        "json": {
            question["key"]: (str(question.get("n", "")), question.get("mean", ""))
            for question in browser.get(reverse("impact_report_json", args=[slug, wave.pk])).json()["questions"]
        },
        "register": {
            question["key"]: (str(question.get("n", "")), question.get("mean", ""))
            for question in Entry.objects.get(kind="wave.published").public["questions"]
        },
    }
    page = browser.get(reverse("impact_report", args=[slug, wave.pk]))
    read["page"] = {
        figure.item.key: (
            "" if figure.n is None else str(figure.n),
            "" if figure.mean is None else str(figure.mean),
        )
        for figure in page.context["figures"]
    }
    return read, page.content.decode(), file


def test_the_register_holds_exact_sums_and_what_follows_from_them(impact, varied):
    wave = impact.published(varied(22))
    public = Entry.objects.get(kind="wave.published").public
    assert list(public) == sorted(["wave", "title", "instrument", "funnel", "minimum_cell", "confidence", "questions"])
    assert public == wave.result
    assert (public["wave"], public["title"], public["instrument"]) == (
        str(wave.pk),
        {"en": "How are we doing?", "nl": "Hoe gaat het met ons?"},
        "five-questions/1",
    )
    assert (public["minimum_cell"], public["confidence"]) == (10, "19/20")
    assert public["funnel"] == {"eligible": 60, "invited": 22, "opened": 22, "answered": 22}
    values = [i % 11 for i in range(22)]
    estimate = mean.interval(n=22, total=110, total_squares=sum(v * v for v in values), confidence=Fraction(19, 20))
    assert public["questions"][0] == {
        "key": "life-satisfaction",
        "n": 22,
        "sum": 110,
        "sum_squares": 770,
        "mean": "5.00",
        "low": str(estimate.low),
        "high": str(estimate.high),
    }


def test_every_output_shows_the_same(impact, varied):
    people = varied(14)
    people[0][0] = "dont_know"
    wave = impact.published(people)
    read, _, _ = outputs(impact, wave)
    assert read["csv"] == read["json"] == read["register"] == read["page"]
    assert [n for n, _ in read["csv"].values()] == ["13", "14", "14", "14", "14"]


def test_a_question_that_too_few_answered_is_silent_everywhere(impact, varied):
    people = varied(14)
    for values in people[:5]:
        values[1] = "rather_not"
    wave = impact.published(people)
    read, page, file = outputs(impact, wave)
    for way in read.values():
        assert way["someone-to-talk-to"] == ("", "")
        assert "" not in way["hours"]
    assert wave.result["questions"][1] == {"key": "someone-to-talk-to", "suppressed": True}
    assert "What we do not show" in page
    [row] = [row for row in csv.reader(io.StringIO(file)) if row[0] == "someone-to-talk-to"]
    assert row[4:8] == ["", "", "", ""]


def test_too_few_answers_show_nothing_anywhere_not_even_their_number(impact, varied):
    wave = impact.published(varied(9))
    read, page, file = outputs(impact, wave)
    for way in read.values():
        assert set(way.values()) == {("", "")}
    assert wave.result["funnel"] == {"eligible": 60, "invited": 9, "opened": None, "answered": None}
    assert all(set(question) == {"key", "suppressed"} for question in wave.result["questions"])
    assert "Fewer than 10 people answered" in page
    assert "9 people answered" not in page
    assert {tuple(row[8:]) for row in csv.reader(io.StringIO(file))} == {
        ("eligible", "invited", "opened", "answered"),
        ("60", "9", "", ""),
    }
    assert [headline.figure for headline in queries.recent(impact.world.now)] == [None]


def test_inside_a_firm_nine_may_be_enough(impact, varied):
    wave = impact.published(varied(9), minimum_cell=5)
    assert wave.result["funnel"]["answered"] == 9
    assert not any("suppressed" in question for question in wave.result["questions"])


def test_when_all_say_the_same_it_would_tell_what_each_said(impact, varied):
    people = varied(12)
    for values in people:
        values[3] = 1
    wave = impact.published(people)
    read, _, _ = outputs(impact, wave)
    assert {way["say-here"] for way in read.values()} == {("", "")}


@pytest.mark.parametrize(
    ("yes", "no", "shown"), [(12, 11, True), (20, 9, False), (9, 20, False), (10, 1, False), (12, 0, False)]
)
def test_a_yes_or_no_question_is_silent_when_few_are_on_one_side(impact, monkeypatch, tmp_path, yes, no, shown):
    """The mean and the number would tell how many: complementary suppression."""
    from tests.impact.test_instruments import write
    from waardeel.impact import instruments

    yes_or_no = instruments.read(write(tmp_path))
    monkeypatch.setattr("waardeel.impact.models.shipped", lambda: {"test/1": yes_or_no})
    wave = Wave(instrument_name="test/1", title={"en": "t"}, minimum_cell=10)
    tally = Tally({value: number for value, number in ((1, yes), (0, no)) if number})
    [question] = outcome_of(wave=wave, funnel={}, tallies={"q": tally})["questions"]
    assert question == ({"key": "q", "suppressed": True} if not shown else question | {"n": yes + no, "sum": yes})
    assert ("mean" in question) == shown


def test_intervals_are_cut_at_the_ends_of_the_scale_for_readers(impact):
    people = [((1, 5, 6)[i] if i < 3 else 0, 4, 3, 2, 24) for i in range(12)]
    wave = impact.published(people)
    assert wave.result["questions"][0]["low"].startswith("-")
    figure = figures_of(wave.outcome, wave.instrument)[0]
    assert figure.low == 0
    # 12 of 60 answered with a sum of 12: the silent 48 could all be 0, or all be 10
    assert (str(figure.silent_low), str(figure.silent_high)) == ("0.20", "8.20")


def test_sums_that_only_these_answers_could_give_are_not_shown(impact, varied):
    """Eleven people said 0 and one said 10: number, sum and sum of squares leave nothing else."""
    people = varied(12)
    for number, values in enumerate(people):
        values[0] = 0 if number else 10
    wave = impact.published(people)
    assert wave.result["questions"][0] == {"key": "life-satisfaction", "suppressed": True}
    assert "mean" in wave.result["questions"][4]


def test_only_what_is_closed_can_be_published_and_once(impact, varied):
    wave = impact.open()
    with pytest.raises(errors.NotClosed):
        domain.publish_wave(wave=wave, by=impact.lena, now=impact.world.now)
    wave = impact.published(varied(12))
    with pytest.raises(AlreadyDone):
        domain.publish_wave(wave=wave, by=impact.lena, now=impact.world.now)
    assert Entry.objects.filter(kind="wave.published").count() == 1


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_the_lead_and_the_secretary(impact, who):
    wave = impact.closed([USUAL])
    with pytest.raises(NotAllowed):
        domain.publish_wave(wave=wave, by=getattr(impact.world, who), now=impact.world.now)
    assert Wave.objects.get().result is None


def test_an_unpublished_wave_has_no_outcome(impact):
    with pytest.raises(ValueError):
        _ = impact.open().outcome
