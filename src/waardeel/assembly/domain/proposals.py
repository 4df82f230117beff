"""Making, changing, withdrawing proposals, talking about them, and putting them to the vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from waardeel.assembly import queries, rules
from waardeel.assembly.domain.texts import checked, clean, text_hash
from waardeel.assembly.errors import (
    ChangedMeanwhile,
    NoCharter,
    NoFreeQuestion,
    NoLongerInForce,
    ProposalNotOpen,
    WrongOrganisation,
)
from waardeel.assembly.models import Comment, Decision, DecisionKind, Proposal, Wording
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.house.domain import act, locked, once
from waardeel.house.errors import AlreadyDone
from waardeel.house.rules import require
from waardeel.people.models import Circle, Organisation, Person
from waardeel.register.domain import record

#: What polls on proposals are for (see `ballots.domain.purposes`).
PURPOSE = "proposal"


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
    title, plain_text, legal_text = checked(title, plain_text, legal_text)
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
    title, plain_text, legal_text = checked(title, plain_text, legal_text)
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


@act("poll.opened", "poll.prepared")
def put_to_vote(
    *,
    id: UUID,
    proposal: Proposal,
    closes_at: datetime,
    by: Person,
    now: datetime,
    kind: str = DecisionKind.ORDINARY,
    secrecy: str = Poll.Secrecy.CLOSED_LIST,
    authority: str = "",
    trustees: Sequence[str] = (),
    threshold: int = 0,
    papers: int = 0,
    by_mail: bool = False,
    auditors: Sequence[str] = (),
    questions: int = 1,
) -> Poll:
    """Put a proposal to the vote of the members, under the charter, until ``closes_at``.

    ``id`` will be the poll's. The text is fixed from here on. A verifiable secret vote is only prepared: it opens when
    the ``authority`` made the codes and the ``trustees`` their keys. Raises NotAllowed unless ``by`` is secretary,
    ProposalNotOpen, NoCharter, and what `ballots.domain.open_poll` and `prepare_poll` raise.
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
    facts: dict[str, Any] = {
        "id": id,
        "organisation": organisation,
        "question": _question(proposal.title),
        "decision_rules": queries.rules_of(charter, kind),
        "closes_at": closes_at,
        "by": by,
        "now": now,
        "shortest_days": queries.shortest_days(charter, kind, day),
        "purpose": PURPOSE,
    }
    if secrecy == Poll.Secrecy.VERIFIABLE:
        poll = ballots.prepare_poll(
            authority=authority,
            trustees=trustees,
            threshold=threshold,
            papers=papers,
            by_mail=by_mail,
            proxies=charter.proxies,
            auditors=auditors,
            questions=questions,
            **facts,
        )
    else:
        poll = ballots.open_poll(**facts)
    return _voted_on(proposal, poll, kind)


@act("poll.opened")
def put_question(*, proposal: Proposal, meeting: UUID, minutes: int, kind: str, by: Person, now: datetime) -> Poll:
    """Put a proposal to the vote in a meeting, as one of the questions that were prepared with the poll `meeting`.

    It is open for so many minutes: the notice is that of the meeting, which the secretary answers for. Raises
    NotAllowed unless ``by`` is secretary, ProposalNotOpen, NoCharter, NoFreeQuestion, and what
    `ballots.domain.open_question` raises.
    """
    organisation = proposal.organisation
    day = organisation.day(now)
    require(rules.may_put_to_vote, by, proposal, day)
    proposal = locked(proposal)
    _insist_open(proposal)
    charter = queries.charter_on(organisation, day)
    if charter is None:
        raise NoCharter
    free = Poll.objects.filter(
        organisation=organisation, sealed__lead__poll=meeting, state=Poll.State.PREPARED
    ).order_by("sealed__number")
    poll = free.first()
    if poll is None:
        raise NoFreeQuestion
    poll = ballots.open_question(
        poll=poll,
        question=_question(proposal.title),
        decision_rules=queries.rules_of(charter, kind),
        closes_at=now + timedelta(minutes=minutes),
        purpose=PURPOSE,
        by=by,
        now=now,
    )
    return _voted_on(proposal, poll, kind)


def _voted_on(proposal: Proposal, poll: Poll, kind: str) -> Poll:
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
    text = clean("text", text, 2000)
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


def _open(proposal: Proposal) -> Proposal:
    proposal = locked(proposal)
    _insist_open(proposal)
    return proposal


def _insist_open(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.OPEN:
        raise ProposalNotOpen(state=proposal.get_state_display())


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
