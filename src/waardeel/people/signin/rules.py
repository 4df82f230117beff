"""Who may do what with cards to sign in."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator

from waardeel.people.models import Account, Card, Organisation, Person
from waardeel.people.rules import may_manage_members


def has_another_way_in(person: Person, organisation: Organisation) -> bool:
    """Whether somebody signs in by mail or passkey, or with a card that another organisation gave them.

    Whoever prints a card could use it. So it is only for people whom nobody but this organisation lets in.
    """
    return (
        Account.objects.filter(person=person, email__gt="").exists()
        or Authenticator.objects.filter(user__person=person).exists()
        or person.cards.filter(revoked_at=None).exclude(organisation=organisation).exists()
    )


def may_revoke(person: Person, card: Card, on: date) -> bool:
    """The holder may, and the secretary who gives out cards."""
    return person == card.person or may_manage_members(person, card.organisation, on)
