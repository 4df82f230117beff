"""What people do in the assembly. The only writer of this room.

What follows from a closed poll is in `settling`, which this room gives to `ballots`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from waardeel.assembly import queries, rules
from waardeel.assembly.errors import (
    BelowFloor,
    ChangedMeanwhile,
    DoesNotApply,
    Empty,
    NoCharter,
    NoLongerInForce,
    NotConfirmed,
    OutOfRange,
    ProposalNotOpen,
    ReviewInPast,
    TooLong,
    ValidFromPast,
    WrongOrganisation,
)
from waardeel.assembly.models import Charter, Comment, Decision, DecisionKind, Proposal, Wording
from waardeel.assembly.words import problem_in_words
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.formats import canonical_json
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.law.verdict import DecisionRules
from waardeel.people.models import Circle, Organisation, Person
from waardeel.register.domain import record

PURPOSE = "proposal"


def text_hash(title: str, plain_text: str, legal_text: str) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of a text, as hex.

    The register holds this and not the text, which may have to go one day; whoever has the text can show that
    it is the one that was decided.
    """
    text = {"legal": legal_text, "plain": plain_text, "title": title}
    return hashlib.sha256(canonical_json.dumps(text)).hexdigest()


# -- charter
# -------------------------------------------------------------------------------------------------------


@act("charter.adopted")
def adopt_charter(
    *,
    id: UUID,
    organisation: Organisation,
    decision_rules: Mapping[str, DecisionRules],
    by: Person,
    now: datetime,
    valid_from: date | None = None,
    poll_days: int = 7,
    minimum_cell: int = 5,
    review_months: int = 12,
    confirmed: bool = False,
) -> Charter:
    """Enter a new version of the rules, in force from a day (today when none is given) until the next.

    ``decision_rules`` gives the rules per `DecisionKind`, all of them. They are held against the floors of
    the law pack for the organisation's country and legal form. Below a floor that was read in the law they
    are refused; below one that still has to be looked up they need ``confirmed``: somebody who knows the law
    said that they may stand.

    Raises NotAllowed, ValidFromPast, OutOfRange, BelowFloor, NotConfirmed.
    """
    today = organisation.day(now)
    require(rules.may_adopt_charter, by, organisation, today)
    once(Charter, id)
    valid_from = valid_from or today
    if valid_from < today:
        raise ValidFromPast(day=date_format(today))
    for field, value, least, most in (
        ("poll_days", poll_days, 1, 90),
        ("minimum_cell", minimum_cell, 3, 50),
        ("review_months", review_months, 1, 120),
    ):
        if not least <= value <= most:
            raise OutOfRange(field=field, least=least, most=most)
    pack = queries.pack_for(organisation, valid_from)
    problems = [
        (kind, problem) for kind in DecisionKind.values for problem in pack.check(kind, decision_rules[kind])
    ]
    against_law = [(kind, problem) for kind, problem in problems if problem.checked]
    if against_law:
        raise BelowFloor(
            words=" ".join(problem_in_words(pack, kind, problem) for kind, problem in against_law)
        )
    if problems and not confirmed:
        raise NotConfirmed(
            words=" ".join(problem_in_words(pack, kind, problem) for kind, problem in problems)
        )
    last = Charter.objects.filter(organisation=organisation).aggregate(last=Max("version"))["last"] or 0
    charter = Charter.objects.create(
        id=id,
        organisation=organisation,
        version=last + 1,
        valid_from=valid_from,
        pack=pack.name,
        rules={kind: decision_rules[kind].to_json() for kind in DecisionKind.values},
        poll_days=poll_days,
        minimum_cell=minimum_cell,
        review_months=review_months,
        doubts=[{"kind": kind, **problem.to_json()} for kind, problem in problems],
        adopted_at=now,
    )
    record(
        "charter.adopted",
        in_=organisation,
        subject=charter,
        by=by,
        at=now,
        public={
            "version": charter.version,
            "valid_from": valid_from,
            "pack": charter.pack,
            "rules": charter.rules,
            "poll_days": poll_days,
            "minimum_cell": minimum_cell,
            "review_months": review_months,
            "doubts": charter.doubts,
        },
    )
    return charter


# -- proposals
# -----------------------------------------------------------------------------------------------------


