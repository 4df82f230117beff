"""Verifiable secret polls from the opening on: casting, ending, decrypting.

Everything that is decided by cryptography is checked by the room `belenios` before it is kept; what is kept is what is
published. The records of the election are its own log; the register holds its fingerprint at the opening and the head
of its chain at the end, so that neither can be changed afterwards without anybody seeing it.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from waardeel.ballots import queries, rules
from waardeel.ballots.codes import check_casts, hashed
from waardeel.ballots.domain.shared import check_open, decide, publish
from waardeel.ballots.errors import (
    BallotRefused,
    KeyRefused,
    NotReady,
    StillOpen,
    UnknownCode,
)
from waardeel.ballots.keys import key_of, published_trustees
from waardeel.ballots.models import ArchiveRecord, Poll, Sealed, Trustee
from waardeel.ballots.words import moment
from waardeel.belenios import archive, ballot, tally
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.election import Election
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.tally import Decryption, Tally
from waardeel.belenios.trustee import Trustees
from waardeel.house.domain import act, locked
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.methods.voting import yes_no
from waardeel.people.models import Person
from waardeel.register.domain import record


@act.unrecorded("the archive of the election is the record; an entry per ballot would tell when somebody voted")
def cast_sealed_ballot(*, poll: Poll, ballot_text: str, now: datetime, in_room: bool = False) -> ArchiveRecord:
    """Publish a ballot, once it is checked in full; the last one of each code counts.

    Nobody says who they are: the code in the ballot is all there is. `in_room`: it comes from the device in the room.
    Raises NotReady, TooLate, UnknownCode, CodeGivenUp, SpareCode, TooManyPapers, BallotRefused, AlreadyDone.
    """
    poll = locked(poll)
    check_open(poll, now)
    sealed = poll.sealed
    election = _election(sealed.election)
    raw = ballot_text.encode()
    try:
        read = Ballot.read(raw, election)
        code = sealed.codes.filter(credential=hashed(read.credential)).first()
        if code is None:
            raise UnknownCode
        check_casts(code)
        existing = sealed.records.filter(tracker=read.tracker).first()
        if existing is not None:
            raise AlreadyDone(existing)
        ballot.check(read, election)
    except BeleniosError as fault:
        raise BallotRefused(why=str(fault)) from fault
    products = Tally(election, tally.read_tally(sealed.products.encode(), election))
    before = sealed.records.filter(credential=code.credential).order_by("-position").first()
    if before is not None:
        products.take_out(Ballot.read(before.content.encode(), election), code.weight)
    products.add(read, code.weight)
    sealed.products = products.written().decode()
    sealed.save(update_fields=["products"])
    return publish(sealed, [raw], "Ballot", tracker=read.tracker, credential=code.credential, in_room=in_room)


@act("poll.head_noted")
def note_head(*, poll: Poll, now: datetime) -> Poll:
    """Write down the head of the chain of an open poll, so that what was published until now can never change.

    Raises AlreadyDone when nothing was published since it was written down last, NotReady unless the poll is open.
    """
    poll = locked(poll)
    if poll.state != Poll.State.OPEN or poll.secrecy != Poll.Secrecy.VERIFIABLE:
        raise NotReady
    head = queries.head_of(poll.sealed)
    if queries.noted_head_of(poll) == head:
        raise AlreadyDone(poll)
    record(
        "poll.head_noted",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={"poll": str(poll.pk), "ballots": queries.sealed_ballots_of(poll.sealed).count(), "head": head},
    )
    return poll


@act("poll.ended")
def end_sealed_poll(*, poll: Poll, now: datetime, by: Person | None = None) -> Poll:
    """No more ballots: the tally is published, and the trustees can read it. Raises NotAllowed, StillOpen, AlreadyDone.

    Before the closing time only the secretary can, and only when every code was used.
    """
    poll = locked(poll)
    if by is not None:
        require(rules.may_close, by, poll, now)
    if poll.state != Poll.State.OPEN:
        raise AlreadyDone(poll)
    missing = queries.turnout(poll).missing
    if now < poll.closes_at and (missing or by is None):
        raise StillOpen(moment=moment(poll.closes_at, poll.organisation), missing=missing)
    sealed = poll.sealed
    counted, votes = _counted(sealed)
    ways = queries.ways_of(sealed)
    sealed.records.filter(in_room=True).update(in_room=False)
    publish(sealed, [], "EndBallots")
    products = sealed.products.encode()
    sized = tally.written_sized(counted, votes, archive.sha256(products))
    publish(sealed, [products, sized], "EncryptedTally")
    poll.state = Poll.State.ENDED
    poll.save(update_fields=["state"])
    record(
        "poll.ended",
        in_=poll.organisation,
        subject=poll,
        by=by,
        at=now,
        public={
            "poll": str(poll.pk),
            "counted": counted,
            "votes": str(votes),
            "ways": ways,
            "head": queries.head_of(sealed),
        },
    )
    return poll


@act("poll.decrypted", "poll.closed")
def give_decryption(*, trustee: Trustee, decryption: str, now: datetime) -> Poll:
    """A trustee gives their part of the result; with the last that is needed the poll is closed and decided.

    Raises KeyRefused, AlreadyDone, NotReady.
    """
    poll = locked(trustee.sealed.poll)
    trustee = locked(trustee)
    if trustee.decryption:
        raise AlreadyDone(poll)
    if poll.state != Poll.State.ENDED:
        raise NotReady
    sealed = poll.sealed
    election = _election(sealed.election)
    ciphertexts = tally.read_tally(sealed.products.encode(), election)
    try:
        made = Decryption.read(decryption.encode(), election, "the decryption")
        made.check(election, ciphertexts, key_of(trustee).public, "the decryption")
    except BeleniosError as fault:
        raise KeyRefused(why=str(fault)) from fault
    content = made.written()
    publish(sealed, [content, tally.written_owned(trustee.number, archive.sha256(content))], "PartialDecryption")
    trustee.decryption = content.decode()
    trustee.save(update_fields=["decryption"])
    holders = published_trustees(sealed)
    if holders.lacking(list(sealed.trustees.exclude(decryption="").values_list("number", flat=True))):
        record(
            "poll.decrypted",
            in_=poll.organisation,
            subject=poll,
            at=now,
            public={"poll": str(poll.pk), "trustee": trustee.number, "head": queries.head_of(sealed)},
        )
        return poll
    return _close(poll, sealed, election, holders, ciphertexts, now)


def _close(
    poll: Poll,
    sealed: Sealed,
    election: Election,
    holders: Trustees,
    ciphertexts: tally.Ciphertexts,
    now: datetime,
) -> Poll:
    """All parts that are needed are there: the result, the verdict and what follows from it."""
    trustees = sealed.trustees.exclude(decryption="")
    parts = {each.number: Decryption.read(each.decryption.encode(), election, "the decryption") for each in trustees}
    counted, votes = _counted(sealed)
    sums = tally.sums(election, ciphertexts, holders, parts, votes)
    publish(sealed, [tally.written_result(sums)], "Result")
    yes, no, abstain = sums[0]
    count = yes_no.Count(yes=Fraction(yes), no=Fraction(no), abstain=Fraction(abstain))
    return decide(poll, count, by=None, now=now, secrecy=poll.secrecy, counted=counted, head=queries.head_of(sealed))


def _counted(sealed: Sealed) -> tuple[int, int]:
    """How many ballots count, and their votes together."""
    used = sealed.records.exclude(credential="").values("credential")
    weights = sealed.codes.filter(credential__in=used).values_list("weight", flat=True)
    return len(weights), sum(weights)


@lru_cache(maxsize=16)
def _election(record_: str) -> Election:
    """The election of a record; its tables of powers are made once in each process."""
    return Election.read(record_.encode())
