"""Who works, learns, lives or volunteers somewhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import kinds, last, no_names, nobody_but
from waardeel.people import domain, queries
from waardeel.people.errors import AlreadyEngaged, EngagementEnded, MailKnown, UnlikelyDay
from waardeel.people.models import Engagement, Person


def begin(world: World, **given) -> Engagement:
    facts = {
        "id": uuid4(),
        "organisation": world.coop,
        "person": world.charlie,
        "kind": "worker",
        "by": world.alice,
        "now": world.now,
    }
    return domain.begin_engagement(**{**facts, **given})


def test_a_worker_belongs_and_is_no_member(world: World) -> None:
    begin(world)
    today = world.coop.day(world.now)
    assert queries.belongs(world.charlie, world.coop, today)
    assert not queries.is_member(world.charlie, world.coop, today)
    assert last(world.coop).public["kind"] == "worker"
    no_names(world)


def test_one_of_a_kind_at_a_time(world: World) -> None:
    begin(world)
    with pytest.raises(AlreadyEngaged):
        begin(world)
    begin(world, kind="volunteer")
    assert world.coop.engagements.count() == 2


def test_ending_holds_from_the_day_itself(world: World) -> None:
    made = begin(world, from_on=world.coop.day(world.now) - timedelta(days=9))
    domain.end_engagement(engagement=made, by=world.alice, now=world.now)
    assert not queries.belongs(world.charlie, world.coop, world.coop.day(world.now))
    assert kinds(world.coop) == ["engagement.ended"]
    with pytest.raises(EngagementEnded):
        domain.end_engagement(engagement=made, by=world.alice, now=world.now)
    begin(world)


@pytest.mark.parametrize("days", [-10, 1])
def test_it_ends_neither_before_it_began_nor_ahead(world: World, days: int) -> None:
    day = world.coop.day(world.now)
    made = begin(world, from_on=day - timedelta(days=9))
    with pytest.raises(UnlikelyDay):
        domain.end_engagement(engagement=made, by=world.alice, now=world.now, until_on=day + timedelta(days=days))


def test_taking_on_makes_somebody_new_or_takes_who_is_here(world: World) -> None:
    def take_on(name: str, email: str) -> Person:
        return domain.take_on(
            id=uuid4(), organisation=world.coop, name=name, email=email, kind="worker", by=world.alice,
            now=world.now,
        ).person  # fmt: skip

    assert take_on("Bob", "bob@example.org") == world.bob
    assert take_on("Kim", "").name == "Kim"
    with pytest.raises(MailKnown):
        take_on("Charlie", "charlie@example.org")


def test_only_the_secretary(world: World) -> None:
    others = [world.bob, world.charlie, world.olga]
    nobody_but(world.alice, others, lambda by: begin(world, by=by))
    nobody_but(
        world.alice,
        others,
        lambda by: domain.take_on(id=uuid4(), organisation=world.coop, name="K", kind="worker", by=by, now=world.now),
    )
    made = Engagement.objects.first()
    nobody_but(world.alice, others, lambda by: domain.end_engagement(engagement=made, by=by, now=world.now))


def test_the_page_lists_adds_and_ends(world: World) -> None:
    client = world.client(world.alice)
    path = "/o/green-thread/members/people/"
    response = client.post(f"{path}new/", {"id": str(uuid4()), "name": "Kim", "kind": "learner"})
    assert response["location"] == path
    made = world.coop.engagements.get()
    assert "Kim" in client.get(path, {"q": "ki", "kind": "learner"}).content.decode()
    assert "Nobody was found" in client.get(path, {"kind": "resident"}).content.decode()
    member = world.client(world.bob)
    page = member.get(path).content.decode()
    assert ("Kim" in page, "Ends today" in page) == (True, False)
    assert member.post(f"{path}{made.pk}/end/").status_code == 403
    assert world.client(world.charlie).post(f"{path}{made.pk}/end/").status_code == 404
    client.post(f"{path}{made.pk}/end/")
    assert list(queries.engaged_in(world.coop, world.coop.day(world.now))) == []
