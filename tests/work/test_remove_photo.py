"""A photo is taken away for good."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from waardeel.house.errors import NotAllowed
from waardeel.people.models import Role
from waardeel.work import domain
from waardeel.work.errors import NoPhoto


def test_the_file_is_gone_and_the_report_stays(world, work, last_entry, django_capture_on_commit_callbacks):
    sighting = work.sighting(photo=work.photo())
    name = sighting.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        sighting = domain.remove_photo(sighting=sighting, by=work.officer("Stan", Role.STREET_WORKER), now=world.now)
    assert not sighting.photo
    assert not default_storage.exists(name)
    assert last_entry(world.city).kind == "sighting.photo_removed"


def test_there_must_be_a_photo(world, work):
    with pytest.raises(NoPhoto):
        domain.remove_photo(sighting=work.sighting(), by=world.olga, now=world.now)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_people_of_the_city_alone_may(world, work, who):
    sighting = work.sighting(photo=work.photo())
    with pytest.raises(NotAllowed):
        domain.remove_photo(sighting=sighting, by=getattr(world, who), now=world.now)
    assert default_storage.exists(sighting.photo.name)
