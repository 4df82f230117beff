"""Being part of a group or network."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import kinds, nobody_but
from waardeel.house.errors import NotAllowed
from waardeel.people import domain, queries
from waardeel.people.errors import AlreadyPart, NoLongerPart, PartOfItself
from waardeel.people.models import Organisation, PartOf


def join(world: World, part: Organisation | None = None, whole: Organisation | None = None, by=None) -> PartOf:
    return domain.join_whole(
        id=uuid4(), part=part or world.city, whole=whole or world.coop, by=by or world.alice, now=world.now
    )


def test_joining_stands_on_the_record_of_both(world: World) -> None:
    link = join(world)
    assert kinds(world.coop) == kinds(world.city) == ["organisation.joined"]
    assert list(queries.parts_of(world.coop, world.coop.day(world.now))) == [link]
    assert list(queries.wholes_of(world.city, world.city.day(world.now))) == [link]


def test_joining_twice_is_refused(world: World) -> None:
    join(world)
    with pytest.raises(AlreadyPart):
        join(world)


def test_nothing_is_part_of_itself_not_even_through_others(world: World) -> None:
    third = domain.found_organisation(
        id=uuid4(), slug="third", name="Third", kind="network", secretary=world.charlie, now=world.now
    )
    join(world)
    join(world, part=world.coop, whole=third, by=world.charlie)
    with pytest.raises(PartOfItself):
        join(world, part=world.coop, whole=world.coop)
    with pytest.raises(PartOfItself):
        join(world, part=third, whole=world.city, by=world.olga)


def test_only_the_secretary_of_the_whole_takes_in(world: World) -> None:
    nobody_but(world.alice, [world.bob, world.charlie, world.olga], lambda by: join(world, by=by))


@pytest.mark.parametrize("who", ["alice", "olga"])
def test_either_secretary_ends_it(world: World, who: str) -> None:
    link = join(world)
    domain.leave_whole(link=link, by=getattr(world, who), now=world.now)
    assert kinds(world.coop) == kinds(world.city) == ["organisation.left"]
    assert list(queries.parts_of(world.coop, world.coop.day(world.now))) == []
    with pytest.raises(NoLongerPart):
        domain.leave_whole(link=link, by=getattr(world, who), now=world.now)
    join(world)


def test_nobody_else_ends_it(world: World) -> None:
    link = join(world)
    for person in (world.bob, world.charlie):
        with pytest.raises(NotAllowed):
            domain.leave_whole(link=link, by=person, now=world.now)
    assert PartOf.objects.get().until_on is None
