"""Circles with a mandate, and who does what in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import queries, rules
from waardeel.people.domain.common import in_languages
from waardeel.people.errors import (
    CircleDissolved,
    CircleHasCircles,
    CircleNameTaken,
    LastSecretary,
    RoleEnded,
    RoleHeld,
    WholeStays,
)
from waardeel.people.models import Circle, Organisation, Person, Role, RoleHolding
from waardeel.register.domain import record


@act("circle.formed")
def form_circle(
    *,
    id: UUID,
    organisation: Organisation,
    name: str,
    mandate: str,
    by: Person,
    now: datetime,
    parent: Circle | None = None,
) -> Circle:
    """Form a circle with a mandate, under the whole or under another circle.

    Raises CircleNameTaken, CircleDissolved (the parent), NotAllowed, ValidationError.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Circle, id)
    parent = locked(parent or queries.whole_of(organisation))
    if parent.organisation_id != organisation.pk or parent.dissolved_on is not None:
        raise CircleDissolved
    if organisation.circles.filter(name=name, dissolved_on=None).exists():
        raise CircleNameTaken(name=name)
    circle = Circle(
        id=id,
        organisation=organisation,
        parent=parent,
        name=name,
        mandate=mandate,
        formed_on=organisation.day(now),
    )
    circle.clean_fields()
    circle.save(force_insert=True)
    record(
        "circle.formed",
        in_=organisation,
        subject=circle,
        by=by,
        at=now,
        public={"name": name, "mandate": mandate, "parent": parent},
    )
    return circle


@act("circle.dissolved")
def dissolve_circle(*, circle: Circle, by: Person, now: datetime) -> Circle:
    """Dissolve a circle; whoever had a role in it has it no longer.

    Raises WholeStays, CircleHasCircles, CircleDissolved, NotAllowed.
    """
    organisation = circle.organisation
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    circle = locked(circle)
    if circle.parent_id is None:
        raise WholeStays
    if circle.dissolved_on is not None:
        raise CircleDissolved
    if circle.children.filter(dissolved_on=None).exists():
        raise CircleHasCircles
    circle.dissolved_on = today
    circle.save(update_fields=["dissolved_on"])
    circle.holdings.filter(until_on=None).update(until_on=today)
    record("circle.dissolved", in_=organisation, subject=circle, by=by, at=now, public={"name": circle.name})
    return circle


@act("role.given")
def give_role(*, id: UUID, circle: Circle, person: Person, role: str, by: Person, now: datetime) -> RoleHolding:
    """Give somebody a role in a circle, from today. In the circle of the whole: for the organisation.

    Raises RoleHeld, CircleDissolved, NotAllowed.
    """
    organisation = circle.organisation
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    once(RoleHolding, id)
    role = Role(role)
    circle = locked(circle)
    if circle.dissolved_on is not None:
        raise CircleDissolved
    if circle.holdings.filter(person=person, role=role, until_on=None).exists():
        raise RoleHeld
    holding = RoleHolding.objects.create(id=id, circle=circle, person=person, role=role, from_on=today)
    record(
        "role.given",
        in_=organisation,
        subject=holding,
        by=by,
        at=now,
        public={"circle": circle.name, "role": role.value, "what": in_languages(role.label)},
        private={"person": person},
    )
    return holding


@act("role.taken")
def take_role(*, holding: RoleHolding, by: Person, now: datetime) -> RoleHolding:
    """Take a role away, or lay down one's own; it is gone at once.

    Raises LastSecretary when nobody would answer for the organisation any more, RoleEnded, NotAllowed.
    """
    organisation = holding.circle.organisation
    today = organisation.day(now)
    require(rules.may_take_role, by, holding, today)
    # The circle is held, so that of two secretaries who go at the same moment the second sees the first go.
    circle = locked(holding.circle)
    holding = locked(holding)
    if holding.until_on is not None:
        raise RoleEnded
    if is_last_secretary(holding, circle):
        raise LastSecretary(organisation=organisation.name)
    # A role that was to begin later and is taken away before that has never held: the two days are the same.
    holding.until_on = max(today, holding.from_on)
    holding.save(update_fields=["until_on"])
    role = Role(holding.role)
    record(
        "role.taken",
        in_=organisation,
        subject=holding,
        by=by,
        at=now,
        public={"circle": circle.name, "role": role.value, "what": in_languages(role.label)},
        private={"person": holding.person},
    )
    return holding


def is_last_secretary(holding: RoleHolding, circle: Circle) -> bool:
    """Whether the organisation would have no secretary without this holding."""
    if circle.parent_id is not None or holding.role != Role.SECRETARY:
        return False
    others = circle.holdings.filter(role=Role.SECRETARY, until_on=None).exclude(pk=holding.pk)
    return not others.exists()
