"""Answering: once per slip, without an account, and so that nobody can see who."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, models

from tests.impact.conftest import USUAL
from waardeel.house.errors import AlreadyDone
from waardeel.impact import codes, domain, errors
from waardeel.impact.models import Observation, Response, Slip
from waardeel.register.models import Entry


def test_a_slip_answers_once(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    impact.answer(wave, USUAL, code)
    assert sorted(Observation.objects.values_list("item", "value", "missing")) == [
        ("hours", 24, ""),
        ("learned-something", 3, ""),
        ("life-satisfaction", 7, ""),
        ("say-here", 2, ""),
        ("someone-to-talk-to", 4, ""),
    ]
    with pytest.raises(errors.SlipUsed):
        impact.answer(wave, USUAL, code)
    assert Response.objects.count() == 1


def test_why_there_is_no_answer_is_kept_apart_from_answers(impact):
    wave = impact.open()
    impact.answer(wave, ("dont_know", "rather_not", 3, 2, 24))
    missing = Observation.objects.exclude(missing="").order_by("item").values_list("item", "value", "missing")
    assert list(missing) == [
        ("life-satisfaction", None, "dont_know"),
        ("someone-to-talk-to", None, "rather_not"),
    ]


def test_sent_twice_with_the_same_receipt_it_counts_once(impact):
    wave = impact.open()
    facts = {
        "code": impact.slips(wave, 1)[0],
        "answers": impact.answers(wave, USUAL),
        "receipt": codes.new_code(),
        "now": impact.world.now,
    }
    response = domain.answer_wave(**facts)
    with pytest.raises(AlreadyDone) as done:
        domain.answer_wave(**facts)
    assert done.value.existing == response
    assert Observation.objects.count() == 5


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ((11, 4, 3, 2, 24), errors.BadAnswer),
        ((-1, 4, 3, 2, 24), errors.BadAnswer),
        ((7, 0, 3, 2, 24), errors.BadAnswer),
        ((7, 4, 6, 2, 24), errors.BadAnswer),
        ((7, 4, 3, 2, 81), errors.BadAnswer),
        (("7", 4, 3, 2, 24), errors.BadAnswer),
        (("", 4, 3, 2, 24), errors.BadAnswer),
    ],
)
def test_an_answer_off_the_scale_is_refused_and_the_slip_stays_good(impact, values, error):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    with pytest.raises(error):
        impact.answer(wave, values, code)
    assert not Response.objects.exists()
    impact.answer(wave, USUAL, code)


def test_a_question_without_an_answer_is_named(impact):
    wave = impact.open()
    answers = impact.answers(wave, USUAL)
    del answers["learned-something"]
    with pytest.raises(errors.NotAnswered) as refused:
        domain.answer_wave(
            code=impact.slips(wave, 1)[0], answers=answers, receipt=codes.new_code(), now=impact.world.now
        )
    assert refused.value.facts == {"number": 3}


def test_unknown_early_and_late_slips_say_so(impact):
    today = impact.world.coop.day(impact.world.now)
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    later = impact.open(from_on=today + timedelta(days=1), until_on=today + timedelta(days=2))
    with pytest.raises(errors.UnknownSlip):
        impact.answer(wave, USUAL, codes.new_code())
    with pytest.raises(errors.WaveNotBegun):
        impact.answer(later, USUAL)
    with pytest.raises(errors.WaveOver):
        domain.begin_answers(code=code, now=impact.world.now + timedelta(days=9))
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    with pytest.raises(errors.WaveOver):
        impact.answer(wave, USUAL, code)


def test_beginning_marks_the_slip_as_opened_and_nothing_more(impact):
    wave = impact.open()
    first, second = impact.slips(wave, 2)
    domain.begin_answers(code=first, now=impact.world.now)
    domain.begin_answers(code=first, now=impact.world.now)
    assert sorted(Slip.objects.values_list("opened", "used")) == [(False, False), (True, False)]
    impact.answer(wave, USUAL, second)
    with pytest.raises(errors.SlipUsed):
        domain.begin_answers(code=second, now=impact.world.now)


def test_a_receipt_that_is_no_code_is_refused(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    with pytest.raises(errors.WeakSecret):
        domain.answer_wave(code=code, answers=impact.answers(wave, USUAL), receipt="1234", now=impact.world.now)


def test_answers_leave_no_entry(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    before = Entry.objects.count()
    domain.begin_answers(code=code, now=impact.world.now)
    receipt = impact.answer(wave, USUAL, code)
    domain.withdraw_answers(receipt=receipt, now=impact.world.now)
    assert Entry.objects.count() == before


def test_what_must_not_be_stored_has_no_field():
    """No moment, person, address, device or number that counts up, and no way from a slip to a response."""
    columns = {
        model: {field.attname: type(field) for field in model._meta.get_fields() if hasattr(field, "attname")}
        for model in (Slip, Response, Observation)
    }
    assert columns == {
        Slip: {
            "id": models.UUIDField,
            "wave_id": models.ForeignKey,
            "code_hash": models.CharField,
            "opened": models.BooleanField,
            "used": models.BooleanField,
        },
        Response: {
            "id": models.UUIDField,
            "wave_id": models.ForeignKey,
            "receipt_hash": models.CharField,
        },
        Observation: {
            "id": models.UUIDField,
            "response_id": models.ForeignKey,
            "item": models.CharField,
            "value": models.PositiveSmallIntegerField,
            "missing": models.CharField,
        },
    }


@pytest.mark.django_db(transaction=True)
def test_two_phones_with_one_slip_at_once_count_once(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def answer() -> None:
        try:
            start.wait()
            impact.answer(wave, USUAL, code)
            outcomes.append("answered")
        except errors.SlipUsed:
            outcomes.append("used")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["answered", "used"]
    assert (Response.objects.count(), Observation.objects.count()) == (1, 5)
