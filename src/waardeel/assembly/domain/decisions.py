"""What follows from a closed poll: a decision in the register of decisions; and looking at it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse

from waardeel.assembly import queries, rules
from waardeel.assembly.domain.texts import text_hash
from waardeel.assembly.errors import DoesNotApply, ReviewInPast
from waardeel.assembly.models import Decision, Proposal
from waardeel.ballots.models import Poll
from waardeel.house.domain import act, locked
from waardeel.house.rules import require
from waardeel.people.models import Person
from waardeel.register.domain import Draft, record


class ProposalPolls:
    """The purpose of polls on proposals (see `ballots.domain.purposes`)."""

    def settle(self, poll: Poll, by: Person | None, now: datetime) -> Sequence[Draft]:
        """Decide the proposal as its poll was decided; adopted or not, it gets a number."""
        proposal = Proposal.objects.select_for_update(of=("self",)).get(poll=poll)
        organisation = poll.organisation
        today = organisation.day(now)
        outcome = poll.verdict or {}
        adopted = outcome["adopted"]
        # The rules under which the poll was opened say when to look again, also when others hold by now.
        charter = queries.charter_on(organisation, poll.record_on)
        review_on = queries.months_later(today, charter.review_months) if adopted and charter else None
        same_year = Decision.objects.filter(organisation=organisation, year=today.year)
        # Two decisions at the very same moment cannot get one number: the database refuses the second, who
        # tries again.
        number = (same_year.aggregate(last=Max("number"))["last"] or 0) + 1
        decision = Decision.objects.create(
            organisation=organisation,
            proposal=proposal,
            year=today.year,
            number=number,
            kind=proposal.kind,
            title=proposal.title,
            plain_text=proposal.plain_text,
            legal_text=proposal.legal_text,
            adopted=adopted,
            reason=outcome["reason"],
            decided_on=today,
            review_on=review_on,
            circle=proposal.circle,
        )
        proposal.state = Proposal.State.DECIDED
        proposal.save(update_fields=["state"])
        replaced = self._replace(proposal, decision) if adopted else None
        public = {
            "decision": str(decision.pk),
            "number": decision.label,
            "title": decision.title,
            "text": text_hash(decision.title, decision.plain_text, decision.legal_text),
            "kind": decision.kind,
            "poll": str(poll.pk),
            "adopted": adopted,
            "reason": decision.reason,
            "review_on": review_on,
            "circle": decision.circle.name if decision.circle else None,
            "replaces": replaced.label if replaced else None,
        }
        kind = "decision.made" if adopted else "decision.refused"
        return [Draft(kind, in_=organisation, subject=decision, by=by, at=now, public=public)]

    def _replace(self, proposal: Proposal, decision: Decision) -> Decision | None:
        """The decision that no longer applies, unless another one took its place while people were voting."""
        if proposal.replaces is None:
            return None
        old = locked(proposal.replaces)
        if old.replaced_by_id is not None:
            return None
        old.replaced_by = decision
        old.review_on = None
        old.save(update_fields=["replaced_by", "review_on"])
        return old

    def withdraw(self, poll: Poll) -> None:
        """The proposal is open again."""
        proposal = Proposal.objects.select_for_update(of=("self",)).get(poll=poll)
        proposal.poll, proposal.state = None, Proposal.State.OPEN
        proposal.save(update_fields=["poll", "state"])

    def page(self, poll: Poll) -> str:
        """The decision once there is one, else the proposal."""
        proposal = Proposal.objects.select_related("decision").get(poll=poll)
        if proposal.state == Proposal.State.DECIDED:
            return reverse("decision", args=[poll.organisation.slug, proposal.decision.pk])
        return reverse("proposal", args=[poll.organisation.slug, proposal.pk])


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
