"""The world that tests begin with: three people and two organisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from waardeel.people import domain as people
from waardeel.people import queries
from waardeel.people.models import Circle, Organisation, Person, Role


@dataclass
class World:
    """A cooperative and a city. Alice is secretary and member of the cooperative, Bob is a member, Charlie a
    stranger; Olga is street worker, buyer and contract manager of the city."""

    now: datetime
    coop: Organisation
    city: Organisation
    alice: Person
    bob: Person
    charlie: Person
    olga: Person
    client: Callable[[Person | None], Client]

    @property
    def whole(self) -> Circle:
        return queries.whole_of(self.coop)

    def member(self, name: str) -> Person:
        """One more member of the cooperative."""
        person = people.add_person(id=uuid4(), name=name)
        people.admit_member(id=uuid4(), organisation=self.coop, person=person, by=self.alice, now=self.now)
        return person


def client_of(person: Person | None) -> Client:
    """A browser in which this person is signed in (or nobody)."""
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def now() -> datetime:
    """A moment of today, so that views (which ask the clock) and acts agree."""
    return datetime.now(UTC)


@pytest.fixture
def world(db: None, now: datetime) -> World:
    before = now - timedelta(days=400)
    alice, bob, charlie, olga = (
        people.add_person(id=uuid4(), name=name, email=f"{name.lower()}@example.org", language="en")
        for name in ("Alice", "Bob", "Charlie", "Olga")
    )
    coop = people.found_organisation(
        id=uuid4(),
        slug="green-thread",
        name="Green Thread",
        kind="cooperative",
        legal_form="cooperatie",
        place="Waardstad",
        does=["employer"],
        secretary=alice,
        now=before,
    )
    city = people.found_organisation(
        id=uuid4(),
        slug="city",
        name="Waardstad",
        kind="public_body",
        does=["city", "buyer"],
        secretary=olga,
        now=before,
    )
    for role in (Role.STREET_WORKER, Role.BUYER, Role.CONTRACT_MANAGER):
        people.give_role(
            id=uuid4(), circle=queries.whole_of(city), person=olga, role=role, by=olga, now=before
        )
    for person in (alice, bob):
        people.admit_member(id=uuid4(), organisation=coop, person=person, by=alice, now=before)
    return World(
        now=now, coop=coop, city=city, alice=alice, bob=bob, charlie=charlie, olga=olga, client=client_of
    )
