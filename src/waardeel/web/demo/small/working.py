"""Work left undone, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from waardeel.assembly.models import Proposal
from waardeel.web.demo.cast import identity
from waardeel.web.demo.pictures import street_photo
from waardeel.web.demo.small.town import Town
from waardeel.web.demo.texts import CITY, COOP, SIGHTINGS
from waardeel.work import domain as work
from waardeel.work.cases import tell_ghent
from waardeel.work.files import clean_photo
from waardeel.work.models import Opportunity, Partnership, Sighting


class Working(Town):
    """Work left undone, and what became of it."""

    def _work(self) -> None:
        for number, (category, place, neighbourhood, rhythm, days_ago) in enumerate(SIGHTINGS):
            self._sighting(number, category, place, neighbourhood, rhythm, days_ago)

        @self.story.on(240, 14)
        def park(now: datetime) -> None:
            work.bundle_sightings(
                id=identity("opportunity", "park"),
                organisation=self.city,
                sightings=self._sightings(0, 1, 2),
                title="Groen en schoon in het Sluispark",
                task="Het gras maaien, de rozentuin wieden en zwerfvuil opruimen. Een vaste ploeg die de buurt kent.",
                hours_per_week=Decimal(24),
                place="Sluispark",
                by=self.player("wim"),
                now=now,
            )

        @self.story.on(205, 10)
        def not_ours(now: datetime) -> None:
            work.close_sighting(
                sighting=self._sightings(3)[0],
                reason="not_ours",
                explanation="Dit ligt op het terrein van de verhuurder. Wij hebben hem gebeld.",
                by=self.player("wim"),
                now=now,
            )

        @self.story.on(176, 9)
        def offered(now: datetime) -> None:
            # The members decided on the park nearly two weeks before.
            decision = Proposal.objects.get(pk=identity("proposal", "park")).decision
            work.offer_partnership(
                id=identity("partnership", "park"),
                organisation=self.city,
                title="Samen voor het Sluispark",
                purpose="De Groene Draad verzorgt het Sluispark. De gemeente betaalt en leert de ploeg het werk. "
                "Wie het park kent, kan er een vaste plek krijgen.",
                place="Sluispark",
                parties=[(self.city, "lead"), (self.coop, "partner")],
                from_on=(now + timedelta(days=7)).date(),
                until_on=(now + timedelta(days=730)).date(),
                opportunity=Opportunity.objects.get(pk=identity("opportunity", "park")),
                decision=decision,
                by=self.player("wim"),
                now=now,
            )

        @self.story.on(174, 11)
        def agreed(now: datetime) -> None:
            work.agree_to_partnership(
                partnership=self._park(), organisation=self.coop, by=self.player("joost"), now=now
            )

        self._commitments()

        @self.story.on(150, 13)
        def ghent(now: datetime) -> None:
            tell_ghent(organisation=self.city, by=self.player("wim"), now=now)

        @self.story.on(45, 15)
        def bicycles(now: datetime) -> None:
            work.bundle_sightings(
                id=identity("opportunity", "bicycles"),
                organisation=self.city,
                sightings=self._sightings(8, 9, 10),
                title="Fietswrakken ophalen en opknappen",
                task="Elke week wrakken ophalen bij het station, de rekken nakijken en opknappen wat nog kan rijden.",
                hours_per_week=Decimal(16),
                place="Station",
                by=self.player("wim"),
                now=now,
            )

    def _sighting(self, number: int, category: str, place: str, neighbourhood: str, rhythm: str, days_ago: int) -> None:
        @self.story.on(days_ago, 8, number % 50)
        def seen(now: datetime) -> None:
            photo = clean_photo(street_photo(self.chance, category)) if number % 2 == 0 else None
            work.report_sighting(
                id=identity("sighting", number),
                organisation=self.city,
                category=category,
                place=place,
                neighbourhood=neighbourhood,
                rhythm=rhythm,
                photo=photo,
                by=self.player("olga"),
                now=now,
            )

    def _sightings(self, *numbers: int) -> list[Sighting]:
        return [Sighting.objects.get(pk=identity("sighting", number)) for number in numbers]

    def _park(self) -> Partnership:
        return Partnership.objects.get(pk=identity("partnership", "park"))

    def _commitments(self) -> None:
        promises = (
            ("mowing", COOP.slug, "Het gras maaien", Decimal(20), "times", 20, "Foto van het gemaaide veld"),
            ("hours", COOP.slug, "Schoonhouden van het park", Decimal(480), "hours", 30, "Getekende urenlijst"),
            ("places", COOP.slug, "Nieuwe vaste plekken", Decimal(6), "places", -120, "Verslag zonder namen"),
            ("training", CITY.slug, "Lessen met de maaier", Decimal(8), "days", 60, "Lijst van lesdagen"),
            ("pay", CITY.slug, "Betaling van het eerste half jaar", Decimal(14400), "euros", -15, "Betaalbewijs"),
        )

        @self.story.on(170, 10)
        def promised(now: datetime) -> None:
            for key, who, what, amount, unit, due, proof in promises:
                work.make_commitment(
                    id=identity("commitment", key),
                    partnership=self._park(),
                    organisation=self.bodies[who],
                    what=what,
                    amount=amount,
                    unit=unit,
                    due_on=self.story.today - timedelta(days=due),
                    proof=proof,
                    by=self.player("joost") if who == COOP.slug else self.player("wim"),
                    now=now,
                )

        for number, (key, days_ago, amount, text, accepted) in enumerate(
            (
                ("mowing", 130, "8", "Acht keer gemaaid in het voorjaar.", True),
                ("training", 120, "8", "Acht lesdagen gegeven, telkens met vier mensen.", True),
                ("mowing", 75, "7", "Zeven keer gemaaid in de zomer.", True),
                ("hours", 70, "260", "Uren van april tot en met juli.", True),
                ("pay", 40, "7200", "Eerste termijn betaald.", True),
                ("hours", 8, "120", "Uren van augustus en september.", None),
            )
        ):
            self._evidence(number, key, days_ago, Decimal(amount), text, accepted)

    def _evidence(
        self, number: int, key: str, days_ago: int, amount: Decimal, text: str, accepted: bool | None
    ) -> None:
        by_city = key in {"training", "pay"}
        giver, judge = ("wim", "joost") if by_city else ("joost", "wim")

        @self.story.on(days_ago, 16)
        def submitted(now: datetime) -> None:
            commitment = self._park().commitments.get(pk=identity("commitment", key))
            work.submit_evidence(
                id=identity("evidence", number),
                commitment=commitment,
                amount=amount,
                delivered_on=now.date(),
                text=text,
                by=self.player(giver),
                now=now,
            )

        if accepted:

            @self.story.on(days_ago - 2, 9)
            def looked_at(now: datetime) -> None:
                commitment = self._park().commitments.get(pk=identity("commitment", key))
                work.accept_evidence(
                    evidence=commitment.evidence.get(pk=identity("evidence", number)),
                    organisation=self.coop if by_city else self.city,
                    by=self.player(judge),
                    now=now,
                )
