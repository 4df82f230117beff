"""Cards to sign in with: given out and taken back by the secretary, or taken back by their holder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from waardeel.house.domain import act, locked, once
from waardeel.house.errors import HouseError
from waardeel.house.rules import require
from waardeel.people import queries, rules
from waardeel.people.models import Card, Organisation, Person
from waardeel.people.signin.rules import has_another_way_in, may_revoke
from waardeel.people.signin.secrets import hash_of
from waardeel.register.domain import record


class NotOfHere(HouseError):
    text = _("This person does not belong to your organisation. Make them a member or worker first.")


class SignsInOtherwise(HouseError):
    """Who prints a card could use it to be somebody, also where they belong besides."""

    text = _("This person already has a way to sign in. A card is for who has none.")


class CardAlreadyRevoked(HouseError):
    text = _("This card was already taken back.")


@act("card.issued")
def issue_card(*, id: UUID, organisation: Organisation, person: Person, secret: str, by: Person, now: datetime) -> Card:
    """Give somebody a card with which they sign in. The secret is printed on it and kept by nobody else.

    Raises NotAllowed, NotOfHere, SignsInOtherwise.
    """
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    once(Card, id)
    if not queries.belongs(person, organisation, today):
        raise NotOfHere
    if has_another_way_in(person, organisation):
        raise SignsInOtherwise
    card = Card.objects.create(
        id=id, organisation=organisation, person=person, secret_hash=hash_of(secret), issued_at=now
    )
    record("card.issued", in_=organisation, subject=card, by=by, at=now, private={"person": person})
    return card


@act("card.revoked")
def revoke_card(*, card: Card, by: Person, now: datetime) -> Card:
    """Take a card back, because it is lost or no longer needed. It opens nothing from now on.

    Raises NotAllowed, CardAlreadyRevoked.
    """
    require(may_revoke, by, card, card.organisation.day(now))
    card = locked(card)
    if card.revoked_at is not None:
        raise CardAlreadyRevoked
    card.revoked_at = now
    card.save(update_fields=["revoked_at"])
    record("card.revoked", in_=card.organisation, subject=card, by=by, at=now, private={"person": card.person})
    return card
