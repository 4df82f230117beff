"""Verifiable secret polls: preparing, opening, casting, ending, decrypting.

Everything that is decided by cryptography is checked by the room `belenios` before it is kept; what is kept is what is
published. The records of the election are its own log; the register holds its fingerprint at the opening and the head
of its chain at the end, so that neither can be changed afterwards without anybody seeing it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from waardeel.ballots import queries, rules
from waardeel.ballots.domain.polls import LONGEST_DAYS, electorate_of
from waardeel.ballots.domain.purposes import purpose_of
from waardeel.ballots.errors import (
    BallotRefused,
    ClosesTooLate,
    ClosesTooSoon,
    KeyRefused,
    NobodyMakesCodes,
    NotReady,
    NotYetOpen,
    RollRefused,
    StillOpen,
    TooLate,
    TooManyTrustees,
    UnknownCode,
)
from waardeel.ballots.models import Code, Poll, Published, Sealed, Trustee, Voter
from waardeel.ballots.words import CAST, moment
from waardeel.belenios import archive, ballot, tally, wire
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.credential import ALPHABET, Roll
from waardeel.belenios.election import Election, Question
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.tally import Decryption, Tally
from waardeel.belenios.trustee import TrusteeKey, Trustees
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.law.verdict import DecisionRules, Electorate, verdict
from waardeel.methods.voting import yes_no
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import Draft, record, record_many

MOST_TRUSTEES = 9
_WORKERS = Path(__file__).parents[1] / "static" / "ballots"


@act("poll.prepared")
def prepare_poll(
    *,
    id: UUID,
    organisation: Organisation,
    question: Mapping[str, str],
    decision_rules: DecisionRules,
    closes_at: datetime,
    authority: str,
    trustees: Sequence[str],
    by: Person,
    now: datetime,
    shortest_days: int = 0,
    purpose: str = "",
) -> Poll:
    """Prepare a verifiable secret poll for the members of today: name who makes the codes and who holds the keys.

    It opens when they have done so. Raises NotAllowed, NobodyMayVote, MembersAreOrganisations, ClosesTooSoon,
    ClosesTooLate, NobodyMakesCodes, TooManyTrustees.
    """
    day = organisation.day(now)
    require(rules.may_open, by, organisation, day)
    once(Poll, id)
    _check_closing(organisation, closes_at, now, shortest_days)
    if not authority.strip():
        raise NobodyMakesCodes
    names = [name.strip() for name in trustees if name.strip()]
    if not 1 <= len(names) <= MOST_TRUSTEES or len(set(names)) != len(names):
        raise TooManyTrustees(most=MOST_TRUSTEES)
    electorate = electorate_of(organisation, day)
    poll = Poll.objects.create(
        id=id,
        organisation=organisation,
        purpose=purpose,
        question=dict(question),
        method=yes_no.NAME,
        rules=decision_rules.to_json(),
        secrecy=Poll.Secrecy.VERIFIABLE,
        state=Poll.State.PREPARED,
        record_on=day,
        opens_at=now,
        closes_at=closes_at,
        voter_count=len(electorate),
        weight=str(len(electorate)),
    )
    Voter.objects.bulk_create(
        [Voter(poll=poll, person_id=person, member_class=member_class) for person, member_class in electorate],
        batch_size=500,
    )
    sealed = Sealed.objects.create(
        poll=poll, uuid="".join(secrets.choice(ALPHABET) for _ in range(14)), authority=authority.strip()
    )
    Trustee.objects.bulk_create(
        [Trustee(sealed=sealed, number=number, name=name) for number, name in enumerate(names, start=1)]
    )
    record(
        "poll.prepared",
        in_=organisation,
        subject=poll,
        by=by,
        at=now,
        public={
            "poll": str(poll.pk),
            "question": poll.question,
            "voters": poll.voter_count,
            "secrecy": poll.secrecy,
            "uuid": sealed.uuid,
            "trustees": len(names),
        },
    )
    return poll


@act("poll.key_given")
def give_key(*, trustee: Trustee, key: str, now: datetime) -> Trustee:
    """A trustee gives the public half of their key. Raises KeyRefused, AlreadyDone, NotReady."""
    trustee = locked(trustee)
    poll = trustee.sealed.poll
    if trustee.key:
        raise AlreadyDone(trustee)
    if poll.state != Poll.State.PREPARED:
        raise NotReady
    try:
        made = TrusteeKey.read(wire.read(key.encode(), where="the key"), GROUP, "the key")
    except BeleniosError as fault:
        raise KeyRefused(why=str(fault)) from fault
    trustee.key = json.dumps(made.written())
    trustee.save(update_fields=["key"])
    record(
        "poll.key_given",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={"poll": str(poll.pk), "trustee": trustee.number, "key": archive.sha256(trustee.key.encode())},
    )
    return trustee


@act("poll.codes_made")
def give_roll(*, sealed: Sealed, roll: str, now: datetime) -> Sealed:
    """The credential authority gives the public halves of the codes. Raises RollRefused, AlreadyDone, NotReady."""
    sealed = locked(sealed)
    poll = sealed.poll
    if sealed.roll:
        raise AlreadyDone(sealed)
    if poll.state != Poll.State.PREPARED:
        raise NotReady
    try:
        read = Roll.read(roll.encode(), GROUP)
    except BeleniosError as fault:
        raise RollRefused(why=str(fault)) from fault
    wanted = Counter(poll.voters.values_list("weight", flat=True))
    if Counter(str(weight) for weight in read.weights.values()) != wanted:
        raise RollRefused(why=f"{len(read.weights)} codes for {poll.voter_count} voters, or other votes than theirs.")
    sealed.roll = Roll.written((int(public), weight) for public, weight in read.weights.items()).decode()
    sealed.save(update_fields=["roll"])
    Code.objects.bulk_create(
        [Code(sealed=sealed, credential=_hashed(public), weight=weight) for public, weight in read.weights.items()],
        batch_size=500,
    )
    record(
        "poll.codes_made",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={"poll": str(poll.pk), "codes": len(read.weights), "roll": archive.sha256(sealed.roll.encode())},
    )
    return sealed


@act("poll.opened")
def open_sealed_poll(*, poll: Poll, closes_at: datetime, by: Person, now: datetime, shortest_days: int = 0) -> Poll:
    """Open a prepared poll: from here on its question, keys and codes are fixed.

    Raises NotAllowed, NotReady, AlreadyDone, ClosesTooSoon, ClosesTooLate.
    """
    poll = locked(poll)
    organisation = poll.organisation
    require(rules.may_open, by, organisation, organisation.day(now))
    if poll.state != Poll.State.PREPARED:
        raise AlreadyDone(poll)
    sealed = locked(poll.sealed)
    trustees = list(sealed.trustees.all())
    if not sealed.roll or not all(trustee.key for trustee in trustees):
        raise NotReady
    _check_closing(organisation, closes_at, now, shortest_days)
    keys = [TrusteeKey.read(json.loads(trustee.key), GROUP, "the key") for trustee in trustees]
    election = Election.make(
        uuid=sealed.uuid,
        name=organisation.name,
        group=GROUP,
        key=Trustees(tuple(keys)).key(GROUP),
        questions=[Question(_in_all_languages(poll.question), _answers(), 1, 1)],
        administrator=organisation.name,
        credential_authority=sealed.authority,
    )
    sealed.election = election.raw.decode()
    sealed.timestamp = int(now.timestamp())
    sealed.products = Tally(election).written().decode()
    sealed.save(update_fields=["election", "timestamp", "products"])
    parts = {"election": election.raw, "trustees": Trustees.written(keys), "credentials": sealed.roll.encode()}
    named = {name: archive.sha256(content) for name, content in parts.items()}
    _publish(sealed, [*parts.values(), wire.written(named)], "Setup")
    poll.state, poll.opens_at, poll.closes_at = Poll.State.OPEN, now, closes_at
    poll.save(update_fields=["state", "opens_at", "closes_at"])
    record(
        "poll.opened",
        in_=organisation,
        subject=poll,
        by=by,
        at=now,
        public={
            "poll": str(poll.pk),
            "question": poll.question,
            "method": poll.method,
            "voters": poll.voter_count,
            "weight": poll.weight,
            "rules": poll.rules,
            "closes": poll.closes_at,
            "secrecy": poll.secrecy,
            "uuid": sealed.uuid,
            "fingerprint": election.fingerprint,
            "head": queries.head_of(sealed),
            "booth": booth_hash(),
        },
    )
    return poll


@act.unrecorded("the archive of the election is the record; an entry per ballot would tell when somebody voted")
def cast_sealed_ballot(*, poll: Poll, ballot_text: str, now: datetime) -> Published:
    """Publish a ballot, once it is checked in full; the last one of each code counts.

    Nobody says who they are: the code in the ballot is all there is. Raises NotYetOpen, TooLate, BallotRefused,
    AlreadyDone.
    """
    poll = locked(poll)
    if poll.state == Poll.State.PREPARED:
        raise NotYetOpen(moment=moment(poll.opens_at, poll.organisation))
    if poll.state != Poll.State.OPEN or now >= poll.closes_at:
        raise TooLate(moment=moment(poll.closes_at, poll.organisation))
    sealed = poll.sealed
    election = _election(sealed.election)
    raw = ballot_text.encode()
    try:
        read = Ballot.read(raw, election)
        code = sealed.codes.filter(credential=_hashed(read.credential)).first()
        if code is None:
            raise UnknownCode
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
    return _publish(sealed, [raw], "Ballot", tracker=read.tracker, credential=code.credential)


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
    _publish(sealed, [], "EndBallots")
    products = sealed.products.encode()
    sized = tally.written_sized(counted, votes, archive.sha256(products))
    _publish(sealed, [products, sized], "EncryptedTally")
    poll.state = Poll.State.ENDED
    poll.save(update_fields=["state"])
    record(
        "poll.ended",
        in_=poll.organisation,
        subject=poll,
        by=by,
        at=now,
        public={"poll": str(poll.pk), "counted": counted, "votes": str(votes), "head": queries.head_of(sealed)},
    )
    return poll


@act("poll.decrypted", "poll.closed")
def give_decryption(*, trustee: Trustee, decryption: str, now: datetime) -> Poll:
    """A trustee gives their part of the result; with the last part the poll is closed, counted and decided.

    Raises KeyRefused, AlreadyDone, NotReady.
    """
    poll = locked(trustee.sealed.poll)
    trustee = locked(trustee)
    if trustee.decrypted:
        raise AlreadyDone(poll)
    if poll.state != Poll.State.ENDED:
        raise NotReady
    sealed = poll.sealed
    election = _election(sealed.election)
    ciphertexts = tally.read_tally(sealed.products.encode(), election)
    key = TrusteeKey.read(json.loads(trustee.key), GROUP, "the key")
    try:
        made = Decryption.read(decryption.encode(), election, "the decryption")
        made.check(election, ciphertexts, key.public, "the decryption")
    except BeleniosError as fault:
        raise KeyRefused(why=str(fault)) from fault
    content = made.written()
    _publish(sealed, [content, tally.written_owned(trustee.number, archive.sha256(content))], "PartialDecryption")
    trustee.decrypted = True
    trustee.save(update_fields=["decrypted"])
    if sealed.trustees.filter(decrypted=False).exists():
        record(
            "poll.decrypted",
            in_=poll.organisation,
            subject=poll,
            at=now,
            public={"poll": str(poll.pk), "trustee": trustee.number, "head": queries.head_of(sealed)},
        )
        return poll
    return _close(poll, sealed, election, ciphertexts, now)


def _close(poll: Poll, sealed: Sealed, election: Election, ciphertexts: tally.Ciphertexts, now: datetime) -> Poll:
    """All parts are there: the result, the verdict and what follows from it."""
    keys = [TrusteeKey.read(json.loads(trustee.key), GROUP, "the key") for trustee in sealed.trustees.all()]
    parts = {}
    for each in sealed.records.filter(kind="data", content__startswith='{"owner"'):
        owner, hash_ = tally.read_owned(each.content.encode(), "the owner")
        content = sealed.records.get(kind="data", hash=hash_).content
        parts[owner] = Decryption.read(content.encode(), election, "the decryption")
    counted, votes = _counted(sealed)
    sums = tally.result(election, ciphertexts, Trustees(tuple(keys)), [parts[owner] for owner in sorted(parts)], votes)
    _publish(sealed, [tally.written_result(sums)], "Result")
    yes, no, abstain = sums[0]
    count = yes_no.Count(yes=Fraction(yes), no=Fraction(no), abstain=Fraction(abstain))
    electorate = Electorate(members=Fraction(poll.weight), present=count.all)
    outcome = verdict(count, electorate, DecisionRules.from_json(poll.rules))
    poll.state, poll.closed_at = Poll.State.CLOSED, now
    poll.count, poll.verdict = count.to_json(), outcome.to_json()
    poll.save(update_fields=["state", "closed_at", "count", "verdict"])
    purpose = purpose_of(poll)
    consequences = purpose.settle(poll, None, now) if purpose is not None else ()
    closed = Draft(
        "poll.closed",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={
            "poll": str(poll.pk),
            "voters": poll.voter_count,
            "secrecy": poll.secrecy,
            "counted": counted,
            "count": poll.count,
            "verdict": poll.verdict,
            "head": queries.head_of(sealed),
        },
    )
    record_many([closed, *consequences])
    return poll


def booth_hash() -> str:
    """The hash of the program with which people vote here, as it is in the register."""
    return archive.sha256((_WORKERS / "booth-worker.js").read_bytes())


def _answers() -> tuple[str, ...]:
    """The answers as they stand in the record, which has one text for the readers of all languages."""
    found = []
    for choice in yes_no.CHOICES:
        said = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                said[language] = str(CAST[choice])
        found.append(_in_all_languages(said))
    return tuple(found)


def _in_all_languages(texts: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(texts.values()))


def _check_closing(organisation: Organisation, closes_at: datetime, now: datetime, shortest_days: int) -> None:
    earliest, latest = now + timedelta(days=shortest_days), now + timedelta(days=LONGEST_DAYS)
    if closes_at < earliest or closes_at <= now:
        raise ClosesTooSoon(days=shortest_days, moment=moment(earliest, organisation))
    if closes_at > latest:
        raise ClosesTooLate(moment=moment(latest, organisation))


def _counted(sealed: Sealed) -> tuple[int, int]:
    """How many ballots count, and their votes together."""
    used = sealed.records.exclude(credential="").values("credential")
    weights = sealed.codes.filter(credential__in=used).values_list("weight", flat=True)
    return len(weights), sum(weights)


@lru_cache(maxsize=16)
def _election(record_: str) -> Election:
    """The election of a record; its tables of powers are made once in each process."""
    return Election.read(record_.encode())


def _hashed(public: str) -> str:
    return hashlib.sha256(public.encode()).hexdigest()


def _publish(sealed: Sealed, data: Sequence[bytes], type_: str, **about: Any) -> Published:
    """Add data and the event about the last of it; returns the record of that data, or of the event."""
    last = sealed.records.filter(kind="event").order_by("-position").first()
    height = sealed.records.filter(kind="event").count()
    position = 0 if last is None else last.position + 1
    rows = [
        Published(sealed=sealed, position=position + at, kind="data", hash=archive.sha256(each), content=each.decode())
        for at, each in enumerate(data)
    ]
    for name, value in about.items():
        setattr(rows[-1], name, value)
    event = archive.event(height, type_, "" if last is None else last.hash, rows[-1].hash if rows else None)
    rows.append(
        Published(
            sealed=sealed,
            position=position + len(data),
            kind="event",
            hash=archive.sha256(event),
            content=event.decode(),
        )
    )
    Published.objects.bulk_create(rows)
    return rows[-2] if data else rows[-1]
