"""What the tellers of the large city share."""

from __future__ import annotations

import random
from datetime import datetime

from waardeel.people import queries as persons
from waardeel.people.models import Organisation, Person
from waardeel.web.demo.cast import player
from waardeel.web.demo.large.plan import Body
from waardeel.web.demo.story import Story
from waardeel.web.demo.texts import CITY, NETWORK


class Town:
    """The story, its chance, and who has come so far."""

    def __init__(self, story: Story) -> None:
        self.story = story
        # Chance of its own, so that the small city is the same with and without the large one.
        self.chance = random.Random(f"large/{story.seed}")  # noqa: S311
        self.organisations: dict[Body, Organisation] = {}
        self.secretaries: dict[Body, Person] = {}
        #: Members by their number, of organisations in which people decide.
        self.members: dict[Body, list[Person]] = {}

    @property
    def city(self) -> Organisation:
        return Organisation.objects.get(slug=CITY.slug)

    @property
    def network(self) -> Organisation:
        return Organisation.objects.get(slug=NETWORK.slug)

    @property
    def officer(self) -> Person:
        """The contract manager of the city."""
        return Person.objects.get(pk=player("wim").id)

    def secretary_of(self, organisation: Organisation, now: datetime) -> Person:
        """The secretary of an organisation of the small city."""
        return persons.secretaries_of(organisation, organisation.day(now))[0]
