"""A cooperative with polls in any state, and two people at the very same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from tests.conftest import World
from waardeel.ballots import domain
from waardeel.ballots.models import Ballot, Poll
from waardeel.law.verdict import DecisionRules, Majority, Quorum
from waardeel.people.models import Person
from waardeel.register.models import Entry, Log


def rules(share: str = "1/2", *, strict: bool = True, base: str = "cast", quorum: str | None = None) -> DecisionRules:
    """Rules of decision in one line."""
    return DecisionRules(
        quorum=Quorum("members", Fraction(quorum)) if quorum else None,
        majority=Majority(base, Fraction(share), strict),
    )


@dataclass
class Polls:
    """The world, and ways to make, fill and close polls in it."""

    world: World

    def open(self, **facts: Any) -> Poll:
        """A poll that opened an hour ago and closes in an hour, on more than half of the votes cast."""
        return domain.open_poll(
            **{
                "id": uuid4(),
                "organisation": self.world.coop,
                "question": {"nl": "Doen we het?", "fr": "On le fait?", "en": "Shall we?"},
                "decision_rules": rules(),
                "closes_at": self.world.now + timedelta(hours=1),
                "by": self.world.alice,
                "now": self.world.now - timedelta(hours=1),
                **facts,
            }
        )

    def cast(self, poll: Poll, by: Person, choice: str = "yes", **facts: Any) -> Ballot:
        return domain.cast_ballot(
            **{"poll": poll, "attempt": uuid4(), "choice": choice, "by": by, "now": self.world.now, **facts}
        )

    def close(self, poll: Poll, **facts: Any) -> Poll:
        return domain.close_poll(
            **{"poll": poll, "by": self.world.alice, "now": self.world.now + timedelta(hours=2), **facts}
        )

    def crowd(self, number: int) -> list[Person]:
        """So many members in all, Alice and Bob among them."""
        members = [self.world.alice, self.world.bob]
        return members + [self.world.member(f"Member {n}") for n in range(number - len(members))]

    def entries(self, kind: str) -> list[Entry]:
        """What the register of the cooperative says of this kind, in order."""
        return list(Entry.objects.filter(log=self.log, kind=kind).order_by("n"))

    @property
    def log(self) -> Log:
        return Log.objects.get(pk=self.world.coop.log.pk)


@pytest.fixture
def polls(world: World) -> Polls:
    return Polls(world)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do these at the very same moment, each on its own connection; what each gave, or its error."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait()
            results[place] = acts[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words are read in English, whatever language the request before left behind."""
    with translation.override("en"):
        yield
