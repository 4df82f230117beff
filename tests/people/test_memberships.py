"""Memberships from beginning to end, as the secretary keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import kinds, last, membership, no_names, nobody_but
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain, queries
from waardeel.people.errors import (
    AlreadyEnded,
    AlreadyMember,
    MailKnown,
    NotActive,
    NothingChanged,
    NotSuspended,
    NumberTaken,
    OrganisationAlreadyMember,
    UnlikelyDay,
)
from waardeel.people.models import Membership, Person


def enrol(world: World, **given):
    facts = {"id": uuid4(), "organisation": world.coop, "name": "Kim", "by": world.alice, "now": world.now}
    return domain.enrol_member(**{**facts, **given})


def today(world: World) -> date:
    return world.coop.day(world.now)


def test_admitting_makes_a_member_without_naming_them(world: World) -> None:
    made = domain.admit_member(
        id=uuid4(), organisation=world.coop, person=world.charlie, by=world.alice, now=world.now, number="7"
    )
    assert queries.is_member(world.charlie, world.coop, today(world))
    assert (made.joined_on, made.number) == (today(world), "7")
    assert last(world.coop).public == {"class": "", "joined_on": today(world).isoformat()}
    no_names(world)


def test_a_member_is_not_admitted_twice(world: World) -> None:
    with pytest.raises(AlreadyMember):
        domain.admit_member(id=uuid4(), organisation=world.coop, person=world.bob, by=world.alice, now=world.now)


def test_a_number_is_of_one_member(world: World) -> None:
    enrol(world, number="7")
    with pytest.raises(NumberTaken):
        enrol(world, name="Noa", number="7")
    assert not Person.objects.filter(name="Noa").exists()


def test_joining_far_ahead_or_long_ago_is_a_slip(world: World) -> None:
    for day in (date(1899, 12, 31), today(world) + timedelta(days=367)):
        with pytest.raises(UnlikelyDay) as error:
            enrol(world, joined_on=day)
        assert error.value.field == "joined_on"
    made = enrol(world, joined_on=today(world) + timedelta(days=30))
    assert not queries.is_member(made.person, world.coop, today(world))
    assert queries.is_member(made.person, world.coop, today(world) + timedelta(days=30))


def test_enrolling_twice_makes_one_person(world: World) -> None:
    made = enrol(world, email="kim@example.org")
    with pytest.raises(AlreadyDone) as done:
        enrol(world, id=made.pk, email="kim@example.org")
    assert done.value.existing == made
    assert Person.objects.filter(name="Kim").count() == 1


def test_nobody_who_signs_in_elsewhere_is_enrolled_behind_their_back(world: World) -> None:
    with pytest.raises(MailKnown):
        enrol(world, name="Charlie", email="charlie@example.org")
    assert not queries.belongs(world.charlie, world.coop, today(world))


def test_who_works_here_is_enrolled_as_the_same_person(world: World) -> None:
    worker = domain.take_on(
        id=uuid4(), organisation=world.coop, name="Kim", email="kim@example.org", kind="worker",
        by=world.alice, now=world.now,
    ).person  # fmt: skip
    assert enrol(world, name="kím", email="Kim@example.org").person == worker
    with pytest.raises(MailKnown):
        enrol(world, name="Somebody Else", email="kim@example.org")


def test_an_organisation_is_a_member_by_name(world: World) -> None:
    domain.admit_organisation(id=uuid4(), organisation=world.coop, member=world.city, by=world.alice, now=world.now)
    assert last(world.coop).public["organisation"] == "Waardstad"
    for member in (world.city, world.coop):
        with pytest.raises(OrganisationAlreadyMember):
            domain.admit_organisation(id=uuid4(), organisation=world.coop, member=member, by=world.alice, now=world.now)
    member = world.coop.memberships.get(member_organisation=world.city)
    domain.end_membership(membership=member, reason="notice", by=world.alice, now=world.now)
    assert last(world.coop).public["organisation"] == "Waardstad"


def test_changing_class_and_number(world: World) -> None:
    bob = membership(world.bob, world.coop)
    enrol(world, number="7")
    domain.change_membership(membership=bob, by=world.alice, now=world.now, member_class="A", number="8")
    bob.refresh_from_db()
    assert (bob.member_class, bob.number) == ("A", "8")
    assert last(world.coop).public == {"changed": ["member_class", "number"], "class": "A"}
    with pytest.raises(NumberTaken):
        domain.change_membership(membership=bob, by=world.alice, now=world.now, member_class="A", number="7")
    with pytest.raises(NothingChanged):
        domain.change_membership(membership=bob, by=world.alice, now=world.now, member_class="A", number="8")


def test_a_suspended_member_is_none_until_it_is_lifted(world: World) -> None:
    bob = membership(world.bob, world.coop)
    domain.suspend_member(membership=bob, by=world.alice, now=world.now)
    assert not queries.is_member(world.bob, world.coop, today(world))
    assert queries.belongs(world.bob, world.coop, today(world))
    with pytest.raises(NotActive):
        domain.suspend_member(membership=bob, by=world.alice, now=world.now)
    domain.lift_suspension(membership=bob, by=world.alice, now=world.now)
    assert queries.is_member(world.bob, world.coop, today(world))
    with pytest.raises(NotSuspended):
        domain.lift_suspension(membership=bob, by=world.alice, now=world.now)
    assert kinds(world.coop, 2) == ["membership.suspended", "membership.restored"]


def test_ending_keeps_the_reason_private(world: World) -> None:
    bob = membership(world.bob, world.coop)
    domain.end_membership(membership=bob, reason="expelled", by=world.alice, now=world.now)
    entry = last(world.coop)
    assert entry.public == {"class": "", "ended_on": today(world).isoformat()}
    assert "expelled" not in entry.body
    assert "expelled" in entry.private_part.body
    assert not queries.belongs(world.bob, world.coop, today(world))
    with pytest.raises(AlreadyEnded):
        domain.end_membership(membership=bob, reason="left", by=world.alice, now=world.now)


def test_a_membership_counts_on_the_days_that_it_held(world: World) -> None:
    bob = membership(world.bob, world.coop)
    ended = today(world) - timedelta(days=10)
    domain.end_membership(membership=bob, reason="left", by=world.alice, now=world.now, ended_on=ended)
    assert queries.is_member(world.bob, world.coop, ended - timedelta(days=1))
    assert not queries.is_member(world.bob, world.coop, ended)


@pytest.mark.parametrize("days", [1, -401])
def test_a_membership_ends_neither_ahead_nor_before_it_began(world: World, days: int) -> None:
    bob = membership(world.bob, world.coop)
    with pytest.raises(UnlikelyDay):
        domain.end_membership(
            membership=bob,
            reason="left",
            by=world.alice,
            now=world.now,
            ended_on=today(world) + timedelta(days=days),
        )


def test_who_was_to_begin_later_can_still_go(world: World) -> None:
    made = enrol(world, joined_on=today(world) + timedelta(days=30))
    domain.end_membership(membership=made, reason="left", by=world.alice, now=world.now)
    made.refresh_from_db()
    assert made.ended_on == made.joined_on
    assert not queries.is_member(made.person, world.coop, made.joined_on)


def test_an_application_is_not_ended_but_refused(world: World) -> None:
    made = domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    with pytest.raises(AlreadyEnded):
        domain.end_membership(membership=made, reason="left", by=world.alice, now=world.now)


def test_a_member_leaves_and_may_come_back(world: World) -> None:
    bob = membership(world.bob, world.coop)
    for person in (world.alice, world.charlie):
        with pytest.raises(NotAllowed):
            domain.leave(membership=bob, by=person, now=world.now)
    domain.leave(membership=bob, by=world.bob, now=world.now)
    assert kinds(world.coop) == ["membership.ended"]
    domain.admit_member(id=uuid4(), organisation=world.coop, person=world.bob, by=world.alice, now=world.now)
    assert Membership.objects.filter(person=world.bob).count() == 2


ACTS = {
    "admit": lambda world, by: domain.admit_member(
        id=uuid4(), organisation=world.coop, person=world.charlie, by=by, now=world.now
    ),
    "enrol": lambda world, by: enrol(world, by=by),
    "admit_organisation": lambda world, by: domain.admit_organisation(
        id=uuid4(), organisation=world.coop, member=world.city, by=by, now=world.now
    ),
    "change": lambda world, by: domain.change_membership(
        membership=membership(world.bob, world.coop), by=by, now=world.now, member_class="A", number=""
    ),
    "suspend": lambda world, by: domain.suspend_member(
        membership=membership(world.bob, world.coop), by=by, now=world.now
    ),
    "end": lambda world, by: domain.end_membership(
        membership=membership(world.bob, world.coop), reason="notice", by=by, now=world.now
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_secretary_keeps_the_list(world: World, act: str) -> None:
    nobody_but(world.alice, [world.bob, world.charlie, world.olga], lambda by: ACTS[act](world, by))


def test_only_the_secretary_lifts_a_suspension(world: World) -> None:
    bob = membership(world.bob, world.coop)
    domain.suspend_member(membership=bob, by=world.alice, now=world.now)
    nobody_but(
        world.alice,
        [world.bob, world.charlie, world.olga],
        lambda by: domain.lift_suspension(membership=bob, by=by, now=world.now),
    )
