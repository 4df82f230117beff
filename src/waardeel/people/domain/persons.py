"""Somebody real: added, named, and what they need to take part."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import rules
from waardeel.people.errors import AlreadyErased, MailTaken
from waardeel.people.models import Account, Organisation, Person, SupportNeeds


@act.unrecorded("a person alone is on no organisation's record; what binds them to one is recorded there")
def add_person(*, id: UUID, name: str, email: str = "", language: str = "nl") -> Person:
    """Add someone real, with a way to sign in by mail code when they have a mail address.

    Raises MailTaken when somebody else signs in with this address, ValidationError.
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


@act.unrecorded("what somebody is called, and in which language they read, stands on no organisation's record")
def describe_person(
    *,
    person: Person,
    by: Person,
    now: datetime,
    name: str | None = None,
    language: str | None = None,
    organisation: Organisation | None = None,
) -> Person:
    """Correct somebody's name or language: one's own, or as secretary of ``organisation`` that of somebody
    there who has no way to sign in.

    Raises NotAllowed, AlreadyErased, ValidationError.
    """
    day = organisation.day(now) if organisation is not None else now.date()
    require(rules.may_describe_person, by, person, organisation, day)
    person = locked(person)
    if person.erased_at is not None:
        raise AlreadyErased
    person.name = person.name if name is None else name.strip()
    person.language = language or person.language
    person.full_clean()
    person.save()
    return person


@act.unrecorded("what somebody needs to take part is theirs and stands on no record")
def set_support_needs(
    *,
    person: Person,
    by: Person,
    large_print: bool = False,
    reading_aloud: bool = False,
    paper: bool = False,
    more_time: bool = False,
    buddy: bool = False,
    interpreter: str = "",
    note: str = "",
) -> SupportNeeds:
    """Say what one needs to take part. Only the person themselves; it replaces what was said before.

    Raises NotAllowed, ValidationError.
    """
    require(rules.is_self, by, person)
    locked(person)
    needs = SupportNeeds.objects.filter(person=person).first() or SupportNeeds(person=person)
    needs.large_print, needs.reading_aloud, needs.paper = large_print, reading_aloud, paper
    needs.more_time, needs.buddy = more_time, buddy
    needs.interpreter, needs.note = interpreter.strip(), note.strip()
    needs.full_clean()
    needs.save()
    return needs


@act.unrecorded("what somebody needs to take part is theirs and stands on no record")
def clear_support_needs(*, person: Person, by: Person) -> None:
    """Forget what one needs to take part. Raises NotAllowed."""
    require(rules.is_self, by, person)
    SupportNeeds.objects.filter(person=person).delete()
