"""How the city, its firms, the cooperative and the neighbours began."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from waardeel.assembly import domain as assembly
from waardeel.assembly.models import DecisionKind
from waardeel.law.verdict import DecisionRules, Majority, Quorum
from waardeel.people import domain as people
from waardeel.people import queries as persons
from waardeel.people.models import Organisation, Role
from waardeel.web.demo.cast import identity, player
from waardeel.web.demo.names import names
from waardeel.web.demo.small.town import DAY_ACTIVITIES, MEMBERS, Town
from waardeel.web.demo.texts import CITY, COOP, FIRMS, HOF, MEENT, NETWORK, Body

ORDINARY = DecisionRules(
    quorum=Quorum(base="members", share=Fraction(1, 3)),
    majority=Majority(base="cast", share=Fraction(1, 2), strict=True),
)
STATUTES = DecisionRules(
    quorum=Quorum(base="members", share=Fraction(1, 2)),
    majority=Majority(base="cast", share=Fraction(2, 3), strict=False),
)


class Beginnings(Town):
    """How the city, its firms, the cooperative and the neighbours began."""

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


def _mail(key: str) -> str:
    """Every third member has a mail address; the others sign in with a card."""
    number = int(key.rpartition("/")[2])
    return f"lid{number}@groenedraad.example" if number % 3 == 0 else ""
