"""The rest of what happens in a city: people come and go, change their mind, mend a mistake, ask to be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from waardeel.assembly import domain as assembly
from waardeel.assembly.models import Comment, Proposal
from waardeel.impact import domain as impact
from waardeel.impact.codes import new_code
from waardeel.people import domain as people
from waardeel.people.models import Circle, Invitation, Membership, Person, Role
from waardeel.people.signin import domain as signin
from waardeel.people.signin.secrets import new_secret
from waardeel.web.demo.cast import identity
from waardeel.web.demo.texts import COOP, HOF, MEENT, NETWORK
from waardeel.work import domain as work
from waardeel.work.models import Opportunity, Partnership, Sighting

if TYPE_CHECKING:
    from waardeel.web.demo.small import SmallCity

#: A members' list as a secretary keeps it in a spreadsheet; the second one mends a class.
FIRST_LIST = (
    "naam;e-mail;lidnummer;klasse;lid sinds\nMarijke Baars;;H101;buur;2025-03-01\nTom Kaya;;H102;buur;2025-03-01\n"
)
SECOND_LIST = FIRST_LIST.replace("H102;buur", "H102;erelid")


class Life:
    """Tells what happens beside the great decisions."""

    def __init__(self, city: SmallCity) -> None:
        self.city = city
        self.story = city.story

    def tell(self) -> None:
        """All of it."""
        self._members()
        self._joining()
        self._lists()
        self._circles()
        self._organisations()
        self._needs_and_cards()
        self._second_thoughts()
        self._work()

    def _membership(self, key: str) -> Membership:
        return Membership.objects.get(pk=identity("membership", key))

    @staticmethod
    def _who(membership: Membership) -> Person:
        """The person of a membership; those of the story are all of people."""
        return Person.objects.get(memberships=membership)

    # -- members -----------------------------------------------------------------------------------------------

    def _members(self) -> None:
        city = self.city

        @self.story.on(520, 10)
        def enrolled(now: datetime) -> None:
            for key, name in (("leaver", "Dirk Postma"), ("mover", "Vera Nasser"), ("forgotten", "Kees Doorn")):
                people.enrol_member(
                    id=identity("membership", key),
                    organisation=city.bodies[HOF.slug],
                    name=name,
                    member_class="buur",
                    by=city.persons[HOF.slug],
                    now=now,
                )

        @self.story.on(470, 10)
        def changed(now: datetime) -> None:
            people.change_membership(
                membership=self._membership("mover"),
                member_class="erelid",
                number="H007",
                by=city.persons[HOF.slug],
                now=now,
            )

        @self.story.on(430, 10)
        def suspended(now: datetime) -> None:
            people.suspend_member(membership=self._membership("leaver"), by=city.persons[HOF.slug], now=now)

        @self.story.on(415, 10)
        def restored(now: datetime) -> None:
            people.lift_suspension(membership=self._membership("leaver"), by=city.persons[HOF.slug], now=now)

        @self.story.on(300, 10)
        def left(now: datetime) -> None:
            leaver = self._membership("leaver")
            people.leave(membership=leaver, by=self._who(leaver), now=now)

        @self.story.on(200, 10)
        def ended(now: datetime) -> None:
            people.end_membership(
                membership=self._membership("mover"), reason="notice", by=city.persons[HOF.slug], now=now
            )

        @self.story.on(110, 10)
        def forgotten(now: datetime) -> None:
            forgotten = self._who(self._membership("forgotten"))
            people.erase_person(
                person=forgotten, by=city.persons[HOF.slug], organisation=city.bodies[HOF.slug], now=now
            )

    def _joining(self) -> None:
        city = self.city
        links: dict[str, str] = {}

        def keep(key: str) -> Callable[[str], str]:
            def link(words: str) -> str:
                links[key] = words
                return f"http://localhost/{words}"

            return link

        @self.story.on(360, 10)
        def invited(now: datetime) -> None:
            for key, name in (("guest", "Sunita Gopal"), ("nobody", "Frank Uitham")):
                people.invite(
                    id=identity("invitation", key),
                    organisation=city.bodies[MEENT.slug],
                    name=name,
                    email=f"{key}@waardstad.example",
                    link=keep(key),
                    by=city.persons[MEENT.slug],
                    now=now,
                )

        @self.story.on(355, 10)
        def accepted(now: datetime) -> None:
            invitation = Invitation.objects.get(pk=identity("invitation", "guest"))
            people.accept_invitation(
                id=identity("membership", "guest"), invitation=invitation, secret=links["guest"], now=now
            )

        @self.story.on(350, 10)
        def withdrawn(now: datetime) -> None:
            invitation = Invitation.objects.get(pk=identity("invitation", "nobody"))
            people.withdraw_invitation(invitation=invitation, by=city.persons[MEENT.slug], now=now)
            people.forget_old_invitations(now=now)

        @self.story.on(26, 20)
        def asked(now: datetime) -> None:
            people.apply_by_mail(
                id=identity("membership", "asker"),
                organisation=city.coop,
                name="Imane Chaoui",
                email="imane@waardstad.example",
                language="nl",
                link=keep("asker"),
            )
            people.confirm_application(organisation=city.coop, words=links["asker"], now=now)
            for number in range(4):
                worker = city.persons[f"atelier/{number}"]
                people.apply_for_membership(
                    id=identity("membership", "worker", number), organisation=city.coop, by=worker, now=now
                )

        @self.story.on(24, 9)
        def answered(now: datetime) -> None:
            joost = city.player("joost")
            first, second, third = (self._membership(f"worker/{number}") for number in range(3))
            people.admit_application(membership=first, by=joost, now=now)
            people.refuse_application(membership=second, by=joost, now=now)
            people.withdraw_application(membership=third, by=self._who(third), now=now)

    def _lists(self) -> None:
        city = self.city

        @self.story.on(260, 11)
        def imported(now: datetime) -> None:
            hof, secretary = city.bodies[HOF.slug], city.persons[HOF.slug]
            for number, text in enumerate((FIRST_LIST, SECOND_LIST)):
                draft = people.start_import(
                    id=identity("import", number),
                    organisation=hof,
                    by=secretary,
                    now=now,
                    file_name="leden.csv",
                    content=text.encode(),
                )
                people.refresh_import(draft=draft, by=secretary, now=now)
                people.confirm_import(draft=draft, by=secretary, now=now)
            mistake = people.start_import(
                id=identity("import", "mistake"),
                organisation=hof,
                by=secretary,
                now=now,
                file_name="oud.csv",
                content=FIRST_LIST.encode(),
            )
            people.discard_import(draft=mistake, by=secretary, now=now)
            people.forget_old_imports(now=now)

    # -- circles, organisations -----------------------------------------------------------------------------------

    def _circles(self) -> None:
        city = self.city

        @self.story.on(450, 10)
        def feast(now: datetime) -> None:
            circle = people.form_circle(
                id=identity("circle", "feast"),
                organisation=city.coop,
                name="Feestcommissie",
                mandate="Maakt het feest van vijf jaar.",
                by=city.player("joost"),
                now=now,
            )
            people.give_role(
                id=identity("role", "feast"),
                circle=circle,
                person=city.player("samira"),
                role=Role.CHAIR,
                by=city.player("joost"),
                now=now,
            )

        @self.story.on(420, 10)
        def over(now: datetime) -> None:
            circle = Circle.objects.get(pk=identity("circle", "feast"))
            holding = circle.holdings.get(pk=identity("role", "feast"))
            people.take_role(holding=holding, by=city.player("joost"), now=now)
            people.dissolve_circle(circle=circle, by=city.player("joost"), now=now)

        @self.story.on(380, 10)
        def student(now: datetime) -> None:
            people.take_on(
                id=identity("engagement", "student"),
                organisation=city.coop,
                name="Ravi Hoekman",
                kind="learner",
                by=city.player("joost"),
                now=now,
            )

        @self.story.on(230, 10)
        def learned(now: datetime) -> None:
            engagement = city.coop.engagements.get(pk=identity("engagement", "student"))
            people.end_engagement(engagement=engagement, by=city.player("joost"), now=now)

    def _organisations(self) -> None:
        city = self.city

        @self.story.on(540, 10)
        def members_of_the_network(now: datetime) -> None:
            network = city.bodies[NETWORK.slug]
            for slug in ("de-spaak", COOP.slug):
                people.admit_organisation(
                    id=identity("membership", "network", slug),
                    organisation=network,
                    member=city.bodies[slug],
                    by=city.persons[NETWORK.slug],
                    now=now,
                )

        @self.story.on(530, 10)
        def described(now: datetime) -> None:
            people.describe_organisation(
                organisation=city.bodies["kookpunt"], name="Kookpunt Waardstad", by=city.persons["kookpunt"], now=now
            )

        @self.story.on(140, 10)
        def went_its_own_way(now: datetime) -> None:
            link = city.bodies["linnenkamer"].wholes.get(until_on=None)
            people.leave_whole(link=link, by=city.persons["linnenkamer"], now=now)

    def _needs_and_cards(self) -> None:
        city = self.city

        @self.story.on(90, 10)
        def needs(now: datetime) -> None:
            samira = city.player("samira")
            people.set_support_needs(person=samira, by=samira, large_print=True, reading_aloud=True)
            other = city.persons["atelier/5"]
            people.set_support_needs(person=other, by=other, more_time=True)
            people.clear_support_needs(person=other, by=other)
            people.describe_person(person=other, by=other, now=now, language="fr")

        @self.story.on(89, 10)
        def cards(now: datetime) -> None:
            for number in range(3):
                signin.issue_card(
                    id=identity("card", number),
                    organisation=city.coop,
                    person=city.persons[f"atelier/{number + 5}"],
                    secret=new_secret(),
                    by=city.player("joost"),
                    now=now,
                )

        @self.story.on(70, 10)
        def lost(now: datetime) -> None:
            person = city.persons["atelier/5"]
            signin.revoke_card(card=person.cards.get(pk=identity("card", 0)), by=person, now=now)

    # -- second thoughts ------------------------------------------------------------------------------------------

    def _second_thoughts(self) -> None:
        city = self.city

        @self.story.on(410, 12)
        def written(now: datetime) -> None:
            proposal = assembly.make_proposal(
                id=identity("proposal", "dog"),
                organisation=city.coop,
                title="Een hond voor het Atelier",
                plain_text="Een hond maakt het Atelier gezellig.",
                legal_text="",
                by=city.player("samira"),
                now=now,
            )
            assembly.comment(
                id=identity("comment", "dog", 0),
                proposal=proposal,
                text="Ik ben allergisch!",
                by=city.player("noor"),
                now=now,
            )

        @self.story.on(408, 12)
        def rewritten(now: datetime) -> None:
            comment = Comment.objects.get(pk=identity("comment", "dog", 0))
            assembly.withdraw_comment(comment=comment, by=city.player("noor"), now=now)
            proposal = assembly.change_proposal(
                proposal=Proposal.objects.get(pk=identity("proposal", "dog")),
                version=1,
                title="Een hond op dinsdag in het Atelier",
                plain_text="Een hond maakt het Atelier gezellig. Alleen op dinsdag: wie niet wil, komt een andere dag.",
                legal_text="",
                by=city.player("samira"),
                now=now,
            )
            assembly.withdraw_proposal(proposal=proposal, by=city.player("samira"), now=now)

        @self.story.on(20, 12)
        def reviewed(now: datetime) -> None:
            decision = Proposal.objects.get(pk=identity("proposal", "cargo-bikes")).decision
            assembly.review_decision(
                decision=decision,
                review_on=self.story.today + timedelta(days=400),
                carried_out=True,
                by=city.player("joost"),
                now=now,
            )

        @self.story.on(4, 12)
        def changed_my_mind(now: datetime) -> None:
            wave = city.coop.waves.get(pk=identity("wave", "autumn"))
            (code,) = impact.make_slips(
                wave=wave, number=1, secret=f"{identity('slips', 'second')}", by=city.player("noor"), now=now
            )
            receipt = new_code()
            impact.answer_wave(code=code, answers=city.answers(0), receipt=receipt, now=now)
            impact.withdraw_answers(receipt=receipt, now=now)

    def _work(self) -> None:
        city = self.city

        def sighting(number: int) -> Sighting:
            return Sighting.objects.get(pk=identity("sighting", number))

        @self.story.on(170, 12)
        def tunnel(now: datetime) -> None:
            work.bundle_sightings(
                id=identity("opportunity", "tunnel"),
                organisation=city.city,
                sightings=[sighting(4)],
                title="Tunnel onder het spoor schoonhouden",
                task="Graffiti en plakwerk weghalen.",
                hours_per_week=Decimal(6),
                place="Tunnel onder het spoor",
                by=city.player("wim"),
                now=now,
            )

        @self.story.on(146, 12)
        def more_and_less(now: datetime) -> None:
            opportunity = self._opportunity("tunnel")
            work.add_sightings(opportunity=opportunity, sightings=[sighting(5)], by=city.player("wim"), now=now)
            work.remove_sightings(opportunity=opportunity, sightings=[sighting(5)], by=city.player("wim"), now=now)
            work.remove_photo(sighting=sighting(4), by=city.player("olga"), now=now)

        @self.story.on(144, 12)
        def proposed(now: datetime) -> None:
            work.propose_opportunity(
                id=identity("proposal", "tunnel"),
                opportunity=self._opportunity("tunnel"),
                organisation=city.coop,
                title="De tunnel schoonhouden",
                plain_text="De gemeente zoekt iemand die de tunnel schoonhoudt, zes uur per week.",
                legal_text="",
                by=city.player("samira"),
                now=now,
            )

        @self.story.on(141, 12)
        def not_after_all(now: datetime) -> None:
            proposal = Proposal.objects.get(pk=identity("proposal", "tunnel"))
            assembly.withdraw_proposal(proposal=proposal, by=city.player("samira"), now=now)
            opportunity = self._opportunity("tunnel")
            work.release_opportunity(opportunity=opportunity, by=city.player("joost"), now=now)

        @self.story.on(130, 12)
        def closed(now: datetime) -> None:
            work.close_opportunity(
                opportunity=self._opportunity("tunnel"),
                reason="no_money",
                explanation="Het spoor betaalt niet mee. Volgend jaar vragen wij het opnieuw.",
                by=city.player("wim"),
                now=now,
            )

        @self.story.on(100, 12)
        def declined(now: datetime) -> None:
            partnership = work.offer_partnership(
                id=identity("partnership", "laundry"),
                organisation=city.city,
                title="Handdoeken voor het zwembad",
                purpose="De Linnenkamer wast de handdoeken van het zwembad.",
                place="Zwembad",
                parties=[(city.city, "lead"), (city.bodies["linnenkamer"], "partner")],
                from_on=now.date(),
                by=city.player("wim"),
                now=now,
            )
            work.decline_partnership(
                partnership=partnership,
                organisation=city.bodies["linnenkamer"],
                reason="Onze machines zijn vol tot de zomer.",
                by=city.persons["linnenkamer"],
                now=now,
            )

        @self.story.on(66, 12)
        def too_little(now: datetime) -> None:
            park = Partnership.objects.get(pk=identity("partnership", "park"))
            mowing = park.commitments.get(pk=identity("commitment", "mowing"))
            evidence = work.submit_evidence(
                id=identity("evidence", "returned"),
                commitment=mowing,
                amount=Decimal(5),
                delivered_on=now.date(),
                text="Vijf keer gemaaid.",
                by=city.player("joost"),
                now=now,
            )
            work.return_evidence(
                evidence=evidence,
                organisation=city.city,
                reason="Op de foto staat een ander veld. Stuur een nieuwe foto.",
                by=city.player("wim"),
                now=now,
            )
            tools = work.make_commitment(
                id=identity("commitment", "tools"),
                partnership=park,
                organisation=city.city,
                what="Een schuur voor de maaiers",
                amount=Decimal(1),
                unit="pieces",
                due_on=self.story.today + timedelta(days=30),
                proof="Foto van de schuur",
                by=city.player("wim"),
                now=now,
            )
            work.withdraw_commitment(
                commitment=tools,
                reason="De maaiers staan nu bij De Groene Draad.",
                by=city.player("wim"),
                now=now,
            )

    def _opportunity(self, key: str) -> Opportunity:
        return Opportunity.objects.get(pk=identity("opportunity", key))
