"""The front page, the home of an organisation, my page and what surrounds every page."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import World
from waardeel.house.asks import Ask
from waardeel.people import domain as people
from waardeel.web import gathering


def test_anyone_finds_an_organisation(world: World) -> None:
    client = world.client(None)
    assert [one.slug for one in client.get("/").context["page"]] == ["green-thread", "city"]
    assert [one.slug for one in client.get("/", {"q": "thread"}).context["page"]] == ["green-thread"]
    assert "No organisation found" in client.get("/", {"q": "nowhere"}).content.decode()


def test_the_front_page_tells_the_city_in_figures(world: World) -> None:
    figures = world.client(None).get("/").context["figures"]
    assert (figures.organisations, figures.members, figures.decisions, figures.hours_per_week) == (2, 2, 0, 0)


def test_empty_rooms_say_what_to_do_next(world: World) -> None:
    page = world.client(None).get("/").content.decode()
    assert "Any member can make the first proposal." in page
    page = world.client(None).get("/o/green-thread/").content.decode()
    assert "Nothing was decided here yet." in page


def test_the_home_of_an_organisation_is_for_anyone_and_names_nobody(world: World) -> None:
    page = world.client(None).get("/o/green-thread/").content.decode()
    assert "Green Thread" in page
    for person in ("Alice", "Bob"):
        assert person not in page
    assert world.client(None).get("/o/nowhere/").status_code == 404


def test_the_members_tab_is_only_for_who_belongs(world: World) -> None:
    for person, shown in ((world.bob, True), (world.charlie, False), (None, False)):
        page = world.client(person).get("/o/green-thread/").content.decode()
        assert ('href="/o/green-thread/members/"' in page) is shown


def test_my_page_is_for_me(world: World) -> None:
    assert world.client(None).get("/my/")["Location"] == "/signin/?next=%2Fmy%2F"
    response = world.client(world.bob).get("/my/")
    assert [one.slug for one in response.context["organisations"]] == ["green-thread"]
    assert "You do not belong to an organisation yet" in world.client(world.charlie).get("/my/").content.decode()


def test_what_is_asked_of_me_has_what_is_due_first_on_top(world: World, monkeypatch) -> None:
    later = Ask("later", "x", "/", due=world.now + timedelta(days=2))
    sooner = Ask("sooner", "x", "/", due=world.now + timedelta(days=1))
    never = Ask("never", "x", "/")

    class Room:
        @staticmethod
        def asks_of(person, now):
            return [never, later, sooner]

    monkeypatch.setattr(gathering, "ASKING", (Room,))
    assert gathering.asks_of(world.bob, world.now) == [sooner, later, never]


def test_an_application_is_asked_of_the_secretary_alone(world: World) -> None:
    people.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    assert len(world.client(world.alice).get("/my/").context["asks"]) == 1
    assert world.client(world.bob).get("/my/").context["asks"] == []


def test_pages_of_who_is_signed_in_are_kept_in_no_cache(world: World) -> None:
    assert world.client(world.bob).get("/my/")["Cache-Control"] == "private, no-store"
    assert not world.client(None).get("/").has_header("Cache-Control")


@pytest.mark.parametrize("path", ["/", "/signin/", "/help/", "/o/green-thread/", "/nowhere/"])
def test_every_answer_carries_the_strict_policy(world: World, path: str) -> None:
    response = world.client(None).get(path)
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_all_is_well(world: World) -> None:
    assert world.client(None).get("/healthz").json() == {"status": "ok"}


def test_the_api_describes_itself_without_help_from_elsewhere(world: World) -> None:
    client = world.client(None)
    assert "/api/o/{slug}/register" in client.get("/api/openapi.json").json()["paths"]
    assert client.get("/api/docs").status_code == 404


def test_how_pages_look_is_kept_by_the_reader(world: World) -> None:
    client = world.client(None)
    client.post("/display/", {"theme": "dark", "text": "xl"})
    page = client.get("/").content.decode()
    assert 'data-color-scheme="dark"' in page
    assert 'data-text="xl"' in page
    client.post("/display/", {"theme": "<script>", "text": "huge"})
    assert client.get("/").context["display"] == {"theme": "auto", "text": "md"}


def test_the_registers_of_all(world: World) -> None:
    page = world.client(None).get("/registers/").content.decode()
    assert "/o/green-thread/register/" in page
    assert "/o/city/register/" in page


def test_playing_the_demo_is_only_for_the_demo(world: World, settings) -> None:
    assert world.client(None).get("/play/").status_code == 200
    settings.WAARDEEL_DEMO = False
    assert world.client(None).get("/play/").status_code == 404
    assert world.client(None).post(f"/play/polls/{uuid4()}/vote/").status_code == 404
