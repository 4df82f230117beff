"""Who may do what with cards to sign in."""

from __future__ import annotations

from datetime import date

from waardeel.people.models import Card, Person
from waardeel.people.rules import may_manage_members


def may_revoke(person: Person, card: Card, on: date) -> bool:
    """The holder may, and the secretary who gives out cards."""
    return person == card.person or may_manage_members(person, card.organisation, on)
