"""What pages of the whole house gather from its rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from waardeel.assembly import queries as assembly
from waardeel.assembly.models import Decision
from waardeel.ballots import queries as ballots
from waardeel.house.asks import Ask
from waardeel.impact import queries as impact
from waardeel.people import queries as people
from waardeel.people.models import Membership, Organisation, Person
from waardeel.work import queries as work

#: Rooms that ask something of people, in the order in which asks without a time are shown.
ASKING = (ballots, people, assembly, work, impact)


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """All that is asked of somebody, what is due first on top; what has no time comes last."""
    asks = [ask for room in ASKING for ask in room.asks_of(person, now)]
    return sorted(asks, key=lambda ask: (ask.due is None, ask.due or now))


@dataclass(frozen=True)
class Figures:
    """The city in figures. ``hours_per_week`` are those of work that was found and taken on."""

    organisations: int
    members: int
    decisions: int
    hours_per_week: Decimal


def figures(now: datetime) -> Figures:
    """The whole house in figures."""
    return Figures(
        organisations=Organisation.objects.count(),
        members=Membership.objects.filter(state=Membership.State.ACTIVE).count(),
        decisions=Decision.objects.filter(adopted=True).count(),
        hours_per_week=work.doings(now).hours_taken,
    )
