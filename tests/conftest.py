"""The world that tests begin with: three people and two organisations."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
import pytest_django
from django.apps import apps
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis

from waardeel.people import domain as people
from waardeel.people import queries
from waardeel.people.models import Circle, Organisation, Person, Role

# Examples may take their time: how long one takes says more about the machine than about the code.
hypothesis.register_profile("no-deadline", deadline=None)
# A first look while one works (`make test-fast`); `make test` tries as many as Hypothesis finds right.
hypothesis.register_profile("quick", deadline=None, max_examples=20)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "no-deadline"))


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


def identity(*names: str) -> UUID:
    """The identity of something in the world, from what it is called."""
    return uuid5(NAMESPACE_URL, "/".join(("world", *names)))


def build_world(now: datetime) -> None:
    """Make the world that `World` describes, as it began more than a year ago."""
    before = now - timedelta(days=400)
    alice, bob, _charlie, olga = (
        people.add_person(id=identity("person", name), name=name, email=f"{name.lower()}@example.org", language="en")
        for name in ("Alice", "Bob", "Charlie", "Olga")
    )
    coop = people.found_organisation(
        id=identity("coop"),
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
        id=identity("city"),
        slug="city",
        name="Waardstad",
        kind="public_body",
        does=["city", "buyer"],
        secretary=olga,
        now=before,
    )
    for role in (Role.STREET_WORKER, Role.BUYER, Role.CONTRACT_MANAGER):
        people.give_role(
            id=identity("role", role), circle=queries.whole_of(city), person=olga, role=role, by=olga, now=before
        )
    for person in (alice, bob):
        people.admit_member(
            id=identity("membership", person.name), organisation=coop, person=person, by=alice, now=before
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """The world stands in the database before the first test, so that not each of two thousand builds it anew."""
    with django_db_blocker.unblock():
        build_world(datetime.now(UTC))


@pytest.fixture
def world(db: None, now: datetime) -> World:
    """The world to begin with. What a test changes in it is gone after the test."""
    if not Organisation.objects.filter(pk=identity("coop")).exists():
        # A test of two people at once empties the tables after it.
        build_world(now)
    organisations = Organisation.objects.select_related("log").in_bulk([identity("coop"), identity("city")])
    persons = {person.name: person for person in Person.objects.select_related("account")}
    return World(
        now=now,
        coop=organisations[identity("coop")],
        city=organisations[identity("city")],
        alice=persons["Alice"],
        bob=persons["Bob"],
        charlie=persons["Charlie"],
        olga=persons["Olga"],
        client=client_of,
    )


@pytest.fixture
def empty_house(db: None) -> None:
    """A house in which nothing happened yet."""
    with connection.cursor() as cursor:
        # References are checked when the transaction ends, which in a test it never does.
        for model in apps.get_models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
