"""What opening, preparing and closing polls share, whatever their secrecy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from waardeel.ballots.domain.purposes import purpose_of
from waardeel.ballots.errors import (
    ClosesTooLate,
    ClosesTooSoon,
    MembersAreOrganisations,
    NobodyMayVote,
    NotReady,
    TooLate,
)
from waardeel.ballots.models import ArchiveRecord, Poll, Sealed, Voter
from waardeel.ballots.words import moment
from waardeel.belenios import archive
from waardeel.law.verdict import DecisionRules, Electorate, verdict
from waardeel.methods.voting import yes_no
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import Draft, record_many

LONGEST_DAYS = 366


def check_closing(organisation: Organisation, closes_at: datetime, now: datetime, shortest_days: int) -> None:
    """Raises ClosesTooSoon when a poll would be open for less than ``shortest_days``, ClosesTooLate after a year."""
    earliest, latest = now + timedelta(days=shortest_days), now + timedelta(days=LONGEST_DAYS)
    if closes_at < earliest or closes_at <= now:
        raise ClosesTooSoon(days=shortest_days, moment=moment(earliest, organisation))
    if closes_at > latest:
        raise ClosesTooLate(moment=moment(latest, organisation))


def check_open(poll: Poll, now: datetime) -> None:
    """Raises NotReady before a verifiable secret poll is open, TooLate after."""
    if poll.state == Poll.State.PREPARED:
        raise NotReady
    if poll.state != Poll.State.OPEN or now >= poll.closes_at:
        raise TooLate(moment=moment(poll.closes_at, poll.organisation))


def make_poll(
    *,
    id: UUID,
    organisation: Organisation,
    purpose: str,
    question: Mapping[str, str],
    decision_rules: DecisionRules,
    closes_at: datetime,
    now: datetime,
    **state: Any,
) -> Poll:
    """A poll among the members of today, each with one vote. Raises MembersAreOrganisations, NobodyMayVote."""
    day = organisation.day(now)
    electorate = _electorate(organisation, day)
    poll = Poll.objects.create(
        id=id,
        organisation=organisation,
        purpose=purpose,
        question=dict(question),
        method=yes_no.NAME,
        rules=decision_rules.to_json(),
        record_on=day,
        opens_at=now,
        closes_at=closes_at,
        voter_count=len(electorate),
        weight=str(len(electorate)),
        **state,
    )
    Voter.objects.bulk_create(
        [Voter(poll=poll, person_id=person, member_class=member_class) for person, member_class in electorate],
        batch_size=500,
    )
    return poll


def _electorate(organisation: Organisation, day: date) -> list[tuple[UUID, str]]:
    """The people who are members on that day, with their class."""
    members = people.members_on(organisation, day)
    bodies = members.filter(person=None).count()
    if bodies:
        raise MembersAreOrganisations(count=bodies)
    electorate = list(members.order_by("pk").values_list("person_id", "member_class"))
    if not electorate:
        raise NobodyMayVote(day=date_format(day))
    return electorate


def opening(poll: Poll) -> dict[str, Any]:
    """What the register says when a poll opens."""
    return {
        "poll": str(poll.pk),
        "question": poll.question,
        "method": poll.method,
        "voters": poll.voter_count,
        "weight": poll.weight,
        "rules": poll.rules,
        "closes": poll.closes_at,
        "secrecy": poll.secrecy,
    }


def decide(poll: Poll, count: yes_no.Count, *, by: Person | None, now: datetime, **facts: Any) -> Poll:
    """Close a poll on this count: the verdict, what the poll was for, and the entry with ``facts`` of its own."""
    # Who handed in a ballot takes part, also by abstaining; there is no other way of being present here.
    electorate = Electorate(members=Fraction(poll.weight), present=count.all)
    outcome = verdict(count, electorate, DecisionRules.from_json(poll.rules))
    poll.state, poll.closed_at = Poll.State.CLOSED, now
    poll.count, poll.verdict = count.to_json(), outcome.to_json()
    poll.save(update_fields=["state", "closed_at", "count", "verdict"])
    purpose = purpose_of(poll)
    consequences = purpose.settle(poll, by, now) if purpose is not None else ()
    closed = Draft(
        "poll.closed",
        in_=poll.organisation,
        subject=poll,
        by=by,
        at=now,
        public={
            "poll": str(poll.pk),
            "voters": poll.voter_count,
            **facts,
            "count": poll.count,
            "verdict": poll.verdict,
        },
    )
    record_many([closed, *consequences])
    return poll


def publish(sealed: Sealed, data: Sequence[bytes], type_: str, **about: Any) -> ArchiveRecord:
    """Add data and the event about the last of it; returns the record of that data, or of the event."""
    last = sealed.records.filter(kind="event").order_by("-position").first()
    height = sealed.records.filter(kind="event").count()
    position = 0 if last is None else last.position + 1
    rows = [
        ArchiveRecord(
            sealed=sealed, position=position + at, kind="data", hash=archive.sha256(each), content=each.decode()
        )
        for at, each in enumerate(data)
    ]
    for name, value in about.items():
        setattr(rows[-1], name, value)
    event = archive.event(height, type_, "" if last is None else last.hash, rows[-1].hash if rows else None)
    rows.append(
        ArchiveRecord(
            sealed=sealed,
            position=position + len(data),
            kind="event",
            hash=archive.sha256(event),
            content=event.decode(),
        )
    )
    ArchiveRecord.objects.bulk_create(rows)
    return rows[-2] if data else rows[-1]
