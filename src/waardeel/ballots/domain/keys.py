"""The keys of a verifiable secret poll: each trustee's browser makes its own, and only public halves come here.

Where some trustees are enough, they share a key in three rounds (`waardeel.belenios.trustee.ceremony`). In each round
every trustee answers once, and the next begins when all have. What lies here between the rounds is public, or encrypted
for a trustee; what can be checked of an answer is checked before it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from waardeel.ballots import rules
from waardeel.ballots.errors import KeyRefused, NotReady, OtherNumberOfTrustees
from waardeel.ballots.keys import ROUNDS, given_in, place, round_of
from waardeel.ballots.models import Poll, Sealed, Trustee
from waardeel.belenios import archive, wire
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.trustee import TrusteeKey, ceremony
from waardeel.house.domain import act, locked
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.people.models import Person
from waardeel.register.domain import record


@act("poll.key_given")
def give_key(*, trustee: Trustee, key: str, now: datetime) -> Trustee:
    """A trustee gives the public half of their key. Raises KeyRefused, AlreadyDone, NotReady."""
    trustee = locked(trustee)
    poll = trustee.sealed.poll
    if trustee.key:
        raise AlreadyDone(trustee)
    if poll.state != Poll.State.PREPARED or trustee.sealed.threshold:
        raise NotReady
    try:
        made = TrusteeKey.read(wire.read(key.encode(), where="the key"), GROUP, "the key")
    except BeleniosError as fault:
        raise KeyRefused(why=str(fault)) from fault
    trustee.key = wire.written(made.written()).decode()
    trustee.save(update_fields=["key"])
    record(
        "poll.key_given",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={"poll": str(poll.pk), "trustee": trustee.number, "key": archive.sha256(trustee.key.encode())},
    )
    return trustee


@act("poll.key_round_given")
def give_round(*, trustee: Trustee, answer: str, now: datetime) -> Trustee:
    """A trustee of those who share a key answers in the round that is going on.

    Raises KeyRefused, AlreadyDone, NotReady.
    """
    sealed = locked(trustee.sealed)
    trustee = locked(trustee)
    poll = sealed.poll
    if poll.state != Poll.State.PREPARED or not sealed.threshold:
        raise NotReady
    trustees = list(sealed.trustees.all())
    name = round_of(trustees)
    if name is None or getattr(trustee, name):
        raise AlreadyDone(trustee)
    try:
        given = wire.read(answer.encode(), where="the answer")
        _check(name, sealed, trustees, trustee, given)
    except BeleniosError as fault:
        raise KeyRefused(why=str(fault)) from fault
    if name == "key":
        trustee.encrypted_key, public = ceremony.read_taking(given, trustee.number)
        trustee.key = wire.written(public).decode()
    else:
        setattr(trustee, name, wire.written(given).decode())
    trustee.save(update_fields=[name, "encrypted_key"])
    record(
        "poll.key_round_given",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={
            "poll": str(poll.pk),
            "trustee": trustee.number,
            "round": ROUNDS.index(name) + 1,
            "answer": archive.sha256(getattr(trustee, name).encode()),
        },
    )
    return trustee


@act("poll.keys_restarted")
def restart_keys(*, poll: Poll, by: Person, now: datetime, trustees: Sequence[str] = ()) -> Poll:
    """Throw all keys away while the poll is being prepared, so that the trustees make them anew.

    For when a key was lost before the opening, or a device found that somebody's piece is not right. `trustees` are the
    names from now on, as many as before; whoever is replaced has no link any more. Raises NotAllowed, NotReady,
    OtherNumberOfTrustees.
    """
    poll = locked(poll)
    organisation = poll.organisation
    require(rules.may_open, by, organisation, organisation.day(now))
    followers = Poll.objects.filter(sealed__lead=poll.sealed)
    if poll.state != Poll.State.PREPARED or followers.exclude(state__in=("prepared", "withdrawn")).exists():
        raise NotReady
    sealed = locked(poll.sealed)
    sealed.trustees.update(certificate="", deal="", encrypted_key="", key="")
    replaced = _replace(sealed, [name.strip() for name in trustees if name.strip()])
    record(
        "poll.keys_restarted",
        in_=organisation,
        subject=poll,
        by=by,
        at=now,
        public={"poll": str(poll.pk), "replaced": replaced},
    )
    return poll


def _replace(sealed: Sealed, names: Sequence[str]) -> int:
    """Put these names in the place of the trustees; how many are new. Who is new is a new row, with a new link."""
    before = list(sealed.trustees.all())
    if not names:
        return 0
    if len(names) != len(before) or len(set(names)) != len(names):
        raise OtherNumberOfTrustees(count=len(before))
    new = [(trustee, name) for trustee, name in zip(before, names, strict=True) if trustee.name != name]
    for trustee, name in new:
        trustee.delete()
        Trustee.objects.create(sealed=sealed, number=trustee.number, name=name)
    return len(new)


def _check(name: str, sealed: Sealed, trustees: Sequence[Trustee], trustee: Trustee, given: Any) -> None:
    own = place(sealed, trustees, trustee)
    if name == "certificate":
        ceremony.check_certificate(own, given)
    elif name == "deal":
        ceremony.check_deal(own, given_in(trustees, "certificate"), given)
    else:
        ceremony.check_taking(own, given_in(trustees, "certificate"), given_in(trustees, "deal"), given)
