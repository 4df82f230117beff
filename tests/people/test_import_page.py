"""The pages of importing: upload, look, confirm."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import World
from tests.people.helpers import questions, upload
from tests.people.test_importing import LIST
from waardeel.people import domain
from waardeel.people.models import ImportDraft, Person

PATH = "/o/green-thread/members/import/"


def post(world: World, content: bytes, name: str = "list.csv", person: Person | None = None, id=None):
    file = SimpleUploadedFile(name, content)
    return world.client(person or world.alice).post(PATH, {"id": str(id or uuid4()), "file": file})


def test_upload_look_and_confirm(world: World) -> None:
    response = post(world, LIST.encode())
    draft = ImportDraft.objects.get()
    assert response["location"] == f"{PATH}{draft.pk}/"
    client = world.client(world.alice)
    page = client.get(response["location"]).content.decode()
    assert ("Import these 3 rows" in page, "Kim de Wit" in page) == (True, True)
    response = client.post(response["location"], follow=True)
    assert "Imported: 2 new members, 1 changed, 0 as they were." in response.content.decode()
    assert world.coop.memberships.count() == 4


def test_every_bad_row_is_named_and_nothing_can_be_confirmed(world: World) -> None:
    rows = "".join(f"Lid {n};wrong\n" for n in range(60))
    draft = upload(world, f"naam;mail\nKim;kim@example.org\n{rows}")
    client = world.client(world.alice)
    path = f"{PATH}{draft.pk}/"
    first = client.get(path)
    page = first.content.decode()
    assert ("60 rows need mending" in page, "Import these" in page) == (True, False)
    assert "<strong>mail:</strong> “wrong” is not an e-mail address." in page
    seen = [row["row"] for number in (1, 2) for row in client.get(path, {"page": number}).context["rows"]]
    assert seen == list(range(3, 63))
    assert [row["row"] for row in client.get(path, {"show": "new"}).context["rows"]] == [2]
    response = client.post(path, follow=True)
    assert "Some rows cannot be imported yet" in response.content.decode()
    assert not Person.objects.filter(name="Kim").exists()


def test_a_list_that_changed_meanwhile_is_shown_anew(world: World) -> None:
    draft = upload(world, LIST)
    domain.enrol_member(id=uuid4(), organisation=world.coop, name="Noa", by=world.alice, now=world.now, number="2")
    response = world.client(world.alice).post(f"{PATH}{draft.pk}/", follow=True)
    assert "changed after you saw this" in response.content.decode()
    assert {outcome: n for outcome, _label, n in response.context["counts"]} == {"new": 1, "changed": 2}


def test_a_confirmed_upload_says_that_it_is_gone(world: World) -> None:
    draft = upload(world, LIST)
    client = world.client(world.alice)
    client.post(f"{PATH}{draft.pk}/")
    for response in (
        client.post(f"{PATH}{draft.pk}/", follow=True),
        client.get(f"{PATH}{draft.pk}/", follow=True),
    ):
        assert response.redirect_chain[-1][0] == "/o/green-thread/members/"
        assert "no longer there" in response.content.decode()


def test_an_upload_of_yesterday_is_gone(world: World) -> None:
    draft = upload(world, LIST)
    ImportDraft.objects.update(made_at=world.now - timedelta(days=1))
    assert world.client(world.alice).get(f"{PATH}{draft.pk}/").status_code == 302


def test_throwing_away(world: World) -> None:
    draft = upload(world, LIST)
    for _ in range(2):
        world.client(world.alice).post(f"{PATH}{draft.pk}/discard/")
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.4\x00\x01", "cannot be read as a table"),
        (b"PK\x03\x04nonsense", "cannot be read as a table"),
        (b"naam\n", "no members in this file"),
        (b"wie\nKim\n", "These columns are there: wie"),
        (b"naam;BSN\nKim;1\n", "must not be stored here"),
        (b"naam;mail;email\nKim;;\n", "Two columns mean the same"),
        (b'naam\n"Kim\n', "row 2"),
        (b"", "empty"),
    ],
)
def test_files_that_cannot_be_used_are_answered_in_the_form(world: World, content: bytes, says: str) -> None:
    response = post(world, content)
    assert response.status_code == 200
    assert any(says in error for error in response.context["form"].errors["file"])
    assert not ImportDraft.objects.exists()


def test_too_large_a_file_is_refused_before_it_is_read(world: World, settings) -> None:
    settings.WAARDEEL_MAX_UPLOAD = 1_000_000
    response = post(world, b"naam\n" + b"K" * 1_000_000)
    assert "larger than 1 MB" in response.context["form"].errors["file"][0]


def test_no_file_at_all(world: World) -> None:
    response = world.client(world.alice).post(PATH, {"id": str(uuid4())})
    assert response.context["form"].errors["file"]


def test_the_same_upload_twice_makes_one_draft(world: World) -> None:
    id = uuid4()
    places = {post(world, LIST.encode(), id=id)["location"] for _ in range(2)}
    assert places == {f"{PATH}{id}/"}


def test_members_may_not_and_strangers_do_not_know(world: World) -> None:
    draft = upload(world, LIST)
    for person, code in ((world.bob, 403), (world.charlie, 404), (world.olga, 404), (None, 302)):
        client = world.client(person)
        for path in (PATH, f"{PATH}{draft.pk}/"):
            assert (client.get(path).status_code, client.post(path).status_code) == (code, code)
        assert client.post(f"{PATH}{draft.pk}/discard/").status_code == code
    assert ImportDraft.objects.get() == draft


def test_another_secretary_does_not_see_the_upload(world: World) -> None:
    draft = upload(world, LIST)
    domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role="secretary", by=world.alice, now=world.now)
    assert world.client(world.bob).get(f"{PATH}{draft.pk}/").status_code == 302
    world.client(world.bob).post(f"{PATH}{draft.pk}/discard/")
    assert ImportDraft.objects.get() == draft


def test_looking_takes_the_same_number_of_questions_for_any_length(world: World) -> None:
    client = world.client(world.alice)
    short = upload(world, LIST)
    long = upload(world, "naam\n" + "".join(f"Lid {n}\n" for n in range(300)))
    assert questions(client, f"{PATH}{short.pk}/") == questions(client, f"{PATH}{long.pk}/") <= 10
