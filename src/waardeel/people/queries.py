"""Reads on people and organisations that more than one page needs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Case, Count, Exists, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waardeel.house.asks import Ask
from waardeel.people.models import (
    Circle,
    Engagement,
    Invitation,
    Membership,
    Organisation,
    PartOf,
    Person,
    Role,
    RoleHolding,
)

BELONGING = (Membership.State.ACTIVE, Membership.State.SUSPENDED)


def current(on: date, prefix: str = "") -> Q:
    """Holds on this day: begun, and not ended on or before it."""
    return Q(**{f"{prefix}from_on__lte": on}) & (Q(**{f"{prefix}until_on": None}) | Q(**{f"{prefix}until_on__gt": on}))


# -- organisations ----------------------------------------------------------------------------------------


def organisations() -> QuerySet[Organisation]:
    """All organisations, by name."""
    return Organisation.objects.order_by("name", "slug")


def search_organisations(text: str) -> QuerySet[Organisation]:
    """Organisations whose name, place or text holds these words; all of them for an empty search."""
    found = organisations()
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(place__icontains=word) | Q(about__icontains=word))
    return found


def parts_of(organisation: Organisation, on: date) -> QuerySet[PartOf]:
    """The organisations that are part of this one on this day, by name."""
    return organisation.parts.filter(current(on)).select_related("part").order_by("part__name")


def wholes_of(organisation: Organisation, on: date) -> QuerySet[PartOf]:
    """The groups and networks that this organisation is part of on this day, by name."""
    return organisation.wholes.filter(current(on)).select_related("whole").order_by("whole__name")


def contains(whole: Organisation, part: Organisation, on: date) -> bool:
    """Whether ``part`` is ``whole`` itself, or part of it, directly or through others, on this day."""
    seen: set[object] = set()
    level = {whole.pk}
    while level:
        if part.pk in level:
            return True
        seen |= level
        below = PartOf.objects.filter(current(on), whole__in=level).values_list("part", flat=True)
        level = set(below) - seen
    return False


@dataclass(frozen=True)
class Numbers:
    """How many belong to an organisation: what anyone may know of its members' list."""

    members: int
    engaged: int
    circles: int


def numbers_of(organisation: Organisation, on: date) -> Numbers:
    """How many members, workers and others, and circles there are on this day. No names, no classes."""
    return Numbers(
        members=members_on(organisation, on).count(),
        engaged=organisation.engagements.filter(current(on)).values("person").distinct().count(),
        circles=circles_of(organisation).count(),
    )


# -- circles and roles ------------------------------------------------------------------------------------


def whole_of(organisation: Organisation) -> Circle:
    """The circle of the whole organisation."""
    return Circle.objects.get(organisation=organisation, parent=None)


def circles_of(organisation: Organisation) -> QuerySet[Circle]:
    """The circles that there are, the whole first."""
    whole_first = Case(When(parent=None, then=0), default=1)
    return organisation.circles.filter(dissolved_on=None).order_by(whole_first, "name")


def holders_of(circle: Circle, on: date) -> QuerySet[RoleHolding]:
    """Who holds which role in this circle on this day, by role and name."""
    return circle.holdings.filter(current(on)).select_related("person").order_by("role", "person__name")


def holdings_of(person: Person, organisation: Organisation, on: date) -> QuerySet[RoleHolding]:
    """The roles that this person holds in any circle of this organisation on this day."""
    return (
        RoleHolding.objects.filter(current(on), person=person, circle__organisation=organisation)
        .select_related("circle")
        .order_by("circle__name", "role")
    )


def roles_of(person: Person | None, organisation: Organisation, on: date) -> frozenset[Role]:
    """The roles that this person holds for the whole organisation on this day."""
    if person is None:
        return frozenset()
    rows = RoleHolding.objects.filter(
        current(on), person=person, circle__organisation=organisation, circle__parent=None
    ).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)


def secretaries_of(organisation: Organisation, on: date) -> QuerySet[Person]:
    """The secretaries of this organisation on this day."""
    holdings = RoleHolding.objects.filter(
        current(on), circle__organisation=organisation, circle__parent=None, role=Role.SECRETARY
    )
    return Person.objects.filter(pk__in=holdings.values("person")).order_by("name")


def secretary_of(person: Person, on: date) -> QuerySet[Organisation]:
    """The organisations of which this person is secretary on this day, by name."""
    return Organisation.objects.filter(
        current(on, "circles__holdings__"),
        circles__parent=None,
        circles__holdings__person=person,
        circles__holdings__role=Role.SECRETARY,
    ).order_by("name")


# -- members ----------------------------------------------------------------------------------------------


def membership_of(person: Person | None, organisation: Organisation) -> Membership | None:
    """This person's open membership (asked, active or suspended), if there is one."""
    if person is None:
        return None
    return Membership.objects.filter(organisation=organisation, person=person).exclude(state="ended").first()


def is_member(person: Person | None, organisation: Organisation, on: date) -> bool:
    """Whether this person may act as a member on this day: joined, not ended, not suspended."""
    return person is not None and members_on(organisation, on).filter(person=person).exists()


def members_on(organisation: Organisation, on: date) -> QuerySet[Membership]:
    """The memberships that count on this day; for a day that is past, also of those who have left since.

    Whoever is suspended now is not counted for any day: what a suspension meant for a vote in the past stands
    in the frozen electorate of that vote.
    """
    return Membership.objects.filter(organisation=organisation, joined_on__lte=on).filter(
        Q(state=Membership.State.ACTIVE) & (Q(ended_on=None) | Q(ended_on__gt=on))
        | Q(state=Membership.State.ENDED, ended_on__gt=on)
    )


