"""What others may know of waves, and in how many questions to the database."""

from __future__ import annotations

from datetime import timedelta

from tests.impact.conftest import USUAL
from waardeel.impact import domain, queries


def test_while_it_runs_the_lead_sees_rounded_numbers_and_none_that_are_small(impact, varied):
    wave = impact.open()
    made = impact.slips(wave, 30)
    seen = []
    for code, values in zip(made, varied(17), strict=False):
        impact.answer(wave, values, code)
        seen.append(queries.progress_of(wave).answered)
    assert seen == [None] * 9 + [10] * 5 + [15] * 3
    progress = queries.progress_of(wave)
    assert (progress.eligible, progress.invited, progress.opened, progress.rounded) == (60, 30, 15, True)


def test_nobody_and_one_person_look_the_same_while_it_runs(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    before = queries.progress_of(wave)
    impact.answer(wave, USUAL, code)
    assert queries.progress_of(wave) == before


def test_after_the_close_numbers_are_exact_or_hidden(impact, varied):
    assert queries.progress_of(impact.closed(varied(17))).answered == 17
    assert queries.progress_of(impact.closed(varied(3))).answered is None


def test_the_lead_is_asked_to_close_and_to_publish(impact, varied):
    running = impact.open(title={"en": "Running"})
    today = impact.world.coop.day(impact.world.now)
    impact.open(title={"en": "Over"}, from_on=today - timedelta(days=9), until_on=today - timedelta(days=3))
    impact.closed(varied(2), title={"en": "Closed"})
    impact.published(varied(12), title={"en": "Published"})
    asks = queries.asks_of(impact.lena, impact.world.now)
    assert [(str(ask.title), ask.about) for ask in asks] == [
        ("Close the questionnaire", "Over, Green Thread"),
        ("Publish the results", "Closed, Green Thread"),
    ]
    assert asks[1].url.startswith("/o/green-thread/impact/waves/")
    assert [ask.about for ask in queries.asks_of(impact.world.alice, impact.world.now)] == [ask.about for ask in asks]
    for person in (impact.world.bob, impact.world.charlie, impact.world.olga):
        assert queries.asks_of(person, impact.world.now) == []
    later = impact.world.now + timedelta(days=20)
    assert len(queries.asks_of(impact.lena, later)) == 3
    assert running.runs_on(today)


def test_headlines_take_one_query(impact, varied, django_assert_num_queries):
    waves = [impact.published(varied(12), title={"en": str(n)}) for n in range(3)]
    with django_assert_num_queries(1):
        headlines = queries.recent(impact.world.now)
    assert {headline.wave for headline in headlines} == set(waves)
    assert headlines[0].figure.item.key == "life-satisfaction"
    assert str(headlines[0].mean) == "4.58"
    assert queries.recent(impact.world.now, impact.world.city) == []
    assert len(queries.recent(impact.world.now, impact.world.coop, limit=2)) == 2
    assert queries.recent(impact.world.now - timedelta(days=1)) == []


def test_tallies_take_one_query_and_fit_any_scale(impact, django_assert_num_queries):
    wave = impact.closed([(7, 4, 3, 2, 80)] * 12)
    with django_assert_num_queries(1):
        tallies = queries.tallies_of(wave)
    assert (tallies["hours"].n, tallies["hours"].total, tallies["hours"].total_squares) == (12, 960, 76800)


def test_running_means_today(impact):
    today = impact.world.coop.day(impact.world.now)
    wave = impact.open()
    assert list(queries.running(impact.world.coop, today)) == [wave]
    assert list(queries.running(impact.world.coop, today + timedelta(days=8))) == []
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    assert list(queries.running(impact.world.coop, today)) == []
