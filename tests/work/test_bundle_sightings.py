"""Reports are bundled into an opportunity; no report into two."""

from __future__ import annotations

import threading
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from waardeel.house.errors import AlreadyDone, HouseError, NotAllowed
from waardeel.people import domain as people
from waardeel.people import queries as people_queries
from waardeel.people.models import Role
from waardeel.register.models import Entry
from waardeel.work import domain
from waardeel.work.errors import (
    AlreadyBundled,
    NoHours,
    NotACity,
    NothingToBundle,
    OfAnotherCity,
    SightingIsClosed,
)
from waardeel.work.models import Opportunity, Sighting


def test_reports_become_hours_of_work(world, work, last_entry):
    sightings = [work.sighting(), work.sighting()]
    opportunity = work.opportunity(*sightings)
    assert set(opportunity.sightings.all()) == set(sightings)
    assert (opportunity.state, opportunity.hours_per_week) == ("open", Decimal("22.50"))
    entry = last_entry(world.city)
    assert (entry.kind, entry.subject) == ("opportunity.opened", opportunity.register_id)
    assert entry.public == {
        "title": "Green of the square",
        "task": "Weed the beds.",
        "hours_per_week": "22.50",
        "place": "Lindenplein",
        "sightings": sorted(sighting.register_id for sighting in sightings),
    }


def test_no_report_is_bundled_twice_and_none_by_halves(work):
    bundled, free = work.sighting(), work.sighting()
    first = work.opportunity(bundled)
    with pytest.raises(AlreadyBundled) as error:
        work.opportunity(free, bundled)
    assert error.value.facts == {"sighting": bundled, "opportunity": first}
    free.refresh_from_db()
    assert free.opportunity is None
    assert Opportunity.objects.count() == 1


def test_a_closed_report_is_not_bundled(world, work):
    sighting = domain.close_sighting(sighting=work.sighting(), reason="done", by=world.olga, now=world.now)
    with pytest.raises(SightingIsClosed):
        work.opportunity(sighting)


def test_the_same_form_twice_makes_one(world, work):
    facts = {
        "id": uuid4(), "organisation": world.city, "sightings": [work.sighting()], "title": "T", "task": "T",
        "hours_per_week": Decimal(1), "place": "P", "by": world.olga, "now": world.now,
    }  # fmt: skip
    first = domain.bundle_sightings(**facts)
    with pytest.raises(AlreadyDone) as done:
        domain.bundle_sightings(**facts)
    assert done.value.existing == first


@pytest.mark.parametrize("hours", ["0", "-1", "36000.01"])
def test_hours_are_more_than_nothing_and_possible(work, hours):
    sighting = work.sighting()
    with pytest.raises(NoHours):
        work.opportunity(sighting, hours_per_week=Decimal(hours))


def test_nothing_makes_no_opportunity(world):
    with pytest.raises(NothingToBundle):
        domain.bundle_sightings(
            id=uuid4(), organisation=world.city, sightings=[], title="T", task="T", hours_per_week=Decimal(1),
            place="P", by=world.olga, now=world.now,
        )  # fmt: skip


def test_reports_of_another_city_stay_there(world, work):
    other = people.found_organisation(
        id=uuid4(),
        slug="other",
        name="Other",
        kind="public_body",
        does=["city"],
        secretary=world.olga,
        now=world.now,
    )
    people.give_role(
        id=uuid4(), circle=people_queries.whole_of(other), person=world.olga, role=Role.STREET_WORKER,
        by=world.olga, now=world.now,
    )  # fmt: skip
    sighting = work.sighting(organisation=other)
    with pytest.raises(OfAnotherCity):
        work.opportunity(sighting)


def test_a_firm_has_no_opportunities_of_its_own(world, work):
    with pytest.raises(NotACity):
        work.opportunity(work.sighting(), organisation=world.coop, by=world.alice)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_strangers_do_not_bundle(world, work, who):
    with pytest.raises(NotAllowed):
        work.opportunity(work.sighting(), by=getattr(world, who))


def test_a_street_worker_alone_does_not_bundle(work):
    with pytest.raises(NotAllowed):
        work.opportunity(work.sighting(), by=work.officer("Stan", Role.STREET_WORKER))


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_bundle_a_report_once(world, work):
    """Two connections, the same report: one wins, the other is told which opportunity has it."""
    sighting = work.sighting()
    start = threading.Barrier(2)
    results: list[object] = []

    def bundle(title: str) -> None:
        try:
            start.wait(timeout=20)
            results.append(work.opportunity(sighting, title=title))
        except HouseError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=bundle, args=(f"Of officer {number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    made = [result for result in results if isinstance(result, Opportunity)]
    refused = [result for result in results if isinstance(result, AlreadyBundled)]
    assert (len(made), len(refused)) == (1, 1)
    assert refused[0].facts["opportunity"] == made[0]
    assert Sighting.objects.get().opportunity == made[0]
    assert Opportunity.objects.count() == 1
    assert Entry.objects.filter(kind="opportunity.opened").count() == 1
