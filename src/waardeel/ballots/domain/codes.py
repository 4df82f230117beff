"""The codes of a verifiable secret poll: made by the credential authority, and exchanged when a letter is lost."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from waardeel.ballots.codes import Use, hashed, is_used, live_questions
from waardeel.ballots.domain.shared import check_open
from waardeel.ballots.errors import (
    CodeGivenUp,
    CodeUsed,
    ExchangeRefused,
    NoMorePapers,
    NotReady,
    RollRefused,
    UnknownCode,
)
from waardeel.ballots.models import Poll, PublicCredential, Sealed
from waardeel.belenios import archive, wire
from waardeel.belenios.credential import Roll
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.exchange import PAPER, Exchange
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.house.domain import act, locked
from waardeel.house.errors import AlreadyDone
from waardeel.register.domain import Draft, record_many


@act("poll.codes_made")
def give_roll(*, sealed: Sealed, roll: str, now: datetime) -> Sealed:
    """The credential authority gives the public halves of the codes, and which of them are spare or stand on paper.

    They are given per election, by its identity: all questions of a meeting at once. Raises RollRefused, AlreadyDone,
    NotReady.
    """
    sealed = locked(sealed)
    if sealed.roll:
        raise AlreadyDone(sealed)
    if sealed.poll.state != Poll.State.PREPARED or sealed.lead_id:
        raise NotReady
    questions = [sealed, *sealed.followers.select_related("poll__organisation").exclude(poll__state="withdrawn")]
    try:
        given = wire.read(roll.encode(), where="the answer")
        if not isinstance(given, dict) or given.keys() != {each.uuid for each in questions}:
            raise RollRefused(why="The answer is about other questions than those that are asked for.")
        rolls = [_read(given[each.uuid]) for each in questions]
    except BeleniosError as fault:
        raise RollRefused(why=str(fault)) from fault
    for each, (read, uses) in zip(questions, rolls, strict=True):
        _check_fits(each, read, uses)
    record_many(
        [_keep(each, read, uses, now) for each, (read, uses) in zip(questions, rolls, strict=True)],
    )
    return sealed


def _keep(sealed: Sealed, read: Roll, uses: dict[str, str], now: datetime) -> Draft:
    """Keep the codes of one election; returns what the register says of them."""
    sealed.roll = Roll.written((int(public), weight) for public, weight in read.weights.items()).decode()
    sealed.save(update_fields=["roll"])
    PublicCredential.objects.bulk_create(
        [
            PublicCredential(sealed=sealed, credential=hashed(public), weight=weight, use=uses.get(public, Use.VOTER))
            for public, weight in read.weights.items()
        ],
        batch_size=500,
    )
    order = [line.partition(",")[0] for line in wire.texts(sealed.roll.encode(), where="the public credentials")]
    places = {use: [at for at, public in enumerate(order) if uses.get(public) == use] for use in (Use.SPARE, Use.PAPER)}
    return Draft(
        "poll.codes_made",
        in_=sealed.poll.organisation,
        subject=sealed.poll,
        at=now,
        public={
            "poll": str(sealed.poll_id),
            "codes": len(read.weights),
            "roll": archive.sha256(sealed.roll.encode()),
            # by their places in the roll, which is public
            "spare": places[Use.SPARE],
            "paper": places[Use.PAPER],
        },
    )


def _read(given: object) -> tuple[Roll, dict[str, str]]:
    """The roll that was given, and what those codes are for that are no voter's. Raises BeleniosError."""
    fields = wire.Fields(given, "the answer", required=("credentials", "spare", "paper"))
    read = Roll.read(wire.written(fields.many("credentials")), GROUP)
    uses = {
        public: use
        for use, name in ((Use.SPARE, "spare"), (Use.PAPER, "paper"))
        for public in wire.texts(wire.written(fields.many(name)), where=name)
    }
    return read, uses


