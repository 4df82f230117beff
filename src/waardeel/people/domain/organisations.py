"""Founding and describing organisations, and being part of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import queries, rules
from waardeel.people.errors import AlreadyPart, NoLongerPart, NothingChanged, PartOfItself, SlugTaken
from waardeel.people.models import (
    Circle,
    Organisation,
    OrganisationKind,
    OrganisationRole,
    PartOf,
    Person,
    Role,
    RoleHolding,
)
from waardeel.register.domain import open_log, record, rename_log


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
    takes_applications: bool | None = None,
) -> Organisation:
    """Found an organisation here: its log, its circle of the whole, and who is its first secretary.

    ``does`` are the roles it plays for others. Whether people may ask to join follows from its kind when
    ``takes_applications`` is not given: a public body and a company have no open door for members.

    Raises SlugTaken, ValidationError.
    """
    once(Organisation, id)
    if Organisation.objects.filter(slug=slug).exists():
        raise SlugTaken(slug=slug)
    if takes_applications is None:
        takes_applications = kind not in (OrganisationKind.PUBLIC_BODY, OrganisationKind.COMPANY)
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
        takes_applications=takes_applications,
    )
    organisation.clean_fields(exclude=["log"])
    organisation.log = open_log(id=id, slug=slug, name=name)
    organisation.save(force_insert=True)
    _set_roles(organisation, does)
    today = organisation.day(now)
    whole = Circle.objects.create(organisation=organisation, name=name, formed_on=today)
    if secretary is not None:
        RoleHolding.objects.create(circle=whole, person=secretary, role=Role.SECRETARY, from_on=today)
    record(
        "organisation.founded",
        in_=organisation,
        subject=organisation,
        at=now,
        public=_facts(organisation, does),
        private={"secretary": secretary} if secretary is not None else {},
    )
    return organisation


@act("organisation.described")
def describe_organisation(
    *,
    organisation: Organisation,
    by: Person,
    now: datetime,
    name: str | None = None,
    kind: str | None = None,
    legal_form: str | None = None,
    country: str | None = None,
    place: str | None = None,
    about: str | None = None,
    does: Sequence[str] | None = None,
    takes_applications: bool | None = None,
) -> Organisation:
    """Say anew who we are and what we do for others. What is not given stays as it is.

    The short name never changes: the register is known by it.

    Raises NotAllowed, NothingChanged, ValidationError.
    """
    require(rules.is_secretary, by, organisation, organisation.day(now))
    organisation = locked(organisation)
    given: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "legal_form": legal_form,
        "country": country,
        "place": place,
        "about": about,
        "takes_applications": takes_applications,
    }
    changed = [field for field, value in given.items() if value is not None and getattr(organisation, field) != value]
    for field in changed:
        setattr(organisation, field, given[field])
    roles = sorted(organisation.roles.values_list("role", flat=True))
    if does is not None and sorted(set(does)) != roles:
        changed.append("does")
        roles = sorted(set(does))
        _set_roles(organisation, roles)
    if not changed:
        raise NothingChanged
    organisation.clean_fields(exclude=["log"])
    organisation.save()
    if "name" in changed:
        rename_log(log=organisation.log, name=organisation.name)
        Circle.objects.filter(organisation=organisation, parent=None).update(name=organisation.name)
    record(
        "organisation.described",
        in_=organisation,
        subject=organisation,
        by=by,
        at=now,
        public={**_facts(organisation, roles), "changed": changed},
    )
    return organisation


def _facts(organisation: Organisation, does: Sequence[str]) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "legal_form": organisation.legal_form,
        "country": organisation.country,
        "place": organisation.place,
        "does": sorted(set(does)),
    }


def _set_roles(organisation: Organisation, does: Sequence[str]) -> None:
    organisation.roles.all().delete()
    roles = [OrganisationRole(organisation=organisation, role=role) for role in sorted(set(does))]
    for role in roles:
        role.clean_fields()
    OrganisationRole.objects.bulk_create(roles)


@act("organisation.joined")
def join_whole(*, id: UUID, part: Organisation, whole: Organisation, by: Person, now: datetime) -> PartOf:
    """An organisation becomes part of a group or network. On the record of both.

    Raises NotAllowed when ``by`` is not secretary of the whole, AlreadyPart, and PartOfItself when the whole
    is already part of the part.
    """
    today = whole.day(now)
    require(rules.is_secretary, by, whole, today)
    once(PartOf, id)
    locked(whole)
    if queries.contains(part, whole, today):
        raise PartOfItself(part=part.name)
    if PartOf.objects.filter(part=part, whole=whole, until_on=None).exists():
        raise AlreadyPart(part=part.name, whole=whole.name)
    link = PartOf.objects.create(id=id, part=part, whole=whole, from_on=today)
    record(
        "organisation.joined",
        in_=[part, whole],
        subject=link,
        by=by,
        at=now,
        public={"part": part.name, "whole": whole.name},
    )
    return link


@act("organisation.left")
def leave_whole(*, link: PartOf, by: Person, now: datetime) -> PartOf:
    """An organisation is no longer part of a group or network, from today. On the record of both.

    The secretary of either may end it. Raises NotAllowed, NoLongerPart.
    """
    today = link.whole.day(now)
    require(rules.may_leave_whole, by, link, today)
    link = locked(link)
    if link.until_on is not None:
        raise NoLongerPart(part=link.part.name, whole=link.whole.name)
    link.until_on = today
    link.save(update_fields=["until_on"])
    record(
        "organisation.left",
        in_=[link.part, link.whole],
        subject=link,
        by=by,
        at=now,
        public={"part": link.part.name, "whole": link.whole.name},
    )
    return link
