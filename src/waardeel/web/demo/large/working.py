"""Work left undone in the large city: what is seen, what is made of it, and who takes it on."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from waardeel.people import domain as people
from waardeel.people import queries as persons
from waardeel.people.models import Person, Role
from waardeel.web.demo.cast import identity
from waardeel.web.demo.large.plan import Body, Size
from waardeel.web.demo.large.texts import NEIGHBOURHOODS, PROMISES, STREETS, Promise
from waardeel.web.demo.large.town import Town
from waardeel.web.demo.names import names
from waardeel.work import domain as work
from waardeel.work.categories import categories
from waardeel.work.models import Commitment, Evidence, Opportunity, Partnership, Sighting

STREET_WORKERS = 8
#: Of so many reports, one opportunity is made.
PER_OPPORTUNITY = 9
#: How many of them go into it at most.
BUNDLE = 5
#: The part of all reports that is closed for a reason.
CLOSED = 0.1
#: With how many firms the city has its one broad partnership.
FRAMEWORK = 9


def tell(town: Town, bodies: list[Body], size: Size) -> None:
    """Reports on most days, opportunities twice a week, and partnerships of one and of many."""
    Streets(town).tell(size.sightings)
    partners = [body for body in bodies if body.decides or body.employs]
    number = size.sightings // PER_OPPORTUNITY
    every = max(number // size.partnerships, 1)
    for place in range(number):
        key, days_ago = f"work-{place}", _bundled_on(place, number)
        if place % every == 0 and place // every < size.partnerships and days_ago > 12:
            there = [body for body in partners if body.days_ago > days_ago]
            _taken(town, key, days_ago - 6, town.chance.choice(there))
        elif place % 5 == 1 and days_ago > 60:
            _dropped(town, key, days_ago - 45)
    firms = [body for body in bodies if body.employs][:FRAMEWORK]
    _framework(town, firms, firms[-1].days_ago - 5)


def _bundled_on(place: int, number: int) -> int:
    """How many days ago the city made this one of its opportunities: after a first season of reports only."""
    return 600 - 590 * place // number


class Streets:
    """What street workers see, and what the city makes of it.

    ``free`` are the reports of a neighbourhood with which nothing was done yet.
    """

    def __init__(self, town: Town) -> None:
        self.town = town
        self.workers: list[Person] = []
        self.free: dict[str, list[Sighting]] = defaultdict(list)

    def tell(self, sightings: int) -> None:
        """Reports spread by chance over two years; the neighbourhood with most of them is looked at first."""
        self._workers()
        days = Counter(self.town.chance.randint(1, 700) for _ in range(sightings))
        for days_ago, number in sorted(days.items(), reverse=True):
            self._round(days_ago, number)
        number = sightings // PER_OPPORTUNITY
        for place in range(number):
            self._bundle(f"work-{place}", _bundled_on(place, number))

    def _workers(self) -> None:
        @self.town.story.on(705, 9)
        def begin(now: datetime) -> None:
            city = self.town.city
            for number, name in enumerate(names(self.town.chance, STREET_WORKERS)):
                worker = people.add_person(
                    id=identity("street-worker", number), name=name, email=f"wijk{number}@waardstad.example"
                )
                people.give_role(
                    id=identity("street-worker", number, "role"),
                    circle=persons.whole_of(city),
                    person=worker,
                    role=Role.STREET_WORKER,
                    by=self.town.secretary_of(city, now),
                    now=now,
                )
                self.workers.append(worker)

    def _round(self, days_ago: int, number: int) -> None:
        chance = self.town.chance

        @self.town.story.on(days_ago, 7)
        def seen(now: datetime) -> None:
            city = self.town.city
            for place in range(number):
                neighbourhood = chance.choice(NEIGHBOURHOODS)
                sighting = work.report_sighting(
                    id=identity("sighting", days_ago, place),
                    organisation=city,
                    category=chance.choice(list(categories())),
                    place=f"{chance.choice(STREETS)} {chance.randint(1, 180)}",
                    neighbourhood=neighbourhood,
                    by=chance.choice(self.workers),
                    now=now + timedelta(minutes=place),
                )
                self.free[neighbourhood].append(sighting)
                if chance.random() < CLOSED:
                    self._close(self.free[neighbourhood].pop(0), now + timedelta(minutes=place))

    def _close(self, sighting: Sighting, now: datetime) -> None:
        reason = self.town.chance.choice(("done", "double", "not_ours", "no_money", "mistake"))
        work.close_sighting(sighting=sighting, reason=reason, by=self.town.officer, now=now)

    def _fullest(self) -> str:
        """The neighbourhood with most reports that nothing was done with."""
        return max(self.free, key=lambda neighbourhood: (len(self.free[neighbourhood]), neighbourhood))

    def _bundle(self, key: str, days_ago: int) -> None:
        @self.town.story.on(days_ago, 14)
        def bundled(now: datetime) -> None:
            neighbourhood = self._fullest()
            sightings = self.free[neighbourhood][:BUNDLE]
            del self.free[neighbourhood][:BUNDLE]
            label = str(sightings[0].kind.label)
            work.bundle_sightings(
                id=identity("opportunity", key),
                organisation=self.town.city,
                sightings=sightings,
                title=f"{label} in {neighbourhood}",
                task=f"{label} en wat er verder ligt in {neighbourhood}, elke week met een vaste ploeg.",
                hours_per_week=Decimal(self.town.chance.randrange(4, 40, 2)),
                place=neighbourhood,
                by=self.town.officer,
                now=now,
            )


def _dropped(town: Town, key: str, days_ago: int) -> None:
    @town.story.on(days_ago, 15)
    def dropped(now: datetime) -> None:
        opportunity = Opportunity.objects.get(pk=identity("opportunity", key))
        work.close_opportunity(opportunity=opportunity, reason="no_money", by=town.officer, now=now)


# -- partnerships -----------------------------------------------------------------------------------------


def _taken(town: Town, key: str, days_ago: int, partner: Body) -> None:
    """One partner takes an opportunity on."""

    @town.story.on(days_ago, 10)
    def offered(now: datetime) -> None:
        opportunity = Opportunity.objects.get(pk=identity("opportunity", key))
        _offer(town, key, opportunity.title, [partner], now, opportunity)

    _promises(town, key, days_ago - 2, [partner])


def _framework(town: Town, partners: list[Body], days_ago: int) -> None:
    """One partnership of the city with many."""

    @town.story.on(days_ago, 10)
    def offered(now: datetime) -> None:
        _offer(town, "framework", "Samen voor een schone stad", partners, now)

    _promises(town, "framework", days_ago - 2, partners)


def _offer(
    town: Town,
    key: str,
    title: str,
    partners: list[Body],
    now: datetime,
    opportunity: Opportunity | None = None,
) -> None:
    city = town.city
    partnership = work.offer_partnership(
        id=identity("partnership", key),
        organisation=city,
        title=title,
        purpose="De gemeente en haar partners doen dit werk samen, met plek voor wie nog geen werk heeft.",
        place="Waardstad",
        parties=[(city, "lead"), *((town.organisations[partner], "partner") for partner in partners)],
        from_on=now.date(),
        opportunity=opportunity,
        by=town.officer,
        now=now,
    )
    for partner in partners:
        work.agree_to_partnership(
            partnership=partnership,
            organisation=town.organisations[partner],
            by=town.secretaries[partner],
            now=now,
        )


def _promises(town: Town, key: str, days_ago: int, partners: list[Body]) -> None:
    """Every partner promises the same things, for different days. Most are kept, shown in three parts."""
    for partner in partners:
        for promise in PROMISES:
            id = identity("commitment", key, partner.slug, promise.what)
            due_in = town.chance.randint(60, 500)
            _promised(town, id, key, days_ago, partner, promise, due_in)
            for part in range(3 if town.chance.random() < 0.8 else 1):
                shown_on = days_ago - due_in * (part + 1) // 4
                if shown_on > 0:
                    _shown(town, id, part, shown_on, partner, Decimal(promise.amount) / 3)


def _promised(town: Town, id: UUID, key: str, days_ago: int, partner: Body, promise: Promise, due_in: int) -> None:
    @town.story.on(days_ago, 11)
    def promised(now: datetime) -> None:
        work.make_commitment(
            id=id,
            partnership=Partnership.objects.get(pk=identity("partnership", key)),
            organisation=town.organisations[partner],
            what=promise.what,
            amount=Decimal(promise.amount),
            unit=promise.unit,
            due_on=now.date() + timedelta(days=due_in),
            proof=promise.proof,
            by=town.secretaries[partner],
            now=now,
        )


def _shown(town: Town, commitment: UUID, part: int, days_ago: int, partner: Body, amount: Decimal) -> None:
    """A part of what was promised is shown, and the city looks at it three days later."""
    id = identity("evidence", commitment, part)

    @town.story.on(days_ago, 16)
    def shown(now: datetime) -> None:
        work.submit_evidence(
            id=id,
            commitment=Commitment.objects.get(pk=commitment),
            amount=amount,
            delivered_on=now.date(),
            text="Gedaan zoals afgesproken.",
            by=town.secretaries[partner],
            now=now,
        )

    if days_ago > 3:

        @town.story.on(days_ago - 3, 13)
        def accepted(now: datetime) -> None:
            work.accept_evidence(evidence=Evidence.objects.get(pk=id), organisation=town.city, by=town.officer, now=now)
