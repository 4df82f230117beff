"""An act is one transaction that leaves an entry, or it did not happen."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import World
from waardeel.house.domain import act, once
from waardeel.house.errors import AlreadyDone, HouseError, NotRecorded
from waardeel.people.models import Person
from waardeel.register.domain import record
from waardeel.register.models import Entry


def test_an_act_that_records_nothing_is_rolled_back(world: World) -> None:
    @act("thing.done")
    def forgetful(*, name: str) -> None:
        Person.objects.create(name=name)

    with pytest.raises(NotRecorded, match=r"thing\.done"):
        forgetful(name="Nobody")
    assert not Person.objects.filter(name="Nobody").exists()


def test_an_act_that_records_another_kind_than_it_promised_is_rolled_back(world: World) -> None:
    @act("thing.done")
    def liar() -> None:
        record("thing.undone", in_=world.coop, at=world.now)

    with pytest.raises(NotRecorded):
        liar()
    assert not Entry.objects.filter(kind="thing.undone").exists()


def test_what_an_inner_act_records_counts_for_the_outer_one(world: World) -> None:
    @act("thing.done")
    def inner() -> None:
        record("thing.done", in_=world.coop, at=world.now)

    @act("thing.done")
    def outer() -> None:
        inner()

    outer()
    assert Entry.objects.filter(kind="thing.done").count() == 1


def test_an_act_that_fails_leaves_nothing(world: World) -> None:
    size = world.coop.log.size

    @act("thing.done")
    def fails() -> None:
        record("thing.done", in_=world.coop, at=world.now)
        raise HouseError

    with pytest.raises(HouseError):
        fails()
    world.coop.log.refresh_from_db()
    assert world.coop.log.size == Entry.objects.filter(log=world.coop.log).count() != size + 1000


def test_an_act_takes_its_facts_by_name() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @act("thing.done")
        def positional(name: str) -> None: ...


def test_an_act_without_entry_says_why() -> None:
    with pytest.raises(TypeError, match="say why"):

        @act()
        def silent() -> None: ...


def test_the_same_form_sent_twice_finds_what_the_first_made(world: World) -> None:
    with pytest.raises(AlreadyDone) as done:
        once(Person, world.bob.pk)
    assert done.value.existing == world.bob
    once(Person, uuid4())


def test_an_error_says_its_facts() -> None:
    class TooMany(HouseError):
        text = "You hold %(held)s; the limit is %(limit)s."

    assert str(TooMany(held=3, limit=2)) == "You hold 3; the limit is 2."
