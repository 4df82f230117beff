"""Reads on work that more than one page needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waardeel.house.asks import Ask
from waardeel.people import queries as people
from waardeel.people.models import Organisation, OrganisationRole, Person, Role, RoleHolding
from waardeel.work.categories import slugs_named
from waardeel.work.models import Commitment, Evidence, Opportunity, Partnership, Party, Sighting
from waardeel.work.reckoning import Total, totals

#: A promise is asked about this many days before its day.
REMIND_DAYS = 14


# ---- sightings ----


def cities_open_to(person: Person, on: date) -> QuerySet[Organisation]:
    """Cities whose sightings this person may see whole: their own, and those they are partners of."""
    mine = list(people.organisations_of(person, on).values_list("pk", flat=True))
    shared = Party.objects.filter(
        organisation__in=mine, partnership__began_at__isnull=False, partnership__told_by=None
    ).values("partnership")
    return Organisation.objects.filter(
        Q(pk__in=mine) | Q(pk__in=Party.objects.filter(partnership__in=shared).values("organisation")),
        roles__role=OrganisationRole.Role.CITY,
    )


def sightings_of(city: Organisation) -> QuerySet[Sighting]:
    """The sightings of a city, the newest first, each with what became of it."""
    return _with_fate(Sighting.objects.filter(organisation=city))


def sightings_by(person: Person) -> QuerySet[Sighting]:
    """What this person reported, the newest first, each with what became of it."""
    return (
        _with_fate(Sighting.objects.filter(reporter=person))
        .select_related("opportunity__organisation", "opportunity__proposer", "organisation")
        .prefetch_related("opportunity__partnerships__parties__organisation")
    )


def _with_fate(sightings: QuerySet[Sighting]) -> QuerySet[Sighting]:
    return sightings.select_related("opportunity").order_by("-reported_at", "pk")


def free(sightings: QuerySet[Sighting]) -> QuerySet[Sighting]:
    """Those that may still be bundled."""
    return sightings.filter(closed_at=None, opportunity=None)


def search_sightings(sightings: QuerySet[Sighting], text: str) -> QuerySet[Sighting]:
    """Those whose place, neighbourhood or kind (in the reader's language) holds every word."""
    for word in text.split():
        sightings = sightings.filter(
            Q(place__icontains=word) | Q(neighbourhood__icontains=word) | Q(category__in=slugs_named(word))
        )
    return sightings


# ---- opportunities ----


def opportunities_of(city: Organisation) -> QuerySet[Opportunity]:
    """The opportunities of a city, what is open first, then the newest."""
    return _listed(Opportunity.objects.filter(organisation=city))


def opportunities_near(organisation: Organisation) -> QuerySet[Opportunity]:
    """Open opportunities that this organisation could take on, those in its own place first."""
    open_ones = Opportunity.objects.filter(state=Opportunity.State.OPEN).exclude(organisation=organisation)
    near = Q(organisation__place__iexact=organisation.place) | Q(organisation__name__iexact=organisation.place)
    return (
        open_ones.annotate(
            far=Case(When(near, then=Value(0)), default=Value(1), output_field=IntegerField())
            if organisation.place
            else Value(1, output_field=IntegerField()),
            number=Count("sightings"),
        )
        .select_related("organisation")
        .order_by("far", "-opened_at", "pk")
    )


def opportunities_taken_by(organisation: Organisation) -> QuerySet[Opportunity]:
    """Opportunities that this organisation decides on or has taken on, the newest first."""
    return (
        Opportunity.objects.filter(
            Q(proposer=organisation)
            | Q(pk__in=_in_force(organisation).filter(opportunity__isnull=False).values("opportunity"))
        )
        .exclude(state=Opportunity.State.CLOSED)
        .annotate(number=Count("sightings"))
        .select_related("organisation")
        .order_by("-opened_at", "pk")
    )


def search_opportunities(opportunities: QuerySet[Opportunity], text: str) -> QuerySet[Opportunity]:
    """Those whose title, task or place holds every word."""
    for word in text.split():
        opportunities = opportunities.filter(
            Q(title__icontains=word) | Q(task__icontains=word) | Q(place__icontains=word)
        )
    return opportunities


def _listed(opportunities: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    rank = Case(
        When(state=Opportunity.State.OPEN, then=Value(0)),
        When(state=Opportunity.State.PROPOSED, then=Value(1)),
        When(state=Opportunity.State.TAKEN, then=Value(2)),
        default=Value(3),
    )
    return (
        opportunities.annotate(rank=rank, number=Count("sightings"))
        .select_related("organisation")
        .order_by("rank", "-opened_at", "pk")
    )


# ---- partnerships ----


def _in_force(organisation: Organisation) -> QuerySet[Partnership]:
    return Partnership.objects.filter(parties__organisation=organisation, began_at__isnull=False)


def partnerships_of(organisation: Organisation, person: Person | None, on: date) -> QuerySet[Partnership]:
    """Partnerships of an organisation, and those it tells of: the newest first.

    Those still on offer, or declined, only for people of the organisation.
    """
    mine = Q(parties__organisation=organisation) | Q(told_by=organisation)
    found = Partnership.objects.filter(mine)
    if not people.belongs(person, organisation, on):
        found = found.filter(began_at__isnull=False)
    return (
        found.distinct()
        .select_related("told_by")
        .prefetch_related(Prefetch("parties", Party.objects.select_related("organisation")))
        .order_by("-offered_at", "pk")
    )


def search_partnerships(partnerships: QuerySet[Partnership], text: str) -> QuerySet[Partnership]:
    """Those whose title, purpose, place or party holds every word."""
    for word in text.split():
        partnerships = partnerships.filter(
            Q(title__icontains=word)
            | Q(purpose__icontains=word)
            | Q(place__icontains=word)
            | Q(parties__in=Party.objects.filter(Q(organisation__name__icontains=word) | Q(name__icontains=word)))
        )
    return partnerships


@dataclass(frozen=True)
class Kept:
    """A commitment as a page shows it on a day. ``share``: how much is proven, in hundredths, at most 100."""

    commitment: Commitment
    standing: Commitment.Standing
    days_late: int
    share: int
    evidence: list[Evidence]

    @property
    def corrected(self) -> set[UUID]:
        """Rows of evidence that a later row corrects."""
        return {row.corrects_id for row in self.evidence if row.corrects_id}

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return {"late": "danger", "partly": "warning", "done": "success"}.get(self.standing, "neutral")


def promises_of(partnership: Partnership, on: date) -> list[Kept]:
    """Its promises: what is late on top, the latest of all first; then by their day; what is kept below."""
    commitments = partnership.commitments.select_related("party__organisation").prefetch_related(
        Prefetch(
            "evidence",
            Evidence.objects.select_related("decided_for__organisation", "corrects").order_by(
                "submitted_at", "version"
            ),
        )
    )
    promises = []
    for commitment in commitments:
        evidence = list(commitment.evidence.all())
        share = int(min(Decimal(100), 100 * commitment.proven / commitment.amount)) if commitment.amount else 0
        promises.append(Kept(commitment, commitment.standing(on), commitment.days_late(on), share, evidence))
    rank = {"late": 0, "partly": 1, "open": 1, "done": 2, "withdrawn": 3}
    promises.sort(
        key=lambda one: (
            rank[one.standing],
            one.commitment.due_on or date.max,
            one.commitment.what,
            one.commitment.pk,
        )
    )
    return promises


def totals_of(partnership: Partnership) -> list[Total]:
    """Promised, delivered and proven, per unit, of what was not taken back."""
    return totals(partnership.commitments.filter(withdrawn_at=None).order_by("made_at", "pk"))


def unkept(on: date) -> Q:
    """Commitments in force that are not kept and whose day has come or gone."""
    return Q(
        withdrawn_at=None,
        partnership__began_at__isnull=False,
        partnership__told_by=None,
        due_on__lte=on,
        proven__lt=F("amount"),
    )


# ---- what the front page and the home of an organisation tell ----


@dataclass(frozen=True)
class Doings:
    """What is going on with work. ``hours_per_week`` are those of open and of taken opportunities."""

    sightings: int
    opportunities_open: int
    hours_open: Decimal
    opportunities_taken: int
    hours_taken: Decimal
    partnerships: int
    late: int


def doings(now: datetime, organisation: Organisation | None = None) -> Doings:
    """Work in figures: of the whole house, or of one organisation (as city, or as party)."""
    sightings = Sighting.objects.filter(closed_at=None)
    opportunities = Opportunity.objects.all()
    partnerships = Partnership.objects.filter(began_at__isnull=False, told_by=None)
    today = organisation.day(now) if organisation else now.date()
    late = Commitment.objects.filter(unkept(today - timedelta(days=1)))
    if organisation is not None:
        sightings = sightings.filter(organisation=organisation)
        opportunities = opportunities.filter(
            Q(organisation=organisation)
            | Q(pk__in=_in_force(organisation).filter(opportunity__isnull=False).values("opportunity"))
        )
        partnerships = partnerships.filter(parties__organisation=organisation)
        late = late.filter(party__organisation=organisation)
    by_state: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    rows = opportunities.order_by().values_list("state").annotate(number=Count("pk"), hours=Sum("hours_per_week"))
    for state, number, hours in rows:
        by_state[state] = (number, hours)
    return Doings(
        sightings=sightings.count(),
        opportunities_open=by_state["open"][0],
        hours_open=by_state["open"][1],
        opportunities_taken=by_state["taken"][0],
        hours_taken=by_state["taken"][1],
        partnerships=partnerships.count(),
        late=late.count(),
    )


def recent_opportunities(organisation: Organisation | None = None, limit: int = 5) -> list[Opportunity]:
    """The newest opportunities that are not closed, of the whole house or of one city."""
    opportunities = Opportunity.objects.exclude(state=Opportunity.State.CLOSED)
    if organisation is not None:
        opportunities = opportunities.filter(organisation=organisation)
    return list(
        opportunities.annotate(number=Count("sightings"))
        .select_related("organisation")
        .order_by("-opened_at", "pk")[:limit]
    )


def recent_partnerships(organisation: Organisation | None = None, limit: int = 5) -> list[Partnership]:
    """The newest partnerships that began, of the whole house or of one organisation; told ones too."""
    partnerships = Partnership.objects.filter(began_at__isnull=False)
    if organisation is not None:
        partnerships = partnerships.filter(Q(parties__organisation=organisation) | Q(told_by=organisation)).distinct()
    return list(
        partnerships.select_related("told_by")
        .prefetch_related(Prefetch("parties", Party.objects.select_related("organisation")))
        .order_by("-began_at", "pk")[:limit]
    )


# ---- what is asked of people ----


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """What work asks of this person: bundle reports, answer offers, look at evidence, keep promises."""
    planning: dict[Organisation, None] = {}
    speaking: dict[Organisation, None] = {}
    holdings = RoleHolding.objects.filter(
        people.current(now.date()), person=person, circle__parent=None, role__in=(
            Role.BUYER, Role.CONTRACT_MANAGER, Role.SECRETARY,
        ),
    ).select_related("circle__organisation")  # fmt: skip
    for holding in holdings:
        organisation = holding.circle.organisation
        planning[organisation] = None
        if holding.role != Role.BUYER:
            speaking[organisation] = None
    return [
        *_to_bundle(planning),
        *_to_answer(speaking),
        *_to_look_at(person, speaking),
        *_to_keep(speaking, now),
    ]


def _to_bundle(organisations: dict[Organisation, None]) -> list[Ask]:
    cities = (
        Organisation.objects.filter(pk__in=[one.pk for one in organisations], roles__role=OrganisationRole.Role.CITY)
        .annotate(waiting=Count("sightings", filter=Q(sightings__closed_at=None, sightings__opportunity=None)))
        .filter(waiting__gt=0)
        .order_by("name")
    )
    return [
        Ask(
            title=ngettext("Bundle %(number)s report", "Bundle %(number)s reports", city.waiting)
            % {"number": city.waiting},
            about=city.name,
            url=reverse("sightings", args=[city.slug]) + "?state=free",
            icon="flag",
        )
        for city in cities
    ]


def _to_answer(organisations: dict[Organisation, None]) -> list[Ask]:
    waiting = (
        Party.objects.filter(
            organisation__in=list(organisations),
            agreed_at=None,
            partnership__declined_at=None,
            partnership__told_by=None,
        )
        .select_related("partnership", "organisation")
        .order_by("partnership__offered_at")
    )
    return [
        Ask(
            title=_("Answer the offer of a partnership"),
            about=f"{party.organisation.name}: {party.partnership.title}",
            url=reverse("partnership", args=[party.organisation.slug, party.partnership_id]),
            icon="promise",
        )
        for party in waiting
    ]


def _to_look_at(person: Person, organisations: dict[Organisation, None]) -> list[Ask]:
    rows = (
        Evidence.objects.filter(
            state=Evidence.State.WAITING,
            commitment__partnership__parties__organisation__in=list(organisations),
        )
        .exclude(submitted_by=person)
        .annotate(judge=F("commitment__partnership__parties__organisation"))
        .exclude(judge=F("commitment__party__organisation"))
        .select_related("commitment__party__organisation")
        .order_by("submitted_at")
    )
    by_key = {one.pk: one for one in organisations}
    return [
        Ask(
            title=_("Look at what was done"),
            about=f"{row.commitment.party.organisation.name}: {row.commitment.what}",
            url=reverse("judge_evidence", args=[by_key[row.judge].slug, row.pk]),
            icon="search",
        )
        for row in rows
        if row.judge in by_key
    ]


def _to_keep(organisations: dict[Organisation, None], now: datetime) -> list[Ask]:
    commitments = (
        Commitment.objects.filter(
            unkept(now.date() + timedelta(days=REMIND_DAYS)),
            party__organisation__in=list(organisations),
            # What was shown and waits for the other side asks nothing more of this one.
            delivered__lt=F("amount"),
        )
        .select_related("party__organisation", "partnership")
        .order_by("due_on", "pk")
    )
    asks = []
    for commitment in commitments:
        organisation = commitment.party.organisation
        late = commitment.days_late(organisation.day(now)) > 0
        asks.append(
            Ask(
                title=_("This promise is late: show what was done") if late else _("Show what was done for a promise"),
                about=f"{organisation.name}: {commitment.what}",
                url=reverse("submit_evidence", args=[organisation.slug, commitment.pk]),
                due=datetime.combine(commitment.due_on, time(23, 59), organisation.zone),
                icon="warning" if late else "promise",
            )
        )
    return asks
