"""Verifiable secret polls until they open: who does what, the questions of a meeting, withdrawing, opening.

From the opening on the words of the question, the keys and the codes are fixed; the register holds their fingerprint.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import translation

from waardeel.ballots import queries, rules
from waardeel.ballots.domain.purposes import purpose_of
from waardeel.ballots.domain.shared import check_closing, make_poll, opening, publish
from waardeel.ballots.errors import (
    NobodyMakesCodes,
    NotReady,
    TooManyPaperCodes,
    TooManyQuestions,
    TooManyTrustees,
    WrongThreshold,
)
from waardeel.ballots.keys import trustees_of
from waardeel.ballots.models import Auditor, Poll, Sealed, Trustee
from waardeel.ballots.words import CAST
from waardeel.belenios import archive, wire
from waardeel.belenios.credential import ALPHABET
from waardeel.belenios.election import Election, Question
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.tally import Tally
from waardeel.belenios.trustee import Trustees
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.law.verdict import DecisionRules
from waardeel.methods.voting import yes_no
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record

MOST_TRUSTEES = 9
MOST_QUESTIONS = 20
#: One code in so many may be lost and replaced, and at least so many.
VOTERS_PER_SPARE, FEWEST_SPARES = 20, 2
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
    threshold: int = 0,
    papers: int = 0,
    by_mail: bool = False,
    proxies: int = 0,
    auditors: Sequence[str] = (),
    questions: int = 1,
    shortest_days: int = 0,
    purpose: str = "",
) -> Poll:
    """Prepare a verifiable secret poll for the members of today: name who makes the codes and who holds the keys.

    `threshold` trustees are enough to read the result; with 0 all are needed. `papers` codes are made for ballots on
    paper, and with `by_mail` who makes the codes is given the e-mail addresses. One voter may vote for `proxies`
    others; `auditors` check everything. It opens when all have done their part. With more than one of `questions` the
    keys and codes serve further questions of the same meeting, which `open_question` opens. Raises NotAllowed,
    NobodyMayVote, MembersAreOrganisations, ClosesTooSoon, ClosesTooLate, NobodyMakesCodes, TooManyTrustees,
    WrongThreshold, TooManyPaperCodes, TooManyQuestions.
    """
    require(rules.may_open, by, organisation, organisation.day(now))
    once(Poll, id)
    check_closing(organisation, closes_at, now, shortest_days)
    if not authority.strip():
        raise NobodyMakesCodes
    names = [name.strip() for name in trustees if name.strip()]
    if not 1 <= len(names) <= MOST_TRUSTEES or len(set(names)) != len(names):
        raise TooManyTrustees(most=MOST_TRUSTEES)
    if threshold and not 2 <= threshold <= len(names):
        raise WrongThreshold(most=len(names))
    poll = make_poll(
        id=id,
        organisation=organisation,
        purpose=purpose,
        question=question,
        decision_rules=decision_rules,
        closes_at=closes_at,
        now=now,
        secrecy=Poll.Secrecy.VERIFIABLE,
        state=Poll.State.PREPARED,
    )
    if not 1 <= questions <= MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    if papers > poll.voter_count:
        raise TooManyPaperCodes(most=poll.voter_count)
    sealed = Sealed.objects.create(
        poll=poll,
        uuid=_new_uuid(),
        authority=authority.strip(),
        shortest_days=shortest_days,
        threshold=0 if threshold == len(names) else threshold,
        spares=max(FEWEST_SPARES, -(-poll.voter_count // VOTERS_PER_SPARE)),
        papers=papers,
        by_mail=by_mail,
        proxies=proxies,
    )
    checkers = list(dict.fromkeys(name.strip() for name in auditors if name.strip()))[:MOST_TRUSTEES]
    Auditor.objects.bulk_create(
        [Auditor(sealed=sealed, number=number, name=name) for number, name in enumerate(checkers, start=1)]
    )
    Trustee.objects.bulk_create(
        [Trustee(sealed=sealed, number=number, name=name) for number, name in enumerate(names, start=1)]
    )
    for number in range(2, questions + 1):
        _follow(sealed, number, now)
    record(
        "poll.prepared",
        in_=organisation,
        subject=poll,
        by=by,
        at=now,
        public={
            "questions": questions,
            "poll": str(poll.pk),
            "question": poll.question,
            "voters": poll.voter_count,
            "secrecy": poll.secrecy,
            "uuid": sealed.uuid,
            "trustees": len(names),
            "threshold": threshold or len(names),
            "auditors": len(checkers),
        },
    )
    return poll


@act("poll.withdrawn")
def withdraw_poll(*, poll: Poll, by: Person, now: datetime) -> Poll:
    """A poll that is being prepared will not be held. What the trustees encrypted for each other is thrown away.

    Raises NotAllowed, NotReady, AlreadyDone.
    """
    poll = locked(poll)
    organisation = poll.organisation
    require(rules.may_open, by, organisation, organisation.day(now))
    if poll.state == Poll.State.WITHDRAWN:
        raise AlreadyDone(poll)
    if poll.state != Poll.State.PREPARED:
        raise NotReady
    followers = Poll.objects.filter(sealed__lead=poll.sealed)
    if followers.exclude(state__in=(Poll.State.PREPARED, Poll.State.WITHDRAWN)).exists():
        raise NotReady
    poll.sealed.trustees.update(deal="", encrypted_key="")
    followers.update(state=Poll.State.WITHDRAWN)
    poll.state = Poll.State.WITHDRAWN
    poll.save(update_fields=["state"])
    purpose = purpose_of(poll)
    if purpose is not None:
        purpose.withdraw(poll)
    record("poll.withdrawn", in_=organisation, subject=poll, by=by, at=now, public={"poll": str(poll.pk)})
    return poll


@act("poll.opened")
def open_sealed_poll(*, poll: Poll, closes_at: datetime, by: Person, now: datetime) -> Poll:
    """Open a prepared poll: from here on its question, keys and codes are fixed. It stays open for as many days at
    least as it was prepared with.

    Raises NotAllowed, NotReady, AlreadyDone, ClosesTooSoon, ClosesTooLate.
    """
    poll = locked(poll)
    organisation = poll.organisation
    require(rules.may_open, by, organisation, organisation.day(now))
    if poll.state != Poll.State.PREPARED:
        raise AlreadyDone(poll)
    sealed = locked(poll.sealed)
    if sealed.lead_id:
        raise NotReady
    holders = _holders(sealed)
    check_closing(organisation, closes_at, now, sealed.shortest_days)
    return _open(poll, sealed, holders, closes_at, by, now)


@act("poll.opened")
def open_question(
    *,
    poll: Poll,
    question: Mapping[str, str],
    decision_rules: DecisionRules,
    closes_at: datetime,
    by: Person,
    now: datetime,
    purpose: str = "",
) -> Poll:
    """Put a question in a meeting: one of those that were prepared with the keys and codes of the meeting.

    What is asked is fixed only here. It may be over in minutes, because the meeting was convened. Raises NotAllowed,
    NotReady, AlreadyDone, ClosesTooSoon, ClosesTooLate.
    """
    poll = locked(poll)
    organisation = poll.organisation
    require(rules.may_open, by, organisation, organisation.day(now))
    if poll.state != Poll.State.PREPARED:
        raise AlreadyDone(poll)
    sealed = locked(poll.sealed)
    if sealed.lead is None:
        raise NotReady
    lead = locked(sealed.lead)
    holders = _holders(lead)
    check_closing(organisation, closes_at, now, 0)
    Trustee.objects.bulk_create(
        [
            Trustee(
                sealed=sealed,
                number=each.number,
                name=each.name,
                certificate=each.certificate,
                encrypted_key=each.encrypted_key,
                key=each.key,
            )
            for each in lead.trustees.all()
        ]
    )
    poll.question, poll.rules, poll.purpose = dict(question), decision_rules.to_json(), purpose
    poll.save(update_fields=["question", "rules", "purpose"])
    return _open(poll, sealed, holders, closes_at, by, now)


def _holders(sealed: Sealed) -> Trustees:
    """All trustees, once their keys and the codes are there. Raises NotReady."""
    trustees = list(sealed.trustees.all())
    if not sealed.roll or not all(trustee.key for trustee in trustees):
        raise NotReady
    return trustees_of(sealed, trustees)


def _open(poll: Poll, sealed: Sealed, holders: Trustees, closes_at: datetime, by: Person, now: datetime) -> Poll:
    """Publish the set-up of an election, and open its poll."""
    organisation = poll.organisation
    election = Election.make(
        uuid=sealed.uuid,
        name=organisation.name,
        group=GROUP,
        key=holders.key(GROUP),
        questions=[Question(_in_all_languages(poll.question), _answers(), 1, 1)],
        administrator=organisation.name,
        credential_authority=sealed.authority,
    )
    sealed.election = election.raw.decode()
    sealed.timestamp = int(now.timestamp())
    sealed.products = Tally(election).written().decode()
    sealed.save(update_fields=["election", "timestamp", "products"])
    parts = {"election": election.raw, "trustees": Trustees.written(holders.parts), "credentials": sealed.roll.encode()}
    named = {name: archive.sha256(content) for name, content in parts.items()}
    publish(sealed, [*parts.values(), wire.written(named)], "Setup")
    if not sealed.followers.exclude(poll__state=Poll.State.WITHDRAWN).exists():
        sealed.trustees.update(deal="")
    poll.state, poll.opens_at, poll.closes_at = Poll.State.OPEN, now, closes_at
    poll.save(update_fields=["state", "opens_at", "closes_at"])
    record(
        "poll.opened",
        in_=organisation,
        subject=poll,
        by=by,
        at=now,
        public={
            **opening(poll),
            "uuid": sealed.uuid,
            "fingerprint": election.fingerprint,
            "head": queries.head_of(sealed),
            "booth": booth_hash(),
        },
    )
    return poll


def _new_uuid() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(14))


def _follow(lead: Sealed, number: int, now: datetime) -> None:
    """A further question of a meeting, still without its words, for the same voters."""
    first = lead.poll
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = translation.gettext("Question %(number)s") % {"number": number}
    poll = make_poll(
        id=uuid4(),
        organisation=first.organisation,
        purpose="",
        question=words,
        decision_rules=DecisionRules.from_json(first.rules),
        closes_at=first.closes_at,
        now=now,
        secrecy=Poll.Secrecy.VERIFIABLE,
        state=Poll.State.PREPARED,
    )
    Sealed.objects.create(
        poll=poll,
        lead=lead,
        number=number,
        uuid=_new_uuid(),
        authority=lead.authority,
        threshold=lead.threshold,
        spares=lead.spares,
        papers=lead.papers,
    )


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
