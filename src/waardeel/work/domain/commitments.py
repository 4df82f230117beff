"""Promises, and what shows that they were kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record
from waardeel.work import rules
from waardeel.work.entries import in_languages
from waardeel.work.errors import (
    AlreadyCorrected,
    AlreadyDecided,
    CommitmentWithdrawn,
    DeliveredInFuture,
    DueBeforePartnership,
    DueOutsidePartnership,
    HasEvidence,
    NoAmount,
    NoReasonGiven,
    NotInForce,
    OfAnotherCommitment,
)
from waardeel.work.files import CleanFile, kept
from waardeel.work.models import Commitment, Evidence, Partnership, Unit
from waardeel.work.reckoning import reckon

CENT = Decimal("0.01")


@act("commitment.made")
def make_commitment(
    *,
    id: UUID,
    partnership: Partnership,
    organisation: Organisation,
    what: str,
    amount: Decimal,
    unit: str,
    due_on: date,
    proof: str,
    by: Person,
    now: datetime,
) -> Commitment:
    """A party promises something: how much, by when, and what will show it. Nobody promises for another.

    A promise is not altered afterwards. On the record of every party. Raises NotAllowed, NotInForce,
    NoAmount, DueBeforePartnership, DueOutsidePartnership, AlreadyDone.
    """
    require(rules.may_speak_in, by, partnership, organisation, organisation.day(now))
    once(Commitment, id)
    partnership = locked(partnership)
    party = partnership.parties.get(organisation=organisation)
    if not partnership.in_force:
        raise NotInForce
    if amount <= 0:
        raise NoAmount
    if due_on < partnership.from_on and partnership.until_on is None:
        raise DueBeforePartnership(first=partnership.from_on)
    if partnership.until_on is not None and not partnership.from_on <= due_on <= partnership.until_on:
        raise DueOutsidePartnership(first=partnership.from_on, last=partnership.until_on)
    commitment = Commitment(
        id=id,
        partnership=partnership,
        party=party,
        what=what.strip(),
        amount=amount.quantize(CENT),
        unit=unit,
        due_on=due_on,
        proof=proof.strip(),
        made_at=now,
    )
    commitment.clean_fields(exclude=["partnership", "party"])
    commitment.save(force_insert=True)
    record(
        "commitment.made",
        in_=_registers(partnership),
        subject=commitment,
        by=by,
        at=now,
        public={
            **_told(commitment),
            "amount": commitment.amount,
            "due_on": commitment.due_on,
            "proof": commitment.proof,
        },
    )
    return commitment


@act("commitment.withdrawn")
def withdraw_commitment(*, commitment: Commitment, reason: str, by: Person, now: datetime) -> Commitment:
    """The party that promised takes a promise back, as long as nothing was shown for it. It stays to be read.

    Raises NotAllowed, NoReasonGiven, HasEvidence, CommitmentWithdrawn.
    """
    commitment = locked(commitment)
    organisation = commitment.party.organisation
    require(rules.may_speak_for, by, organisation, organisation.day(now))
    if commitment.withdrawn_at is not None:
        raise CommitmentWithdrawn
    if commitment.evidence.exists():
        raise HasEvidence
    if not reason.strip():
        raise NoReasonGiven
    commitment.withdrawn_at = now
    commitment.withdrawn_reason = reason.strip()
    commitment.clean_fields(exclude=["partnership", "party"])
    commitment.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(
        "commitment.withdrawn",
        in_=_registers(commitment.partnership),
        subject=commitment,
        by=by,
        at=now,
        public={**_told(commitment), "amount": commitment.amount},
        private={"reason": commitment.withdrawn_reason},
    )
    return commitment


@act("evidence.submitted")
def submit_evidence(
    *,
    id: UUID,
    commitment: Commitment,
    amount: Decimal,
    delivered_on: date,
    text: str,
    by: Person,
    now: datetime,
    file: CleanFile | None = None,
    corrects: Evidence | None = None,
) -> Evidence:
    """The party that promised shows what it delivered, or corrects what it showed before.

    Nothing is altered: a correction is a new row with the right ``amount`` (0 takes the old one away), and
    it counts in place of the old one. Amount, day and the SHA-256 of the file are public; the words and the
    file are for the parties.

    Raises NotAllowed, NotInForce, CommitmentWithdrawn, NoAmount, DeliveredInFuture, OfAnotherCommitment,
    AlreadyCorrected, AlreadyDone.
    """
    commitment = locked(commitment)
    if not commitment.partnership.in_force:
        raise NotInForce
    organisation = commitment.party.organisation
    today = organisation.day(now)
    require(rules.may_speak_for, by, organisation, today)
    once(Evidence, id)
    if commitment.withdrawn_at is not None:
        raise CommitmentWithdrawn
    if amount < 0 or (amount == 0 and corrects is None):
        raise NoAmount
    if delivered_on > today:
        raise DeliveredInFuture
    if corrects is not None:
        if corrects.commitment_id != commitment.pk:
            raise OfAnotherCommitment
        if Evidence.objects.filter(corrects=corrects).exists():
            raise AlreadyCorrected
    evidence = Evidence(
        id=id,
        commitment=commitment,
        series=corrects.series if corrects else id,
        version=corrects.version + 1 if corrects else 1,
        corrects=corrects,
        amount=amount.quantize(CENT),
        delivered_on=delivered_on,
        text=text.strip(),
        file_hash=file.hash if file else "",
        submitted_by=by,
        submitted_at=now,
    )
    evidence.clean_fields(exclude=["commitment", "corrects", "submitted_by", "decided_by", "decided_for", "file"])
    with kept(file, "evidence") as name:
        evidence.file = name
        evidence.save(force_insert=True)
        _reckon_anew(commitment)
        record(
            "evidence.submitted",
            in_=_registers(commitment.partnership),
            subject=evidence,
            by=by,
            at=now,
            public={
                **_told_evidence(evidence, organisation),
                "delivered_on": evidence.delivered_on,
                "corrects": corrects.register_id if corrects else None,
            },
            private={"text": evidence.text},
        )
    return evidence


@act("evidence.accepted")
def accept_evidence(*, evidence: Evidence, organisation: Organisation, by: Person, now: datetime) -> Evidence:
    """Another party looked at what was shown and accepts it: from now on it is proven.

    Raises NotAllowed (also for who sent it in), AlreadyDecided.
    """
    evidence = _to_judge(evidence, organisation, by, now)
    evidence.state = Evidence.State.ACCEPTED
    _save_decision(evidence)
    record(
        "evidence.accepted",
        in_=_registers(evidence.commitment.partnership),
        subject=evidence,
        by=by,
        at=now,
        public=_told_evidence(evidence, organisation),
    )
    return evidence


@act("evidence.returned")
def return_evidence(
    *, evidence: Evidence, organisation: Organisation, reason: str, by: Person, now: datetime
) -> Evidence:
    """Another party sends back what was shown, with a reason; the party that promised can correct it.

    Raises NotAllowed (also for who sent it in), NoReasonGiven, AlreadyDecided.
    """
    evidence = _to_judge(evidence, organisation, by, now)
    if not reason.strip():
        raise NoReasonGiven
    evidence.state = Evidence.State.RETURNED
    evidence.returned_reason = reason.strip()
    _save_decision(evidence)
    record(
        "evidence.returned",
        in_=_registers(evidence.commitment.partnership),
        subject=evidence,
        by=by,
        at=now,
        public=_told_evidence(evidence, organisation),
        private={"reason": evidence.returned_reason},
    )
    return evidence


def _to_judge(evidence: Evidence, organisation: Organisation, by: Person, now: datetime) -> Evidence:
    """The evidence, held together with its promise, when this person may judge it and nobody has yet."""
    locked(evidence.commitment)
    evidence = locked(evidence)
    require(rules.may_judge, by, organisation, evidence, organisation.day(now))
    if evidence.state != Evidence.State.WAITING:
        raise AlreadyDecided(state=evidence.get_state_display())
    evidence.decided_by = by
    evidence.decided_at = now
    evidence.decided_for = evidence.commitment.partnership.parties.get(organisation=organisation)
    return evidence


def _save_decision(evidence: Evidence) -> None:
    evidence.clean_fields(
        exclude=["commitment", "corrects", "submitted_by", "decided_by", "decided_for", "file", "file_hash"]
    )
    evidence.save(update_fields=["state", "decided_by", "decided_at", "decided_for", "returned_reason"])
    _reckon_anew(evidence.commitment)


def _reckon_anew(commitment: Commitment) -> None:
    """Write the sums of a promise from all that was shown for it. The promise is held by the act."""
    sums = reckon(commitment.evidence.all())
    commitment.delivered, commitment.proven = sums.delivered, sums.proven
    commitment.save(update_fields=["delivered", "proven"])


def _registers(partnership: Partnership) -> list[Organisation]:
    """Every party keeps the record of what is promised and shown."""
    return [party.organisation for party in partnership.parties.select_related("organisation__log")]


def _told(commitment: Commitment) -> dict[str, object]:
    return {
        "who": commitment.party.organisation.name,
        "what": commitment.what,
        "unit": commitment.unit,
        "unit_in_words": in_languages(Unit(commitment.unit).label),
        "partnership": commitment.partnership.register_id,
    }


def _told_evidence(evidence: Evidence, who: Organisation) -> dict[str, object]:
    return {
        **_told(evidence.commitment),
        "who": who.name,
        "amount": evidence.amount,
        "file_hash": evidence.file_hash,
        "commitment": evidence.commitment.register_id,
    }
