"""The members' list, its export, and the page of one member."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import membership, questions
from waardeel.people import domain, queries
from waardeel.people.models import Membership, Person

PATH = "/o/green-thread/members/"


def names(response) -> list[str]:
    return [row.member_name for row in response.context["page"]]


def test_outsiders_do_not_know_that_there_is_a_list(world: World) -> None:
    domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    for person in (world.charlie, world.olga):
        assert world.client(person).get(PATH).status_code == 404
    assert world.client(None).get(PATH).status_code == 302
    assert world.client(world.alice).get("/o/nothing/members/").status_code == 404


def test_the_public_knows_numbers_only(world: World) -> None:
    domain.begin_engagement(
        id=uuid4(),
        organisation=world.coop,
        person=world.charlie,
        kind="worker",
        by=world.alice,
        now=world.now,
    )
    domain.begin_engagement(
        id=uuid4(),
        organisation=world.coop,
        person=world.charlie,
        kind="learner",
        by=world.alice,
        now=world.now,
    )
    numbers = queries.numbers_of(world.coop, world.coop.day(world.now))
    assert (numbers.members, numbers.engaged, numbers.circles) == (2, 1, 1)


def test_members_see_who_is_one_now_and_the_secretary_sees_all(world: World) -> None:
    domain.suspend_member(membership=membership(world.bob, world.coop), by=world.alice, now=world.now)
    gone = world.member("Gone")
    domain.end_membership(membership=membership(gone, world.coop), reason="left", by=world.alice, now=world.now)
    world.member("Kim")
    domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    secretary, bob = world.client(world.alice), world.client(world.bob)
    assert names(secretary.get(PATH)) == ["Alice", "Bob", "Gone", "Kim"]
    assert names(secretary.get(PATH, {"state": "suspended"})) == ["Bob"]
    assert names(bob.get(PATH)) == ["Alice", "Kim"]
    assert names(bob.get(PATH, {"state": "suspended"})) == ["Alice", "Kim"]
    assert "Download the list" not in bob.get(PATH).content.decode()


def test_searching_by_name_number_and_class(world: World) -> None:
    for name, number, member_class in (
        ("Kim de Wit", "12", "A"),
        ("Noa Wit", "120", "B"),
        ("100% Lou", "7", "B"),
    ):
        domain.enrol_member(
            id=uuid4(), organisation=world.coop, name=name, number=number, member_class=member_class,
            by=world.alice, now=world.now,
        )  # fmt: skip
    client = world.client(world.alice)
    for query, found in (
        ({"q": "wit"}, ["Kim de Wit", "Noa Wit"]),
        ({"q": "wit noa"}, ["Noa Wit"]),
        ({"q": "12"}, ["Kim de Wit", "Noa Wit"]),
        ({"q": "0%"}, ["100% Lou"]),
        ({"class": "B"}, ["100% Lou", "Noa Wit"]),
        ({"class": "B", "q": "noa"}, ["Noa Wit"]),
        ({"q": "x\x00y"}, []),
        ({"class": "A\x00"}, ["Kim de Wit"]),
        ({"state": "nonsense", "page": "nonsense", "q": "lou"}, ["100% Lou"]),
    ):
        assert names(client.get(PATH, query)) == found


def test_an_organisation_stands_in_the_list(world: World) -> None:
    domain.admit_organisation(id=uuid4(), organisation=world.coop, member=world.city, by=world.alice, now=world.now)
    assert names(world.client(world.bob).get(PATH)) == ["Alice", "Bob", "Waardstad"]


def test_an_empty_list_says_what_to_do(world: World) -> None:
    page = world.client(world.olga).get("/o/city/members/").content.decode()
    assert "There are no members yet. Import your list, or invite the first one." in page


def test_a_page_of_fifty_takes_the_same_number_of_questions(world: World) -> None:
    client = world.client(world.alice)
    before = questions(client, PATH)
    people = Person.objects.bulk_create(Person(name=f"Lid {n:03}") for n in range(120))
    Membership.objects.bulk_create(
        Membership(organisation=world.coop, person=person, joined_on="2020-01-01") for person in people
    )
    assert questions(client, PATH) == questions(client, f"{PATH}?page=3&q=lid") == before <= 10
    assert len(names(client.get(f"{PATH}?page=2"))) == 50


# -- export -----------------------------------------------------------------------------------------------


def test_the_export_is_a_harmless_table(world: World) -> None:
    domain.enrol_member(
        id=uuid4(),
        organisation=world.coop,
        name='=HYPERLINK("x")',
        number="@1",
        by=world.alice,
        now=world.now,
    )
    response = world.client(world.alice).get(f"{PATH}members.csv")
    assert response["content-type"] == "text/csv; charset=utf-8"
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name;E-mail;Member number;Class;Member since;Was a member until;State"
    assert lines[1].startswith('"\'=HYPERLINK(""x"")";;\'@1;')
    assert lines[2].startswith("Alice;alice@example.org;;;")


def test_only_the_secretary_exports(world: World) -> None:
    for person, code in ((world.bob, 403), (world.charlie, 404), (world.olga, 404), (None, 302)):
        assert world.client(person).get(f"{PATH}members.csv").status_code == code


def test_the_export_takes_the_same_number_of_questions(world: World) -> None:
    client = world.client(world.alice)
    before = questions(client, f"{PATH}members.csv")
    for n in range(5):
        world.member(f"Lid {n}")
    assert questions(client, f"{PATH}members.csv") == before


# -- one member -------------------------------------------------------------------------------------------


def test_a_member_page_is_for_the_secretary_and_the_member(world: World) -> None:
    path = f"{PATH}{membership(world.bob, world.coop).pk}/"
    other = f"{PATH}{membership(world.alice, world.coop).pk}/"
    assert "End the membership" in world.client(world.alice).get(path).content.decode()
    page = world.client(world.bob).get(path).content.decode()
    assert ("I want to leave" in page, "End the membership" in page) == (True, False)
    assert world.client(world.bob).get(other).status_code == 403
    for person in (world.charlie, world.olga):
        assert world.client(person).get(path).status_code == 404


def test_a_member_of_another_organisation_is_not_here(world: World) -> None:
    path = f"/o/city/members/{membership(world.bob, world.coop).pk}/"
    client = world.client(world.olga)
    assert client.get(path).status_code == 404
    for act in ("change", "end", "suspend", "lift", "engage", "erase"):
        assert client.post(f"{path}{act}/").status_code == 404


@pytest.mark.parametrize("act", ["change", "end", "suspend", "lift", "engage", "erase"])
def test_acts_on_a_member_are_the_secretarys(world: World, act: str) -> None:
    path = f"{PATH}{membership(world.bob, world.coop).pk}/{act}/"
    for person, code in ((world.bob, 403), (world.charlie, 404), (None, 302)):
        assert world.client(person).post(path, {"sure": "on"}).status_code == code
    assert membership(world.bob, world.coop).state == "active"


@pytest.mark.parametrize("page", ["new/", "new/organisation/", "people/new/", "invite/", "applications/"])
def test_pages_of_the_secretary_are_nobody_elses(world: World, page: str) -> None:
    for person, code in ((world.alice, 200), (world.bob, 403), (world.charlie, 404), (None, 302)):
        assert world.client(person).get(PATH + page).status_code == code


def test_the_secretary_works_through_a_membership(world: World) -> None:
    client = world.client(world.alice)
    id = uuid4()
    form = {"id": str(id), "name": "Kim", "email": "kim@example.org", "number": "7", "joined_on": "1-2-2020"}
    for _ in range(2):
        assert client.post(f"{PATH}new/", form)["location"] == f"{PATH}{id}/"
    path = f"{PATH}{id}/"
    taken = client.post(f"{PATH}new/", {**form, "id": str(uuid4()), "email": ""})
    assert taken.context["form"].errors["number"]
    assert taken.context["form"]["name"].value() == "Kim"
    known = client.post(f"{PATH}new/", {"id": str(uuid4()), "name": "C", "email": "charlie@example.org"})
    assert "invitation" in known.context["form"].errors["email"][0]
    client.post(f"{path}change/", {"member_class": "A", "number": "8"})
    client.post(f"{path}engage/", {"id": str(uuid4()), "kind": "worker"})
    client.post(f"{path}suspend/")
    page = client.get(path).content.decode()
    assert ("Suspended" in page, "Works here" in page, "A" in page) == (True, True, True)
    client.post(f"{path}lift/")
    early = client.post(f"{path}end/", {"reason": "left", "ended_on": "2019-01-01"})
    assert early.context["form"].errors["ended_on"]
    assert client.post(f"{path}end/", {}).context["form"].errors["reason"]
    client.post(f"{path}end/", {"reason": "died"})
    made = Membership.objects.get(pk=id)
    assert (made.state, made.end_reason, made.number, made.member_class) == ("ended", "died", "8", "A")
    again = client.post(f"{path}end/", {"reason": "left"})
    assert "already ended" in again.content.decode()


def test_an_organisation_becomes_a_member_by_the_page(world: World) -> None:
    client = world.client(world.alice)
    response = client.post(f"{PATH}new/organisation/", {"id": str(uuid4()), "member": str(world.city.pk)})
    made = world.coop.memberships.get(member_organisation=world.city)
    assert response["location"] == f"{PATH}{made.pk}/"
    assert "Waardstad" in client.get(response["location"]).content.decode()
    itself = client.post(f"{PATH}new/organisation/", {"id": str(uuid4()), "member": str(world.coop.pk)})
    assert itself.context["form"].errors["member"]


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "K\x00"},
        {"email": "no"},
        {"number": "1" * 41},
        {"joined_on": "31-2-2020"},
        {"joined_on": "0001-01-01"},
        {"joined_on": "9999-12-31"},
        {"id": "nonsense"},
    ],
)
def test_bad_input_is_answered_in_the_form(world: World, given: dict) -> None:
    form = {"id": str(uuid4()), "name": "Kim", **given}
    response = world.client(world.alice).post(f"{PATH}new/", form)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(given)
    assert not Person.objects.filter(name="Kim").exists()


def test_leaving_by_the_page_needs_to_be_meant(world: World) -> None:
    client = world.client(world.bob)
    assert client.post("/o/green-thread/leave/").context["form"].errors["sure"]
    assert membership(world.bob, world.coop).state == "active"
    client.post("/o/green-thread/leave/", {"sure": "on"})
    assert membership(world.bob, world.coop).end_reason == "left"
    assert client.get("/o/green-thread/leave/").status_code == 404
    assert world.client(world.charlie).get("/o/green-thread/leave/").status_code == 404


def test_describing_the_organisation_by_the_page(world: World) -> None:
    client = world.client(world.alice)
    page = client.get("/o/green-thread/edit/")
    initial = page.context["form"].initial
    client.post("/o/green-thread/edit/", {**initial, "name": "Red Thread", "does": ["care", "employer"]})
    world.coop.refresh_from_db()
    assert world.coop.name == "Red Thread"
    bad = client.post("/o/green-thread/edit/", {**initial, "does": ["flying"], "kind": "bank"})
    assert sorted(bad.context["form"].errors) == ["does", "kind"]
    for person, code in ((world.bob, 403), (world.charlie, 404), (None, 302)):
        assert world.client(person).get("/o/green-thread/edit/").status_code == code


def test_parts_by_the_page(world: World) -> None:
    client = world.client(world.alice)
    client.post("/o/green-thread/parts/new/", {"id": str(uuid4()), "part": str(world.city.pk)})
    link = world.coop.parts.get()
    assert "Waardstad" in world.client(None).get("/o/green-thread/parts/").content.decode()
    for person, code in ((world.bob, 403), (world.charlie, 404)):
        assert world.client(person).post(f"/o/green-thread/parts/{link.pk}/leave/").status_code == code
    world.client(world.olga).post(f"/o/city/parts/{link.pk}/leave/")
    link.refresh_from_db()
    assert link.until_on is not None