@act("proposal.made")
def make_proposal(
    *,
    id: UUID,
    organisation: Organisation,
    title: str,
    plain_text: str,
    legal_text: str,
    by: Person,
    now: datetime,
    circle: Circle | None = None,
    replaces: Decision | None = None,
) -> Proposal:
    """Make a proposal: plain words first, the legal text under them, which may be empty.

    ``circle`` would carry it out; ``replaces`` is the decision that no longer applies when this is adopted.
    Raises NotAllowed unless ``by`` is a member, Empty, TooLong, WrongOrganisation, NoLongerInForce.
    """
    require(rules.may_propose, by, organisation, organisation.day(now))
    once(Proposal, id)
    title, plain_text, legal_text = _checked(title, plain_text, legal_text)
    _check_links(organisation, circle, replaces)
    proposal = Proposal.objects.create(
        id=id,
        organisation=organisation,
        made_by=by,
        made_at=now,
        title=title,
        plain_text=plain_text,
        legal_text=legal_text,
        circle=circle,
        replaces=replaces,
    )
    _keep_wording(proposal, now)
    record(
        "proposal.made",
        in_=organisation,
        subject=proposal,
        by=by,
        at=now,
        public={"title": title, "text": text_hash(title, plain_text, legal_text)},
    )
    return proposal


@act("proposal.changed")
def change_proposal(
    *,
    proposal: Proposal,
    version: int,
    title: str,
    plain_text: str,
    legal_text: str,
    by: Person,
    now: datetime,
    circle: Circle | None = None,
    replaces: Decision | None = None,
) -> Proposal:
    """Change the text of a proposal while it is open; the earlier wording is kept.

    ``version`` is the version that the writer had before them. Raises NotAllowed unless ``by`` made the
    proposal, ProposalNotOpen, ChangedMeanwhile, Empty, TooLong, WrongOrganisation, NoLongerInForce.
    """
    require(rules.may_change, by, proposal)
    proposal = _open(proposal)
    if proposal.version != version:
        raise ChangedMeanwhile(version=proposal.version)
    title, plain_text, legal_text = _checked(title, plain_text, legal_text)
    _check_links(proposal.organisation, circle, replaces)
    proposal.title, proposal.plain_text, proposal.legal_text = title, plain_text, legal_text
    proposal.circle, proposal.replaces = circle, replaces
    proposal.version += 1
    proposal.save()
    _keep_wording(proposal, now)
    record(
        "proposal.changed",
        in_=proposal.organisation,
        subject=proposal,
        by=by,
        at=now,
        public={
            "title": title,
            "version": proposal.version,
            "text": text_hash(title, plain_text, legal_text),
        },
    )
    return proposal


@act("proposal.withdrawn")
def withdraw_proposal(*, proposal: Proposal, by: Person, now: datetime) -> Proposal:
    """Take a proposal back before it is voted on.

    Raises NotAllowed unless ``by`` made it or is secretary, AlreadyDone, ProposalNotOpen.
    """
    require(rules.may_withdraw, by, proposal, proposal.organisation.day(now))
    proposal = locked(proposal)
    if proposal.state == Proposal.State.WITHDRAWN:
        raise AlreadyDone(proposal)
    _insist_open(proposal)
    proposal.state = Proposal.State.WITHDRAWN
    proposal.save(update_fields=["state"])
    record(
        "proposal.withdrawn",
        in_=proposal.organisation,
        subject=proposal,
        by=by,
        at=now,
        public={"title": proposal.title},
    )
    return proposal


@act("poll.opened")
def put_to_vote(
    *,
    id: UUID,
    proposal: Proposal,
    closes_at: datetime,
    by: Person,
    now: datetime,
    kind: str = DecisionKind.ORDINARY,
) -> Poll:
    """Put a proposal to the vote of the members, under the charter, until ``closes_at``.

    ``id`` will be the poll's. The text is fixed from here on. Raises NotAllowed unless ``by`` is secretary,
    ProposalNotOpen, NoCharter, and what `ballots.domain.open_poll` raises.
    """
    organisation = proposal.organisation
    day = organisation.day(now)
    require(rules.may_put_to_vote, by, proposal, day)
    proposal = locked(proposal)
    if proposal.poll_id == id and proposal.poll is not None:
        raise AlreadyDone(proposal.poll)
    _insist_open(proposal)
    charter = queries.charter_on(organisation, day)
    if charter is None:
        raise NoCharter
    poll = ballots.open_poll(
        id=id,
        organisation=organisation,
        question=_question(proposal.title),
        decision_rules=queries.rules_of(charter, kind),
        closes_at=closes_at,
        by=by,
        now=now,
        shortest_days=queries.shortest_days(charter, kind, day),
        purpose=PURPOSE,
    )
    proposal.poll = poll
    proposal.kind = kind
    proposal.state = Proposal.State.VOTING
    proposal.save(update_fields=["poll", "kind", "state"])
    return poll


