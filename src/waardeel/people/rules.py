"""Who may do what with persons, organisations and memberships."""

from __future__ import annotations

from datetime import date

from waardeel.people import queries
from waardeel.people.models import (
    ImportDraft,
    Membership,
    Organisation,
    PartOf,
    Person,
    Role,
    RoleHolding,
)


def is_secretary(person: Person, organisation: Organisation, on: date) -> bool:
    """Answers for the law and the members' list."""
    return Role.SECRETARY in queries.roles_of(person, organisation, on)


def may_manage_members(person: Person, organisation: Organisation, on: date) -> bool:
    return is_secretary(person, organisation, on)


def may_see_members(person: Person, organisation: Organisation, on: date) -> bool:
    """Everyone who belongs here may know who else does."""
    return queries.belongs(person, organisation, on)


def may_see_membership(person: Person, membership: Membership, on: date) -> bool:
    """What is kept of a member is for the secretary and for the member."""
    return is_own(person, membership) or is_secretary(person, membership.organisation, on)


def is_own(person: Person, membership: Membership) -> bool:
    """Joining and leaving are nobody's but the member's own."""
    return membership.person_id is not None and membership.person_id == person.pk


def may_leave_whole(person: Person, link: PartOf, on: date) -> bool:
    """Neither an organisation nor the whole can be held to it: the secretary of either may end it."""
    return is_secretary(person, link.whole, on) or is_secretary(person, link.part, on)


def may_take_role(person: Person, holding: RoleHolding, on: date) -> bool:
    """The secretary may take a role away; anyone may lay down their own."""
    return holding.person_id == person.pk or is_secretary(person, holding.circle.organisation, on)


def may_use_draft(person: Person, draft: ImportDraft, on: date) -> bool:
    """What a secretary uploaded is for that secretary alone, and only as long as they are one."""
    return draft.by_id == person.pk and is_secretary(person, draft.organisation, on)


def is_self(person: Person, subject: Person) -> bool:
    return person.pk == subject.pk


def can_sign_in(person: Person) -> bool:
    """Whether this person has a way in of their own: a mail address or a card that is in force."""
    account = getattr(person, "account", None)
    return account is not None and (bool(account.email) or person.cards.filter(revoked_at=None).exists())


def may_describe_person(person: Person, subject: Person, organisation: Organisation | None, on: date) -> bool:
    """Everyone corrects their own name; a secretary that of somebody who cannot sign in and belongs there."""
    return is_self(person, subject) or may_act_for(person, subject, organisation, on)


def may_act_for(person: Person, subject: Person, organisation: Organisation | None, on: date) -> bool:
    """A secretary may act for somebody of their organisation who has no way to sign in."""
    return (
        organisation is not None
        and is_secretary(person, organisation, on)
        and not can_sign_in(subject)
        and organisation in queries.organisations_that_know(subject)
    )
