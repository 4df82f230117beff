"""Erasing a person: they go, the record stays whole."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps

from tests.conftest import World
from tests.people.helpers import last, membership, nobody_but, upload
from waardeel.house.errors import NotAllowed
from waardeel.people import domain, privacy, queries
from waardeel.people.errors import AlreadyErased, BelongsElsewhere, LastSecretary
from waardeel.people.models import (
    Account,
    Card,
    ImportDraft,
    Invitation,
    Membership,
    Person,
    SupportNeeds,
)
from waardeel.register.models import Entry, Log, Mention, PrivatePart
from waardeel.register.queries import DatabaseStore, inclusion_proof, root_of
from waardeel.tlog import merkle


def erase(world: World, person: Person, **given) -> Person:
    return domain.erase_person(**{"person": person, "by": person, "now": world.now, **given})


def fill(world: World, person: Person) -> None:
    """Leave traces of somebody everywhere."""
    domain.set_support_needs(person=person, by=person, note="needs of theirs")
    domain.give_role(id=uuid4(), circle=world.whole, person=person, role="chair", by=world.alice, now=world.now)
    domain.begin_engagement(
        id=uuid4(), organisation=world.city, person=person, kind="worker", by=world.olga, now=world.now
    )
    Card.objects.create(person=person, organisation=world.coop, secret_hash="x" * 64, issued_at=world.now)
    domain.invite(
        id=uuid4(), organisation=world.city, name=person.name, email=person.email, by=world.olga,
        now=world.now, link=str,
    )  # fmt: skip


def test_nothing_that_names_them_is_left_in_any_table(world: World) -> None:
    fill(world, world.bob)
    upload(world, "naam;mail\nBob;bob@example.org\n")
    erase(world, world.bob)
    for model in apps.get_models():
        for row in model._default_manager.values():
            row.pop("password", None)  # random signs, in which any word can stand
            text = str(row).lower()
            assert ("bob" in text, "needs of theirs" in text) == (False, False), (model, row)
    for model in (Account, Card, SupportNeeds):
        assert not model._default_manager.filter(person=world.bob).exists()
    assert not ImportDraft.objects.exists()
    assert Invitation.objects.get().email == ""


def test_rows_stay_without_a_name_and_no_longer_count(world: World) -> None:
    fill(world, world.bob)
    number = membership(world.bob, world.coop)
    domain.change_membership(membership=number, by=world.alice, now=world.now, member_class="A", number="7")
    gone = erase(world, world.bob)
    today = world.coop.day(world.now)
    assert (gone.name, gone.email, gone.erased_at) == ("", "", world.now)
    assert str(gone) != ""
    row = membership(world.bob, world.coop)
    assert (row.state, row.ended_on, row.number, row.member_class) == ("ended", today, "", "A")
    assert not queries.belongs(gone, world.coop, today)
    assert not queries.belongs(gone, world.city, today)


def test_the_chain_stays_whole(world: World) -> None:
    fill(world, world.bob)
    logs = {log.pk: (log.size, root_of(log)) for log in Log.objects.all()}
    bodies = dict(Entry.objects.values_list("pk", "body"))
    erase(world, world.bob)
    for log in Log.objects.all():
        size, root = logs[log.pk]
        store = DatabaseStore(log)
        # The tree as it was is still there, leaf for leaf, and what came after only added to it.
        assert merkle.root(store, size) == root
        for entry in Entry.objects.filter(log=log, n__lt=size):
            assert entry.body == bodies[entry.pk]
            assert bytes(entry.leaf_hash) == merkle.leaf_hash(entry.body.encode())
            merkle.verify_inclusion(bytes(entry.leaf_hash), entry.n, size, inclusion_proof(log, entry.n, size), root)
        merkle.verify_consistency(size, log.size, merkle.consistency_proof(store, size, log.size), root, root_of(log))


def test_the_private_parts_that_speak_of_them_go_and_others_stay(world: World) -> None:
    others = Mention.objects.filter(person=world.alice.register_id).count()
    erase(world, world.bob)
    assert not Mention.objects.filter(person=world.bob.register_id).exists()
    assert not PrivatePart.objects.filter(body__contains=str(world.bob.pk), mentions__isnull=False).exists()
    assert Mention.objects.filter(person=world.alice.register_id).count() == others


def test_each_organisation_records_that_somebody_was_erased_and_not_who(world: World) -> None:
    fill(world, world.bob)
    erase(world, world.bob)
    for organisation in (world.coop, world.city):
        entry = last(organisation)
        assert (entry.kind, entry.public, entry.subject) == ("person.erased", {}, "")
        assert not PrivatePart.objects.filter(entry=entry).exists()


def test_somebody_who_belongs_nowhere_goes_without_a_trace(world: World) -> None:
    before = Entry.objects.count()
    erase(world, world.charlie)
    assert Entry.objects.count() == before
    with pytest.raises(AlreadyErased):
        erase(world, world.charlie)


def test_the_last_secretary_hands_over_first(world: World) -> None:
    with pytest.raises(LastSecretary) as error:
        erase(world, world.alice)
    assert "Green Thread" in str(error.value)
    assert Person.objects.get(pk=world.alice.pk).name == "Alice"
    domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role="secretary", by=world.alice, now=world.now)
    erase(world, world.alice)
    assert list(queries.secretaries_of(world.coop, world.coop.day(world.now))) == [world.bob]


def test_a_secretary_erases_only_who_cannot_sign_in_and_is_known_nowhere_else(world: World) -> None:
    kim = world.member("Kim")
    for by, person, place in (
        (world.alice, world.bob, world.coop),  # signs in himself
        (world.olga, kim, world.city),
        (world.olga, kim, world.coop),
        (world.alice, kim, None),
    ):
        with pytest.raises(NotAllowed):
            erase(world, person, by=by, organisation=place)
    domain.begin_engagement(
        id=uuid4(), organisation=world.city, person=kim, kind="worker", by=world.olga, now=world.now
    )
    with pytest.raises(BelongsElsewhere):
        erase(world, kim, by=world.alice, organisation=world.coop)
    noa = world.member("Noa")
    nobody_but(
        world.alice,
        [world.bob, world.charlie],
        lambda by: erase(world, noa, by=by, organisation=world.coop),
    )
    assert last(world.coop).kind == "person.erased"


def test_other_rooms_erase_their_part_while_the_name_is_still_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "_erasers", dict(privacy._erasers))
    seen = []
    privacy.register_eraser("garden", lambda person, now: seen.append((person.name, now)))
    erase(world, world.bob)
    assert seen == [("Bob", world.now)]


def test_a_failing_room_undoes_all_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_erasers", dict(privacy._erasers))

    def fail(person: Person, now: object) -> None:
        raise RuntimeError

    privacy.register_eraser("garden", fail)
    with pytest.raises(RuntimeError):
        erase(world, world.bob)
    assert Person.objects.get(pk=world.bob.pk).name == "Bob"
    assert Membership.objects.get(person=world.bob).state == "active"


def test_a_list_of_before_does_not_bring_them_back_by_number(world: World) -> None:
    domain.change_membership(
        membership=membership(world.bob, world.coop),
        by=world.alice,
        now=world.now,
        member_class="",
        number="7",
    )
    erase(world, world.bob)
    world.member("Kim")
    assert not Membership.objects.filter(number="7").exists()


# -- the pages --------------------------------------------------------------------------------------------


def test_erasing_oneself_needs_to_be_meant_and_signs_out(world: World) -> None:
    client = world.client(world.bob)
    assert client.post("/my/erase/").context["form"].errors["sure"]
    assert Person.objects.get(pk=world.bob.pk).name == "Bob"
    assert client.post("/my/erase/", {"sure": "on"})["location"] == "/"
    assert client.get("/my/data/").status_code == 302
    other = world.client(world.alice).get("/o/green-thread/members/").content.decode()
    assert ("Bob" in other, "someone whose data was erased" in other) == (False, True)


def test_the_last_secretary_is_told_on_the_page(world: World) -> None:
    response = world.client(world.alice).post("/my/erase/", {"sure": "on"})
    assert "First give the role of secretary to somebody else" in response.content.decode()


def test_the_secretary_erases_by_the_page(world: World) -> None:
    kim = world.member("Kim")
    client = world.client(world.alice)
    path = f"/o/green-thread/members/{membership(kim, world.coop).pk}/"
    assert "Erase at their request" in client.get(path).content.decode()
    assert client.get(f"{path}erase/").status_code == 200
    client.post(f"{path}erase/", {"sure": "on"})
    assert Person.objects.get(pk=kim.pk).erased_at is not None
    assert client.get(path).status_code == 200
    assert client.post(f"{path}erase/", {"sure": "on"})["location"] == path
    bob = f"/o/green-thread/members/{membership(world.bob, world.coop).pk}/"
    assert "Erase at their request" not in client.get(bob).content.decode()
    client.post(f"{bob}erase/", {"sure": "on"})
    assert Person.objects.get(pk=world.bob.pk).name == "Bob"