@act.unrecorded("talk is no decision, and who said something may take it back without a trace")
def comment(*, id: UUID, proposal: Proposal, text: str, by: Person, now: datetime) -> Comment:
    """Say something about a proposal until it is decided.

    Raises NotAllowed unless ``by`` belongs to the organisation, ProposalNotOpen, Empty, TooLong.
    """
    require(rules.may_comment, by, proposal, proposal.organisation.day(now))
    once(Comment, id)
    proposal = locked(proposal)
    if proposal.state not in (Proposal.State.OPEN, Proposal.State.VOTING):
        raise ProposalNotOpen(state=proposal.get_state_display())
    text = _clean("text", text, 2000)
    return Comment.objects.create(id=id, proposal=proposal, written_by=by, written_at=now, text=text)


@act.unrecorded("who said something may take it back without a trace")
def withdraw_comment(*, comment: Comment, by: Person, now: datetime) -> Comment:
    """Take one's own comment back: the text goes for good, and its place says so. Raises NotAllowed."""
    require(rules.may_withdraw_comment, by, comment)
    comment = locked(comment)
    if comment.withdrawn_at is None:
        comment.text = ""
        comment.withdrawn_at = now
        comment.save(update_fields=["text", "withdrawn_at"])
    return comment


# -- decisions
# -----------------------------------------------------------------------------------------------------


@act("decision.reviewed")
def review_decision(
    *, decision: Decision, review_on: date | None, by: Person, now: datetime, carried_out: bool = False
) -> Decision:
    """Enter that a decision was looked at again and stays; next time on ``review_on`` (None: never).

    ``carried_out`` says that all it asks was done. Changing or ending a decision takes a new proposal.
    Raises NotAllowed unless ``by`` is secretary, DoesNotApply, ReviewInPast.
    """
    today = decision.organisation.day(now)
    require(rules.may_review, by, decision, today)
    decision = locked(decision)
    if not decision.adopted or decision.replaced_by_id is not None:
        raise DoesNotApply
    if review_on is not None and review_on <= today:
        raise ReviewInPast
    decision.review_on = review_on
    if carried_out and decision.carried_out_on is None:
        decision.carried_out_on = today
    decision.save(update_fields=["review_on", "carried_out_on"])
    record(
        "decision.reviewed",
        in_=decision.organisation,
        subject=decision,
        by=by,
        at=now,
        public={
            "number": decision.label,
            "title": decision.title,
            "review_on": review_on,
            "carried_out_on": decision.carried_out_on,
        },
    )
    return decision


# -- parts
# ---------------------------------------------------------------------------------------------------------


def _open(proposal: Proposal) -> Proposal:
    proposal = locked(proposal)
    _insist_open(proposal)
    return proposal


def _insist_open(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.OPEN:
        raise ProposalNotOpen(state=proposal.get_state_display())


def _clean(field: str, text: str, most: int, *, empty: bool = False) -> str:
    # The same line ends from every browser, so that the same words have the same hash.
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text and not empty:
        raise Empty(field=field)
    if len(text) > most:
        raise TooLong(field=field, length=len(text), most=most)
    return text


def _checked(title: str, plain_text: str, legal_text: str) -> tuple[str, str, str]:
    return (
        _clean("title", " ".join(title.split()), 150),
        _clean("plain_text", plain_text, 5000),
        _clean("legal_text", legal_text, 20000, empty=True),
    )


def _check_links(organisation: Organisation, circle: Circle | None, replaces: Decision | None) -> None:
    if any(thing is not None and thing.organisation_id != organisation.pk for thing in (circle, replaces)):
        raise WrongOrganisation
    if replaces is not None and (not replaces.adopted or replaces.replaced_by_id is not None):
        raise NoLongerInForce(label=replaces.label)


def _keep_wording(proposal: Proposal, now: datetime) -> None:
    Wording.objects.create(
        proposal=proposal,
        version=proposal.version,
        title=proposal.title,
        plain_text=proposal.plain_text,
        legal_text=proposal.legal_text,
        written_at=now,
    )


def _question(title: str) -> dict[str, str]:
    question = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            question[language] = gettext("Do you agree with this proposal: %(title)s?") % {"title": title}
    return question
