"""Inviting somebody by a secret link."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.house.rules import require
from waardeel.people import mail, queries, rules
from waardeel.people.domain.memberships import record_beginning
from waardeel.people.domain.persons import add_person
from waardeel.people.errors import AlreadyInvited, AlreadyMember, InvitationGone, SignInFirst
from waardeel.people.models import Account, Invitation, Membership, Organisation, Person
from waardeel.register.domain import record

#: How long an invitation can be accepted.
OPEN_FOR = timedelta(days=30)


@act("invitation.sent")
def invite(
    *,
    id: UUID,
    organisation: Organisation,
    name: str,
    email: str,
    by: Person,
    now: datetime,
    link: Callable[[str], str],
    member_class: str = "",
    language: str = "nl",
) -> Invitation:
    """Invite somebody to become a member, by a mail with a secret link that works for 30 days.

    ``link`` makes the address of the page from the secret. Only a hash of the secret is kept. The register
    does not know who was invited: they have not agreed to anything yet.

    Raises AlreadyMember, AlreadyInvited, NotAllowed, ValidationError.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Invitation, id)
    email = email.strip().lower()
    members = Membership.objects.filter(organisation=organisation, state__in=queries.BELONGING)
    if members.filter(person__account__email=email).exists():
        raise AlreadyMember
    forget_old_invitations(now=now)
    if organisation.invitations.filter(email=email, accepted_at=None, withdrawn_at=None).exists():
        raise AlreadyInvited(email=email)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        id=id,
        organisation=organisation,
        name=name.strip(),
        email=email,
        member_class=member_class,
        secret_hash=queries.hash_of(secret),
        invited_at=now,
        expires_at=now + OPEN_FOR,
    )
    invitation.clean_fields()
    invitation.save(force_insert=True)
    mail.send(
        "invitation",
        to=email,
        language=language,
        facts={"name": invitation.name, "organisation": organisation.name, "link": link(secret)},
    )
    record(
        "invitation.sent",
        in_=organisation,
        subject=invitation,
        by=by,
        at=now,
        public={"class": member_class},
    )
    return invitation


@act("membership.began")
def accept_invitation(
    *,
    id: UUID,
    invitation: Invitation,
    now: datetime,
    secret: str = "",
    by: Person | None = None,
    name: str = "",
) -> Membership:
    """Accept an invitation and become a member, from today.

    Whoever has the secret of the link may accept, signed in or not; whoever signs in with the invited address
    may accept without it. Somebody who is not signed in becomes known here by the invited address: having
    read the mail shows that it is theirs. An application that was waiting is admitted by it.

    Raises AlreadyDone (the same person again), InvitationGone, SignInFirst, AlreadyMember, NotAllowed.
    """
    has_link = secrets.compare_digest(queries.hash_of(secret), invitation.secret_hash)
    invitation = locked(invitation)
    if invitation.membership is not None and by is not None and invitation.membership.person_id == by.pk:
        raise AlreadyDone(invitation.membership)
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= now:
        raise InvitationGone
    if not has_link and (by is None or by.account.email != invitation.email):
        raise NotAllowed
    if by is None:
        if Account.objects.filter(email=invitation.email).exists():
            raise SignInFirst
        by = add_person(id=uuid5(invitation.pk, "person"), name=name or invitation.name, email=invitation.email)
    membership = _become_member(id, invitation, by, now)
    invitation.accepted_at, invitation.membership = now, membership
    invitation.name = invitation.email = ""
    invitation.save()
    record_beginning(membership, by=by, now=now)
    return membership


def _become_member(id: UUID, invitation: Invitation, person: Person, now: datetime) -> Membership:
    organisation = invitation.organisation
    membership = queries.membership_of(person, organisation)
    if membership is None:
        membership = Membership(id=id, organisation=organisation, person=person)
    else:
        membership = locked(membership)
        if membership.state != Membership.State.APPLIED:
            raise AlreadyMember
    membership.state, membership.member_class = Membership.State.ACTIVE, invitation.member_class
    membership.joined_on = organisation.day(now)
    membership.save()
    return membership


@act("invitation.withdrawn")
def withdraw_invitation(*, invitation: Invitation, by: Person, now: datetime) -> Invitation:
    """Withdraw an invitation; its link no longer works. Raises InvitationGone, NotAllowed."""
    organisation = invitation.organisation
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    invitation = locked(invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationGone
    invitation.withdrawn_at = now
    invitation.name = invitation.email = ""
    invitation.save()
    record("invitation.withdrawn", in_=organisation, subject=invitation, by=by, at=now)
    return invitation


@act.unrecorded("an invitation that got too old binds nobody; forgetting its name and address is housekeeping")
def forget_old_invitations(*, now: datetime) -> int:
    """Blank the names and addresses of invitations that are too old to be accepted. Returns how many."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__lte=now).update(
        withdrawn_at=now, name="", email=""
    )
