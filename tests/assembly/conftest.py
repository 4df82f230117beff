"""A cooperative with rules, and proposals on every step of their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from tests.ballots.conftest import at_once, rules
from tests.conftest import World
from waardeel.assembly import domain
from waardeel.assembly.models import Charter, Comment, Decision, Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.people.models import Person
from waardeel.register.models import Entry

__all__ = ["Assembly", "assembly", "at_once", "rules"]


@dataclass
class Assembly:
    """The world, and ways to adopt rules, propose, put to the vote and decide in it."""

    world: World

    def adopt(self, **facts: Any) -> Charter:
        """Rules since long ago: more than half of the votes cast; for the statutes two thirds."""
        return domain.adopt_charter(
            **{
                "id": uuid4(),
                "organisation": self.world.coop,
                "decision_rules": {"ordinary": rules(), "statutes": rules("2/3", strict=False)},
                "poll_days": 1,
                "by": self.world.alice,
                "now": self.world.now - timedelta(days=300),
                **facts,
            }
        )

    def propose(self, **facts: Any) -> Proposal:
        return domain.make_proposal(
            **{
                "id": uuid4(),
                "organisation": self.world.coop,
                "title": "Sweep the square",
                "plain_text": "We sweep the square every morning.",
                "legal_text": "The meeting resolves to take on the order.",
                "by": self.world.bob,
                "now": self.world.now - timedelta(days=20),
                **facts,
            }
        )

    def change(self, proposal: Proposal, **facts: Any) -> Proposal:
        return domain.change_proposal(
            **{
                "proposal": proposal,
                "version": proposal.version,
                "title": "Sweep two squares",
                "plain_text": "We sweep two squares.",
                "legal_text": "",
                "by": self.world.bob,
                "now": self.world.now,
                **facts,
            }
        )

    def say(self, proposal: Proposal, **facts: Any) -> Comment:
        return domain.comment(
            **{
                "id": uuid4(),
                "proposal": proposal,
                "text": "Who pays the brooms?",
                "by": self.world.bob,
                "now": self.world.now,
                **facts,
            }
        )

    def put(self, proposal: Proposal, **facts: Any) -> Poll:
        """Put to the vote ten days ago, until a day ago."""
        if not Charter.objects.filter(organisation=proposal.organisation).exists():
            self.adopt()
        return domain.put_to_vote(
            **{
                "id": uuid4(),
                "proposal": proposal,
                "closes_at": self.world.now - timedelta(days=1),
                "by": self.world.alice,
                "now": self.world.now - timedelta(days=10),
                **facts,
            }
        )

    def decide(self, proposal: Proposal, alice: str = "yes", bob: str = "yes", **facts: Any) -> Decision:
        """Vote on it and close."""
        poll = self.put(proposal, **facts)
        for person, choice in ((self.world.alice, alice), (self.world.bob, bob)):
            if choice:
                ballots.cast_ballot(poll=poll, attempt=uuid4(), choice=choice, by=person, now=poll.opens_at)
        ballots.close_poll(poll=poll, by=self.world.alice, now=self.world.now)
        return Decision.objects.get(proposal=proposal)

    def entries(self, kind: str) -> list[Entry]:
        return list(Entry.objects.filter(log=self.world.coop.log, kind=kind).order_by("n"))

    def person(self, name: str) -> Person:
        return {
            "alice": self.world.alice,
            "bob": self.world.bob,
            "charlie": self.world.charlie,
            "olga": self.world.olga,
        }[name]


@pytest.fixture
def assembly(world: World) -> Assembly:
    return Assembly(world)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words are read in English, whatever language the request before left behind."""
    with translation.override("en"):
        yield
