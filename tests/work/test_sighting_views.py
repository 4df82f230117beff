"""Looking at reports: the list, one report, its photo, mine."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from tests.work.pictures import served
from waardeel.people.models import Role
from waardeel.work import domain

LIST = "/o/city/do/sightings/"


def titles(response) -> list[str]:
    return [sighting.place for sighting in response.context["page"]]


# ---- the list ----


def test_the_list_is_searched_and_filtered(world, work):
    client = world.client(world.olga)
    work.sighting(place="Lindenplein 4")
    work.sighting(place="Kade 9", category="drijfvuil", neighbourhood="Oud-Noord")
    closed = work.sighting(place="Closed street")
    domain.close_sighting(sighting=closed, reason="done", by=world.olga, now=world.now)
    bundled = work.sighting(place="Bundled street")
    work.opportunity(bundled)
    assert sorted(titles(client.get(LIST))) == ["Bundled street", "Closed street", "Kade 9", "Lindenplein 4"]
    assert titles(client.get(LIST, {"q": "linden"})) == ["Lindenplein 4"]
    assert titles(client.get(LIST, {"q": "noord RUBBISH"})) == ["Kade 9"]
    assert sorted(titles(client.get(LIST, {"state": "free"}))) == ["Kade 9", "Lindenplein 4"]
    assert titles(client.get(LIST, {"state": "bundled"})) == ["Bundled street"]
    assert titles(client.get(LIST, {"state": "closed"})) == ["Closed street"]
    assert len(titles(client.get(LIST, {"state": "nonsense"}))) == 4
    assert "No report fits" in client.get(LIST, {"q": "zzz\x00"}).content.decode()


def test_the_list_pages_and_asks_the_database_as_often_for_many_as_for_few(
    world, work, django_assert_num_queries, django_assert_max_num_queries
):
    client = world.client(world.olga)
    for _number in range(2):
        work.sighting()
    with django_assert_max_num_queries(16) as few:
        client.get(LIST)
    for number in range(28):
        work.opportunity(work.sighting(), title=f"Work {number}")
    with django_assert_num_queries(len(few)):
        response = client.get(LIST)
    assert (len(titles(response)), len(titles(client.get(LIST, {"page": 2})))) == (25, 5)


def test_an_empty_list_says_what_to_do(world):
    page = world.client(world.olga).get(LIST).content.decode()
    assert "Nothing was reported yet" in page
    assert 'href="/o/city/do/report/"' in page


def test_partners_see_the_list_and_strangers_do_not(world, work):
    assert world.client(None).get(LIST).status_code == 302
    for person in (world.alice, world.bob, world.charlie):
        assert world.client(person).get(LIST).status_code == 404
    work.offered()
    assert world.client(world.bob).get(LIST).status_code == 404
    work.partnership()
    statuses = [world.client(person).get(LIST).status_code for person in (world.alice, world.bob, world.charlie)]
    assert statuses == [200, 200, 404]
    assert 'name="s"' not in world.client(world.bob).get(LIST).content.decode()


# ---- one report ----


def test_one_report_shows_what_is_known(world, work):
    sighting = work.sighting(category="boom", note="Behind the gate", photo=work.photo())
    page = world.client(world.olga).get(f"{LIST}{sighting.pk}/").content.decode()
    for words in (
        "Behind the gate",
        "tree certificate",
        "77211500",
        f"{LIST}{sighting.pk}/photo",
        "Close with a reason",
    ):
        assert words in page


@pytest.mark.parametrize("path", ["", "close/", "photo", "photo/remove/"])
def test_strangers_and_other_tenants_find_nothing(world, work, path):
    sighting = work.sighting(photo=work.photo())
    url = f"{LIST}{sighting.pk}/{path}"
    send = "post" if path == "photo/remove/" else "get"
    assert getattr(world.client(None), send)(url).status_code == 302
    assert getattr(world.client(world.charlie), send)(url).status_code == 404
    assert getattr(world.client(world.bob), send)(url).status_code == 404
    assert getattr(world.client(world.olga), send)(url.replace("/city/", "/green-thread/")).status_code == 404
    assert getattr(world.client(world.olga), send)(f"{LIST}{uuid4()}/{path}").status_code == 404
    assert default_storage.exists(sighting.photo.name)


def test_partners_look_and_do_not_touch(world, work):
    work.partnership()
    sighting = work.sighting(photo=work.photo())
    client = world.client(world.bob)
    assert client.get(f"{LIST}{sighting.pk}/").status_code == 200
    assert client.get(f"{LIST}{sighting.pk}/close/").status_code == 403
    assert client.post(f"{LIST}{sighting.pk}/close/", {"reason": "done"}).status_code == 403
    assert client.post(f"{LIST}{sighting.pk}/photo/remove/").status_code == 403


# ---- its photo ----


def test_the_photo_is_served_as_a_photo_and_nothing_else(world, work):
    sighting = work.sighting(photo=work.photo())
    response = world.client(world.olga).get(f"{LIST}{sighting.pk}/photo")
    assert served(response)[:3] == b"\xff\xd8\xff"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def test_without_a_photo_or_its_file_there_is_none(world, work):
    client = world.client(world.olga)
    assert client.get(f"{LIST}{work.sighting().pk}/photo").status_code == 404
    lost = work.sighting(photo=work.photo())
    default_storage.delete(lost.photo.name)
    assert client.get(f"{LIST}{lost.pk}/photo").status_code == 404


def test_a_photo_is_removed_by_a_button(world, work):
    sighting = work.sighting(photo=work.photo())
    response = world.client(world.olga).post(f"{LIST}{sighting.pk}/photo/remove/")
    assert response.url == f"{LIST}{sighting.pk}/"
    sighting.refresh_from_db()
    assert not sighting.photo


# ---- closing ----


def test_closing_keeps_what_was_typed_until_there_is_a_reason(world, work):
    sighting = work.sighting()
    client = world.client(world.olga)
    url = f"{LIST}{sighting.pk}/close/"
    refused = client.post(url, {"explanation": "Belongs to the railway"})
    assert refused.context["form"].errors == {"reason": ["Say why. Whoever reported it wants to know."]}
    assert "Belongs to the railway" in refused.content.decode()
    refused = client.post(url, {"reason": "other"})
    assert list(refused.context["form"].errors) == ["explanation"]
    assert client.post(url, {"reason": "not_ours", "explanation": "Railway"}).status_code == 302
    again = client.post(url, {"reason": "done"})
    assert "is closed already" in str(again.context["form"].errors["__all__"])


# ---- mine ----


def test_my_reports_say_who_does_it_or_why_not(world, work, proposed):
    street = work.officer("Stan", Role.STREET_WORKER)
    work.sighting(by=street, place="Waiting")
    closed = work.sighting(by=street, place="Closed")
    domain.close_sighting(sighting=closed, reason="not_ours", explanation="Railway", by=world.olga, now=world.now)
    work.opportunity(work.sighting(by=street, place="Bundled"), title="Bundle")
    proposed(work.opportunity(work.sighting(by=street, place="Proposed"), title="Proposed work"))
    taken = work.opportunity(work.sighting(by=street, place="Taken"), title="Taken work")
    work.partnership(taken)
    work.sighting(place="Of somebody else")
    response = world.client(street).get("/my/sightings/")
    page = " ".join(response.content.decode().split())
    assert sorted(titles(response)) == ["Bundled", "Closed", "Proposed", "Taken", "Waiting"]
    for words in (
        "The city looks at it.",
        "It lies on ground that is not ours: Railway",
        "In a work opportunity",
        "The members of Green Thread decide on it.",
        "Green Thread does it.",
    ):
        assert words in page


def test_my_reports_ask_the_database_as_often_for_many_as_for_few(
    world, work, django_assert_num_queries, django_assert_max_num_queries
):
    client = world.client(world.olga)
    work.partnership(work.opportunity())
    with django_assert_max_num_queries(12) as few:
        client.get("/my/sightings/")
    for number in range(6):
        work.partnership(work.opportunity(title=f"Work {number}"))
    with django_assert_num_queries(len(few)):
        client.get("/my/sightings/")


def test_my_reports_are_empty_for_a_stranger_and_closed_for_nobody(world):
    assert "You have not reported anything yet" in world.client(world.charlie).get("/my/sightings/").content.decode()
    assert world.client(None).get("/my/sightings/").status_code == 302
