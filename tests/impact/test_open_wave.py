"""Opening a wave: by its lead, on the record, and only where something could ever be shown."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.impact import errors
from waardeel.impact.models import Wave
from waardeel.register.models import Entry
from waardeel.work.models import Partnership, Party


def test_the_lead_opens_a_wave_and_the_register_says_what_is_asked(impact):
    wave = impact.open(programme="The workshop", why={"en": "To learn."}, changed={"nl": "Meer pauze."})
    assert wave.state == Wave.State.OPEN
    assert (wave.why, wave.changed) == ({"en": "To learn."}, {"nl": "Meer pauze."})
    entry = Entry.objects.get(kind="wave.opened")
    assert entry.subject == f"wave/{wave.pk}"
    assert entry.public == {
        "wave": str(wave.pk),
        "title": {"en": "How are we doing?", "nl": "Hoe gaat het met ons?"},
        "instrument": "five-questions/1",
        "programme": "The workshop",
        "partnership": None,
        "from_on": wave.from_on.isoformat(),
        "until_on": wave.until_on.isoformat(),
        "eligible": 60,
        "minimum_cell": 10,
    }


def test_the_secretary_may_too(impact):
    assert impact.open(by=impact.world.alice).state == Wave.State.OPEN


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_nobody_else_may(impact, who):
    with pytest.raises(NotAllowed):
        impact.open(by=getattr(impact.world, who))
    assert not Wave.objects.exists()


def test_sent_twice_it_is_one_wave(impact):
    id = uuid4()
    wave = impact.open(id=id)
    with pytest.raises(AlreadyDone) as done:
        impact.open(id=id)
    assert done.value.existing == wave
    assert Entry.objects.filter(kind="wave.opened").count() == 1


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"title": {"en": "  "}}, errors.NoTitle),
        ({"title": {"de": "Wie geht es?"}}, errors.NoTitle),
        ({"instrument": "wemwbs/1"}, errors.NoSuchInstrument),
        ({"minimum_cell": 4}, errors.MinimumTooSmall),
        ({"eligible": 9}, errors.GroupTooSmall),
        ({"eligible": 5, "minimum_cell": 6}, errors.GroupTooSmall),
    ],
)
def test_what_cannot_be_is_refused(impact, facts, error):
    with pytest.raises(error):
        impact.open(**facts)
    assert not Wave.objects.exists()


def test_the_last_day_is_not_before_the_first(impact):
    today = impact.world.coop.day(impact.world.now)
    with pytest.raises(errors.WrongWindow):
        impact.open(from_on=today, until_on=today - timedelta(days=1))


def test_inside_a_firm_five_is_enough(impact):
    assert impact.open(eligible=5, minimum_cell=5).minimum_cell == 5


def partnership_of(impact, *, began: bool) -> Partnership:
    partnership = Partnership.objects.create(
        title="Clean canals",
        purpose="Clean the canals.",
        from_on=impact.world.coop.day(impact.world.now),
        offered_at=impact.world.now,
        began_at=impact.world.now if began else None,
    )
    Party.objects.create(partnership=partnership, organisation=impact.world.coop)
    return partnership


def test_a_wave_may_be_about_a_partnership_of_the_organisation(impact):
    partnership = partnership_of(impact, began=True)
    wave = impact.open(partnership=partnership)
    assert wave.partnership == partnership
    assert Entry.objects.get(kind="wave.opened").public["partnership"] == f"partnership/{partnership.pk}"


def test_not_about_one_that_has_not_begun_nor_of_others(impact):
    with pytest.raises(errors.NotYourPartnership):
        impact.open(partnership=partnership_of(impact, began=False))
    elsewhere = partnership_of(impact, began=True)
    elsewhere.parties.update(organisation=impact.world.city)
    with pytest.raises(errors.NotYourPartnership):
        impact.open(partnership=elsewhere)
