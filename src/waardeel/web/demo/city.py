"""Waardstad, the small demo city: what happened there in two years, told moment by moment.

Every person is made up. The one real thing is the story of the UCO site in Ghent, which is told with its sources.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from waardeel.assembly import domain as assembly
from waardeel.assembly.models import DecisionKind, Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.impact import domain as impact
from waardeel.impact.codes import new_code
from waardeel.impact.instruments import shipped
from waardeel.impact.models import Wave
from waardeel.law.verdict import DecisionRules, Majority, Quorum
from waardeel.people import domain as people
from waardeel.people import queries as persons
from waardeel.people.models import Organisation, Person, Role
from waardeel.web.demo.cast import identity, player
from waardeel.web.demo.life import Life
from waardeel.web.demo.names import names
from waardeel.web.demo.pictures import street_photo
from waardeel.web.demo.story import Story
from waardeel.web.demo.texts import CITY, COOP, FIRMS, HOF, MEENT, NETWORK, PAST, SIGHTINGS, Body, PastProposal
from waardeel.work import domain as work
from waardeel.work.cases import tell_ghent
from waardeel.work.files import clean_photo
from waardeel.work.models import Opportunity, Partnership, Sighting

MEMBERS = 60
DAY_ACTIVITIES = 40
ORDINARY = DecisionRules(
    quorum=Quorum(base="members", share=Fraction(1, 3)),
    majority=Majority(base="cast", share=Fraction(1, 2), strict=True),
)
STATUTES = DecisionRules(
    quorum=Quorum(base="members", share=Fraction(1, 2)),
    majority=Majority(base="cast", share=Fraction(2, 3), strict=False),
)
#: Days that a poll of the past was open.
POLL_DAYS = 10


class SmallCity:
    """Tells the story of Waardstad to a `Story`."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.chance = story.chance
        self.persons: dict[str, Person] = {}
        self.bodies: dict[str, Organisation] = {}
        self.voters: list[Person] = []
        self.workers: list[Person] = []

    def tell(self) -> None:
        """All of it."""
        self._beginnings()
        self._cooperative()
        self._neighbours()
        self._decisions()
        self._work()
        self._impact()
        self._today()
        Life(self).tell()

    # -- who there is ------------------------------------------------------------------------------------------

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

    # -- the city and its firms --------------------------------------------------------------------------------

    def _beginnings(self) -> None:
        @self.story.on(730, 9)
        def city(now: datetime) -> None:
            ingrid = self.person("ingrid", CITY.secretary, "ingrid@waardstad.example")
            city = self.found(CITY, now, ingrid)
            whole = persons.whole_of(city)
            for who, role in (
                (ingrid, Role.BUYER),
                (self.player("olga"), Role.STREET_WORKER),
                (self.player("wim"), Role.CONTRACT_MANAGER),
            ):
                people.give_role(
                    id=identity("role", who.name, role), circle=whole, person=who, role=role, by=ingrid, now=now
                )

        @self.story.on(729, 10)
        def network(now: datetime) -> None:
            self.found(NETWORK, now, self.person(NETWORK.slug, NETWORK.secretary))

        for number, body in enumerate(FIRMS):
            self._firm(body, 725 - 9 * number)

    def _firm(self, body: Body, days_ago: int) -> None:
        @self.story.on(days_ago, 11)
        def firm(now: datetime) -> None:
            secretary = self.person(body.slug, body.secretary, f"{body.slug}@waardstad.example")
            firm = self.found(body, now, secretary)
            self._join_network(firm, now)
            for number, name in enumerate(names(self.chance, 14)):
                worker = self.person(f"{body.slug}/{number}", name)
                people.begin_engagement(
                    id=identity("engagement", body.slug, number),
                    organisation=firm,
                    person=worker,
                    kind="worker",
                    by=secretary,
                    now=now,
                )

    def _join_network(self, part: Organisation, now: datetime) -> None:
        people.join_whole(
            id=identity("part", part.slug),
            part=part,
            whole=self.bodies[NETWORK.slug],
            by=self.persons[NETWORK.slug],
            now=now,
        )

    # -- the cooperative ---------------------------------------------------------------------------------------

    def _cooperative(self) -> None:
        chosen = names(self.chance, MEMBERS - 3 + DAY_ACTIVITIES)

        @self.story.on(710, 10)
        def founded(now: datetime) -> None:
            joost = self.player("joost")
            coop = self.found(COOP, now, joost)
            whole = persons.whole_of(coop)
            people.give_role(
                id=identity("role", "noor"),
                circle=whole,
                person=self.player("noor"),
                role=Role.IMPACT_LEAD,
                by=joost,
                now=now,
            )
            self._join_network(coop, now)
            for name, mandate in (
                ("Werkplaats", "Herstelt kleding en leert het vak aan wie wil. Beslist zelf over inkoop tot 500 euro."),
                ("Groenploeg", "Verzorgt groen en houdt straten schoon. Maakt zelf het rooster."),
                ("Atelier", "Een plek om de dag te beginnen: schilderen, koken, naaien."),
                ("Bestuur", "Voert uit wat de leden besluiten en legt elk jaar verantwoording af."),
            ):
                people.form_circle(
                    id=identity("circle", name), organisation=coop, name=name, mandate=mandate, by=joost, now=now
                )

        @self.story.on(709, 15)
        def charter(now: datetime) -> None:
            assembly.adopt_charter(
                id=identity("charter", COOP.slug, 1),
                organisation=self.coop,
                decision_rules={DecisionKind.ORDINARY: ORDINARY, DecisionKind.STATUTES: STATUTES},
                poll_days=7,
                by=self.player("joost"),
                now=now,
            )

        self._members_join(708, 11, [(key, player(key).name) for key in ("joost", "samira", "noor")])
        # They came over the first year, a few at a time; the last ones only this autumn.
        everyone = [(f"member/{number}", name) for number, name in enumerate(chosen[: MEMBERS - 3])]
        for start in range(0, len(everyone), 6):
            self._members_join(705 - start * 11, 14, everyone[start : start + 6])
        atelier = chosen[MEMBERS - 3 :]

        @self.story.on(640, 9)
        def day_activities(now: datetime) -> None:
            for number, name in enumerate(atelier):
                worker = self.person(f"atelier/{number}", name)
                self.workers.append(worker)
                people.begin_engagement(
                    id=identity("engagement", COOP.slug, number),
                    organisation=self.coop,
                    person=worker,
                    kind="worker",
                    by=self.player("joost"),
                    now=now,
                )

    def _members_join(self, days_ago: int, hour: int, who: list[tuple[str, str]]) -> None:
        @self.story.on(days_ago, hour)
        def join(now: datetime) -> None:
            for key, name in who:
                member = self.player(key) if "/" not in key else self.person(key, name, _mail(key))
                number = len(self.voters) + 1
                people.admit_member(
                    id=identity("membership", COOP.slug, key),
                    organisation=self.coop,
                    person=member,
                    member_class="werkend lid",
                    number=f"GD{number:03}",
                    by=self.player("joost"),
                    now=now,
                )
                self.voters.append(member)

    # -- the neighbours ----------------------------------------------------------------------------------------

    def _neighbours(self) -> None:
        for body, days_ago, number in ((HOF, 690, 25), (MEENT, 655, 18)):
            self._group(body, days_ago, number)

    def _group(self, body: Body, days_ago: int, number: int) -> None:
        @self.story.on(days_ago, 19)
        def group(now: datetime) -> None:
            secretary = self.person(body.slug, body.secretary, f"{body.slug}@waardstad.example")
            group = self.found(body, now, secretary)
            assembly.adopt_charter(
                id=identity("charter", body.slug, 1),
                organisation=group,
                decision_rules={DecisionKind.ORDINARY: ORDINARY, DecisionKind.STATUTES: STATUTES},
                by=secretary,
                now=now,
            )
            others = [(f"{body.slug}/{place}", name) for place, name in enumerate(names(self.chance, number - 1))]
            for key, name in [(body.slug, body.secretary), *others]:
                people.admit_member(
                    id=identity("membership", key),
                    organisation=group,
                    person=self.person(key, name),
                    by=secretary,
                    now=now,
                )

    # -- what was decided --------------------------------------------------------------------------------------

    def _decisions(self) -> None:
        for past in PAST:
            self._past(past)

    def _past(self, past: PastProposal) -> None:
        key = past.key

        @self.story.on(past.days_ago + 12, 16)
        def made(now: datetime) -> None:
            maker = self.player("samira") if key == "park" else self.chance.choice(self.voters)
            circle = next((one for one in self.coop.circles.all() if one.name == past.circle), None)
            assembly.make_proposal(
                id=identity("proposal", key),
                organisation=self.coop,
                title=past.title,
                plain_text=past.plain,
                legal_text=past.legal,
                circle=circle,
                by=maker,
                now=now,
            )

        for number, text in enumerate(past.comments):
            self._comment(key, number, past.days_ago + 11 - number, text)

        @self.story.on(past.days_ago, 9)
        def opened(now: datetime) -> None:
            assembly.put_to_vote(
                id=identity("poll", key),
                proposal=Proposal.objects.get(pk=identity("proposal", key)),
                closes_at=now + timedelta(days=POLL_DAYS, hours=11),
                kind=past.kind,
                by=self.player("joost"),
                now=now,
            )

        @self.story.on(past.days_ago - 3, 20)
        def voted(now: datetime) -> None:
            poll = Poll.objects.get(pk=identity("poll", key))
            self.vote(poll, past.votes, now)

        @self.story.on(past.days_ago - POLL_DAYS - 1, 9)
        def closed(now: datetime) -> None:
            ballots.close_poll(
                poll=Poll.objects.get(pk=identity("poll", key)), by=self.player("joost"), now=now
            )

    def _comment(self, key: str, number: int, days_ago: int, text: str) -> None:
        @self.story.on(days_ago, 12, number)
        def commented(now: datetime) -> None:
            assembly.comment(
                id=identity("comment", key, number),
                proposal=Proposal.objects.get(pk=identity("proposal", key)),
                text=text,
                by=self.chance.choice(self.voters),
                now=now,
            )

    def vote(self, poll: Poll, shares: tuple[int, int, int], now: datetime) -> None:
        """Let the electorate vote by these shares in hundredths: yes, no, abstain. The cast votes for itself."""
        cast = {self.player(key).pk for key in ("joost", "samira", "noor")}
        voters = [voter.person for voter in poll.voters.select_related("person").order_by("person__name", "pk")]
        if poll.state == Poll.State.OPEN and poll.closes_at > self.story.moment(0, 0):
            voters = [voter for voter in voters if voter.pk not in cast]
        self.chance.shuffle(voters)
        for choice, share in zip(("yes", "no", "abstain"), shares, strict=True):
            for _ in range(share * poll.voter_count // 100):
                if voters:
                    voter = voters.pop()
                    now += timedelta(seconds=self.chance.randint(20, 240))
                    ballots.cast_ballot(
                        poll=poll, attempt=identity("ballot", poll.pk, voter.pk), choice=choice, by=voter, now=now
                    )

    # -- work ----------------------------------------------------------------------------------------------------

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

    def _sighting(
        self, number: int, category: str, place: str, neighbourhood: str, rhythm: str, days_ago: int
    ) -> None:
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

    # -- what it brings ------------------------------------------------------------------------------------------

    def _impact(self) -> None:
        self._wave(
            "spring",
            {"nl": "Hoe gaat het met ons? Voorjaar", "fr": "Comment allons-nous ? Printemps", "en": "How are we? Spring"},
            days_ago=135,
            answers=52,
            lift=0,
        )

        @self.story.on(80, 11)
        def approved(now: datetime) -> None:
            impact.approve_report(
                wave=Wave.objects.get(pk=identity("wave", "spring")),
                decision=Proposal.objects.get(pk=identity("proposal", "impact-report")).decision,
                by=self.player("noor"),
                now=now,
            )

        self._wave(
            "autumn",
            {"nl": "Hoe gaat het met ons? Najaar", "fr": "Comment allons-nous ? Automne", "en": "How are we? Autumn"},
            days_ago=10,
            answers=24,
            lift=1,
            closes=False,
        )

    def _wave(
        self, key: str, title: dict[str, str], *, days_ago: int, answers: int, lift: int, closes: bool = True
    ) -> None:
        eligible = MEMBERS + DAY_ACTIVITIES
        codes: list[str] = []

        @self.story.on(days_ago, 9)
        def opened(now: datetime) -> None:
            wave = impact.open_wave(
                id=identity("wave", key),
                organisation=self.coop,
                title=title,
                instrument="five-questions/1",
                from_on=now.date(),
                until_on=now.date() + timedelta(days=21),
                eligible=eligible,
                why={
                    "nl": "Wij willen weten hoe het met je gaat, zodat wij het werk beter kunnen maken.",
                    "fr": "Nous voulons savoir comment vous allez, pour améliorer le travail.",
                    "en": "We want to know how you are, so that we can make the work better.",
                },
                changed={
                    "nl": "Door jullie antwoorden is er nu elke week een uur om iets nieuws te leren.",
                    "fr": "Grâce à vos réponses, il y a maintenant une heure par semaine pour apprendre.",
                    "en": "Thanks to your answers there is now an hour every week to learn something new.",
                }
                if not closes
                else {},
                by=self.player("noor"),
                now=now,
            )
            # The last slips of a running wave are left for whoever plays the demo.
            codes.extend(
                impact.make_slips(
                    wave=wave,
                    number=78 if closes else 60,
                    secret=f"{identity('slips', key)}",
                    by=self.player("noor"),
                    now=now,
                )
            )

        @self.story.on(days_ago - 5, 13)
        def answered(now: datetime) -> None:
            for number, code in enumerate(codes[: answers + 6]):
                impact.begin_answers(code=code, now=now)
                if number < answers:
                    impact.answer_wave(
                        code=code, answers=self.answers(lift), receipt=new_code(), now=now
                    )

        if closes:

            @self.story.on(days_ago - 22, 10)
            def closed(now: datetime) -> None:
                impact.close_wave(wave=Wave.objects.get(pk=identity("wave", key)), by=self.player("noor"), now=now)

            @self.story.on(days_ago - 23, 10)
            def published(now: datetime) -> None:
                impact.publish_wave(
                    wave=Wave.objects.get(pk=identity("wave", key)), by=self.player("noor"), now=now
                )

    def answers(self, lift: int) -> dict[str, int | str]:
        """What somebody answers: mostly well, sometimes not, and now and then they leave a question out."""
        given: dict[str, int | str] = {}
        for item in shipped()["five-questions/1"].items:
            if self.chance.random() < 0.05:
                given[item.key] = self.chance.choice(["dont_know", "rather_not"])
                continue
            span = item.high - item.low
            value = item.low + round(span * self.chance.betavariate(5 + lift, 2.5))
            given[item.key] = max(item.low, min(item.high, value))
        return given

    # -- what lies on the table today ------------------------------------------------------------------------------

    def _today(self) -> None:
        @self.story.on(14, 16)
        def coffee(now: datetime) -> None:
            assembly.make_proposal(
                id=identity("proposal", "kitchen"),
                organisation=self.coop,
                title="Samen eten op vrijdag",
                plain_text="Elke vrijdag koken we samen in het Atelier. Wie wil, eet mee voor twee euro. "
                "Het geld voor de eerste drie maanden komt uit de pot voor feesten.",
                legal_text="Besteding van € 900 uit de bestemmingsreserve ontmoeting.",
                by=self.chance.choice(self.voters),
                now=now,
            )

        for number, text in enumerate(("Ik kook graag mee.", "Kan het ook zonder vlees?")):
            self._comment("kitchen", number, 13 - number, text)

        @self.story.on(3, 9)
        def open_poll(now: datetime) -> None:
            assembly.put_to_vote(
                id=identity("poll", "kitchen"),
                proposal=Proposal.objects.get(pk=identity("proposal", "kitchen")),
                closes_at=now + timedelta(days=9, hours=11),
                by=self.player("joost"),
                now=now,
            )

        @self.story.on(1, 19)
        def some_voted(now: datetime) -> None:
            self.vote(Poll.objects.get(pk=identity("poll", "kitchen")), (35, 6, 4), now)


def _mail(key: str) -> str:
    """Every third member has a mail address; the others sign in with a card."""
    number = int(key.rpartition("/")[2])
    return f"lid{number}@groenedraad.example" if number % 3 == 0 else ""
