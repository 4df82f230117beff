"""Founding and describing organisations."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.conftest import World
from tests.people.helpers import kinds, last, nobody_but
from waardeel.house.errors import AlreadyDone
from waardeel.people import domain, queries
from waardeel.people.errors import NothingChanged, SlugTaken
from waardeel.people.models import Organisation
from waardeel.register.models import Log


def found(world: World, **given) -> Organisation:
    facts = {"id": uuid4(), "slug": "new", "name": "New", "kind": "association", "now": world.now}
    return domain.found_organisation(**{**facts, **given})


def test_founding_opens_the_record_with_the_founding(world: World) -> None:
    organisation = found(world, does=["care", "employer", "care"], secretary=world.charlie)
    assert kinds(organisation) == ["organisation.founded"]
    assert last(organisation).public["does"] == ["care", "employer"]
    assert list(queries.secretaries_of(organisation, organisation.day(world.now))) == [world.charlie]


def test_founding_the_same_form_twice_makes_one(world: World) -> None:
    first = found(world)
    with pytest.raises(AlreadyDone) as done:
        found(world, id=first.pk)
    assert done.value.existing == first
    assert Organisation.objects.filter(slug="new").count() == 1


def test_a_short_name_is_taken_once(world: World) -> None:
    with pytest.raises(SlugTaken):
        found(world, slug="green-thread")


@pytest.mark.parametrize("slug", ["Capitals", "two--dashes", "-dash", "with space", "é"])
def test_a_short_name_is_plain(world: World, slug: str) -> None:
    with pytest.raises(ValidationError):
        found(world, slug=slug)
    assert not Log.objects.filter(slug=slug).exists()


@pytest.mark.parametrize(("kind", "door"), [("cooperative", True), ("public_body", False), ("company", False)])
def test_the_door_for_members_follows_the_kind(world: World, kind: str, door: bool) -> None:
    assert found(world, kind=kind).takes_applications is door


def test_describing_renames_everywhere_and_is_recorded(world: World) -> None:
    before = world.coop.log.size
    domain.describe_organisation(
        organisation=world.coop, by=world.alice, now=world.now, name="Red Thread", does=["employer", "care"]
    )
    world.coop.refresh_from_db()
    log = Log.objects.get(pk=world.coop.pk)
    assert (world.coop.name, world.coop.slug, log.name) == ("Red Thread", "green-thread", "Red Thread")
    assert queries.whole_of(world.coop).name == "Red Thread"
    assert sorted(world.coop.roles.values_list("role", flat=True)) == ["care", "employer"]
    entry = last(world.coop)
    assert (entry.kind, entry.public["changed"], entry.public["name"]) == (
        "organisation.described",
        ["name", "does"],
        "Red Thread",
    )
    assert log.size > before


def test_what_is_not_given_stays(world: World) -> None:
    domain.describe_organisation(organisation=world.coop, by=world.alice, now=world.now, place="Elsewhere")
    world.coop.refresh_from_db()
    assert (world.coop.name, world.coop.place) == ("Green Thread", "Elsewhere")
    assert list(world.coop.roles.values_list("role", flat=True)) == ["employer"]


def test_describing_nothing_new_says_so_and_records_nothing(world: World) -> None:
    with pytest.raises(NothingChanged):
        domain.describe_organisation(
            organisation=world.coop, by=world.alice, now=world.now, name="Green Thread", does=["employer"]
        )
    assert kinds(world.coop) == ["membership.began"]


@pytest.mark.parametrize("given", [{"country": "XX"}, {"kind": "bank"}, {"does": ["flying"]}, {"name": "x" * 121}])
def test_describing_refuses_what_cannot_be(world: World, given: dict) -> None:
    with pytest.raises(ValidationError):
        domain.describe_organisation(organisation=world.coop, by=world.alice, now=world.now, **given)
    assert Organisation.objects.get(pk=world.coop.pk).name == "Green Thread"


def test_only_its_secretary_describes_it(world: World) -> None:
    nobody_but(
        world.alice,
        [world.bob, world.charlie, world.olga],
        lambda by: domain.describe_organisation(organisation=world.coop, by=by, now=world.now, place="Here"),
    )
