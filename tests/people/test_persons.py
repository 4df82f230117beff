"""Persons, and what they need to take part."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.conftest import World
from waardeel.house.errors import NotAllowed
from waardeel.people import domain
from waardeel.people.errors import MailTaken
from waardeel.people.models import Account, SupportNeeds


def test_an_address_signs_in_one_person(world: World) -> None:
    with pytest.raises(MailTaken):
        domain.add_person(id=uuid4(), name="Other Bob", email=" BOB@example.org ")
    assert Account.objects.filter(email="bob@example.org").count() == 1


def test_two_people_without_an_address_are_no_clash(world: World) -> None:
    one, two = (domain.add_person(id=uuid4(), name="Kim") for _ in range(2))
    assert one != two
    assert not one.account.has_usable_password()


@pytest.mark.parametrize(
    "given",
    [{"name": ""}, {"name": "x" * 121}, {"email": "no address"}, {"language": "xx"}],
)
def test_impossible_people_are_refused(world: World, given: dict) -> None:
    with pytest.raises(ValidationError):
        domain.add_person(**{"id": uuid4(), "name": "Kim", **given})


def test_everyone_corrects_their_own_name(world: World) -> None:
    domain.describe_person(person=world.bob, by=world.bob, now=world.now, name=" Robert ", language="fr")
    world.bob.refresh_from_db()
    assert (world.bob.name, world.bob.language) == ("Robert", "fr")


def test_a_secretary_corrects_who_cannot_sign_in(world: World) -> None:
    kim = world.member("Kimm")
    domain.describe_person(person=kim, by=world.alice, now=world.now, name="Kim", organisation=world.coop)
    kim.refresh_from_db()
    assert kim.name == "Kim"


def test_nobody_else_renames_anybody(world: World) -> None:
    kim = world.member("Kim")
    tries = [
        (world.alice, world.bob, world.coop),  # bob signs in himself
        (world.bob, kim, world.coop),
        (world.charlie, kim, world.coop),
        (world.olga, kim, world.city),  # a secretary, but of another organisation
        (world.olga, kim, world.coop),
        (world.charlie, kim, None),
    ]
    for by, person, organisation in tries:
        with pytest.raises(NotAllowed):
            domain.describe_person(person=person, by=by, now=world.now, name="X", organisation=organisation)


def test_needs_are_set_replaced_and_erased_by_their_owner(world: World) -> None:
    domain.set_support_needs(person=world.bob, by=world.bob, large_print=True, note=" a lift ")
    domain.set_support_needs(person=world.bob, by=world.bob, interpreter="Tigrinya")
    needs = SupportNeeds.objects.get()
    assert (needs.large_print, needs.interpreter, needs.note) == (False, "Tigrinya", "")
    domain.clear_support_needs(person=world.bob, by=world.bob)
    assert not SupportNeeds.objects.exists()


def test_nobody_touches_the_needs_of_another(world: World) -> None:
    domain.set_support_needs(person=world.bob, by=world.bob, buddy=True)
    for by in (world.alice, world.charlie):
        with pytest.raises(NotAllowed):
            domain.set_support_needs(person=world.bob, by=by)
        with pytest.raises(NotAllowed):
            domain.clear_support_needs(person=world.bob, by=by)
    assert SupportNeeds.objects.get().buddy