def _check_fits(sealed: Sealed, read: Roll, uses: dict[str, str]) -> None:
    """Raises RollRefused unless there are as many codes of each use, with as many votes, as there should be."""
    voters = Counter(str(weight) for public, weight in read.weights.items() if public not in uses)
    others = Counter((uses[public], weight) for public, weight in read.weights.items() if public in uses)
    expected = Counter({(Use.SPARE, 1): sealed.spares, (Use.PAPER, 1): sealed.papers})
    if voters != Counter(sealed.poll.voters.values_list("weight", flat=True)) or others != +expected:
        why = (
            f"{voters.total()} codes for {sealed.poll.voter_count} voters, {others.total()} codes more where "
            f"{sealed.spares} spare ones and {sealed.papers} on paper are asked for, or other votes than theirs."
        )
        raise RollRefused(why=why)


@act("poll.code_handed_in")
def hand_in_code(*, sealed: Sealed, exchange: str, now: datetime) -> Sealed:
    """Give up a code that cast no ballot for a ballot on paper, in one question.

    The exchange proves that whoever asks for it holds the code; the record shows the proof. Nobody here learns whose
    code it was. Raises NotReady, TooLate, UnknownCode, CodeGivenUp, CodeUsed, NoMorePapers,
    ExchangeRefused.
    """
    poll = locked(sealed.poll)
    sealed = locked(sealed)
    check_open(poll, now)
    try:
        read = Exchange.read(exchange.encode(), sealed.uuid, GROUP)
    except BeleniosError as fault:
        raise ExchangeRefused(why=str(fault)) from fault
    if read.into != PAPER:
        raise ExchangeRefused(why="A code is handed in for a ballot on paper only.")
    record_many([_give_up(sealed, read, now)])
    return sealed


@act("poll.code_replaced")
def replace_code(*, sealed: Sealed, exchange: str, now: datetime) -> Sealed:
    """The credential authority replaces a lost code by a spare one, in all questions of the meeting that are not over.

    The answer has the exchange per question, by its identity; all are made or none. Raises as `hand_in_code` does.
    """
    lead = locked(sealed)
    if not lead.roll:
        raise NotReady
    live = {each.uuid: each for each in live_questions(lead, now)}
    if not live:
        raise NotReady
    try:
        given = wire.read(exchange.encode(), where="the answer")
        if not isinstance(given, dict) or given.keys() != live.keys():
            raise ExchangeRefused(why="The answer is about other questions than those that are not over.")
        read = {uuid: Exchange.of(given[uuid], uuid, GROUP) for uuid in live}
    except BeleniosError as fault:
        raise ExchangeRefused(why=str(fault)) from fault
    drafts = []
    for uuid, each in live.items():
        locked(each.poll)
        if read[uuid].into == PAPER:
            raise ExchangeRefused(why="A lost code is replaced by a spare one only.")
        drafts.append(_give_up(locked(each), read[uuid], now))
    record_many(drafts)
    return sealed


def _give_up(sealed: Sealed, exchange: Exchange, now: datetime) -> Draft:
    """Give up a code in one question; returns what the register says of it."""
    code = sealed.codes.filter(credential=hashed(exchange.credential)).first()
    if code is None:
        raise UnknownCode
    if code.use in (Use.REPLACED, Use.HANDED_IN):
        raise CodeGivenUp
    if code.use != Use.VOTER or code.weight != 1:
        raise ExchangeRefused(why="Only the code of a voter with one vote can be given up.")
    if is_used(code):
        raise CodeUsed
    spare = None
    if exchange.into != PAPER:
        spare = sealed.codes.filter(credential=hashed(exchange.into), use=Use.SPARE).first()
        if spare is None:
            raise ExchangeRefused(why="What comes for it is no spare code, or was given to somebody already.")
        spare.use = Use.VOTER
        spare.save(update_fields=["use"])
    elif sealed.codes.filter(use=Use.HANDED_IN).count() >= sealed.papers:
        raise NoMorePapers
    code.use = Use.HANDED_IN if spare is None else Use.REPLACED
    code.save(update_fields=["use"])
    return Draft(
        "poll.code_handed_in" if spare is None else "poll.code_replaced",
        in_=sealed.poll.organisation,
        subject=sealed.poll,
        at=now,
        public={"poll": str(sealed.poll_id), "exchange": exchange.record()},
    )
