"""Circles with a mandate, and the roles in them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.conftest import World
from tests.people.helpers import at_once, kinds, last, no_names, nobody_but, questions
from waardeel.house.errors import NotAllowed
from waardeel.people import domain, queries
from waardeel.people.errors import (
    CircleDissolved,
    CircleHasCircles,
    CircleNameTaken,
    LastSecretary,
    RoleEnded,
    RoleHeld,
    WholeStays,
)
from waardeel.people.models import Circle, Person, Role, RoleHolding


def form(world: World, name: str = "Garden", **given) -> Circle:
    facts = {
        "id": uuid4(),
        "organisation": world.coop,
        "mandate": "Grows",
        "by": world.alice,
        "now": world.now,
    }
    return domain.form_circle(**{**facts, "name": name, **given})


def give(world: World, circle: Circle | None = None, person: Person | None = None, **given) -> RoleHolding:
    facts = {"id": uuid4(), "role": "chair", "by": world.alice, "now": world.now}
    return domain.give_role(**{**facts, "circle": circle or world.whole, "person": person or world.bob, **given})


def secretary(world: World) -> RoleHolding:
    return RoleHolding.objects.get(circle=world.whole, person=world.alice, role="secretary")


def test_a_circle_stands_under_the_whole_or_another(world: World) -> None:
    garden = form(world)
    compost = form(world, "Compost", parent=garden)
    assert (garden.parent, compost.parent) == (world.whole, garden)
    assert list(queries.circles_of(world.coop)) == [world.whole, compost, garden]
    assert last(world.coop).public["name"] == "Compost"


def test_a_name_is_of_one_circle_at_a_time(world: World) -> None:
    garden = form(world)
    with pytest.raises(CircleNameTaken):
        form(world)
    domain.dissolve_circle(circle=garden, by=world.alice, now=world.now)
    form(world)


def test_a_circle_of_another_organisation_is_no_parent(world: World) -> None:
    with pytest.raises(CircleDissolved):
        form(world, parent=queries.whole_of(world.city))


def test_a_circle_needs_a_name_that_fits(world: World) -> None:
    for name in ("", "x" * 81):
        with pytest.raises(ValidationError):
            form(world, name)


def test_dissolving_ends_the_roles_in_it(world: World) -> None:
    garden = form(world)
    give(world, garden)
    domain.dissolve_circle(circle=garden, by=world.alice, now=world.now)
    today = world.coop.day(world.now)
    assert not queries.holders_of(garden, today).exists()
    assert kinds(world.coop) == ["circle.dissolved"]
    for call in (
        lambda: domain.dissolve_circle(circle=garden, by=world.alice, now=world.now),
        lambda: give(world, garden),
        lambda: form(world, "Under", parent=garden),
    ):
        with pytest.raises(CircleDissolved):
            call()


def test_the_whole_stays_and_circles_go_from_below(world: World) -> None:
    garden = form(world)
    form(world, "Compost", parent=garden)
    with pytest.raises(WholeStays):
        domain.dissolve_circle(circle=world.whole, by=world.alice, now=world.now)
    with pytest.raises(CircleHasCircles):
        domain.dissolve_circle(circle=garden, by=world.alice, now=world.now)


def test_a_role_in_the_whole_is_one_for_the_organisation(world: World) -> None:
    today = world.coop.day(world.now)
    give(world)
    give(world, form(world), role="treasurer")
    assert queries.roles_of(world.bob, world.coop, today) == {Role.CHAIR}
    entry = last(world.coop)
    assert (entry.public["circle"], entry.public["role"], sorted(entry.public["what"])) == (
        "Garden",
        "treasurer",
        ["en", "fr", "nl"],
    )
    no_names(world)


def test_a_role_is_held_once_and_gone_at_once(world: World) -> None:
    holding = give(world)
    with pytest.raises(RoleHeld):
        give(world)
    domain.take_role(holding=holding, by=world.alice, now=world.now)
    assert queries.roles_of(world.bob, world.coop, world.coop.day(world.now)) == frozenset()
    with pytest.raises(RoleEnded):
        domain.take_role(holding=holding, by=world.alice, now=world.now)
    assert kinds(world.coop) == ["role.taken"]
    give(world)


def test_anyone_lays_down_their_own_role_and_nobody_anothers(world: World) -> None:
    holding = give(world)
    for person in (world.charlie, world.olga):
        with pytest.raises(NotAllowed):
            domain.take_role(holding=holding, by=person, now=world.now)
    domain.take_role(holding=holding, by=world.bob, now=world.now)
    with pytest.raises(NotAllowed):
        domain.take_role(holding=secretary(world), by=world.bob, now=world.now)


def test_the_last_secretary_stays_until_there_is_another(world: World) -> None:
    with pytest.raises(LastSecretary) as error:
        domain.take_role(holding=secretary(world), by=world.alice, now=world.now)
    assert "Green Thread" in str(error.value)
    give(world, role="secretary")
    domain.take_role(holding=secretary(world), by=world.alice, now=world.now)
    today = world.coop.day(world.now)
    assert list(queries.secretaries_of(world.coop, today)) == [world.bob]
    with pytest.raises(NotAllowed):
        form(world)


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_who_go_at_once_leave_one(world: World) -> None:
    other = give(world, role="secretary")
    own = secretary(world)
    results = at_once(
        lambda: domain.take_role(holding=own, by=world.alice, now=world.now),
        lambda: domain.take_role(holding=other, by=world.bob, now=world.now),
    )
    assert sorted(type(result).__name__ for result in results) == ["LastSecretary", "RoleHolding"]
    assert queries.secretaries_of(world.coop, world.coop.day(world.now)).count() == 1


def test_only_the_secretary_forms_dissolves_and_gives(world: World) -> None:
    others = [world.bob, world.charlie, world.olga]
    nobody_but(world.alice, others, lambda by: form(world, by=by))
    nobody_but(world.alice, others, lambda by: give(world, by=by))
    garden = Circle.objects.get(name="Garden")
    nobody_but(world.alice, others, lambda by: domain.dissolve_circle(circle=garden, by=by, now=world.now))


# -- the pages --------------------------------------------------------------------------------------------


def test_anyone_reads_mandates_and_only_who_belongs_reads_names(world: World) -> None:
    give(world, form(world))
    for person, sees in ((None, False), (world.charlie, False), (world.alice, True), (world.bob, True)):
        page = world.client(person).get("/o/green-thread/circles/").content.decode()
        main = page[page.index("<main") :]
        assert ("Grows" in main, "Bob" in main) == (True, sees)


def test_the_secretary_forms_a_circle_finds_somebody_and_gives_a_role(world: World) -> None:
    client = world.client(world.alice)
    id = uuid4()
    data = {"id": str(id), "name": "Garden", "mandate": "Grows"}
    for _ in range(2):
        assert client.post("/o/green-thread/circles/new/", data)["location"].endswith(f"/circles/{id}/")
    again = client.post("/o/green-thread/circles/new/", {**data, "id": str(uuid4())})
    assert again.context["form"].errors["name"]
    path = f"/o/green-thread/circles/{id}/"
    found = client.get(path, {"q": "bo"}).content.decode()
    assert (f"/give/{world.bob.pk}/" in found, "Charlie" in found) == (True, False)
    assert client.post(f"{path}give/{world.charlie.pk}/", {"id": str(uuid4()), "role": "chair"}).status_code == 404
    client.post(f"{path}give/{world.bob.pk}/", {"id": str(uuid4()), "role": "chair"})
    holding = RoleHolding.objects.get(person=world.bob)
    assert (holding.circle_id, holding.role) == (id, "chair")
    client.post(f"/o/green-thread/roles/{holding.pk}/take/")
    client.post(f"{path}dissolve/")
    assert Circle.objects.get(pk=id).dissolved_on is not None


def test_the_page_refuses_to_take_the_last_secretary(world: World) -> None:
    response = world.client(world.alice).post(f"/o/green-thread/roles/{secretary(world).pk}/take/", follow=True)
    assert "First give the role of secretary" in response.content.decode()
    assert secretary(world).until_on is None


def test_the_list_of_circles_asks_the_same_number_of_questions(world: World) -> None:
    client = world.client(world.alice)
    before = questions(client, "/o/green-thread/circles/")
    for n in range(5):
        give(world, form(world, f"Circle {n}"))
    assert questions(client, "/o/green-thread/circles/") == before <= 10
