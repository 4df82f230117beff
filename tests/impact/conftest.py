"""A cooperative with an impact lead, and waves in any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from tests.conftest import World
from waardeel.impact import codes, domain
from waardeel.impact.models import Wave
from waardeel.people import domain as people
from waardeel.people.models import Person, Role

QUESTIONS = "five-questions/1"
#: The answers of somebody who answers everything, in the order of the instrument.
USUAL = (7, 4, 3, 2, 24)


@dataclass
class Impact:
    """The world, with Lena, the impact lead of the cooperative, and ways to make waves."""

    world: World
    lena: Person

    def open(self, **facts: Any) -> Wave:
        """A wave that runs now, about 60 people."""
        today = self.world.coop.day(self.world.now)
        return domain.open_wave(
            **{
                "id": uuid4(),
                "organisation": self.world.coop,
                "title": {"en": "How are we doing?", "nl": "Hoe gaat het met ons?"},
                "instrument": QUESTIONS,
                "from_on": today - timedelta(days=7),
                "until_on": today + timedelta(days=7),
                "eligible": 60,
                "by": self.lena,
                "now": self.world.now,
                **facts,
            }
        )

    def slips(self, wave: Wave, number: int) -> list[str]:
        return domain.make_slips(wave=wave, number=number, secret=uuid4().hex, by=self.lena, now=self.world.now)

    def answers(self, wave: Wave, values: Sequence[int | str]) -> dict[str, int | str]:
        return dict(zip((item.key for item in wave.instrument.items), values, strict=True))

    def answer(self, wave: Wave, values: Sequence[int | str], code: str | None = None) -> str:
        """Somebody answers with a slip of their own; returns their receipt."""
        receipt = codes.new_code()
        domain.answer_wave(
            code=code or self.slips(wave, 1)[0],
            answers=self.answers(wave, values),
            receipt=receipt,
            now=self.world.now,
        )
        return receipt

    def closed(self, people: Sequence[Sequence[int | str]], **facts: Any) -> Wave:
        """A wave that these people answered, each with a slip, and that is closed."""
        wave = self.open(**facts)
        if people:
            for code, values in zip(self.slips(wave, len(people)), people, strict=True):
                self.answer(wave, values, code)
        return domain.close_wave(wave=wave, by=self.lena, now=self.world.now)

    def published(self, people: Sequence[Sequence[int | str]], **facts: Any) -> Wave:
        wave = self.closed(people, **facts)
        return domain.publish_wave(wave=wave, by=self.lena, now=self.world.now)


@pytest.fixture
def impact(world: World) -> Impact:
    lena = people.add_person(id=uuid4(), name="Lena", email="lena@example.org", language="en")
    people.give_role(id=uuid4(), circle=world.whole, person=lena, role=Role.IMPACT_LEAD, by=world.alice, now=world.now)
    return Impact(world=world, lena=lena)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Counts of wrong codes live in the cache, which tests share."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def varied() -> Callable[[int], list[list[int | str]]]:
    """So many people with different answers; no question is answered alike by all."""

    def people_of(number: int) -> list[list[int | str]]:
        return [[i % 11, 1 + i % 5, 1 + i % 4, 2 + i % 3, 8 * (1 + i % 4)] for i in range(number)]

    return people_of
