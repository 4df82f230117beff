"""The door, and the demo's short way in."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import World
from waardeel.people import domain as people
from waardeel.web.demo.cast import CAST


@pytest.fixture
def olga_of_the_demo(db: None):
    player = CAST[0]
    return people.add_person(id=player.id, name=player.name, email=player.email)


def test_in_the_demo_one_press_is_enough(world: World, olga_of_the_demo) -> None:
    client = world.client(None)
    assert olga_of_the_demo.name in client.get("/signin/").content.decode()
    client.post(f"/signin/demo/{olga_of_the_demo.pk}/")
    assert client.get("/my/").context["request"].person == olga_of_the_demo


def test_outside_the_demo_that_way_does_not_exist(world: World, olga_of_the_demo, settings) -> None:
    settings.WAARDEEL_DEMO = False
    client = world.client(None)
    assert client.post(f"/signin/demo/{olga_of_the_demo.pk}/").status_code == 404
    assert olga_of_the_demo.name not in client.get("/signin/").content.decode()
    assert client.get("/outbox/").status_code == 404
    assert client.get("/my/").status_code == 302


def test_in_the_demo_one_cannot_become_just_anybody(world: World) -> None:
    client = world.client(None)
    assert client.post(f"/signin/demo/{world.alice.pk}/").status_code == 404
    assert client.post(f"/signin/demo/{uuid4()}/").status_code == 404


def test_who_is_signed_in_goes_on(world: World) -> None:
    response = world.client(world.bob).get("/signin/", {"next": "/o/green-thread/"})
    assert response["Location"] == "/o/green-thread/"


def test_the_outbox_shows_what_was_sent(world: World, settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    client = world.client(None)
    client.post("/signin/code/", {"email": "bob@example.org"})
    page = client.get("/outbox/").content.decode()
    assert "bob@example.org" in page
    assert "With this code you sign in" in page
