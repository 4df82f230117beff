"""What people do with waves and answers: the only writer of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from waardeel.assembly.models import Decision
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.impact import codes, queries, results, rules
from waardeel.impact.errors import (
    BadAnswer,
    GroupTooSmall,
    MinimumTooSmall,
    NoSuchInstrument,
    NotAdopted,
    NotAnswered,
    NotClosed,
    NoTitle,
    NotPublished,
    NotYourPartnership,
    SlipUsed,
    TooManySlips,
    UnknownReceipt,
    WaveOver,
    WeakSecret,
    WrongWindow,
)
from waardeel.impact.instruments import LANGUAGES, Item, shipped
from waardeel.impact.models import LEAST_MINIMUM, PUBLIC_MINIMUM, Missing, Observation, Response, Slip, Wave
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record
from waardeel.work.models import Partnership

TITLE_LENGTH, TEXT_LENGTH = 120, 600
#: Slips at one time: a stack of paper that one person still prints and cuts.
SLIPS_AT_ONCE = 200

Answer = int | str


@act("wave.opened")
def open_wave(
    *,
    id: UUID,
    organisation: Organisation,
    title: Mapping[str, str],
    instrument: str,
    from_on: date,
    until_on: date,
    eligible: int,
    by: Person,
    now: datetime,
    minimum_cell: int = PUBLIC_MINIMUM,
    programme: str = "",
    partnership: Partnership | None = None,
    why: Mapping[str, str] | None = None,
    changed: Mapping[str, str] | None = None,
) -> Wave:
    """Open a wave: whom it is about, with which questions, from which day to which day (both included).

    ``title``, ``why`` and ``changed`` (what changed last time, thanks to the answers) are texts per language.
    ``eligible`` is the number of people the wave is about.

    Raises NotAllowed, NoTitle, NoSuchInstrument, WrongWindow, MinimumTooSmall, GroupTooSmall,
    NotYourPartnership.
    """
    require(rules.may_measure, by, organisation, organisation.day(now))
    once(Wave, id)
    titles = _texts(title, TITLE_LENGTH)
    if not titles:
        raise NoTitle(most=TITLE_LENGTH)
    if instrument not in shipped():
        raise NoSuchInstrument(name=instrument)
    if until_on < from_on:
        raise WrongWindow
    if minimum_cell < LEAST_MINIMUM:
        raise MinimumTooSmall(least=LEAST_MINIMUM)
    if eligible < minimum_cell:
        raise GroupTooSmall(eligible=eligible, minimum=minimum_cell)
    if partnership is not None and partnership not in queries.partnerships_of(organisation):
        raise NotYourPartnership(title=partnership.title)
    wave = Wave.objects.create(
        id=id,
        organisation=organisation,
        instrument_name=instrument,
        title=titles,
        why=_texts(why or {}, TEXT_LENGTH),
        changed=_texts(changed or {}, TEXT_LENGTH),
        programme=programme.strip()[:TITLE_LENGTH],
        partnership=partnership,
        from_on=from_on,
        until_on=until_on,
        minimum_cell=minimum_cell,
        eligible=eligible,
    )
    record(
        "wave.opened",
        in_=organisation,
        subject=wave,
        by=by,
        at=now,
        public={
            "wave": str(wave.pk),
            "title": wave.title,
            "instrument": instrument,
            "programme": wave.programme,
            "partnership": partnership,
            "from_on": from_on,
            "until_on": until_on,
            "eligible": eligible,
            "minimum_cell": minimum_cell,
        },
    )
    return wave


def _texts(texts: Mapping[str, str], most: int) -> dict[str, str]:
    """The texts that say something, in the languages of the house, cut to length."""
    return {language: texts[language].strip()[:most] for language in LANGUAGES if texts.get(language, "").strip()}


@act("wave.slips_made")
def make_slips(*, wave: Wave, number: int, secret: str, by: Person, now: datetime) -> list[str]:
    """Make slips and return their codes, this once: only hashes are kept, and nothing binds a slip to a
    person.

    ``secret`` (32 signs or more) is drawn by who asks; the same secret makes the same slips, so a page that
    is sent twice shows what the first one made: AlreadyDone carries the codes.

    Raises NotAllowed, WeakSecret, WaveOver, TooManySlips.
    """
    require(rules.may_measure, by, wave.organisation, wave.organisation.day(now))
    if len(secret) < 32:
        raise WeakSecret
    wave = locked(wave)
    made = wave.slips.count()
    made_codes = codes.derived_codes(f"{wave.pk}/{secret}", number)
    if Slip.objects.filter(wave=wave, code_hash__in=[codes.hash_of(code) for code in made_codes[:1]]).exists():
        raise AlreadyDone(made_codes)
    if wave.state != Wave.State.OPEN or wave.organisation.day(now) > wave.until_on:
        raise WaveOver
    left = min(wave.eligible - made, SLIPS_AT_ONCE)
    if not 1 <= number <= left:
        raise TooManySlips(eligible=wave.eligible, made=made, left=left)
    Slip.objects.bulk_create([Slip(wave=wave, code_hash=codes.hash_of(code)) for code in made_codes], batch_size=200)
    record(
        "wave.slips_made",
        in_=wave.organisation,
        subject=wave,
        by=by,
        at=now,
        public={"wave": str(wave.pk), "title": wave.title, "number": number, "made": made + number},
    )
    return made_codes


@act.unrecorded("an entry would publish when somebody came; the number is recorded when the wave closes")
def begin_answers(*, code: str, now: datetime) -> Slip:
    """Somebody with a slip begins. Nothing is kept but that this slip was opened.

    Raises UnknownSlip, WaveNotBegun, WaveOver, SlipUsed.
    """
    slip = _held(code)
    queries.insist_open(slip, now)
    if not slip.opened:
        slip.opened = True
        slip.save(update_fields=["opened"])
    return slip


def _held(code: str) -> Slip:
    """The slip, its wave and itself locked in that order, as whoever closes the wave locks them."""
    slip = queries.slip_of(code)
    wave = locked(slip.wave)
    wave.organisation = slip.wave.organisation
    slip = locked(slip)
    slip.wave = wave
    return slip


@act.unrecorded("an entry would publish when and in which order people answered; the number is recorded at the close")
def answer_wave(*, code: str, answers: Mapping[str, Answer], receipt: str, now: datetime) -> Response:
    """Somebody answers: for each question a whole number, "dont_know" or "rather_not".

    ``receipt`` is a code of their own, with which they can take the answers back until the wave closes.
    Sent twice with the same receipt it counts once (AlreadyDone). The slip is used up; the response does
    not know which slip it was.

    Raises UnknownSlip, WaveNotBegun, WaveOver, SlipUsed, NotAnswered, BadAnswer, WeakSecret.
    """
    if not codes.tidy(receipt):
        raise WeakSecret
    receipt_hash = codes.hash_of(codes.tidy(receipt))
    slip = _held(code)
    wave = slip.wave
    try:
        queries.insist_open(slip, now)
    except SlipUsed:
        mine = wave.responses.filter(receipt_hash=receipt_hash).first()
        if mine is not None:
            raise AlreadyDone(mine) from None
        raise
    observations = [
        _observation(item, answers.get(item.key), number) for number, item in enumerate(wave.instrument.items, start=1)
    ]
    response = Response.objects.create(wave=wave, receipt_hash=receipt_hash)
    for observation in observations:
        observation.response = response
    Observation.objects.bulk_create(observations)
    slip.opened = slip.used = True
    slip.save(update_fields=["opened", "used"])
    return response


def _observation(item: Item, answer: Answer | None, number: int) -> Observation:
    if answer is None:
        raise NotAnswered(number=number)
    if isinstance(answer, str):
        if answer not in Missing.values:
            raise BadAnswer(answer=answer, low=item.low, high=item.high)
        return Observation(item=item.key, missing=answer)
    if not item.low <= answer <= item.high:
        raise BadAnswer(answer=answer, low=item.low, high=item.high)
    return Observation(item=item.key, value=answer)


@act.unrecorded("an entry would publish when somebody changed their mind; the number left is recorded at the close")
def withdraw_answers(*, receipt: str, now: datetime) -> Wave:
    """Somebody takes their answers back: they are deleted. The slip stays used, for nothing binds it to them.

    Raises UnknownReceipt, also when the wave is closed: then no receipt leads to answers any more.
    """
    response = None
    if codes.tidy(receipt):
        response = Response.objects.filter(receipt_hash=codes.hash_of(codes.tidy(receipt))).first()
    if response is None:
        raise UnknownReceipt
    wave = locked(response.wave)
    # While we waited for the wave it may have been closed, and the response written anew without its receipt.
    gone, _ = Response.objects.filter(pk=response.pk).delete()
    if not gone:
        raise UnknownReceipt
    return wave


@act("wave.closed")
def close_wave(*, wave: Wave, by: Person, now: datetime) -> Wave:
    """Close a wave: nobody answers or takes back any more, and the numbers are recorded.

    All responses are written anew with fresh random keys, in the order of those keys and without their
    receipts, and slips forget whether they were opened or used: from now on neither an order of rows nor a
    copy of the slips says anything.

    Raises NotAllowed; AlreadyDone when it was closed.
    """
    require(rules.may_measure, by, wave.organisation, wave.organisation.day(now))
    organisation = wave.organisation
    wave = locked(wave)
    if wave.state != Wave.State.OPEN:
        raise AlreadyDone(wave)
    counts = queries.counts_of(wave)
    _shuffle(wave)
    wave.slips.update(opened=False, used=False)
    wave.state = Wave.State.CLOSED
    wave.opened = counts["opened"]
    wave.save(update_fields=["state", "opened"])
    funnel = results.funnel_of(**counts, minimum=wave.minimum_cell)
    record(
        "wave.closed",
        in_=organisation,
        subject=wave,
        by=by,
        at=now,
        public={
            "wave": str(wave.pk),
            "title": wave.title,
            "funnel": funnel,
            "minimum_cell": wave.minimum_cell,
        },
    )
    return wave


def _shuffle(wave: Wave) -> None:
    answers: dict[UUID, list[Observation]] = {response: [] for response in wave.responses.values_list("pk", flat=True)}
    for observation in Observation.objects.filter(response__wave=wave):
        answers[observation.response_id].append(observation)
    wave.responses.all().delete()
    # A fresh random key for everyone, and everything stored in the order of the keys.
    anew = sorted(((uuid4(), observations) for observations in answers.values()), key=lambda pair: pair[0])
    Response.objects.bulk_create([Response(id=key, wave=wave) for key, _ in anew], batch_size=200)
    copies = [
        Observation(id=uuid4(), response_id=key, item=old.item, value=old.value, missing=old.missing)
        for key, observations in anew
        for old in observations
    ]
    Observation.objects.bulk_create(sorted(copies, key=lambda copy: copy.pk), batch_size=200)


@act("wave.published")
def publish_wave(*, wave: Wave, by: Person, now: datetime) -> Wave:
    """Publish what may be shown of a closed wave, for good: see `results` for what is held back.

    Nobody, its lead included, has seen any of it before. Raises NotAllowed, NotClosed; AlreadyDone when it
    was published.
    """
    require(rules.may_measure, by, wave.organisation, wave.organisation.day(now))
    organisation = wave.organisation
    wave = locked(wave)
    if wave.state == Wave.State.PUBLISHED:
        raise AlreadyDone(wave)
    if wave.state != Wave.State.CLOSED:
        raise NotClosed
    wave.result = results.outcome_of(
        wave=wave,
        funnel=results.funnel_of(**queries.counts_of(wave), minimum=wave.minimum_cell),
        tallies=queries.tallies_of(wave),
    )
    wave.state = Wave.State.PUBLISHED
    wave.published_at = now
    wave.save(update_fields=["result", "state", "published_at"])
    record("wave.published", in_=organisation, subject=wave, by=by, at=now, public=wave.result)
    return wave


@act("wave.approved")
def approve_report(*, wave: Wave, decision: Decision, by: Person, now: datetime) -> Wave:
    """Note the decision with which the members approved the report.

    Raises NotAllowed, NotPublished, NotAdopted; AlreadyDone when this decision was noted.
    """
    organisation = wave.organisation
    require(rules.may_measure, by, organisation, organisation.day(now))
    wave = locked(wave)
    if wave.state != Wave.State.PUBLISHED:
        raise NotPublished
    if not decision.adopted or decision.organisation_id != wave.organisation_id:
        raise NotAdopted(label=decision.label)
    if wave.decision_id == decision.pk:
        raise AlreadyDone(wave)
    wave.decision = decision
    wave.save(update_fields=["decision"])
    record(
        "wave.approved",
        in_=organisation,
        subject=wave,
        by=by,
        at=now,
        public={"wave": str(wave.pk), "title": wave.title, "decision": decision.label},
    )
    return wave
