"""The busiest pages ask the database the same number of questions, however much there is to show.

Every page is asked for in a world of a few things of each kind, and in one of many: exactly the same number of
queries must do. A page that asks once more for every row fails at the second size.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import World
from waardeel.assembly import domain as assembly
from waardeel.assembly.models import DecisionKind, Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.impact import domain as impact
from waardeel.impact.models import Wave
from waardeel.law.verdict import DecisionRules, Majority
from waardeel.people import domain as people
from waardeel.people.models import Organisation, Person
from waardeel.work import domain as work
from waardeel.work.models import Opportunity, Partnership

PLAIN = DecisionRules(quorum=None, majority=Majority(base="cast", share=Fraction(1, 2), strict=True))
FEW, MANY = 3, 14

#: Queries per page: what is asked for, by whom (nobody: not signed in).
EXPECTED = {
    "front / nobody": 12,
    "front, search / nobody": 2,
    "registers / nobody": 2,
    "home / nobody": 13,
    "home / member": 21,
    "my page / secretary": 14,
    "my page / member": 10,
    "my page / officer": 14,
    "members / secretary": 10,
    "members, search / member": 10,
    "applications / secretary": 10,
    "decide / nobody": 4,
    "decide / member": 15,
    "proposals / member": 10,
    "proposal / member": 13,
    "decisions / nobody": 3,
    "poll, open / member": 12,
    "poll, its voters / secretary": 13,
    "poll, result / nobody": 7,
    "do, of a city / officer": 19,
    "do, of a cooperative / secretary": 16,
    "sightings / officer": 11,
    "my sightings / street worker": 5,
    "opportunities / nobody": 4,
    "opportunity / officer": 15,
    "partnerships / officer": 10,
    "partnership / officer": 13,
    "impact / lead": 9,
    "impact, report / nobody": 2,
    "register / nobody": 3,
    "register, search / nobody": 3,
    "register, entry / nobody": 6,
}


class Filled:
    """The world with so many things of every kind on every page, made by the domain functions."""

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.number = number
        self.before = world.now - timedelta(days=399)
        self.today: date = world.coop.day(world.now)
        self.others: list[Organisation] = []
        self.members: list[Person] = []
        self._people()
        self.open_poll, self.closed_poll = self._decisions()
        self.opportunity = self._city_work()
        self.partnership = self._partnerships()
        self.report = self._waves()

    def _people(self) -> None:
        world = self.world
        for number in range(self.number):
            self.members.append(world.member(f"Member {number}"))
            secretary = people.add_person(id=uuid4(), name=f"Secretary {number}")
            other = people.found_organisation(
                id=uuid4(),
                slug=f"other-{number}",
                name=f"Other {number}",
                kind="cooperative",
                place="Waardstad",
                does=["employer", "learning"],
                secretary=secretary,
                now=self.before,
            )
            self.others.append(other)
            people.join_whole(id=uuid4(), part=other, whole=world.coop, by=world.alice, now=world.now)
            people.admit_member(id=uuid4(), organisation=other, person=world.bob, by=secretary, now=world.now)
            people.invite(
                id=uuid4(), organisation=world.coop, name="", email=f"new{number}@example.org",
                by=world.alice, now=world.now, link=lambda secret: secret,
            )  # fmt: skip
            people.apply_for_membership(id=uuid4(), organisation=world.coop, by=secretary, now=world.now)
            people.form_circle(
                id=uuid4(), organisation=world.coop, name=f"Circle {number}", mandate="", by=world.alice,
                now=world.now,
            )  # fmt: skip
            people.begin_engagement(
                id=uuid4(), organisation=world.coop, person=secretary, kind="worker", by=world.alice,
                now=world.now,
            )  # fmt: skip

    def _proposal(self, number: int, now: datetime) -> Proposal:
        return assembly.make_proposal(
            id=uuid4(),
            organisation=self.world.coop,
            title=f"Proposal {number}",
            plain_text="Shall we?",
            legal_text="",
            by=self.world.bob,
            now=now,
        )

    def _vote(self, proposal: Proposal, now: datetime, days: int) -> Poll:
        return assembly.put_to_vote(
            id=uuid4(), proposal=proposal, closes_at=now + timedelta(days=days), by=self.world.alice, now=now
        )

    def _decisions(self) -> tuple[Poll, Poll]:
        """Proposals that are open, voted on and decided long ago, so that their decisions are to be reviewed."""
        world = self.world
        assembly.adopt_charter(
            id=uuid4(),
            organisation=world.coop,
            decision_rules=dict.fromkeys(DecisionKind.values, PLAIN),
            poll_days=1,
            by=world.alice,
            now=self.before,
        )
        for number in range(self.number):
            closed = self._vote(self._proposal(number, self.before), self.before, days=5)
            for voter in (world.alice, world.bob):
                ballots.cast_ballot(poll=closed, attempt=uuid4(), choice="yes", by=voter, now=self.before)
            ballots.close_poll(poll=closed, by=world.alice, now=self.before)
            self.proposal = self._proposal(number, world.now)
            poll = self._vote(self._proposal(number, world.now), world.now, days=3)
            ballots.cast_ballot(poll=poll, attempt=uuid4(), choice="no", by=self.members[number], now=world.now)
        for member in self.members:
            assembly.comment(id=uuid4(), proposal=self.proposal, text="I agree.", by=member, now=world.now)
        return poll, closed

    def _city_work(self) -> Opportunity:
        world = self.world
        for _ in range(self.number):
            free, *seen = (
                work.report_sighting(
                    id=uuid4(),
                    organisation=world.city,
                    category="onkruid",
                    place="Square",
                    by=world.olga,
                    now=world.now,
                )
                for _ in range(3)
            )
            opportunity = work.bundle_sightings(
                id=uuid4(),
                organisation=world.city,
                sightings=seen,
                title="Green of the square",
                task="Weed it.",
                hours_per_week=Decimal(8),
                place="Waardstad",
                by=world.olga,
                now=world.now,
            )
            assert free.free
        return opportunity

    def _partnerships(self) -> Partnership:
        """Partnerships of city and cooperative; in the last, promises that are late and evidence to look at."""
        world = self.world
        for _ in range(self.number):
            partnership = work.offer_partnership(
                id=uuid4(),
                organisation=world.city,
                title="Together",
                purpose="Work for all.",
                place="Square",
                parties=[(world.city, "lead"), (world.coop, "partner")],
                from_on=self.before.date(),
                by=world.olga,
                now=self.before + timedelta(days=1),
            )
            partnership = work.agree_to_partnership(
                partnership=partnership, organisation=world.coop, by=world.alice, now=world.now
            )
        for _ in range(self.number):
            for organisation, by, judge, judging in (
                (world.coop, world.alice, world.city, world.olga),
                (world.city, world.olga, world.coop, world.alice),
            ):
                promise = work.make_commitment(
                    id=uuid4(),
                    partnership=partnership,
                    organisation=organisation,
                    what="Weeding",
                    amount=Decimal(10),
                    unit="hours",
                    due_on=self.today - timedelta(days=9),
                    proof="List of hours",
                    by=by,
                    now=world.now,
                )
                for place in range(2):
                    shown = work.submit_evidence(
                        id=uuid4(), commitment=promise, amount=Decimal(2), delivered_on=self.today,
                        text="Done.", by=by, now=world.now,
                    )  # fmt: skip
                    if place:
                        work.accept_evidence(evidence=shown, organisation=judge, by=judging, now=world.now)
        return partnership

    def _waves(self) -> Wave:
        world = self.world
        for number in range(3 * self.number):
            wave = impact.open_wave(
                id=uuid4(),
                organisation=world.coop,
                title={"en": "How is it going?"},
                instrument="five-questions/1",
                from_on=self.today,
                until_on=self.today,
                eligible=10,
                by=world.alice,
                now=world.now,
            )
            if number % 3:
                impact.close_wave(wave=wave, by=world.alice, now=world.now)
            if number % 3 == 2:
                published = impact.publish_wave(wave=wave, by=world.alice, now=world.now)
        return published

    def pages(self) -> Iterator[tuple[str, str, Person | None]]:
        """The pages: what each is called, its address, and who asks for it."""
        world, coop, city = self.world, [self.world.coop.slug], [self.world.city.slug]

        def at(name: str, *more: Any, of: list[str] = coop) -> str:
            return reverse(name, args=[*of, *more])

        alice, bob, olga = world.alice, world.bob, world.olga
        yield "front / nobody", reverse("front"), None
        yield "front, search / nobody", reverse("front") + "?q=other", None
        yield "registers / nobody", reverse("registers"), None
        yield "home / nobody", at("organisation"), None
        yield "home / member", at("organisation"), bob
        yield "my page / secretary", reverse("my"), alice
        yield "my page / member", reverse("my"), bob
        yield "my page / officer", reverse("my"), olga
        yield "members / secretary", at("members"), alice
        yield "members, search / member", at("members") + "?q=member", bob
        yield "applications / secretary", at("applications"), alice
        yield "decide / nobody", at("organisation_decide"), None
        yield "decide / member", at("organisation_decide"), bob
        yield "proposals / member", at("proposals"), bob
        yield "proposal / member", at("proposal", self.proposal.pk), bob
        yield "decisions / nobody", at("decisions"), None
        yield "poll, open / member", at("poll", self.open_poll.pk), bob
        yield "poll, its voters / secretary", at("poll_voters", self.open_poll.pk), alice
        yield "poll, result / nobody", at("poll", self.closed_poll.pk), None
        yield "do, of a city / officer", at("organisation_do", of=city), olga
        yield "do, of a cooperative / secretary", at("organisation_do"), alice
        yield "sightings / officer", at("sightings", of=city) + "?q=square", olga
        yield "my sightings / street worker", reverse("my_sightings"), olga
        yield "opportunities / nobody", at("opportunities", of=city) + "?q=green", None
        yield "opportunity / officer", at("opportunity", self.opportunity.pk, of=city), olga
        yield "partnerships / officer", at("partnerships", of=city), olga
        yield "partnership / officer", at("partnership", self.partnership.pk, of=city), olga
        yield "impact / lead", at("organisation_impact"), alice
        yield "impact, report / nobody", at("impact_report", self.report.pk), None
        yield "register / nobody", at("register"), None
        yield "register, search / nobody", at("register") + "?q=wave", None
        yield "register, entry / nobody", at("register_entry", 7), None


@pytest.mark.slow
@pytest.mark.parametrize("number", [FEW, MANY])
def test_a_page_asks_the_same_number_of_questions_however_much_there_is(world: World, number: int) -> None:
    asked = {}
    for name, url, person in Filled(world, number).pages():
        client = world.client(person)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.status_code == 200, name
        asked[name] = len(queries)
    assert asked == EXPECTED
