"""A street worker reports work left undone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people.models import Role
from waardeel.register.models import Entry
from waardeel.work import domain
from waardeel.work.errors import NotACity, UnknownCategory
from waardeel.work.models import Sighting


def test_a_report_stands_in_the_register_of_the_city_without_personal_data(world, work, last_entry):
    sighting = work.sighting(
        place=" Lindenplein 4 ",
        neighbourhood="Centre",
        note="Ask Mrs Jansen",
        photo=work.photo(),
        rhythm="daily",
    )
    entry = last_entry(world.city)
    assert (entry.kind, entry.subject) == ("sighting.reported", sighting.register_id)
    assert entry.public == {
        "category": "onkruid",
        "what": {"nl": "Onkruid", "fr": "Mauvaises herbes", "en": "Weeds"},
        "place": "Lindenplein 4",
        "neighbourhood": "Centre",
        "rhythm": "daily",
        "photo": True,
    }
    assert "Jansen" not in entry.body
    assert world.olga.name not in entry.body


def test_how_often_is_as_usual_when_it_is_not_said(work):
    assert work.sighting(category="prullenbak-is-vol").rhythm == "daily"
    assert work.sighting(category="prullenbak-is-vol", rhythm="call").rhythm == "call"


def test_the_same_report_sent_five_times_is_one(world, work):
    id = uuid4()
    facts = {
        "organisation": world.city,
        "category": "onkruid",
        "place": "Here",
        "by": world.olga,
        "now": world.now,
    }
    first = domain.report_sighting(id=id, photo=work.photo(), **facts)
    for _again in range(4):
        with pytest.raises(AlreadyDone) as done:
            domain.report_sighting(id=id, photo=work.photo(), **facts)
        assert done.value.existing == first
    assert Sighting.objects.count() == 1
    assert Entry.objects.filter(kind="sighting.reported").count() == 1
    assert len(default_storage.listdir(f"work/photos/{first.photo.name.split('/')[2]}")[1]) == 1


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_only_street_workers_of_the_city_report(world, work, who):
    with pytest.raises(NotAllowed):
        work.sighting(by=getattr(world, who))
    assert Sighting.objects.count() == 0


@pytest.mark.parametrize("role", [Role.BUYER, Role.CONTRACT_MANAGER, Role.SECRETARY])
def test_other_officers_of_the_city_do_not_report(work, role):
    with pytest.raises(NotAllowed):
        work.sighting(by=work.officer("Otto", role))


def test_work_is_reported_to_a_city_only(world, work):
    with pytest.raises(NotACity) as error:
        work.sighting(organisation=world.coop, by=world.alice)
    assert error.value.facts == {"name": "Green Thread"}


def test_a_kind_of_work_that_does_not_exist_is_refused(work):
    with pytest.raises(UnknownCategory):
        work.sighting(category="../../etc/passwd")


def test_a_report_that_fails_leaves_no_photo_behind(work, media):
    with pytest.raises(UnknownCategory):
        work.sighting(category="none", photo=work.photo())
    assert [path for path in media.rglob("*") if path.is_file()] == []
