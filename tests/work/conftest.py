"""What the tests of work begin with."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.work.pictures import picture
from waardeel.people import domain as people
from waardeel.people import queries as people_queries
from waardeel.people.models import Organisation, Person, Role
from waardeel.register.models import Entry
from waardeel.work import domain
from waardeel.work.files import CleanFile, clean_photo
from waardeel.work.models import Commitment, Evidence, Opportunity, Partnership, Sighting


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test are gone with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


class Work:
    """Shortcuts to things of work, all made by domain functions."""

    def __init__(self, world) -> None:
        self.world = world

    def sighting(self, place: str = "Lindenplein 4", category: str = "onkruid", **more) -> Sighting:
        world = self.world
        facts = {"organisation": world.city, "by": world.olga, "now": world.now, **more}
        return domain.report_sighting(id=uuid4(), category=category, place=place, **facts)

    def opportunity(self, *sightings: Sighting, title: str = "Green of the square", **more) -> Opportunity:
        world = self.world
        facts = {
            "hours_per_week": Decimal("22.5"),
            "place": "Lindenplein",
            "task": "Weed the beds.",
            "organisation": world.city,
            "by": world.olga,
            "now": world.now,
            **more,
        }
        return domain.bundle_sightings(id=uuid4(), sightings=list(sightings) or [self.sighting()], title=title, **facts)

    def offered(self, opportunity: Opportunity | None = None, **more) -> Partnership:
        world = self.world
        facts = {
            "title": "Green together",
            "purpose": "People find work in the green.",
            "place": "Lindenplein",
            "parties": [(world.city, "lead"), (world.coop, "partner")],
            "from_on": world.city.day(world.now) - timedelta(days=100),
            "organisation": world.city,
            "by": world.olga,
            "now": world.now,
            **more,
        }
        return domain.offer_partnership(id=uuid4(), opportunity=opportunity, **facts)

    def partnership(self, opportunity: Opportunity | None = None, **more) -> Partnership:
        world = self.world
        return domain.agree_to_partnership(
            partnership=self.offered(opportunity, **more),
            organisation=world.coop,
            by=world.alice,
            now=world.now,
        )

    def commitment(self, partnership: Partnership | None = None, days: int = 30, **more) -> Commitment:
        world = self.world
        facts = {
            "what": "Hours of weeding",
            "amount": Decimal(400),
            "unit": "hours",
            "proof": "Signed hour lists",
            "organisation": world.coop,
            "by": world.alice,
            "now": world.now,
            "due_on": world.coop.day(world.now) + timedelta(days=days),
            **more,
        }
        return domain.make_commitment(id=uuid4(), partnership=partnership or self.partnership(), **facts)

    def evidence(self, commitment: Commitment | None = None, amount: str = "100", **more) -> Evidence:
        world = self.world
        facts = {
            "text": "Four mornings on the square",
            "delivered_on": world.coop.day(world.now),
            "by": world.alice,
            "now": world.now,
            **more,
        }
        return domain.submit_evidence(
            id=uuid4(), commitment=commitment or self.commitment(), amount=Decimal(amount), **facts
        )

    def accepted(self, evidence: Evidence) -> Evidence:
        world = self.world
        return domain.accept_evidence(evidence=evidence, organisation=world.city, by=world.olga, now=world.now)

    def returned(self, evidence: Evidence, reason: str = "No hours on the list") -> Evidence:
        world = self.world
        return domain.return_evidence(
            evidence=evidence, organisation=world.city, reason=reason, by=world.olga, now=world.now
        )

    def officer(self, name: str, role: Role, organisation: Organisation | None = None) -> Person:
        """One more person with a role."""
        world = self.world
        organisation = organisation or world.city
        person = people.add_person(id=uuid4(), name=name, language="en")
        people.give_role(
            id=uuid4(),
            circle=people_queries.whole_of(organisation),
            person=person,
            role=role,
            by=world.olga if organisation == world.city else world.alice,
            now=world.now,
        )
        return person

    def photo(self) -> CleanFile:
        return clean_photo(io.BytesIO(picture()))


@pytest.fixture
def work(world) -> Work:
    return Work(world)


@pytest.fixture
def kinds():
    """The kinds of entry in the register of an organisation, oldest first."""

    def of(organisation: Organisation, room: tuple[str, ...] = ("sighting", "opportunity", "partnership")) -> list[str]:
        rows = Entry.objects.filter(log=organisation.log).order_by("n").values_list("kind", flat=True)
        return [kind for kind in rows if kind.split(".")[0] in (*room, "commitment", "evidence")]

    return of


@pytest.fixture
def last_entry():
    """The newest entry in the register of an organisation."""
    return lambda organisation: Entry.objects.filter(log=organisation.log).order_by("-n").first()


@pytest.fixture
def proposed(world, work):
    """Put an opportunity before the members of the cooperative."""

    def propose(opportunity: Opportunity | None = None, **more) -> Opportunity:
        facts = {"id": uuid4(), "by": world.bob, "now": world.now, **more}
        return domain.propose_opportunity(
            opportunity=opportunity or work.opportunity(),
            organisation=world.coop,
            title="Shall we?",
            plain_text="The city asks for it.",
            legal_text="",
            **facts,
        )

    return propose
