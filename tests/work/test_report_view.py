"""The form on the phone of a street worker."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from tests.work.pictures import picture
from waardeel.people.models import Role
from waardeel.work.categories import categories
from waardeel.work.models import Sighting

URL = "/o/city/do/report/"


def photo(data: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data, content_type="image/jpeg")


def test_a_picture_a_place_and_send(world):
    client = world.client(world.olga)
    page = client.get(URL).content.decode()
    assert page.count('type="radio" name="category"') == 16
    assert page.count('<div class="kind">') == 16
    for category in categories().values():
        assert escape(str(category.label)) in page
    response = client.post(URL, {"id": uuid4(), "category": "onkruid", "place": "Lindenplein 4"})
    assert (response.status_code, response.url) == (302, "/my/sightings/")
    sighting = Sighting.objects.get()
    assert (sighting.category, sighting.place, sighting.rhythm, sighting.reporter) == (
        "onkruid",
        "Lindenplein 4",
        "season",
        world.olga,
    )


def test_with_a_photo(world):
    world.client(world.olga).post(
        URL, {"id": uuid4(), "category": "onkruid", "place": "Here", "photo": photo(), "rhythm": "weekly"}
    )
    sighting = Sighting.objects.get()
    assert sighting.rhythm == "weekly"
    assert default_storage.exists(sighting.photo.name)


def test_sent_twice_with_bad_signal_is_one_report(world):
    client, id = world.client(world.olga), uuid4()
    for _time in range(2):
        response = client.post(URL, {"id": id, "category": "onkruid", "place": "Here", "photo": photo()})
        assert response.status_code == 302
    assert Sighting.objects.count() == 1


def test_the_neighbourhood_of_last_time_stands_there_already(world, work):
    work.sighting(neighbourhood="Oud-Noord")
    assert 'value="Oud-Noord"' in world.client(world.olga).get(URL).content.decode()


def test_what_was_typed_stays_and_the_photo_is_asked_again(world):
    data = {
        "id": uuid4(),
        "place": "Lindenplein 4",
        "note": "Beside the <school>",
        "rhythm": "daily",
        "photo": photo(),
    }
    response = world.client(world.olga).post(URL, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["form"].errors == {"category": ["Choose one of the pictures."]}
    assert 'value="Lindenplein 4"' in page
    assert "Beside the &lt;school&gt;" in page
    assert str(data["id"]) in page
    assert "choose it again" in page
    assert Sighting.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a photo that we can read"),
        (b"<script>alert(1)</script>", "not a photo that we can read"),
        (b"%PDF-1.4 %%EOF", "not a photo that we can read"),
        (picture(size=(300, 300))[:900], "damaged or incomplete"),
        (picture("PNG", size=(8000, 8000)), "64 million pixels"),
    ],
    ids=["empty", "script", "pdf", "truncated", "bomb"],
)
def test_a_hostile_photo_is_refused_in_words(world, data, says):
    response = world.client(world.olga).post(
        URL, {"id": uuid4(), "category": "onkruid", "place": "Here", "photo": photo(data)}
    )
    assert response.status_code == 200
    assert says in str(response.context["form"].errors["photo"])
    assert Sighting.objects.count() == 0


def test_a_photo_that_is_too_large_is_refused_in_words(world, settings):
    settings.WAARDEEL_MAX_UPLOAD = 2_000_000
    data = picture() + bytes(2_000_000)
    response = world.client(world.olga).post(
        URL, {"id": uuid4(), "category": "onkruid", "place": "Here", "photo": photo(data)}
    )
    assert "3 MB; at most 2 MB" in str(response.context["form"].errors["photo"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "not a uuid"),
        ("id", ""),
        ("category", "none"),
        ("category", "onkruid\x00"),
        ("place", ""),
        ("place", "x" * 121),
        ("place", "a\x00b"),
        ("neighbourhood", "x" * 81),
        ("note", "x" * 501),
        ("rhythm", "hourly"),
    ],
)
def test_bad_input_is_answered_at_its_field(world, field, value):
    data = {"id": uuid4(), "category": "onkruid", "place": "Here", field: value}
    response = world.client(world.olga).post(URL, data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Sighting.objects.count() == 0


def test_who_may_come_here(world, work):
    assert world.client(None).get(URL).url == f"/signin/?next={URL.replace('/', '%2F')}"
    for stranger in (world.charlie, world.bob, world.alice):
        assert world.client(stranger).get(URL).status_code == 404
    assert world.client(work.officer("Bea", Role.BUYER)).get(URL).status_code == 403
    assert world.client(world.alice).get("/o/green-thread/do/report/").status_code == 404
    assert world.client(world.olga).get("/o/nowhere/do/report/").status_code == 404


def test_who_may_not_report_cannot_send_either(world, work):
    data = {"id": uuid4(), "category": "onkruid", "place": "Here"}
    assert world.client(world.charlie).post(URL, data).status_code == 404
    assert world.client(work.officer("Bea", Role.BUYER)).post(URL, data).status_code == 403
    assert Sighting.objects.count() == 0
