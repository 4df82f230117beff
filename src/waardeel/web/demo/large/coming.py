"""How organisations come to the large city, with their people."""

from __future__ import annotations

from datetime import datetime, timedelta

from waardeel.people import domain as people
from waardeel.people import queries as persons
from waardeel.people.models import Person, Role
from waardeel.people.sheets.writing import csv_of
from waardeel.web.demo.cast import identity
from waardeel.web.demo.large.plan import Body, Size
from waardeel.web.demo.large.town import Town
from waardeel.web.demo.names import names

#: One administration office is secretary of every so many organisations.
OFFICE_EVERY = 7
HEADER = ("Lidnummer", "Naam", "E-mail", "Klasse", "Lid sinds")


def tell(town: Town, bodies: list[Body], size: Size) -> None:
    """The organisations come one by one; where members decide, the members' list comes in the day after."""
    largest, union = bodies[:2]
    for number, body in enumerate(bodies):
        _founding(town, number, body)
        if body.employs:
            _workers(town, number, body)
        if body.decides:
            _members(town, number, body, size)
            if body is not largest:
                _neighbours(town, number, body, largest)
                _union(town, number, body, union)


def _founding(town: Town, number: int, body: Body) -> None:
    @town.story.on(body.days_ago, 9, number % 60)
    def founded(now: datetime) -> None:
        town.secretaries[body] = _secretary(town, number, body)
        town.organisations[body] = people.found_organisation(
            id=identity("organisation", body.slug),
            slug=body.slug,
            name=body.name,
            kind=body.trade.kind,
            legal_form=body.trade.legal_form,
            place="Waardstad",
            about=body.trade.about,
            does=body.trade.does,
            secretary=town.secretaries[body],
            now=now,
        )


def _secretary(town: Town, number: int, body: Body) -> Person:
    key = "office" if number % OFFICE_EVERY == 4 else body.slug
    id, (name,) = identity("secretary", key), names(town.chance, 1)
    known = Person.objects.filter(pk=id).first()
    return known or people.add_person(id=id, name=name, email=f"secretaris@{key}.example")


def _workers(town: Town, number: int, body: Body) -> None:
    @town.story.on(body.days_ago, 11, number % 60)
    def begin(now: datetime) -> None:
        for place, name in enumerate(names(town.chance, body.people or 0)):
            people.begin_engagement(
                id=identity("engagement", body.slug, place),
                organisation=town.organisations[body],
                person=people.add_person(id=identity("worker", body.slug, place), name=name),
                kind="worker",
                by=town.secretaries[body],
                now=now,
            )
        people.join_whole(
            id=identity("part", body.slug),
            part=town.organisations[body],
            whole=town.network,
            by=town.secretary_of(town.network, now),
            now=now,
        )


def _members(town: Town, number: int, body: Body, size: Size) -> None:
    @town.story.on(body.days_ago - 1, 10, number % 60)
    def come(now: datetime) -> None:
        organisation, secretary = town.organisations[body], town.secretaries[body]
        missing = size.persons - Person.objects.count()
        draft = people.start_import(
            id=identity("import", body.slug),
            organisation=organisation,
            by=secretary,
            now=now,
            file_name="leden.csv",
            content=_list_of(town, body, missing if body.people is None else body.people, now),
        )
        people.confirm_import(draft=draft, by=secretary, now=now)
        found = persons.members_on(organisation, now.date()).select_related("person").order_by("number")
        town.members[body] = [membership.person for membership in found if membership.person is not None]
        board = people.form_circle(
            id=identity("circle", body.slug),
            organisation=organisation,
            name="Bestuur",
            mandate="Voert uit wat de leden besluiten.",
            by=secretary,
            now=now,
        )
        for place, member in enumerate(town.members[body][:3]):
            people.give_role(
                id=identity("board", body.slug, place),
                circle=board,
                person=member,
                role=Role.BOARD,
                by=secretary,
                now=now,
            )


def _list_of(town: Town, body: Body, number: int, now: datetime) -> bytes:
    """A members' list as a secretary kept it until now: every third member has a mail address."""
    return csv_of(
        HEADER,
        (
            (
                f"{place:05}",
                name,
                f"lid{place}@{body.slug}.example" if place % 3 == 0 else "",
                "lid",
                f"{now - timedelta(days=town.chance.randint(1, 3000)):%d-%m-%Y}",
            )
            for place, name in enumerate(names(town.chance, number), start=1)
        ),
    )


def _neighbours(town: Town, number: int, body: Body, largest: Body) -> None:
    """Two members of the largest cooperative join here too."""

    @town.story.on(body.days_ago - 2, 12, number % 60)
    def join(now: datetime) -> None:
        for place, member in enumerate(town.chance.sample(town.members[largest], 2)):
            people.admit_member(
                id=identity("neighbour", body.slug, place),
                organisation=town.organisations[body],
                person=member,
                by=town.secretaries[body],
                now=now,
            )


def _union(town: Town, number: int, body: Body, union: Body) -> None:
    """Every second organisation becomes a member of the union."""
    if number % 2:
        return

    @town.story.on(body.days_ago - 3, 15, number % 60)
    def join(now: datetime) -> None:
        people.admit_organisation(
            id=identity("union", body.slug),
            organisation=town.organisations[union],
            member=town.organisations[body],
            by=town.secretaries[union],
            now=now,
        )
