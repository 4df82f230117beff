"""Bundling reports into work for somebody, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from waardeel.assembly.domain import make_proposal
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import Draft, record, record_many
from waardeel.work import rules
from waardeel.work.domain.registers import hold_registers
from waardeel.work.domain.sightings import close_with_reason, told, told_reason
from waardeel.work.errors import (
    AlreadyBundled,
    LastSighting,
    NoHours,
    NotACity,
    NothingToBundle,
    NotInIt,
    NotProposed,
    OfAnotherCity,
    OpportunityNotOpen,
    SightingIsClosed,
)
from waardeel.work.models import Opportunity, Sighting

#: More hours a week than this are no opportunity but a typing error (a thousand people at 36 hours).
MOST_HOURS = Decimal(36_000)

State = Opportunity.State


@act("opportunity.opened")
def bundle_sightings(
    *,
    id: UUID,
    organisation: Organisation,
    sightings: Sequence[Sighting],
    title: str,
    task: str,
    hours_per_week: Decimal,
    place: str,
    by: Person,
    now: datetime,
) -> Opportunity:
    """Bundle reports into an opportunity: work of so many hours a week. All of its words are public.

    Raises NotAllowed, NotACity, NothingToBundle, NoHours, AlreadyDone, and for a report that cannot be
    bundled AlreadyBundled, SightingIsClosed or OfAnotherCity; then none of them is.
    """
    if not rules.is_city(organisation):
        raise NotACity(name=organisation.name)
    require(rules.may_plan, by, organisation, organisation.day(now))
    once(Opportunity, id)
    if not 0 < hours_per_week <= MOST_HOURS:
        raise NoHours(most=MOST_HOURS)
    opportunity = Opportunity(
        id=id,
        organisation=organisation,
        title=title.strip(),
        task=task.strip(),
        hours_per_week=hours_per_week.quantize(Decimal("0.01")),
        place=place.strip(),
        opened_at=now,
    )
    opportunity.clean_fields(exclude=["organisation", "proposer", "proposal", "closed_reason"])
    held = _held(sightings)
    _check_free(held, organisation)
    opportunity.save(force_insert=True)
    _put_in(held, opportunity)
    record(
        "opportunity.opened",
        in_=organisation,
        subject=opportunity,
        by=by,
        at=now,
        public={
            "title": opportunity.title,
            "task": opportunity.task,
            "hours_per_week": opportunity.hours_per_week,
            "place": opportunity.place,
            "sightings": [sighting.register_id for sighting in held],
        },
    )
    return opportunity


@act("opportunity.sightings_added")
def add_sightings(*, opportunity: Opportunity, sightings: Sequence[Sighting], by: Person, now: datetime) -> Opportunity:
    """Put more reports into an open opportunity.

    Raises NotAllowed, OpportunityNotOpen, and what `bundle_sightings` raises for reports.
    """
    opportunity = _open(opportunity, by, now)
    held = _held(sightings)
    _check_free(held, opportunity.organisation)
    _put_in(held, opportunity)
    _record_change("opportunity.sightings_added", opportunity, held, by, now)
    return opportunity


@act("opportunity.sightings_removed")
def remove_sightings(
    *, opportunity: Opportunity, sightings: Sequence[Sighting], by: Person, now: datetime
) -> Opportunity:
    """Take reports out of an open opportunity again; they can be bundled anew.

    Raises NotAllowed, OpportunityNotOpen, NothingToBundle, NotInIt, LastSighting.
    """
    opportunity = _open(opportunity, by, now)
    held = _held(sightings)
    for sighting in held:
        if sighting.opportunity_id != opportunity.pk:
            raise NotInIt(sighting=sighting)
    if opportunity.sightings.count() == len(held):
        raise LastSighting
    Sighting.objects.filter(pk__in=[sighting.pk for sighting in held]).update(opportunity=None)
    _record_change("opportunity.sightings_removed", opportunity, held, by, now)
    return opportunity


@act("opportunity.proposed")
def propose_opportunity(
    *,
    id: UUID,
    opportunity: Opportunity,
    organisation: Organisation,
    title: str,
    plain_text: str,
    legal_text: str,
    by: Person,
    now: datetime,
) -> Opportunity:
    """A member puts an open opportunity before the members of their organisation, as a proposal (``id``).

    On the record of the city and of the organisation. Raises NotAllowed, OpportunityNotOpen, AlreadyDone,
    and what `assembly.domain.make_proposal` raises.
    """
    opportunity = locked(opportunity)
    require(rules.may_propose, by, organisation, organisation.day(now))
    if opportunity.proposal_id == id:
        raise AlreadyDone(opportunity)
    _check_open(opportunity)
    hold_registers([opportunity.organisation, organisation])
    opportunity.proposal = make_proposal(
        id=id,
        organisation=organisation,
        title=title,
        plain_text=plain_text,
        legal_text=legal_text,
        by=by,
        now=now,
    )
    opportunity.proposer = organisation
    opportunity.state = State.PROPOSED
    opportunity.save(update_fields=["proposal", "proposer", "state"])
    record(
        "opportunity.proposed",
        in_=_both(opportunity.organisation, organisation),
        subject=opportunity,
        by=by,
        at=now,
        public={
            "title": opportunity.title,
            "proposer": organisation.name,
            "proposal": opportunity.proposal.register_id,
        },
    )
    return opportunity


@act("opportunity.released")
def release_opportunity(*, opportunity: Opportunity, by: Person, now: datetime) -> Opportunity:
    """The members said no, or the proposal was withdrawn: the opportunity is open for others again.

    By who speaks for the proposing organisation, or plans for the city. Raises NotAllowed, NotProposed.
    """
    opportunity = locked(opportunity)
    proposer = opportunity.proposer
    if opportunity.state != State.PROPOSED or proposer is None:
        raise NotProposed(title=opportunity.title)
    if not rules.may_plan(by, opportunity.organisation, opportunity.organisation.day(now)):
        require(rules.may_speak_for, by, proposer, proposer.day(now))
    opportunity.state = State.OPEN
    opportunity.proposer = opportunity.proposal = None
    opportunity.save(update_fields=["state", "proposer", "proposal"])
    record(
        "opportunity.released",
        in_=_both(opportunity.organisation, proposer),
        subject=opportunity,
        by=by,
        at=now,
        public={"title": opportunity.title, "proposer": proposer.name},
    )
    return opportunity


@act("opportunity.closed")
def close_opportunity(
    *, opportunity: Opportunity, reason: str, by: Person, now: datetime, explanation: str = ""
) -> Opportunity:
    """Close an opportunity with a reason, and with it the reports in it, for the same reason.

    What should stay open is taken out before (`remove_sightings`). Who reported sees the reason. Raises
    NotAllowed, OpportunityNotOpen, ReasonMissing, ExplanationMissing.
    """
    opportunity = locked(opportunity)
    city = opportunity.organisation
    require(rules.may_plan, by, city, city.day(now))
    if opportunity.state not in {State.OPEN, State.PROPOSED}:
        raise OpportunityNotOpen(title=opportunity.title, state=opportunity.get_state_display())
    close_with_reason(opportunity, reason=reason, explanation=explanation, now=now)
    opportunity.state = State.CLOSED
    opportunity.save(update_fields=["state", "closed_at", "closed_reason", "closed_explanation"])
    held = list(opportunity.sightings.select_for_update().order_by("pk"))
    for sighting in held:
        close_with_reason(sighting, reason=reason, explanation=explanation, now=now)
    Sighting.objects.bulk_update(held, ["closed_at", "closed_reason", "closed_explanation"])
    why = told_reason(reason)
    private = {"explanation": opportunity.closed_explanation} if opportunity.closed_explanation else {}
    record_many(
        [
            Draft("sighting.closed", city, now, subject=sighting, by=by, public={**told(sighting), **why})
            for sighting in held
        ]
    )
    record(
        "opportunity.closed",
        in_=city,
        subject=opportunity,
        by=by,
        at=now,
        public={"title": opportunity.title, **why},
        private=private,
    )
    return opportunity


def _held(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The same reports, read anew in one order and held until the act is done. Raises NothingToBundle."""
    keys = {sighting.pk for sighting in sightings}
    if not keys:
        raise NothingToBundle
    return list(Sighting.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _check_free(sightings: Iterable[Sighting], city: Organisation) -> None:
    for sighting in sightings:
        if sighting.organisation_id != city.pk:
            raise OfAnotherCity(sighting=sighting)
        if sighting.opportunity is not None:
            raise AlreadyBundled(sighting=sighting, opportunity=sighting.opportunity)
        if sighting.closed_at is not None:
            raise SightingIsClosed(sighting=sighting)


def _put_in(sightings: Iterable[Sighting], opportunity: Opportunity) -> None:
    Sighting.objects.filter(pk__in=[sighting.pk for sighting in sightings]).update(opportunity=opportunity)


def _open(opportunity: Opportunity, by: Person, now: datetime) -> Opportunity:
    """The opportunity, held, when this person may change it and it is open."""
    opportunity = locked(opportunity)
    require(rules.may_plan, by, opportunity.organisation, opportunity.organisation.day(now))
    _check_open(opportunity)
    return opportunity


def _check_open(opportunity: Opportunity) -> None:
    if opportunity.state != State.OPEN:
        raise OpportunityNotOpen(title=opportunity.title, state=opportunity.get_state_display())


def _record_change(
    kind: str, opportunity: Opportunity, sightings: Sequence[Sighting], by: Person, now: datetime
) -> None:
    record(
        kind,
        in_=opportunity.organisation,
        subject=opportunity,
        by=by,
        at=now,
        public={
            "title": opportunity.title,
            "number": len(sightings),
            "sightings": [sighting.register_id for sighting in sightings],
        },
    )


def _both(city: Organisation, other: Organisation) -> list[Organisation]:
    """Both registers; one when a city puts its own work before its own members."""
    return [city] if city.pk == other.pk else [city, other]
