"""What people do with persons, organisations and memberships: the only writer of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from waardeel.house.domain import act, once
from waardeel.house.rules import require
from waardeel.people import queries, rules
from waardeel.people.errors import AlreadyMember, MailTaken, SlugTaken
from waardeel.people.models import (
    Account,
    Circle,
    Engagement,
    Membership,
    Organisation,
    OrganisationRole,
    PartOf,
    Person,
    Role,
    RoleHolding,
)
from waardeel.register.domain import open_log, record


@act("organisation.founded")
def found_organisation(
    *,
    id: UUID,
    slug: str,
    name: str,
    kind: str,
    now: datetime,
    legal_form: str = "",
    country: str = "NL",
    place: str = "",
    about: str = "",
    time_zone: str = "Europe/Amsterdam",
    does: Sequence[str] = (),
    secretary: Person | None = None,
) -> Organisation:
    """Found an organisation here: its log, its circle of the whole, and who is its first secretary.

    ``does`` are the roles it plays for others. Raises SlugTaken, ValidationError.
    """
    once(Organisation, id)
    if Organisation.objects.filter(slug=slug).exists():
        raise SlugTaken(slug=slug)
    organisation = Organisation(
        id=id,
        slug=slug,
        name=name,
        kind=kind,
        legal_form=legal_form,
        country=country,
        place=place,
        about=about,
        time_zone=time_zone,
    )
    organisation.clean_fields(exclude=["log"])
    organisation.log = open_log(id=id, slug=slug, name=name)
    organisation.save(force_insert=True)
    OrganisationRole.objects.bulk_create(
        OrganisationRole(organisation=organisation, role=role) for role in sorted(set(does))
    )
    today = organisation.day(now)
    whole = Circle.objects.create(organisation=organisation, name=name, formed_on=today)
    if secretary is not None:
        RoleHolding.objects.create(circle=whole, person=secretary, role=Role.SECRETARY, from_on=today)
    record(
        "organisation.founded",
        in_=organisation,
        subject=organisation,
        at=now,
        public={
            "name": name,
            "kind": kind,
            "legal_form": legal_form,
            "country": country,
            "place": place,
            "does": sorted(set(does)),
        },
        private={"secretary": secretary} if secretary is not None else {},
    )
    return organisation


@act.unrecorded("a person alone is on no organisation's record; what binds them to one is recorded there")
def add_person(*, id: UUID, name: str, email: str = "", language: str = "nl") -> Person:
    """Add someone real, with a way to sign in by mail code when they have a mail address.

    Raises MailTaken when somebody else signs in with this address.
    """
    once(Person, id)
    email = email.strip().lower()
    if email and Account.objects.filter(email=email).exists():
        raise MailTaken(email=email)
    person = Person(id=id, name=name.strip(), email=email, language=language)
    person.full_clean()
    person.save(force_insert=True)
    account = Account(person=person, email=email or None)
    account.set_unusable_password()
    account.save(force_insert=True)
    return person


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

    Raises AlreadyMember, NotAllowed.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Membership, id)
    if queries.membership_of(person, organisation) is not None:
        raise AlreadyMember()
    membership = Membership.objects.create(
        id=id,
        organisation=organisation,
        person=person,
        member_class=member_class,
        number=number,
        state=Membership.State.ACTIVE,
        joined_on=joined_on or organisation.day(now),
    )
    record(
        "membership.began",
        in_=organisation,
        subject=membership,
        by=by,
        at=now,
        public={"class": member_class, "joined_on": membership.joined_on},
        private={"person": person},
    )
    return membership


@act("engagement.began")
def begin_engagement(
    *,
    id: UUID,
    organisation: Organisation,
    person: Person,
    kind: str,
    by: Person,
    now: datetime,
    from_on: date | None = None,
) -> Engagement:
    """Somebody begins to work, learn, live or volunteer here. They are heard; members decide.

    Raises NotAllowed.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Engagement, id)
    engagement = Engagement.objects.create(
        id=id, organisation=organisation, person=person, kind=kind, from_on=from_on or organisation.day(now)
    )
    record(
        "engagement.began",
        in_=organisation,
        subject=engagement,
        by=by,
        at=now,
        public={"kind": kind},
        private={"person": person},
    )
    return engagement


@act("circle.formed")
def form_circle(
    *, id: UUID, organisation: Organisation, name: str, mandate: str, by: Person, now: datetime, parent: Circle | None = None
) -> Circle:
    """Form a circle with a mandate, under the whole or under another circle.

    Raises NotAllowed.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Circle, id)
    circle = Circle.objects.create(
        id=id,
        organisation=organisation,
        parent=parent or queries.whole_of(organisation),
        name=name,
        mandate=mandate,
        formed_on=organisation.day(now),
    )
    record(
        "circle.formed",
        in_=organisation,
        subject=circle,
        by=by,
        at=now,
        public={"name": name, "mandate": mandate, "parent": circle.parent},
    )
    return circle


@act("role.given")
def give_role(*, id: UUID, circle: Circle, person: Person, role: str, by: Person, now: datetime) -> RoleHolding:
    """Give somebody a role in a circle, from today.

    Raises NotAllowed.
    """
    organisation = circle.organisation
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(RoleHolding, id)
    holding = RoleHolding.objects.create(
        id=id, circle=circle, person=person, role=role, from_on=organisation.day(now)
    )
    record(
        "role.given",
        in_=organisation,
        subject=holding,
        by=by,
        at=now,
        public={"circle": circle.name, "role": role},
        private={"person": person},
    )
    return holding


@act("organisation.joined")
def join_whole(*, id: UUID, part: Organisation, whole: Organisation, by: Person, now: datetime) -> PartOf:
    """An organisation becomes part of a group or network. On the record of both.

    Raises NotAllowed when ``by`` is not secretary of the whole.
    """
    require(rules.may_manage_members, by, whole, whole.day(now))
    once(PartOf, id)
    link = PartOf.objects.create(id=id, part=part, whole=whole, from_on=whole.day(now))
    record(
        "organisation.joined",
        in_=[part, whole],
        subject=link,
        by=by,
        at=now,
        public={"part": part.name, "whole": whole.name},
    )
    return link
