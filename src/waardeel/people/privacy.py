"""What is held on a person, in all rooms: shown to them whole, and erased when they ask.

Rooms above add their part when the house starts (in `apps.ready`): an exporter that gives what they hold on a
person, and an eraser that forgets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from waardeel.people import queries
from waardeel.people.models import Invitation, Person, SupportNeeds
from waardeel.register.models import Entry

Exporter = Callable[[Person], Any]
Eraser = Callable[[Person, datetime], None]

_exporters: dict[str, Exporter] = {}
_erasers: dict[str, Eraser] = {}


def register_exporter(name: str, export: Exporter) -> None:
    """Say what a room holds on a person. ``export`` returns what `DjangoJSONEncoder` can write.

    Raises ValueError when two rooms take one name.
    """
    _add(_exporters, name, export)


def register_eraser(name: str, erase: Eraser) -> None:
    """Say how a room forgets a person. ``erase`` runs in the transaction of `erase_person`, before the name
    goes.

    Raises ValueError when two rooms take one name.
    """
    _add(_erasers, name, erase)


def _add(registry: dict[str, Any], name: str, function: Callable[..., Any]) -> None:
    if registry.setdefault(name, function) is not function:
        raise ValueError(f"two rooms call their part of what is held on a person {name}")


def erasers() -> Iterator[tuple[str, Eraser]]:
    """The erasers of all rooms, by name."""
    yield from sorted(_erasers.items())


def export_of(person: Person, now: datetime) -> dict[str, Any]:
    """Everything that is held on a person, in all rooms, to be written as JSON (GDPR, articles 15 and 20)."""
    parts = {name: export(person) for name, export in sorted(_exporters.items())}
    return {"made_at": now, "person": person.register_id, **parts}


# -- the part of this room ----------------------------------------------------------------------------------


def export_people(person: Person) -> dict[str, Any]:
    """Name and ways to sign in, where somebody belongs, what they need, and what the record says of them."""
    account = getattr(person, "account", None)
    needs = SupportNeeds.objects.filter(person=person).first()
    email = account.email if account is not None else None
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "sign_in": {
            "email": email,
            "last": account.last_login if account is not None else None,
            "cards": [
                {"issued_at": card.issued_at, "revoked_at": card.revoked_at}
                for card in person.cards.order_by("issued_at")
            ],
        },
        "memberships": [
            {
                "organisation": membership.organisation.name,
                "class": membership.member_class,
                "number": membership.number,
                "state": membership.state,
                "applied_at": membership.applied_at,
                "joined_on": membership.joined_on,
                "ended_on": membership.ended_on,
                "end_reason": membership.end_reason,
            }
            for membership in person.memberships.select_related("organisation").order_by("joined_on", "pk")
        ],
        "engagements": [
            {
                "organisation": engagement.organisation.name,
                "kind": engagement.kind,
                "from_on": engagement.from_on,
                "until_on": engagement.until_on,
            }
            for engagement in person.engagements.select_related("organisation").order_by("from_on", "pk")
        ],
        "roles": [
            {
                "organisation": holding.circle.organisation.name,
                "circle": holding.circle.name,
                "role": holding.role,
                "from_on": holding.from_on,
                "until_on": holding.until_on,
            }
            for holding in person.holdings.select_related("circle__organisation").order_by("from_on", "pk")
        ],
        "support_needs": None if needs is None else _needs(needs),
        "invitations": [
            {
                "organisation": invitation.organisation.name,
                "name": invitation.name,
                "at": invitation.invited_at,
            }
            for invitation in _invitations(email)
        ],
        "register": [
            {"organisation": entry.log.name, "entry": entry.n, "kind": entry.kind, "at": entry.at}
            for entry in entries_on(person)
        ],
    }


def _needs(needs: SupportNeeds) -> dict[str, Any]:
    fields = [field.name for field in SupportNeeds._meta.fields if field.name not in ("id", "person")]
    return {field: getattr(needs, field) for field in fields}


def _invitations(email: str | None) -> list[Invitation]:
    if not email:
        return []
    return list(Invitation.objects.filter(email=email).select_related("organisation").order_by("invited_at"))


def entries_on(person: Person) -> list[Entry]:
    """The entries of the register that speak of this person, or that they made, in order.

    Searches private parts for the person's identity, since those who acted are not indexed; that is slow in a
    large register and right for something that is asked once in a while.
    """
    return list(
        Entry.objects.filter(
            Q(private_part__mentions__person=person.register_id)
            | Q(private_part__body__contains=f'"{person.register_id}"')
        )
        .distinct()
        .select_related("log")
        .order_by("at", "log__slug", "n")
    )


def known_to(person: Person) -> list[str]:
    """Names of the organisations that have or had anything to do with this person."""
    return sorted(organisation.name for organisation in queries.organisations_that_know(person))
