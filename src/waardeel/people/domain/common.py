"""What the acts on memberships have in common."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from waardeel.house.domain import once
from waardeel.people import queries
from waardeel.people.domain.persons import add_person
from waardeel.people.errors import MailKnown, NumberTaken, UnlikelyDay
from waardeel.people.models import Account, Language, Membership, Organisation, Person
from waardeel.people.sheets.names import alike

#: No membership that still counts began before this day.
EARLIEST = date(1900, 1, 1)
#: How long ahead a beginning may be agreed.
AHEAD = timedelta(days=366)


def check_number(organisation: Organisation, number: str, but: Membership | None = None) -> None:
    """Raises NumberTaken when another membership of this organisation has this number."""
    if not number:
        return
    others = Membership.objects.filter(organisation=organisation, number=number)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise NumberTaken(number=number)


def check_day(day: date, today: date, field: str) -> date:
    """Raises UnlikelyDay for a day before 1900 or more than a year ahead."""
    return check_between(day, EARLIEST, today + AHEAD, field)


def check_between(day: date, earliest: date, latest: date, field: str) -> date:
    """Raises UnlikelyDay for a day outside these."""
    if not earliest <= day <= latest:
        shown = {
            name: date_format(value, "j-n-Y")
            for name, value in (("day", day), ("earliest", earliest), ("latest", latest))
        }
        raise UnlikelyDay(field=field, **shown)
    return day


def who(membership: Membership) -> tuple[dict[str, Any], dict[str, Any]]:
    """Whose membership it is, as public and private facts: an organisation is named in public, a person
    never.
    """
    if membership.member_organisation is not None:
        return {"organisation": membership.member_organisation.name}, {}
    return {}, {"person": membership.person}


def in_languages(text: str | Promise) -> dict[str, str]:
    """A word of ours in every language, as the register keeps it."""
    words = {}
    for language in Language.values:
        with translation.override(language):
            words[language] = str(text)
    return words


def somebody(*, id: UUID, organisation: Organisation, name: str, email: str, now: datetime) -> Person:
    """The person a secretary speaks of: somebody who already belongs here with this address, or someone new.

    ``id`` is the identity of the thing that is made with the person, from which the person's follows.

    Raises MailKnown when somebody who does not belong here, or has another name, signs in with this address:
    a secretary cannot make people members without their knowing.
    """
    email = email.strip().lower()
    account = Account.objects.filter(email=email).first() if email else None
    if account is None:
        person_id = uuid5(id, "person")
        once(Person, person_id)
        return add_person(id=person_id, name=name, email=email, language=translation.get_language() or "nl")
    if not queries.belongs(account.person, organisation, organisation.day(now)) or not alike(account.person.name, name):
        raise MailKnown(email=email)
    return account.person
