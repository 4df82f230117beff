"""Erasing a person: they go, the record stays whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from waardeel.house.domain import act, locked
from waardeel.house.errors import NotAllowed
from waardeel.people import privacy, queries, rules
from waardeel.people.domain.circles import is_last_secretary
from waardeel.people.errors import AlreadyErased, BelongsElsewhere, LastSecretary
from waardeel.people.models import (
    Account,
    Circle,
    Engagement,
    ImportDraft,
    Invitation,
    Membership,
    Organisation,
    Person,
    Role,
    RoleHolding,
    SupportNeeds,
)
from waardeel.register.domain import erase_mentions, record


@act.unrecorded("each organisation that knew the person records person.erased; who belongs nowhere is on no record")
def erase_person(*, person: Person, by: Person, now: datetime, organisation: Organisation | None = None) -> Person:
    """Erase what is held on a person in all rooms, at their own request (GDPR, article 17).

    They do it themselves, or the secretary of ``organisation`` does it for somebody who asked and has no way
    to sign in, and whom no other organisation knows. Memberships end and stay as rows without a name, so that
    numbers of the past still add up; the private parts of the register that tell something about the person
    go, and the entries stay, so that every proof still holds.

    Raises LastSecretary, BelongsElsewhere, AlreadyErased, NotAllowed.
    """
    known_in = list(queries.organisations_that_know(person))
    if not rules.is_self(by, person):
        day = organisation.day(now) if organisation is not None else now.date()
        if not rules.may_act_for(by, person, organisation, day):
            raise NotAllowed
        if any(other != organisation for other in known_in):
            raise BelongsElsewhere
    _hand_over(person, known_in)
    person = locked(person)
    if person.erased_at is not None:
        raise AlreadyErased
    email = person.account.email if hasattr(person, "account") else None
    for _name, erase in privacy.erasers():
        erase(person, now)
    for place in known_in:
        _end_all(person, place, now)
    if email:
        Invitation.objects.filter(email=email).update(name="", email="", withdrawn_at=now)
    ImportDraft.objects.filter(organisation__in=known_in).delete()
    ImportDraft.objects.filter(by=person).delete()
    person.cards.all().delete()
    SupportNeeds.objects.filter(person=person).delete()
    Account.objects.filter(person=person).delete()
    person.name = person.email = ""
    person.erased_at = now
    person.save()
    erase_mentions(person=person)
    if known_in:
        # Who did it stays unsaid when it was the person: the entry must not lead back to them.
        record("person.erased", in_=known_in, at=now, by=None if rules.is_self(by, person) else by)
    return person


def _hand_over(person: Person, places: Sequence[Organisation]) -> None:
    """Raises LastSecretary when one of these organisations would be left without; holds their circles till
    then.
    """
    wholes = Circle.objects.select_for_update().filter(organisation__in=places, parent=None).order_by("pk")
    for circle in wholes:
        holding = circle.holdings.filter(person=person, role=Role.SECRETARY, until_on=None).first()
        if holding is not None and is_last_secretary(holding, circle):
            raise LastSecretary(organisation=circle.organisation.name)


def _end_all(person: Person, place: Organisation, now: datetime) -> None:
    today = place.day(now)
    for membership in Membership.objects.filter(person=person, organisation=place):
        if membership.state != Membership.State.ENDED:
            membership.state, membership.end_reason = Membership.State.ENDED, Membership.EndReason.LEFT
            membership.ended_on = max(today, membership.joined_on or today)
        membership.number = ""
        membership.save()
    for engagement in Engagement.objects.filter(person=person, organisation=place, until_on=None):
        engagement.until_on = max(today, engagement.from_on)
        engagement.save(update_fields=["until_on"])
    for holding in RoleHolding.objects.filter(person=person, circle__organisation=place, until_on=None):
        holding.until_on = max(today, holding.from_on)
        holding.save(update_fields=["until_on"])
