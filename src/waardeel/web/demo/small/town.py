"""Who there is in the small demo city: what all its chapters share."""

from __future__ import annotations

from datetime import datetime

from waardeel.people import domain as people
from waardeel.people.models import Organisation, Person
from waardeel.web.demo.cast import identity, player
from waardeel.web.demo.story import Story
from waardeel.web.demo.texts import CITY, COOP, Body

#: How many belong to the cooperative.
MEMBERS = 60
DAY_ACTIVITIES = 40


class Town:
    """The people and organisations of Waardstad, made when first spoken of."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.chance = story.chance
        self.persons: dict[str, Person] = {}
        self.bodies: dict[str, Organisation] = {}
        self.voters: list[Person] = []
        self.workers: list[Person] = []

    def person(self, key: str, name: str, email: str = "") -> Person:
        """Somebody, made when first spoken of."""
        if key not in self.persons:
            self.persons[key] = people.add_person(id=identity("person", key), name=name, email=email)
        return self.persons[key]

    def player(self, key: str) -> Person:
        """Somebody of the cast."""
        return self.person(key, player(key).name, player(key).email)

    def found(self, body: Body, now: datetime, secretary: Person) -> Organisation:
        self.bodies[body.slug] = people.found_organisation(
            id=identity("organisation", body.slug),
            slug=body.slug,
            name=body.name,
            kind=body.kind,
            legal_form=body.legal_form,
            place="Waardstad",
            about=body.about,
            does=body.does,
            secretary=secretary,
            now=now,
        )
        return self.bodies[body.slug]

    @property
    def coop(self) -> Organisation:
        return self.bodies[COOP.slug]

    @property
    def city(self) -> Organisation:
        return self.bodies[CITY.slug]
