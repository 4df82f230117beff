"""Reads on cards to sign in."""

from __future__ import annotations

from django.db.models import QuerySet

from waardeel.people.models import Card, Person
from waardeel.people.signin.secrets import hash_of


def card_with(secret: str) -> Card | None:
    """The card that opens with this secret, if it was not taken back and its person may sign in."""
    return (
        Card.objects.select_related("person__account")
        .filter(secret_hash=hash_of(secret), revoked_at=None, person__account__is_active=True)
        .first()
    )


def cards_of(person: Person) -> QuerySet[Card]:
    """The cards that somebody can use now, newest first."""
    return Card.objects.filter(person=person, revoked_at=None).select_related("organisation").order_by("-issued_at")
