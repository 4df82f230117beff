"""Asking to join, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.core import signing

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import mail, queries, rules
from waardeel.people.domain.common import check_day, check_number
from waardeel.people.domain.memberships import record_beginning
from waardeel.people.domain.persons import add_person
from waardeel.people.errors import AlreadyMember, LinkTooOld, NotOpen, NotWaiting
from waardeel.people.models import Account, Membership, Organisation, Person
from waardeel.register.domain import record

State = Membership.State
EndReason = Membership.EndReason

#: How long the link in a mail to somebody who asked to join can be followed.
CONFIRM_WITHIN = timedelta(days=2)
SALT = "waardeel.people.joining"


@act("membership.applied")
def apply_for_membership(*, id: UUID, organisation: Organisation, by: Person, now: datetime) -> Membership:
    """Ask to join, as somebody who is signed in. The secretary admits or refuses.

    Raises AlreadyMember, NotOpen.
    """
    once(Membership, id)
    if not organisation.takes_applications:
        raise NotOpen(organisation=organisation.name)
    if queries.membership_of(by, organisation) is not None:
        raise AlreadyMember
    membership = Membership.objects.create(
        id=id, organisation=organisation, person=by, state=State.APPLIED, applied_at=now
    )
    record(
        "membership.applied",
        in_=organisation,
        subject=membership,
        by=by,
        at=now,
        private={"person": by},
    )
    return membership


@act.unrecorded("nothing is kept until the address is confirmed; then the application is recorded")
def apply_by_mail(
    *, id: UUID, organisation: Organisation, name: str, email: str, language: str, link: Callable[[str], str]
) -> None:
    """Ask to join without an account: a mail goes to the address, and following its link makes the
    application.

    All that is asked travels, signed, in the link, so nothing is kept of who never follows it, and the answer
    is the same for an address that is known here and one that is not. ``link`` makes the address of a page
    from the signed words in it.

    Raises NotOpen.
    """
    if not organisation.takes_applications:
        raise NotOpen(organisation=organisation.name)
    words = signing.dumps(
        {
            "id": str(id),
            "organisation": str(organisation.pk),
            "name": name.strip(),
            "email": email.strip().lower(),
            "language": language,
        },
        salt=SALT,
        compress=True,
    )
    mail.send(
        "confirm_application",
        to=email.strip(),
        language=language,
        facts={"name": name.strip(), "organisation": organisation.name, "link": link(words)},
    )


def read_application(words: str, organisation: Organisation) -> dict[str, Any]:
    """What somebody asked by mail. Raises LinkTooOld for words that we did not sign, or for another
    organisation.
    """
    try:
        asked: dict[str, Any] = signing.loads(words, salt=SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise LinkTooOld from error
    if asked["organisation"] != str(organisation.pk):
        raise LinkTooOld
    return asked


@act("membership.applied")
def confirm_application(*, organisation: Organisation, words: str, now: datetime) -> Membership:
    """Follow the link in the mail: whoever has it reads that address, so the application is theirs.

    Makes the person when nobody signs in with the address yet. Raises AlreadyDone (the link was followed
    twice), AlreadyMember, NotOpen, LinkTooOld.
    """
    asked = read_application(words, organisation)
    id = UUID(asked["id"])
    once(Membership, id)
    account = Account.objects.filter(email=asked["email"]).first()
    if account is not None:
        person = account.person
    else:
        person = add_person(
            id=uuid5(id, "person"), name=asked["name"], email=asked["email"], language=asked["language"]
        )
    return apply_for_membership(id=id, organisation=organisation, by=person, now=now)


@act("membership.began")
def admit_application(
    *,
    membership: Membership,
    by: Person,
    now: datetime,
    member_class: str = "",
    number: str = "",
    joined_on: date | None = None,
) -> Membership:
    """Admit somebody who asked to join, from a day (today when none is given).

    Raises NotWaiting, NumberTaken, UnlikelyDay, NotAllowed.
    """
    organisation = membership.organisation
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    membership = _waiting(membership)
    check_number(organisation, number)
    membership.state, membership.member_class, membership.number = State.ACTIVE, member_class, number
    membership.joined_on = check_day(joined_on or today, today, "joined_on")
    membership.save(update_fields=["state", "member_class", "number", "joined_on"])
    record_beginning(membership, by=by, now=now)
    return membership


@act("membership.refused")
def refuse_application(*, membership: Membership, by: Person, now: datetime) -> Membership:
    """Refuse somebody who asked to join. Whether the general meeting may still admit them is for the charter
    (NL: BW 2:33).

    Raises NotWaiting, NotAllowed.
    """
    organisation = membership.organisation
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    return _close(membership, EndReason.REFUSED, "membership.refused", by=by, now=now)


@act("membership.withdrawn")
def withdraw_application(*, membership: Membership, by: Person, now: datetime) -> Membership:
    """Take back one's own application. Raises NotWaiting, NotAllowed."""
    require(rules.is_own, by, membership)
    return _close(membership, EndReason.WITHDRAWN, "membership.withdrawn", by=by, now=now)


def _waiting(membership: Membership) -> Membership:
    membership = locked(membership)
    if membership.state != State.APPLIED:
        raise NotWaiting
    return membership


def _close(membership: Membership, reason: Membership.EndReason, kind: str, *, by: Person, now: datetime) -> Membership:
    membership = _waiting(membership)
    membership.state, membership.end_reason = State.ENDED, reason
    membership.ended_on = membership.organisation.day(now)
    membership.save(update_fields=["state", "end_reason", "ended_on"])
    record(
        kind,
        in_=membership.organisation,
        subject=membership,
        by=by,
        at=now,
        private={"person": membership.person},
    )
    return membership
