"""Slips: as many as there are people, each code seen once, nobody's name on any."""

from __future__ import annotations

from datetime import timedelta

import pytest

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.impact import codes, domain, errors
from waardeel.impact.models import Slip
from waardeel.register.models import Entry


def test_codes_are_returned_and_only_hashes_are_kept(impact):
    wave = impact.open()
    made = impact.slips(wave, 3)
    assert set(Slip.objects.values_list("code_hash", flat=True)) == {codes.hash_of(code) for code in made}
    assert not any(code in str(list(Slip.objects.values())) for code in made)
    public = Entry.objects.get(kind="wave.slips_made").public
    assert public == {"wave": str(wave.pk), "title": wave.title, "number": 3, "made": 3}


def test_the_same_page_sent_twice_gives_the_same_slips(impact):
    wave = impact.open()
    facts = {"wave": wave, "number": 4, "secret": "s" * 32, "by": impact.lena, "now": impact.world.now}
    made = domain.make_slips(**facts)
    with pytest.raises(AlreadyDone) as done:
        domain.make_slips(**facts)
    assert done.value.existing == made
    assert Slip.objects.count() == 4


def test_no_more_slips_than_people(impact):
    wave = impact.open(eligible=12)
    impact.slips(wave, 10)
    with pytest.raises(errors.TooManySlips) as refused:
        impact.slips(wave, 3)
    assert refused.value.facts == {"eligible": 12, "made": 10, "left": 2}
    impact.slips(wave, 2)
    with pytest.raises(errors.TooManySlips):
        impact.slips(wave, 1)


def test_not_more_at_once_than_somebody_can_cut(impact):
    with pytest.raises(errors.TooManySlips):
        impact.slips(impact.open(eligible=5000), domain.SLIPS_AT_ONCE + 1)


@pytest.mark.parametrize("number", [0, -1])
def test_at_least_one(impact, number):
    with pytest.raises(errors.TooManySlips):
        impact.slips(impact.open(), number)


def test_a_secret_is_long(impact):
    with pytest.raises(errors.WeakSecret):
        domain.make_slips(wave=impact.open(), number=1, secret="short", by=impact.lena, now=impact.world.now)


def test_not_after_the_last_day_nor_when_closed(impact):
    wave = impact.open()
    later = impact.world.now + timedelta(days=9)
    with pytest.raises(errors.WaveOver):
        domain.make_slips(wave=wave, number=1, secret="s" * 32, by=impact.lena, now=later)
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    with pytest.raises(errors.WaveOver):
        impact.slips(wave, 1)


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_the_lead_and_the_secretary(impact, who):
    by = getattr(impact.world, who)
    with pytest.raises(NotAllowed):
        domain.make_slips(wave=impact.open(), number=1, secret="s" * 32, by=by, now=impact.world.now)
