"""Asking to join, and the answer."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.core.cache import cache

from tests.conftest import World
from tests.people.helpers import kinds, last, no_names, nobody_but
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain, queries
from waardeel.people.errors import AlreadyMember, LinkTooOld, NotOpen, NotWaiting
from waardeel.people.models import Membership, Organisation, Person


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def apply(world: World, by: Person | None = None) -> Membership:
    return domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=by or world.charlie, now=world.now)


def ask_by_mail(world: World, capture, mailoutbox, email: str = "kim@example.org", id=None) -> str:
    """Ask by mail; returns the words in the link that came."""
    with capture(execute=True):
        domain.apply_by_mail(
            id=id or uuid4(),
            organisation=world.coop,
            name="Kim",
            email=email,
            language="nl",
            link=lambda words: f"https://here/{words}/",
        )
    return re.search(r"https://here/(\S+)/", mailoutbox[-1].body).group(1)


def test_asking_makes_nobody_a_member(world: World) -> None:
    apply(world)
    today = world.coop.day(world.now)
    assert not queries.is_member(world.charlie, world.coop, today)
    assert not queries.belongs(world.charlie, world.coop, today)
    assert (kinds(world.coop), last(world.coop).public) == (["membership.applied"], {})


def test_nobody_asks_twice_or_as_a_member(world: World) -> None:
    made = apply(world)
    for person in (world.charlie, world.bob):
        with pytest.raises(AlreadyMember):
            apply(world, person)
    with pytest.raises(AlreadyDone):
        domain.apply_for_membership(id=made.pk, organisation=world.coop, by=world.charlie, now=world.now)


def test_a_closed_door_is_closed(world: World, mailoutbox) -> None:
    with pytest.raises(NotOpen):
        domain.apply_for_membership(id=uuid4(), organisation=world.city, by=world.charlie, now=world.now)
    with pytest.raises(NotOpen):
        domain.apply_by_mail(
            id=uuid4(), organisation=world.city, name="K", email="k@example.org", language="nl", link=str
        )
    assert mailoutbox == []


def test_admitting_an_application(world: World) -> None:
    made = apply(world)
    domain.admit_application(membership=made, by=world.alice, now=world.now, member_class="A", number="9")
    assert queries.is_member(world.charlie, world.coop, world.coop.day(world.now))
    assert kinds(world.coop) == ["membership.began"]
    with pytest.raises(NotWaiting):
        domain.refuse_application(membership=made, by=world.alice, now=world.now)
    no_names(world)


def test_refusing_an_application_leaves_the_door_open(world: World) -> None:
    made = apply(world)
    domain.refuse_application(membership=made, by=world.alice, now=world.now)
    made.refresh_from_db()
    assert (made.state, made.end_reason, made.joined_on) == ("ended", "refused", None)
    with pytest.raises(NotWaiting):
        domain.admit_application(membership=made, by=world.alice, now=world.now)
    apply(world)


def test_only_who_asked_takes_it_back(world: World) -> None:
    made = apply(world)
    for person in (world.alice, world.bob, world.olga):
        with pytest.raises(NotAllowed):
            domain.withdraw_application(membership=made, by=person, now=world.now)
    domain.withdraw_application(membership=made, by=world.charlie, now=world.now)
    assert kinds(world.coop) == ["membership.withdrawn"]
    with pytest.raises(NotWaiting):
        domain.withdraw_application(membership=made, by=world.charlie, now=world.now)


@pytest.mark.parametrize("answer", [domain.admit_application, domain.refuse_application])
def test_only_the_secretary_answers(world: World, answer) -> None:
    made = apply(world)
    nobody_but(
        world.alice,
        [world.bob, world.charlie, world.olga],
        lambda by: answer(membership=made, by=by, now=world.now),
    )


def test_asking_by_mail_keeps_nothing_until_the_link_is_followed(
    world: World, django_capture_on_commit_callbacks, mailoutbox
) -> None:
    people = Person.objects.count()
    words = ask_by_mail(world, django_capture_on_commit_callbacks, mailoutbox)
    assert (Person.objects.count(), Membership.objects.filter(state="applied").count()) == (people, 0)
    assert mailoutbox[0].to == ["kim@example.org"]
    assert "Kim" not in mailoutbox[0].body  # words of a stranger do not go out in our name
    made = domain.confirm_application(organisation=world.coop, words=words, now=world.now)
    assert (made.person.name, made.person.account.email, made.state) == ("Kim", "kim@example.org", "applied")
    with pytest.raises(AlreadyDone):
        domain.confirm_application(organisation=world.coop, words=words, now=world.now)
    assert Person.objects.count() == people + 1


def test_an_address_that_is_known_asks_as_its_person(
    world: World, django_capture_on_commit_callbacks, mailoutbox
) -> None:
    words = ask_by_mail(world, django_capture_on_commit_callbacks, mailoutbox, "Charlie@example.org")
    made = domain.confirm_application(organisation=world.coop, words=words, now=world.now)
    assert made.person == world.charlie
    assert Person.objects.get(pk=world.charlie.pk).name == "Charlie"


def test_links_that_are_forged_foreign_or_old_open_nothing(
    world: World, django_capture_on_commit_callbacks, mailoutbox, monkeypatch
) -> None:
    words = ask_by_mail(world, django_capture_on_commit_callbacks, mailoutbox)
    world.city.takes_applications = True
    world.city.save()
    for organisation, tried in (
        (world.coop, words[:-1] + ("A" if words[-1] != "A" else "B")),
        (world.coop, signing.dumps({"organisation": str(world.coop.pk)}, salt="another")),
        (world.city, words),
        (world.coop, "x"),
    ):
        with pytest.raises(LinkTooOld):
            domain.confirm_application(organisation=organisation, words=tried, now=world.now)
    later = signing.time.time() + timedelta(days=2, minutes=1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(LinkTooOld):
        domain.confirm_application(organisation=world.coop, words=words, now=world.now)
    assert not Membership.objects.filter(state="applied").exists()


# -- the pages --------------------------------------------------------------------------------------------


def post_join(world: World, email: str, slug: str = "green-thread", person: Person | None = None):
    client = world.client(person)
    return client.post(f"/o/{slug}/join/", {"id": str(uuid4()), "name": "Kim", "email": email})


def test_the_page_says_the_same_for_a_known_and_an_unknown_address(
    world: World, django_capture_on_commit_callbacks, mailoutbox
) -> None:
    answers = []
    for email in ("bob@example.org", "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            response = post_join(world, email)
        answers.append((response.status_code, response["location"], response.content))
    assert answers[0] == answers[1]
    assert [mail.to for mail in mailoutbox] == [["bob@example.org"], ["nobody@example.org"]]
    assert mailoutbox[0].subject == mailoutbox[1].subject


def test_a_stranger_joins_by_following_the_link(world: World, django_capture_on_commit_callbacks, mailoutbox) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post_join(world, "kim@example.org")
    path = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    client = world.client(None)
    assert client.get(path).status_code == 200
    assert not Membership.objects.filter(state="applied").exists()
    for _ in range(2):
        assert client.post(path)["location"] == "/o/green-thread/join/done/"
    assert Membership.objects.filter(state="applied").count() == 1
    assert client.get("/o/green-thread/join/done/").status_code == 200


def test_letters_are_limited_per_address_and_per_visitor(world: World) -> None:
    codes = [post_join(world, "kim@example.org").status_code for _ in range(4)]
    assert codes == [302, 302, 302, 200]
    codes = [post_join(world, f"kim{n}@example.org").status_code for n in range(20)]
    assert codes.count(302) == 16
    assert codes[-1] == 200


@pytest.mark.parametrize("email", ["", "no address", "a@b", "x" * 250 + "@example.org", "k\x00@example.org"])
def test_bad_addresses_are_answered_in_the_form(world: World, email: str, mailoutbox) -> None:
    response = post_join(world, email)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert mailoutbox == []


def test_signed_in_one_button_asks_and_another_takes_it_back(world: World) -> None:
    client = world.client(world.charlie)
    id = str(uuid4())
    for _ in range(2):
        assert client.post("/o/green-thread/join/", {"id": id}).status_code == 302
    assert Membership.objects.get(person=world.charlie).state == "applied"
    assert "Take back my application" in client.get("/o/green-thread/join/").content.decode()
    client.post("/o/green-thread/join/withdraw/")
    assert Membership.objects.get(person=world.charlie).end_reason == "withdrawn"


def test_a_forged_link_is_a_clear_page(world: World) -> None:
    response = world.client(None).get("/o/green-thread/join/confirm/nonsense/", follow=True)
    assert response.redirect_chain == [("/o/green-thread/join/", 302)]
    assert "Ask to join again" in response.content.decode()


def test_the_city_takes_no_applications(world: World) -> None:
    response = world.client(None).get("/o/city/join/")
    assert "takes no applications" in response.content.decode()
    assert post_join(world, "kim@example.org", slug="city").status_code == 200
    assert Organisation.objects.get(slug="city").memberships.count() == 0


def test_the_secretary_sees_and_answers_applications(world: World) -> None:
    made = apply(world)
    client = world.client(world.alice)
    assert "Charlie" in client.get("/o/green-thread/members/applications/").content.decode()
    path = f"/o/green-thread/members/applications/{made.pk}"
    response = client.post(f"{path}/admit/", {"joined_on": "31-02-2024"})
    assert response.context["form"].errors["joined_on"]
    assert client.post(f"{path}/admit/", {"number": "3"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.number) == ("active", "3")
    response = client.post(f"{path}/refuse/", follow=True)
    assert "already decided" in response.content.decode()
