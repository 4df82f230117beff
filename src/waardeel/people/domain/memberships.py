"""Memberships from beginning to end, as the secretary keeps them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import queries, rules
from waardeel.people.domain.common import EARLIEST, check_between, check_day, check_number, somebody, who
from waardeel.people.errors import (
    AlreadyEnded,
    AlreadyMember,
    NotActive,
    NothingChanged,
    NotSuspended,
    OrganisationAlreadyMember,
)
from waardeel.people.models import Membership, Organisation, Person
from waardeel.register.domain import record

State = Membership.State
EndReason = Membership.EndReason


@act("membership.began")
def admit_member(
    *,
    id: UUID,
    organisation: Organisation,
    person: Person,
    by: Person,
    now: datetime,
    member_class: str = "",
    number: str = "",
    joined_on: date | None = None,
) -> Membership:
    """Make a person a member, from a day (today when none is given).

    Raises AlreadyMember, NumberTaken, UnlikelyDay, NotAllowed.
    """
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    once(Membership, id)
    if queries.membership_of(person, organisation) is not None:
        raise AlreadyMember
    check_number(organisation, number)
    membership = Membership.objects.create(
        id=id,
        organisation=organisation,
        person=person,
        member_class=member_class,
        number=number,
        state=State.ACTIVE,
        joined_on=check_day(joined_on or today, today, "joined_on"),
    )
    record_beginning(membership, by=by, now=now)
    return membership


def record_beginning(membership: Membership, *, by: Person, now: datetime) -> None:
    """Write in the register that this membership began; whichever way it did, the entry is the same."""
    public, private = who(membership)
    record(
        "membership.began",
        in_=membership.organisation,
        subject=membership,
        by=by,
        at=now,
        public={"class": membership.member_class, "joined_on": membership.joined_on, **public},
        private=private,
    )


@act("membership.began")
def enrol_member(
    *,
    id: UUID,
    organisation: Organisation,
    name: str,
    by: Person,
    now: datetime,
    email: str = "",
    member_class: str = "",
    number: str = "",
    joined_on: date | None = None,
) -> Membership:
    """Make somebody a member who is not known here yet, or who works here already with this address.

    Raises MailKnown, AlreadyMember, NumberTaken, UnlikelyDay, NotAllowed, ValidationError.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Membership, id)
    return admit_member(
        id=id,
        organisation=organisation,
        person=somebody(id=id, organisation=organisation, name=name, email=email, now=now),
        by=by,
        now=now,
        member_class=member_class,
        number=number,
        joined_on=joined_on,
    )


@act("membership.began")
def admit_organisation(
    *,
    id: UUID,
    organisation: Organisation,
    member: Organisation,
    by: Person,
    now: datetime,
    member_class: str = "",
    number: str = "",
    joined_on: date | None = None,
) -> Membership:
    """Make an organisation a member of this one, as in a network or a cooperative of firms.

    Raises OrganisationAlreadyMember (of itself too), NumberTaken, UnlikelyDay, NotAllowed.
    """
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    once(Membership, id)
    there = Membership.objects.filter(organisation=organisation, member_organisation=member)
    if member.pk == organisation.pk or there.exclude(state=State.ENDED).exists():
        raise OrganisationAlreadyMember
    check_number(organisation, number)
    membership = Membership.objects.create(
        id=id,
        organisation=organisation,
        member_organisation=member,
        member_class=member_class,
        number=number,
        state=State.ACTIVE,
        joined_on=check_day(joined_on or today, today, "joined_on"),
    )
    record_beginning(membership, by=by, now=now)
    return membership


