"""Closing: numbers go on the record, and the last traces of order go."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.impact.conftest import USUAL
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.impact import domain
from waardeel.impact.models import Observation, Response, Slip, Wave
from waardeel.register.models import Entry


def test_the_numbers_are_recorded_under_the_minimum_cell(impact, varied):
    wave = impact.closed(varied(12))
    assert Entry.objects.get(kind="wave.closed").public == {
        "wave": str(wave.pk),
        "title": wave.title,
        "funnel": {"eligible": 60, "invited": 12, "opened": 12, "answered": 12},
        "minimum_cell": 10,
    }


def test_too_small_numbers_are_not(impact, varied):
    wave = impact.open()
    made = impact.slips(wave, 12)
    for code, values in zip(made, varied(9), strict=False):
        impact.answer(wave, values, code)
    for code in made[9:]:
        domain.begin_answers(code=code, now=impact.world.now)
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    funnel = Entry.objects.get(kind="wave.closed").public["funnel"]
    assert funnel == {"eligible": 60, "invited": 12, "opened": 12, "answered": None}


def test_everything_is_written_anew_in_an_order_that_tells_nothing(impact, varied):
    wave = impact.open()
    people = varied(30)
    for code, values in zip(impact.slips(wave, 30), people, strict=True):
        impact.answer(wave, values, code)
    old = set(Response.objects.values_list("pk", flat=True)) | set(Observation.objects.values_list("pk", flat=True))

    def stored() -> list[tuple[int | None, ...]]:
        """Everybody's answers, put together again, in the order in which the database keeps the responses."""
        place = "ctid" if connection.vendor == "postgresql" else "rowid"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM impact_response ORDER BY {place}")  # noqa: S608
            order = [Response(id=row[0]).pk for row in cursor.fetchall()]
        keys = [item.key for item in wave.instrument.items]
        responses = {str(response.pk).replace("-", ""): response for response in Response.objects.all()}
        return [
            tuple(responses[str(pk).replace("-", "")].observations.get(item=key).value for key in keys) for pk in order
        ]

    assert stored() == [tuple(values) for values in people]
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    after = stored()
    assert sorted(after) == sorted(tuple(values) for values in people)
    assert after != [tuple(values) for values in people]  # by chance the same once in 30! times
    new = set(Response.objects.values_list("pk", flat=True)) | set(Observation.objects.values_list("pk", flat=True))
    assert not old & new
    assert set(Response.objects.values_list("receipt_hash", flat=True)) == {""}
    assert set(Slip.objects.values_list("opened", "used")) == {(False, False)}


def test_why_answers_are_missing_survives(impact):
    impact.closed([("dont_know", "rather_not", 3, 2, 24)])
    missing = Observation.objects.exclude(missing="").values_list("item", "missing").order_by("item")
    assert list(missing) == [("life-satisfaction", "dont_know"), ("someone-to-talk-to", "rather_not")]


def test_another_wave_is_left_alone(impact):
    other = impact.open()
    receipt = impact.answer(other, USUAL)
    impact.closed([USUAL])
    assert domain.withdraw_answers(receipt=receipt, now=impact.world.now) == other


def test_closed_twice_it_is_closed_once(impact):
    wave = impact.closed([])
    with pytest.raises(AlreadyDone):
        domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    assert Entry.objects.filter(kind="wave.closed").count() == 1


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_the_lead_and_the_secretary(impact, who):
    wave = impact.open()
    with pytest.raises(NotAllowed):
        domain.close_wave(wave=wave, by=getattr(impact.world, who), now=impact.world.now)
    assert Wave.objects.get().state == Wave.State.OPEN
