"""Proxies of a verifiable secret poll: the code of one voter goes to another, who votes for both."""

from __future__ import annotations

from datetime import datetime

from waardeel.ballots import rules
from waardeel.ballots.errors import HasProxy, NotReady, ProxyToOneself, TooManyProxies
from waardeel.ballots.models import Poll, Voter
from waardeel.house.domain import act, locked
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.people.models import Person
from waardeel.register.domain import record


@act("poll.proxy_noted")
def note_proxy(*, voter: Voter, holder: Voter, by: Person, now: datetime) -> Voter:
    """The secretary enters that `voter` gave a proxy in writing to `holder`, who votes for both (NL: BW 2:38(4)).

    Possible until the codes are made, because from then on the letter of the voter is addressed. Who gave a proxy holds
    none. Raises NotAllowed, NotReady, ProxyToOneself, HasProxy, TooManyProxies, AlreadyDone.
    """
    poll = _still_open_for_proxies(voter.poll, by, now)
    voter, holder = locked(voter), locked(holder)
    if voter.holder_id == holder.pk:
        raise AlreadyDone(voter)
    if voter.pk == holder.pk or holder.poll_id != poll.pk:
        raise ProxyToOneself
    if voter.holder_id or holder.holder_id or voter.holds_for.exists():
        raise HasProxy
    most = poll.sealed.proxies
    if holder.holds_for.count() >= most:
        raise TooManyProxies(most=most)
    voter.holder = holder
    voter.save(update_fields=["holder"])
    _write("poll.proxy_noted", voter, holder, by, now)
    return voter


@act("poll.proxy_dropped")
def drop_proxy(*, voter: Voter, by: Person, now: datetime) -> Voter:
    """The proxy of `voter` was taken back: they vote themselves. Raises NotAllowed, NotReady, AlreadyDone."""
    _still_open_for_proxies(voter.poll, by, now)
    voter = locked(voter)
    holder = voter.holder
    if holder is None:
        raise AlreadyDone(voter)
    voter.holder = None
    voter.save(update_fields=["holder"])
    _write("poll.proxy_dropped", voter, holder, by, now)
    return voter


def _still_open_for_proxies(poll: Poll, by: Person, now: datetime) -> Poll:
    poll = locked(poll)
    require(rules.may_see_list, by, poll, now)
    if poll.secrecy != Poll.Secrecy.VERIFIABLE or poll.state != Poll.State.PREPARED or poll.sealed.roll:
        raise NotReady
    return poll


def _write(kind: str, voter: Voter, holder: Voter, by: Person, now: datetime) -> None:
    record(
        kind,
        in_=voter.poll.organisation,
        subject=voter.poll,
        by=by,
        at=now,
        public={"poll": str(voter.poll_id)},
        private={"voter": voter.person, "holder": holder.person},
    )