@act("membership.changed")
def change_membership(
    *, membership: Membership, by: Person, now: datetime, member_class: str, number: str
) -> Membership:
    """Put a member in another class, or give them another number.

    Raises AlreadyEnded, NumberTaken, NothingChanged, NotAllowed.
    """
    organisation = membership.organisation
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    membership = locked(membership)
    if membership.state == State.ENDED:
        raise AlreadyEnded
    given = {"member_class": member_class, "number": number}
    changed = [field for field, value in given.items() if getattr(membership, field) != value]
    if not changed:
        raise NothingChanged
    check_number(organisation, number, but=membership)
    membership.member_class, membership.number = member_class, number
    membership.save(update_fields=changed)
    public, private = who(membership)
    record(
        "membership.changed",
        in_=organisation,
        subject=membership,
        by=by,
        at=now,
        public={"changed": changed, "class": member_class, **public},
        private=private,
    )
    return membership


@act("membership.suspended")
def suspend_member(*, membership: Membership, by: Person, now: datetime) -> Membership:
    """Suspend a member: until it is lifted they may not take part in decisions.

    Who decides on it and for how long is for the charter (NL: BW 2:27(4), 2:34a for what members are held
    to).

    Raises NotActive, NotAllowed.
    """
    return _turn(membership, State.ACTIVE, State.SUSPENDED, NotActive, "membership.suspended", by=by, now=now)


@act("membership.restored")
def lift_suspension(*, membership: Membership, by: Person, now: datetime) -> Membership:
    """Lift the suspension of a member. Raises NotSuspended, NotAllowed."""
    return _turn(membership, State.SUSPENDED, State.ACTIVE, NotSuspended, "membership.restored", by=by, now=now)


def _turn(
    membership: Membership,
    before: State,
    after: State,
    otherwise: type[NotActive | NotSuspended],
    kind: str,
    *,
    by: Person,
    now: datetime,
) -> Membership:
    organisation = membership.organisation
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    membership = locked(membership)
    if membership.state != before:
        raise otherwise
    membership.state = after
    membership.save(update_fields=["state"])
    public, private = who(membership)
    record(kind, in_=organisation, subject=membership, by=by, at=now, public=public, private=private)
    return membership


@act("membership.ended")
def end_membership(
    *,
    membership: Membership,
    reason: str,
    by: Person,
    now: datetime,
    ended_on: date | None = None,
) -> Membership:
    """End a membership, as the secretary, for one of the reasons of the law (NL: BW 2:35(1)).

    ``ended_on`` is the first day on which it no longer holds: today when none is given, never ahead. The
    reason is kept in the private part: in a small organisation it would tell too much about one person.

    Raises AlreadyEnded, UnlikelyDay, NotAllowed.
    """
    organisation = membership.organisation
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    if reason not in Membership.SECRETARY_REASONS:
        raise ValueError(f"{reason!r} is no reason for which a secretary ends a membership")
    return _end(membership, EndReason(reason), ended_on or today, by=by, now=now)


@act("membership.ended")
def leave(*, membership: Membership, by: Person, now: datetime) -> Membership:
    """Leave, as the member oneself, from today.

    Raises AlreadyEnded, NotAllowed.
    """
    require(rules.is_own, by, membership)
    return _end(membership, EndReason.LEFT, membership.organisation.day(now), by=by, now=now)


def _end(membership: Membership, reason: EndReason, ended_on: date, *, by: Person, now: datetime) -> Membership:
    membership = locked(membership)
    if membership.state not in queries.BELONGING:
        raise AlreadyEnded
    today = membership.organisation.day(now)
    # Whoever was to begin later and goes before that has never been a member: the two days are the same.
    begun = membership.joined_on or EARLIEST
    if begun > today:
        ended_on = begun
    else:
        check_between(ended_on, begun, today, "ended_on")
    membership.state, membership.ended_on, membership.end_reason = State.ENDED, ended_on, reason
    membership.save(update_fields=["state", "ended_on", "end_reason"])
    public, private = who(membership)
    record(
        "membership.ended",
        in_=membership.organisation,
        subject=membership,
        by=by,
        at=now,
        public={"class": membership.member_class, "ended_on": ended_on, **public},
        private={**private, "reason": reason.value},
    )
    return membership
