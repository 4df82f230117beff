"""Taking answers back: with one's own code, until the wave closes."""

from __future__ import annotations

import pytest

from tests.impact.conftest import USUAL
from waardeel.impact import domain, errors
from waardeel.impact.models import Observation, Response, Slip


def test_the_receipt_deletes_these_answers_and_no_others(impact):
    wave = impact.open()
    mine = impact.answer(wave, USUAL)
    impact.answer(wave, USUAL)
    assert domain.withdraw_answers(receipt=mine.lower(), now=impact.world.now) == wave
    assert (Response.objects.count(), Observation.objects.count()) == (1, 5)
    with pytest.raises(errors.UnknownReceipt):
        domain.withdraw_answers(receipt=mine, now=impact.world.now)


def test_the_slip_stays_used(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    domain.withdraw_answers(receipt=impact.answer(wave, USUAL, code), now=impact.world.now)
    with pytest.raises(errors.SlipUsed):
        impact.answer(wave, USUAL, code)


@pytest.mark.parametrize("receipt", ["", "nonsense", "K7QM-2XHP-9RTV"])
def test_another_code_deletes_nothing(impact, receipt):
    wave = impact.open()
    impact.answer(wave, USUAL)
    domain.close_wave(wave=impact.open(), by=impact.lena, now=impact.world.now)
    with pytest.raises(errors.UnknownReceipt):
        domain.withdraw_answers(receipt=receipt, now=impact.world.now)
    assert Response.objects.count() == 1


def test_the_code_of_the_slip_is_not_the_receipt(impact):
    wave = impact.open()
    [code] = impact.slips(wave, 1)
    impact.answer(wave, USUAL, code)
    with pytest.raises(errors.UnknownReceipt):
        domain.withdraw_answers(receipt=code, now=impact.world.now)


def test_after_the_close_no_receipt_leads_anywhere(impact):
    wave = impact.open()
    mine = impact.answer(wave, USUAL)
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    with pytest.raises(errors.UnknownReceipt):
        domain.withdraw_answers(receipt=mine, now=impact.world.now)
    assert Response.objects.count() == 1
    assert Slip.objects.filter(used=True).count() == 0
