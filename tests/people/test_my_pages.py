"""What is somebody's own: needs, data, and going."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import membership, questions
from waardeel.people import domain, privacy
from waardeel.people.models import Person, SupportNeeds


@pytest.mark.parametrize("path", ["/my/needs/", "/my/data/", "/my/data/waardeel.json", "/my/erase/"])
def test_my_pages_are_for_who_is_signed_in(world: World, path: str) -> None:
    assert world.client(None).get(path).status_code == 302
    assert world.client(world.bob).get(path).status_code == 200


def test_needs_by_the_page(world: World) -> None:
    client = world.client(world.bob)
    client.post("/my/needs/", {"large_print": "on", "note": "a lift"})
    needs = SupportNeeds.objects.get()
    assert (needs.person, needs.large_print, needs.note) == (world.bob, True, "a lift")
    assert "a lift" in client.get("/my/needs/").content.decode()
    for bad in ({"note": "x" * 301}, {"interpreter": "x" * 61}, {"note": "a\x00b"}):
        response = client.post("/my/needs/", bad)
        assert list(response.context["form"].errors) == list(bad)
    client.post("/my/needs/clear/")
    assert not SupportNeeds.objects.exists()


def test_needs_are_shown_to_nobody_else(world: World) -> None:
    domain.set_support_needs(person=world.bob, by=world.bob, note="secret need", interpreter="Tigrinya")
    client = world.client(world.alice)
    pk = membership(world.bob, world.coop).pk
    for path in ("/o/green-thread/members/", f"/o/green-thread/members/{pk}/", "/o/green-thread/circles/"):
        page = client.get(path).content.decode()
        assert ("secret need" in page, "Tigrinya" in page) == (False, False)
    assert b"secret need" not in client.get("/o/green-thread/members/members.csv").content


def test_correcting_my_name(world: World) -> None:
    client = world.client(world.bob)
    client.post("/my/data/", {"name": "Robert", "language": "fr"})
    assert Person.objects.get(pk=world.bob.pk).name == "Robert"
    assert client.post("/my/data/", {"name": "", "language": "xx"}).context["form"].errors.keys() == {
        "name",
        "language",
    }


def test_the_file_holds_everything_and_nobody_elses(world: World) -> None:
    domain.set_support_needs(person=world.bob, by=world.bob, buddy=True)
    domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role="chair", by=world.alice, now=world.now)
    domain.begin_engagement(
        id=uuid4(), organisation=world.city, person=world.bob, kind="worker", by=world.olga, now=world.now
    )
    response = world.client(world.bob).get("/my/data/waardeel.json")
    assert "attachment" in response["content-disposition"]
    held = json.loads(response.content)
    mine = held["people"]
    assert (held["person"], mine["name"], mine["email"]) == (world.bob.register_id, "Bob", "bob@example.org")
    assert [row["organisation"] for row in mine["memberships"]] == ["Green Thread"]
    assert [(row["organisation"], row["kind"]) for row in mine["engagements"]] == [("Waardstad", "worker")]
    assert [(row["circle"], row["role"]) for row in mine["roles"]] == [("Green Thread", "chair")]
    assert mine["support_needs"]["buddy"] is True
    assert [(row["organisation"], row["kind"]) for row in mine["register"]] == [
        ("Green Thread", "membership.began"),
        ("Waardstad", "engagement.began"),
        ("Green Thread", "role.given"),
    ]
    for other in ("Alice", "Charlie", "Olga"):
        assert other not in response.content.decode()


def test_the_file_tells_what_i_did_too(world: World) -> None:
    held = privacy.export_of(world.olga, world.now)["people"]
    assert "role.given" in [row["kind"] for row in held["register"]]


def test_rooms_add_their_part(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_exporters", dict(privacy._exporters))
    privacy.register_exporter("garden", lambda person: {"day": world.now.date(), "who": person.name})
    held = json.loads(world.client(world.bob).get("/my/data/waardeel.json").content)
    assert held["garden"] == {"day": world.now.date().isoformat(), "who": "Bob"}
    with pytest.raises(ValueError, match="garden"):
        privacy.register_exporter("garden", lambda person: None)


def test_the_file_takes_a_fixed_number_of_questions(world: World) -> None:
    client = world.client(world.bob)
    before = questions(client, "/my/data/waardeel.json")
    for role in ("chair", "board", "buyer"):
        domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role=role, by=world.alice, now=world.now)
    assert questions(client, "/my/data/waardeel.json") == before