def members_list(organisation: Organisation) -> QuerySet[Membership]:
    """Every membership there ever was except applications, by name of the member."""
    return (
        Membership.objects.filter(organisation=organisation)
        .exclude(state=Membership.State.APPLIED)
        .exclude(joined_on=None)
        .select_related("person", "member_organisation")
        .annotate(member_name=Coalesce("person__name", "member_organisation__name"))
        .order_by("member_name", "pk")
    )


def search_members(found: QuerySet[Membership], text: str) -> QuerySet[Membership]:
    """Of these memberships (from `members_list`), those whose name or number holds every word."""
    for word in text.split():
        found = found.filter(Q(member_name__icontains=word) | Q(number__icontains=word))
    return found


def classes_of(organisation: Organisation) -> list[str]:
    """The member classes that are in use, in alphabetical order."""
    rows = (
        Membership.objects.filter(organisation=organisation, state__in=BELONGING)
        .exclude(member_class="")
        .values_list("member_class", flat=True)
    )
    return sorted(set(rows.distinct()))


def applications_to(organisation: Organisation) -> QuerySet[Membership]:
    """Who asks to join, the oldest first."""
    return (
        Membership.objects.filter(organisation=organisation, state=Membership.State.APPLIED)
        .select_related("person")
        .order_by("applied_at", "pk")
    )


def engaged_in(organisation: Organisation, on: date) -> QuerySet[Engagement]:
    """Who works, learns, lives or volunteers here on this day, by name."""
    return organisation.engagements.filter(current(on)).select_related("person").order_by("person__name", "pk")


# -- belonging --------------------------------------------------------------------------------------------


def belongs(person: Person | None, organisation: Organisation, on: date) -> bool:
    """Whether this person is of this organisation in any way: member, worker, resident, or with a role."""
    if person is None:
        return False
    member = Membership.objects.filter(organisation=organisation, person=person, state__in=BELONGING)
    engaged = Engagement.objects.filter(current(on), organisation=organisation, person=person)
    holding = RoleHolding.objects.filter(current(on), circle__organisation=organisation, person=person)
    # Asked on every page of an organisation, so all at once.
    return Person.objects.filter(Exists(member) | Exists(engaged) | Exists(holding), pk=person.pk).exists()


def people_of(organisation: Organisation, on: date) -> QuerySet[Person]:
    """Everyone who belongs to this organisation in any way on this day, by name."""
    members = Membership.objects.filter(organisation=organisation, state__in=BELONGING, person__isnull=False)
    engaged = Engagement.objects.filter(current(on), organisation=organisation)
    holders = RoleHolding.objects.filter(current(on), circle__organisation=organisation)
    return Person.objects.filter(
        Q(pk__in=members.values("person")) | Q(pk__in=engaged.values("person")) | Q(pk__in=holders.values("person"))
    ).order_by("name", "pk")


def organisations_of(person: Person, on: date) -> QuerySet[Organisation]:
    """Every organisation that this person is of in any way, by name."""
    open_member = Q(memberships__person=person, memberships__state__in=BELONGING)
    engaged = Q(engagements__person=person) & current(on, "engagements__")
    holding = Q(circles__holdings__person=person) & current(on, "circles__holdings__")
    ids = (
        Organisation.objects.filter(open_member)
        .values("pk")
        .union(
            Organisation.objects.filter(engaged).values("pk"),
            Organisation.objects.filter(holding).values("pk"),
        )
    )
    return Organisation.objects.filter(pk__in=ids).order_by("name")


def organisations_that_know(person: Person) -> QuerySet[Organisation]:
    """Every organisation that has or had anything to do with this person, in a fixed order."""
    ids = (
        Organisation.objects.filter(memberships__person=person)
        .values("pk")
        .union(
            Organisation.objects.filter(engagements__person=person).values("pk"),
            Organisation.objects.filter(circles__holdings__person=person).values("pk"),
        )
    )
    return Organisation.objects.filter(pk__in=ids).select_related("log").order_by("pk")


# -- invitations ------------------------------------------------------------------------------------------


def hash_of(secret: str) -> str:
    """What is kept of a secret in a link. The secret is 256 random bits, so a plain hash cannot be guessed
    back.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now).select_related(
        "organisation", "organisation__log"
    )


def invitation_by_secret(secret: str, now: datetime) -> Invitation | None:
    """The open invitation whose link holds this secret."""
    return open_invitations(now).filter(secret_hash=hash_of(secret)).first()


def invitations_for(person: Person, now: datetime) -> QuerySet[Invitation]:
    """Open invitations to the address with which this person signs in."""
    email = person.account.email if hasattr(person, "account") else None
    if not email:
        return Invitation.objects.none()
    return open_invitations(now).filter(email=email).order_by("invited_at")


# -- my page ----------------------------------------------------------------------------------------------


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """What this room asks of a person: to answer an invitation, and as a secretary, to decide on
    applications.
    """
    asks = [
        Ask(
            title=_("You are invited to join"),
            about=invitation.organisation.name,
            url=reverse("my_invitation", args=[invitation.pk]),
            due=invitation.expires_at,
            icon="mail",
        )
        for invitation in invitations_for(person, now)
    ]
    waiting = Count("memberships", filter=Q(memberships__state=Membership.State.APPLIED), distinct=True)
    today = now.astimezone(UTC).date()
    for organisation in secretary_of(person, today).annotate(waiting=waiting).filter(waiting__gt=0):
        title = ngettext("One person asks to join", "%(count)s people ask to join", organisation.waiting)
        asks.append(
            Ask(
                title=title % {"count": organisation.waiting},
                about=organisation.name,
                url=reverse("applications", args=[organisation.slug]),
                icon="people",
            )
        )
    return asks
