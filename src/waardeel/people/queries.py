"""Reads on people and organisations that more than one page needs."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from waardeel.people.models import Circle, Membership, Organisation, Person, Role, RoleHolding


def current(on: date, prefix: str = "") -> Q:
    """Holds on this day: begun, and not ended before it."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}until_on": None}) | Q(**{f"{prefix}until_on__gte": on})
    )


def organisations() -> QuerySet[Organisation]:
    """All organisations, by name."""
    return Organisation.objects.order_by("name", "slug")


def search_organisations(text: str) -> QuerySet[Organisation]:
    """Organisations whose name, place or text holds these words; all of them for an empty search."""
    found = organisations()
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(place__icontains=word) | Q(about__icontains=word))
    return found


def whole_of(organisation: Organisation) -> Circle:
    """The circle of the whole organisation."""
    return Circle.objects.get(organisation=organisation, parent=None)


def roles_of(person: Person | None, organisation: Organisation, on: date) -> frozenset[Role]:
    """The roles that this person holds for the whole organisation on this day."""
    if person is None:
        return frozenset()
    rows = RoleHolding.objects.filter(
        current(on), person=person, circle__organisation=organisation, circle__parent=None
    ).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)


def membership_of(person: Person | None, organisation: Organisation) -> Membership | None:
    """This person's open membership (asked, active or suspended), if there is one."""
    if person is None:
        return None
    return Membership.objects.filter(organisation=organisation, person=person).exclude(state="ended").first()


def is_member(person: Person | None, organisation: Organisation, on: date) -> bool:
    """Whether this person may act as a member on this day: joined, not ended, not suspended."""
    return person is not None and members_on(organisation, on).filter(person=person).exists()


def members_on(organisation: Organisation, on: date) -> QuerySet[Membership]:
    """The memberships that count on this day."""
    return Membership.objects.filter(
        organisation=organisation, state=Membership.State.ACTIVE, joined_on__lte=on
    ).filter(Q(ended_on=None) | Q(ended_on__gt=on))


def belongs(person: Person | None, organisation: Organisation, on: date) -> bool:
    """Whether this person is of this organisation in any way: member, worker, resident, or with a role."""
    if person is None:
        return False
    return (
        Membership.objects.filter(organisation=organisation, person=person)
        .filter(state__in=(Membership.State.ACTIVE, Membership.State.SUSPENDED))
        .exists()
        or organisation.engagements.filter(current(on), person=person).exists()
        or RoleHolding.objects.filter(current(on), person=person, circle__organisation=organisation).exists()
    )


def organisations_of(person: Person, on: date) -> QuerySet[Organisation]:
    """Every organisation that this person is of in any way, by name."""
    open_member = Q(
        memberships__person=person,
        memberships__state__in=(Membership.State.ACTIVE, Membership.State.SUSPENDED),
    )
    engaged = Q(engagements__person=person) & current(on, "engagements__")
    holding = Q(circles__holdings__person=person) & current(on, "circles__holdings__")
    ids = Organisation.objects.filter(open_member).values("pk").union(
        Organisation.objects.filter(engaged).values("pk"), Organisation.objects.filter(holding).values("pk")
    )
    return Organisation.objects.filter(pk__in=ids).order_by("name")
