"""Opening a poll, casting ballots, closing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.utils.formats import date_format

from waardeel.ballots import queries, rules
from waardeel.ballots.domain.shared import check_closing, decide, make_poll, opening
from waardeel.ballots.errors import (
    NotOnTheList,
    NotReady,
    NotYetOpen,
    StillOpen,
    TooLate,
    TooLateToChange,
    UnknownAnswer,
    VoteWithCode,
)
from waardeel.ballots.models import Ballot, Poll, Voter
from waardeel.ballots.words import moment
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.law.verdict import DecisionRules
from waardeel.methods.voting import yes_no
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record

#: Letters and digits that cannot be taken for one another; twelve of them are 60 bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """A random receipt code that can be written down and read aloud, such as K7Q2-M9XT-4RPA."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


@act("poll.opened")
def open_poll(
    *,
    id: UUID,
    organisation: Organisation,
    question: Mapping[str, str],
    decision_rules: DecisionRules,
    closes_at: datetime,
    by: Person,
    now: datetime,
    shortest_days: int = 0,
    purpose: str = "",
) -> Poll:
    """Put a question to the members of today until ``closes_at``; who may vote is frozen here.

    ``question`` is given per language. Every member has one vote (NL: BW 2:38(1)); who asked to join, is
    suspended or joins later has none. Raises NotAllowed, NobodyMayVote, MembersAreOrganisations,
    ClosesTooSoon when it would be open for less than ``shortest_days``, ClosesTooLate after a year.
    """
    require(rules.may_open, by, organisation, organisation.day(now))
    once(Poll, id)
    check_closing(organisation, closes_at, now, shortest_days)
    poll = make_poll(
        id=id,
        organisation=organisation,
        purpose=purpose,
        question=question,
        decision_rules=decision_rules,
        closes_at=closes_at,
        now=now,
    )
    record("poll.opened", in_=organisation, subject=poll, by=by, at=now, public=opening(poll))
    return poll


@act("ballot.cast")
def cast_ballot(*, poll: Poll, attempt: UUID, choice: str, by: Person, now: datetime) -> Ballot:
    """Cast a ballot, or change the one cast before; one per voter, until the poll closes.

    ``attempt`` is the identity of the form that was sent: sent twice, it is one ballot with one code. The
    returned ballot carries the receipt code, which is to be shown to the voter now and never again.

    Raises NotOnTheList, NotYetOpen, TooLate, TooLateToChange, UnknownAnswer, AlreadyDone.
    """
    poll = locked(poll)
    if poll.secrecy == Poll.Secrecy.VERIFIABLE:
        raise VoteWithCode
    voter = Voter.objects.filter(poll=poll, person=by).first()
    if voter is None:
        raise NotOnTheList(day=date_format(poll.record_on))
    if now < poll.opens_at:
        raise NotYetOpen(moment=moment(poll.opens_at, poll.organisation))
    if poll.state == Poll.State.CLOSED or now >= poll.closes_at:
        closed = min(poll.closes_at, poll.closed_at or poll.closes_at)
        raise (TooLateToChange if voter.voted else TooLate)(moment=moment(closed, poll.organisation))
    if choice not in yes_no.CHOICES:
        raise UnknownAnswer
    before = Ballot.objects.filter(voter=voter).first()
    if before is not None:
        if before.attempt == attempt:
            raise AlreadyDone(before)
        before.delete()
    ballot = Ballot.objects.create(
        poll=poll, voter=voter, attempt=attempt, code=new_code(), choice=choice, weight=voter.weight
    )
    if not voter.voted:
        voter.voted = True
        voter.save(update_fields=["voted"])
    record(
        "ballot.cast",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={"poll": str(poll.pk)} if before is None else {"poll": str(poll.pk), "again": True},
        private={"voter": by},
    )
    return ballot


@act("poll.closed")
def close_poll(*, poll: Poll, now: datetime, by: Person | None = None) -> Poll:
    """Close a poll, count, say what it means, and cut the link between voters and ballots for good.

    The ballots are written anew without their voters, in the order of their random codes, and published so.
    What the poll was for is settled in the same transaction. Before the closing time only the secretary can,
    and only when everybody voted; ``by`` None means that the clock closes it, after that time.

    Raises NotAllowed, StillOpen, AlreadyDone.
    """
    poll = locked(poll)
    if by is not None:
        require(rules.may_close, by, poll, now)
    if poll.secrecy == Poll.Secrecy.VERIFIABLE:
        raise NotReady
    if poll.state == Poll.State.CLOSED:
        raise AlreadyDone(poll)
    missing = queries.turnout(poll).missing
    if now < poll.closes_at and (missing or by is None):
        raise StillOpen(moment=moment(poll.closes_at, poll.organisation), missing=missing)
    cast = sorted(Ballot.objects.filter(poll=poll).values_list("code", "choice", "weight"))
    Ballot.objects.filter(poll=poll).delete()
    Ballot.objects.bulk_create(
        [Ballot(poll=poll, code=code, choice=choice, weight=weight) for code, choice, weight in cast],
        batch_size=500,
    )
    count = yes_no.count(yes_no.Ballot(choice, Fraction(weight)) for _code, choice, weight in cast)
    return decide(poll, count, by=by, now=now, ballots=[list(ballot) for ballot in cast])
