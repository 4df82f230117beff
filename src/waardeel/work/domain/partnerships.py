"""Offering a partnership, agreeing to it, and telling one from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from waardeel.assembly.models import Decision
from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record
from waardeel.work import rules
from waardeel.work.domain.registers import hold_registers
from waardeel.work.errors import (
    AlreadyAgreed,
    EndsBeforeItBegins,
    NoReasonGiven,
    NotTheirDecision,
    NotWaiting,
    OpportunityHasPartnership,
    OpportunityNotOpen,
    PartyTwice,
    TooFewParties,
)
from waardeel.work.models import Commitment, Opportunity, Partnership, Party, Phase


@act("partnership.offered")
def offer_partnership(
    *,
    id: UUID,
    organisation: Organisation,
    title: str,
    purpose: str,
    place: str,
    parties: Sequence[tuple[Organisation, str]],
    from_on: date,
    by: Person,
    now: datetime,
    until_on: date | None = None,
    opportunity: Opportunity | None = None,
    decision: Decision | None = None,
) -> Partnership:
    """An organisation offers a partnership to others; it begins when all of them have agreed.

    ``parties`` are the organisations with their roles (values of `Party.Role`), ``organisation`` among
    them; it agrees by offering. Until it begins it is on the record of the offering organisation alone:
    nobody writes in a register of others what they did not agree to.

    Raises NotAllowed, TooFewParties, PartyTwice, EndsBeforeItBegins, OpportunityNotOpen,
    OpportunityHasPartnership, NotTheirDecision, AlreadyDone.
    """
    require(rules.may_speak_for, by, organisation, organisation.day(now))
    once(Partnership, id)
    members = [party for party, _role in parties]
    if len(parties) < 2 or organisation not in members:
        raise TooFewParties
    for member in members:
        if members.count(member) > 1:
            raise PartyTwice(name=member.name)
    if until_on is not None and until_on < from_on:
        raise EndsBeforeItBegins
    if opportunity is not None:
        opportunity = locked(opportunity)
        _check_can_be_taken(opportunity)
    if decision is not None and not (decision.adopted and decision.organisation in members):
        raise NotTheirDecision(title=decision.title)
    partnership = Partnership(
        id=id,
        title=title.strip(),
        purpose=purpose.strip(),
        place=place.strip(),
        from_on=from_on,
        until_on=until_on,
        opportunity=opportunity,
        decision=decision,
        offered_at=now,
    )
    partnership.clean_fields(exclude=["opportunity", "decision", "told_by"])
    partnership.save(force_insert=True)
    for number, (member, role) in enumerate(parties):
        party = Party(
            partnership=partnership,
            organisation=member,
            role=role,
            place_in_row=number,
            agreed_at=now if member == organisation else None,
        )
        party.clean_fields(exclude=["partnership", "organisation"])
        party.save(force_insert=True)
    record(
        "partnership.offered",
        in_=organisation,
        subject=partnership,
        by=by,
        at=now,
        public={"who": organisation.name, **_told(partnership)},
    )
    return partnership


@act("partnership.agreed")
def agree_to_partnership(
    *, partnership: Partnership, organisation: Organisation, by: Person, now: datetime
) -> Partnership:
    """A party agrees. With the last one the partnership begins, and its opportunity is taken on.

    On the record of every party that has agreed. Raises NotAllowed, NotWaiting, AlreadyAgreed,
    OpportunityNotOpen.
    """
    partnership = locked(partnership)
    require(rules.may_speak_in, by, partnership, organisation, organisation.day(now))
    party = partnership.parties.get(organisation=organisation)
    if party.agreed_at is not None:
        raise AlreadyAgreed(name=organisation.name)
    if partnership.declined_at is not None:
        raise NotWaiting
    party.agreed_at = now
    party.save(update_fields=["agreed_at"])
    parties = list(partnership.parties.select_related("organisation__log"))
    agreed = [one.organisation for one in parties if one.agreed_at is not None]
    opportunity = locked(partnership.opportunity) if partnership.opportunity else None
    hold_registers([*agreed, opportunity.organisation] if opportunity else agreed)
    public = {"who": organisation.name, **_told(partnership)}
    record("partnership.agreed", in_=agreed, subject=partnership, by=by, at=now, public=public)
    if len(agreed) == len(parties):
        partnership.began_at = now
        partnership.save(update_fields=["began_at"])
        record("partnership.began", in_=agreed, subject=partnership, by=by, at=now, public=_told(partnership))
        if opportunity is not None:
            _take(opportunity, partnership, by, now)
    return partnership


@act("partnership.declined")
def decline_partnership(
    *, partnership: Partnership, organisation: Organisation, reason: str, by: Person, now: datetime
) -> Partnership:
    """A party does not agree, or the one that offered takes it back; the reason is for the parties.

    Raises NotAllowed, NotWaiting, NoReasonGiven.
    """
    partnership = locked(partnership)
    require(rules.may_speak_in, by, partnership, organisation, organisation.day(now))
    if partnership.declined_at is not None or partnership.began_at is not None:
        raise NotWaiting
    if not reason.strip():
        raise NoReasonGiven
    partnership.declined_at = now
    partnership.declined_reason = reason.strip()
    partnership.clean_fields(exclude=["opportunity", "decision", "told_by"])
    partnership.save(update_fields=["declined_at", "declined_reason"])
    agreed = [
        party.organisation
        for party in partnership.parties.select_related("organisation__log")
        if party.agreed_at is not None or party.organisation == organisation
    ]
    record(
        "partnership.declined",
        in_=agreed,
        subject=partnership,
        by=by,
        at=now,
        public={"who": organisation.name, "title": partnership.title},
        private={"reason": partnership.declined_reason},
    )
    return partnership


@dataclass(frozen=True)
class ToldParty:
    """A party of a told partnership: its name, what it is, and what it brings."""

    name: str
    what: str
    role: str = Party.Role.PARTNER
    brings: Sequence[str] = ()


@dataclass(frozen=True)
class ToldPhase:
    """Something that happened: when (a year, month or day), what, and at which stage of the whole."""

    when: str
    event: str
    stage: str


@dataclass(frozen=True)
class ToldCommitment:
    """What a party (by its name) set out to do, and what was reached, as far as the sources say."""

    party: str
    what: str
    unit: str
    amount: Decimal | None = None
    reached: Decimal | None = None
    reached_when: str = ""


@dataclass(frozen=True)
class Story:
    """A public, real partnership from elsewhere, in facts that others have published. It names no person."""

    title: str
    purpose: str
    place: str
    from_on: date
    sources: Sequence[str]
    caution: str
    parties: Sequence[ToldParty] = field(default_factory=tuple)
    phases: Sequence[ToldPhase] = field(default_factory=tuple)
    commitments: Sequence[ToldCommitment] = field(default_factory=tuple)


@act("partnership.told")
def tell_partnership(*, id: UUID, organisation: Organisation, story: Story, by: Person, now: datetime) -> Partnership:
    """An organisation tells a partnership from elsewhere, with its sources, for others to learn from.

    Nobody here agreed to anything in it, so nothing can be promised or shown in it. Raises NotAllowed,
    AlreadyDone.
    """
    require(rules.may_speak_for, by, organisation, organisation.day(now))
    once(Partnership, id)
    partnership = Partnership(
        id=id,
        title=story.title,
        purpose=story.purpose,
        place=story.place,
        from_on=story.from_on,
        offered_at=now,
        began_at=now,
        told_by=organisation,
        sources=list(story.sources),
        caution=story.caution,
    )
    partnership.clean_fields(exclude=["opportunity", "decision", "told_by"])
    partnership.save(force_insert=True)
    parties = {
        party.name: Party(
            partnership=partnership,
            name=party.name,
            what=party.what,
            role=party.role,
            brings=list(party.brings),
            place_in_row=number,
        )
        for number, party in enumerate(story.parties)
    }
    Party.objects.bulk_create(parties.values())
    Phase.objects.bulk_create(
        Phase(partnership=partnership, when=phase.when, event=phase.event, stage=phase.stage) for phase in story.phases
    )
    Commitment.objects.bulk_create(
        Commitment(
            partnership=partnership,
            party=parties[one.party],
            what=one.what,
            amount=one.amount,
            unit=one.unit,
            made_at=now,
            reached=one.reached,
            reached_when=one.reached_when,
        )
        for one in story.commitments
    )
    record(
        "partnership.told",
        in_=organisation,
        subject=partnership,
        by=by,
        at=now,
        public={"title": partnership.title, "sources": partnership.sources, "caution": partnership.caution},
    )
    return partnership


def _check_can_be_taken(opportunity: Opportunity) -> None:
    if opportunity.state not in {Opportunity.State.OPEN, Opportunity.State.PROPOSED}:
        raise OpportunityNotOpen(title=opportunity.title, state=opportunity.get_state_display())
    if opportunity.partnerships.filter(declined_at=None).exists():
        raise OpportunityHasPartnership(title=opportunity.title)


def _take(opportunity: Opportunity, partnership: Partnership, by: Person, now: datetime) -> None:
    if opportunity.state not in {Opportunity.State.OPEN, Opportunity.State.PROPOSED}:
        raise OpportunityNotOpen(title=opportunity.title, state=opportunity.get_state_display())
    opportunity.state = Opportunity.State.TAKEN
    opportunity.save(update_fields=["state"])
    record(
        "opportunity.taken",
        in_=opportunity.organisation,
        subject=opportunity,
        by=by,
        at=now,
        public={"title": opportunity.title, "partnership": partnership.register_id},
    )


def _told(partnership: Partnership) -> dict[str, object]:
    """What the register says of a partnership, the same in every register."""
    return {
        "title": partnership.title,
        "purpose": partnership.purpose,
        "place": partnership.place,
        "from_on": partnership.from_on,
        "until_on": partnership.until_on,
        "parties": [
            {"name": party.organisation.name, "role": party.role}
            for party in partnership.parties.select_related("organisation")
        ],
        "opportunity": partnership.opportunity.register_id if partnership.opportunity else None,
        "decision": partnership.decision.register_id if partnership.decision else None,
    }
