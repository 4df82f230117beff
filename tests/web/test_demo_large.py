"""The large city, told small enough to be quick: its story does not depend on its size."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from django.utils.translation import override

from waardeel.cli.verify import verify
from waardeel.impact.models import Wave
from waardeel.people import domain as people
from waardeel.people import queries as persons
from waardeel.people.models import Membership, Organisation, Person, Role
from waardeel.register.models import Entry, Log
from waardeel.register.queries import write_bundle
from waardeel.web.demo.cast import identity, player
from waardeel.web.demo.large import LargeCity, Size
from waardeel.web.demo.large.plan import SMALL, plan
from waardeel.web.demo.story import Story
from waardeel.web.demo.texts import CITY, NETWORK
from waardeel.work.models import Opportunity, Partnership, Sighting

SIZE = Size(organisations=SMALL + 16, persons=600, largest=40, sightings=60, partnerships=3, waves=2)
TODAY = date(2026, 9, 1)


def tell(seed: int = 1) -> None:
    """The large city with, of the small one, only what it builds on: the city and the network."""
    story = Story(today=TODAY, seed=seed)

    @story.on(730, 9)
    def beginnings(now: datetime) -> None:
        for body in (CITY, NETWORK):
            secretary = people.add_person(id=identity("secretary", body.slug), name=body.secretary)
            people.found_organisation(
                id=identity("organisation", body.slug),
                slug=body.slug,
                name=body.name,
                kind=body.kind,
                does=body.does,
                secretary=secretary,
                now=now,
            )
        city = Organisation.objects.get(slug=CITY.slug)
        people.give_role(
            id=identity("role", "wim"),
            circle=persons.whole_of(city),
            person=people.add_person(id=player("wim").id, name=player("wim").name),
            role=Role.CONTRACT_MANAGER,
            by=Person.objects.get(pk=identity("secretary", CITY.slug)),
            now=now,
        )

    with override("nl"):
        LargeCity(story, SIZE).tell()
        story.play()


@pytest.mark.slow
def test_it_becomes_as_large_as_was_asked_and_stands_in_registers_that_a_stranger_can_check(
    db: None, tmp_path: Path
) -> None:
    before = Organisation.objects.count()
    tell()
    assert Organisation.objects.count() - before == SIZE.organisations - SMALL + 2
    assert Person.objects.count() == SIZE.persons
    assert persons.numbers_of(Organisation.objects.get(slug="waardstroom"), TODAY).members == SIZE.largest
    assert Sighting.objects.count() == SIZE.sightings
    assert Opportunity.objects.count() == SIZE.sightings // 9
    assert Partnership.objects.filter(began_at__isnull=False).count() == SIZE.partnerships + 1
    assert Wave.objects.filter(state=Wave.State.PUBLISHED).count() == SIZE.waves
    # The domain functions alone made it: what there is, is on the record, in the order of time.
    assert Entry.objects.filter(kind="membership.began").count() == Membership.objects.count()
    assert Entry.objects.filter(kind="sighting.reported").count() == Sighting.objects.count()
    for log in Log.objects.all():
        moments = list(log.entries.order_by("n").values_list("at", flat=True))
        assert moments == sorted(moments), log.slug
    for slug in ("waardstad", "waardstroom"):
        write_bundle(slug, tmp_path / slug)
        assert verify(tmp_path / slug).entries == Log.objects.get(slug=slug).size


@pytest.mark.slow
def test_the_same_seed_and_day_tell_the_same(empty_house: None) -> None:
    told = []
    for _ in range(2):
        with transaction.atomic():
            tell()
            entries = Entry.objects.order_by("log__slug", "n").values_list("log__slug", "kind", "at")
            told.append((list(entries), sorted(Person.objects.values_list("name", flat=True))))
            transaction.set_rollback(True)
    assert told[0] == told[1]


def test_another_seed_plans_another_city() -> None:
    one, same, other = (plan(Random(f"large/{seed}"), Size()) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert len({body.slug for body in one}) == len(one) == Size().organisations - SMALL


def test_a_story_happens_in_the_order_of_time_and_of_telling() -> None:
    story, happened = Story(today=TODAY), []
    story.on(1)(lambda now: happened.append("today"))
    story.on(3)(lambda now: happened.append("first"))

    @story.on(3)
    def second(now: datetime) -> None:
        happened.append("second")
        story.on(2)(lambda now: happened.append("told meanwhile"))

    story.play()
    assert happened == ["first", "second", "told meanwhile", "today"]
