"""A house with one of everything in every state, and everybody who may come to a door of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from tests.assembly.conftest import Assembly
from tests.ballots.sealed import opened, prepared
from tests.conftest import World, build_world, client_of
from tests.impact.conftest import USUAL, Impact
from tests.work.conftest import Work
from waardeel.assembly import domain as decide
from waardeel.ballots.models import Poll
from waardeel.ballots.views.sealed import audit_token, role_token, room_token
from waardeel.people import domain as people
from waardeel.people import queries as persons
from waardeel.people.models import Account, Membership, Organisation, Person, Role
from waardeel.people.signin import domain as signin
from waardeel.people.signin.secrets import new_secret
from waardeel.web.demo.cast import CAST
from waardeel.work import domain as work
from waardeel.work.files import CleanFile

#: Who stands at the door, in the order of the columns of the table.
WHO = (
    "nobody", "charlie", "frans", "bob", "wanda", "iris", "suze", "alice", "sam", "bea", "olga",
)  # fmt: skip
COOP = "green-thread"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
#: What only looking may never do.
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
#: Kept by the frame about a visit itself, and no act of anybody.
VISITS = ("django_session",)


class Visitor(Client):
    """A browser that keeps nothing of how a page was made, since thousands of pages are asked for."""

    def request(self, **request: Any) -> HttpResponse:
        return self.handler(self._base_environ(**request))


@dataclass
class Answer:
    """What somebody was answered: a status, where a redirect leads, and what was written on the way."""

    response: HttpResponse
    writes: list[str]

    @property
    def cell(self) -> str:
        """As the table says it: ``in`` for "sign in first", ``ok`` for any other redirect, else the status."""
        if self.response.status_code != 302:
            return str(self.response.status_code)
        doors = tuple(f"{reverse(name)}?next=" for name in ("signin", "account_login"))
        return "in" if self.response["Location"].startswith(doors) else "ok"


@dataclass
class House:
    """The world of the tests and what it lacks: a worker, a lead, a suspended member, officers, a foreign city.

    ``things`` names every thing that a page can be about, with what its address needs.
    """

    world: World
    persons: dict[str, Person] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    strict: ClientHandler = field(default_factory=ClientHandler)

    # -- asking ----------------------------------------------------------------------------------------------------

    def ask(self, who: str, method: str, url: str, data: dict[str, Any] | None = None) -> Answer:
        """One request of one person; afterwards the house is as it was before."""
        cache.clear()
        client = self.visitor(who)
        for value in (data or {}).values():
            if hasattr(value, "seek"):
                value.seek(0)
        with undone(), writing() as writes:
            response = getattr(client, method.lower())(url, data)
            if response.streaming:
                b"".join(response.streaming_content)  # a file is closed once it is read
        return Answer(response, writes)

    def visitor(self, who: str, *, from_elsewhere: bool = False) -> Client:
        """A browser in which this person is signed in already; ``from_elsewhere``: without the token of our forms."""
        client = Visitor(headers={"accept-language": "en"})
        client.handler = self.strict if from_elsewhere else self.handler  # their middleware is loaded once
        if self.sessions[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def url(self, page: str, about: str, **other: Any) -> str:
        return reverse(page, kwargs=self.things[about] | other)

    # -- building --------------------------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        known = people.add_person(id=uuid4(), name=name.title(), email=f"{name}@example.org", language="en")
        self.persons[name] = known
        return known

    def sign_in(self, name: str) -> None:
        self.sessions[name] = client_of(self.persons[name]).cookies[settings.SESSION_COOKIE_NAME].value

    def found(self, slug: str, secretary: Person, **facts: Any) -> Organisation:
        facts = {"kind": "cooperative", "legal_form": "cooperatie", "does": ["employer"], **facts}
        organisation = people.found_organisation(
            id=uuid4(),
            slug=slug,
            name=slug.title(),
            secretary=secretary,
            now=self.world.now - timedelta(days=400),
            **facts,
        )
        self.things[slug] = {"slug": slug}
        return organisation

    def role(self, organisation: Organisation, name: str, *roles: Role) -> None:
        whole = persons.whole_of(organisation)
        person = self.persons[name]
        by = persons.secretaries_of(organisation, organisation.day(self.world.now))[0]
        for role in roles:
            people.give_role(id=uuid4(), circle=whole, person=person, role=role, by=by, now=self.world.now)


def the_world(now: datetime) -> World:
    """The world of all tests, made if a test before this one emptied the tables."""
    if not Organisation.objects.filter(slug=COOP).exists():
        build_world(now)
    coop, city = (Organisation.objects.select_related("log").get(slug=slug) for slug in (COOP, "city"))
    persons = (Person.objects.select_related("account").get(name=name) for name in ("Alice", "Bob", "Charlie", "Olga"))
    return World(now, coop, city, *persons, client=client_of)


def build() -> House:
    """All of it, by the domain functions."""
    world = the_world(datetime.now(UTC))
    house = House(world)
    house.persons |= {"alice": world.alice, "bob": world.bob, "charlie": world.charlie, "olga": world.olga}
    house.things |= {"coop": {"slug": COOP}, "city": {"slug": "city"}}
    for name in ("wanda", "iris", "suze", "sam", "bea", "frans", "anton", "ed", "nina", "erik"):
        house.person(name)
    _officers(house)
    _members(house)
    _decisions(house)
    _work(house)
    _waves(house)
    _signing_in(house)
    house.sessions["nobody"] = ""
    for who in (*WHO[1:], "anton", "ed"):
        house.sign_in(who)
    return house


def _officers(house: House) -> None:
    """Iris measures, Sam walks the street, Bea buys; Frans is everything in another organisation, a city too."""
    world = house.world
    house.role(world.coop, "iris", Role.IMPACT_LEAD)
    house.role(world.city, "sam", Role.STREET_WORKER)
    house.role(world.city, "bea", Role.BUYER)
    frans = house.persons["frans"]
    delta = house.found("delta", frans, does=["city", "employer", "buyer"])
    house.role(delta, "frans", Role.STREET_WORKER, Role.BUYER, Role.CONTRACT_MANAGER, Role.IMPACT_LEAD, Role.BOARD)
    people.admit_member(id=uuid4(), organisation=delta, person=frans, by=frans, now=world.now)
    nina = house.persons["nina"]
    bond = house.found("bond", nina, kind="network")
    link = people.join_whole(id=uuid4(), part=world.coop, whole=bond, by=nina, now=world.now)
    house.things["link"] = {"slug": COOP, "id": link.pk}


def _members(house: House) -> None:
    """Members in every state, a worker who is no member, a circle, an invitation and a list half imported."""
    world, things = house.world, house.things
    coop, alice, now = world.coop, world.alice, world.now

    def admitted(name: str) -> Membership:
        membership = people.admit_member(
            id=uuid4(), organisation=coop, person=house.persons[name], by=alice, now=now - timedelta(days=390)
        )
        things[f"member {name}"] = {"slug": COOP, "id": membership.pk}
        return membership

    bob = Membership.objects.get(organisation=coop, person=world.bob)
    things["member bob"] = {"slug": COOP, "id": bob.pk}
    people.suspend_member(membership=admitted("suze"), by=alice, now=now)
    people.end_membership(membership=admitted("ed"), reason="left", by=alice, now=now - timedelta(days=60))
    admitted("erik")
    # He signed in once, and his browser still holds the session.
    house.sign_in("erik")
    erik = house.persons["erik"]
    people.erase_person(person=erik, by=erik, now=now)
    anton = house.persons["anton"]
    applied = people.apply_for_membership(id=uuid4(), organisation=coop, by=anton, now=now)
    things["application"] = {"slug": COOP, "id": applied.pk}
    wanda = house.persons["wanda"]
    engaged = people.begin_engagement(id=uuid4(), organisation=coop, person=wanda, kind="worker", by=alice, now=now)
    things["engagement"] = {"slug": COOP, "id": engaged.pk}
    circle = people.form_circle(id=uuid4(), organisation=coop, name="Green", mandate="The beds.", by=alice, now=now)
    holding = people.give_role(id=uuid4(), circle=circle, person=world.bob, role=Role.PARTICIPANT, by=alice, now=now)
    things["circle"] = {"slug": COOP, "id": circle.pk}
    things["circle, wanda"] = {"slug": COOP, "id": circle.pk, "person": wanda.pk}
    things["role"] = {"slug": COOP, "id": holding.pk}
    letters: list[str] = []

    def letter(secret: str) -> str:
        letters.append(secret)
        return secret

    for name in ("charlie", "guest"):
        invited = people.invite(
            id=uuid4(), organisation=coop, name="", email=f"{name}@example.org", link=letter, by=alice, now=now
        )
        things[f"invitation {name}"] = {"slug": COOP, "id": invited.pk}
    things["my invitation"] = {"id": things["invitation charlie"]["id"]}
    things["letter"] = {"secret": letters[-1]}
    people.apply_by_mail(id=uuid4(), organisation=coop, name="Ada", email="ada@example.org", language="en", link=letter)
    things["asked by mail"] = {"slug": COOP, "words": letters[-1]}
    draft = people.start_import(
        id=uuid4(), organisation=coop, by=alice, now=now, file_name="members.csv", content=b"name\nVera\n"
    )
    things["draft"] = {"slug": COOP, "id": draft.pk}


def _decisions(house: House) -> None:
    """Proposals that are open, withdrawn, voted on and decided; polls that are open, over and closed."""
    world, things = house.world, house.things
    assembly = Assembly(world)
    proposals = {
        name: assembly.propose(title=f"Proposal {name}") for name in ("open", "gone", "voting", "over", "done")
    }
    said = assembly.say(proposals["open"])
    assembly.adopt()
    assembly.put(proposals["voting"], closes_at=world.now + timedelta(days=2))
    assembly.put(proposals["over"])
    decision = assembly.decide(proposals["done"])
    decide.withdraw_proposal(proposal=proposals["gone"], by=world.bob, now=world.now)
    for name, proposal in proposals.items():
        things[f"proposal {name}"] = {"slug": COOP, "pk": proposal.pk}
        poll = Poll.objects.filter(proposal=proposal).first()
        if poll is not None:
            things[f"poll {name}"] = {"slug": COOP, "pk": poll.pk}
    for name, made in (("prepared", prepared(world)), ("open", opened(world))):
        things[f"sealed {name}"] = {"slug": COOP, "pk": made.poll.pk}
        auditor = made.poll.sealed.auditors.get()
        things[f"audit {name}"] = {**things[f"sealed {name}"], "number": 1, "token": audit_token(auditor)}
        things[f"room {name}"] = {**things[f"sealed {name}"], "token": room_token(made.poll.sealed)}
        if name == "prepared":
            for role, number in (("authority", 0), ("trustee", 1)):
                token = role_token(made.poll.sealed, number)
                things[role] = {**things["sealed prepared"], "number": number, "token": token}
            things["trustee of nothing"] = {**things["trustee"], "number": 2}
            things["audit of nothing"] = {**things["trustee"], "number": 1}
            things["room of nothing"] = {**things["trustee"], "token": things["trustee"]["token"]}
            things["room of nothing"].pop("number")
    things["comment"] = {"slug": COOP, "pk": proposals["open"].pk, "comment_pk": said.pk}
    things["decision"] = {"slug": COOP, "pk": decision.pk}
    things["demo poll"] = {"id": things["poll voting"]["pk"]}


def _work(house: House) -> None:
    """Sightings, opportunities and partnerships on every step of their way."""
    world, things = house.world, house.things
    does = Work(world)
    free, bundled, closed = (
        does.sighting(place=f"Square {number}", photo=does.photo() if number == 0 else None) for number in range(3)
    )
    work.close_sighting(sighting=closed, reason="done", by=world.olga, now=world.now)
    for name, sighting in (("free", free), ("bundled", bundled), ("closed", closed)):
        things[f"sighting {name}"] = {"slug": "city", "id": sighting.pk}
    opportunities = {"open": does.opportunity(bundled)} | {
        name: does.opportunity(title=name) for name in ("proposed", "taken", "closed")
    }
    work.propose_opportunity(
        id=uuid4(), opportunity=opportunities["proposed"], organisation=world.coop, title="Shall we?",
        plain_text="The city asks.", legal_text="", by=world.bob, now=world.now,
    )  # fmt: skip
    work.close_opportunity(opportunity=opportunities["closed"], reason="done", by=world.olga, now=world.now)
    begun = does.partnership(opportunities["taken"])
    declined = does.offered(title="Not now")
    work.decline_partnership(
        partnership=declined, organisation=world.coop, reason="No time.", by=world.alice, now=world.now
    )
    for name, opportunity in opportunities.items():
        things[f"opportunity {name}"] = {"slug": "city", "id": opportunity.pk}
    for name, partnership in (("begun", begun), ("offered", does.offered(title="Later")), ("declined", declined)):
        for name_of, slug in (("city", "city"), ("coop", COOP)):
            things[f"partnership {name}, {name_of}"] = {"slug": slug, "id": partnership.pk}
    commitment = does.commitment(begun)
    pdf = CleanFile(data=PDF, suffix="pdf")
    evidence = {
        "waiting": does.evidence(commitment, file=pdf),
        "accepted": does.evidence(commitment, file=does.photo()),
    }
    does.accepted(evidence["accepted"])
    things["commitment"] = {"slug": COOP, "id": commitment.pk}
    things["commitment untouched"] = {"slug": COOP, "id": does.commitment(begun, what="Benches").pk}
    things["opportunity to propose"] = {"slug": COOP, "id": opportunities["open"].pk}
    for name, row in evidence.items():
        for name_of, slug in (("city", "city"), ("coop", COOP)):
            things[f"evidence {name}, {name_of}"] = {"slug": slug, "id": row.pk}


def _waves(house: House) -> None:
    """A questionnaire that runs, one that is closed and one that is published; a slip fresh and one used."""
    world, things = house.world, house.things
    iris = house.persons["iris"]
    impact = Impact(world, iris)
    waves = {"running": impact.open(), "closed": impact.closed([USUAL]), "published": impact.published([USUAL] * 6)}
    for name, wave in waves.items():
        things[f"wave {name}"] = {"slug": COOP, "id": wave.pk}
    fresh, used = impact.slips(waves["running"], 2)
    impact.answer(waves["running"], USUAL, used)
    for name, code in (("fresh", fresh), ("used", used), ("wrong", "2222-2222-2222")):
        things[f"slip {name}"] = {"code": code}
    things["slip fresh, 1"] = {"code": fresh, "number": 1}


def _signing_in(house: House) -> None:
    """A card that opens, and one that was taken back; of the demo's cast one who is here."""
    world, things = house.world, house.things

    # A card is for who has no other way in.
    Account.objects.filter(person=world.bob).update(email=None)

    def issued(name: str) -> None:
        secret = new_secret()
        card = signin.issue_card(
            id=uuid4(), organisation=world.coop, person=world.bob, secret=secret, by=world.alice, now=world.now
        )
        things[f"card {name}"] = {"secret": secret}
        things[f"bob's card {name}"] = {"slug": COOP, "id": world.bob.pk, "card": card.pk}
        things[f"my card {name}"] = {"id": card.pk}
        if name == "lost":
            signin.revoke_card(card=card, by=world.bob, now=world.now)

    issued("good")
    issued("lost")
    things["for bob"] = {"slug": COOP, "id": world.bob.pk}
    samira = CAST[1]
    people.add_person(id=samira.id, name=samira.name)
    things["cast"] = {"id": samira.id}
    things["-"] = {}
    things["help"] = {"slug": "start"}
    things["entry"] = {"slug": COOP, "n": 0}
    things["passkey"] = {"pk": 1}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written in here is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writing() -> Iterator[list[str]]:
    """What was written in here: the SQL of it, but for what the frame notes of the visit."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not any(name in sql for name in VISITS):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
