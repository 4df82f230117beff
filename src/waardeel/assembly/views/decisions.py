"""The register of decisions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from waardeel.assembly import domain, queries, rules
from waardeel.assembly.forms import (
    ReviewForm,
)
from waardeel.assembly.models import Decision
from waardeel.assembly.views.common import context, insist_belongs, today_of
from waardeel.ballots import words
from waardeel.ballots.clock import at_home
from waardeel.ballots.models import Poll
from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.law import packs
from waardeel.methods.voting.yes_no import CHOICES, Count
from waardeel.people import queries as people
from waardeel.people.models import Organisation
from waardeel.register.queries import entries_about


@at_home
@require_GET
def decisions(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The register of decisions: what applies today, or with `?all=1` everything that was ever decided."""
    query = search_of(request)
    everything = request.GET.get("all") == "1"
    found = queries.decisions_of(organisation, query, only_in_force=not everything)
    return render(
        request,
        "assembly/decisions.html",
        context(
            organisation,
            page=page_of(request, found),
            query=query,
            everything=everything,
            belongs=people.belongs(request.person, organisation, today_of(organisation)),  # type: ignore[attr-defined]
        ),
    )


def _decision(organisation: Organisation, pk: UUID) -> Decision:
    return get_object_or_404(queries.decisions_of(organisation), pk=pk)


@at_home
@require_GET
def decision(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One decision: what, since when, decided how, who carries it out, when it is looked at again."""
    person = request.person  # type: ignore[attr-defined]
    today = today_of(organisation)
    decision = _decision(organisation, pk)
    poll = Poll.objects.get(proposal=decision.proposal_id)
    count = Count.from_json(poll.count)
    charter = queries.charter_on(organisation, poll.record_on)
    deed = (
        decision.waits and charter is not None and "deed-and-filing" in packs.load(charter.pack, poll.record_on).figures
    )
    return render(
        request,
        "assembly/decision.html",
        context(
            organisation,
            decision=decision,
            poll=poll,
            votes={choice: words.number(getattr(count, choice)) for choice in CHOICES},
            reason=words.REASONS[decision.reason],
            what_now=words.NEXT.get(decision.reason, ""),
            deed=deed,
            replaced=list(decision.replaced.all()),
            due=decision.review_on is not None and decision.review_on <= today,
            may_review=decision.adopted
            and decision.replaced_by_id is None
            and person is not None
            and rules.may_review(person, decision, today),
            may_propose=person is not None and rules.may_propose(person, organisation, today),
            entries=list(entries_about(decision)),
        ),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def decision_review(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Enter that a decision was looked at again."""
    person = request.person  # type: ignore[attr-defined]
    today = today_of(organisation)
    insist_belongs(person, organisation, today)
    decision = _decision(organisation, pk)
    require(rules.may_review, person, decision, today)
    initial = {
        "review_on": queries.months_later(today, 12),
        "carried_out": decision.carried_out_on is not None,
    }
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        reviewed = submit(
            request,
            form,
            lambda data: domain.review_decision(decision=decision, by=person, now=timezone.now(), **data),
        )
        if reviewed is not None:
            messages.success(request, _("The review is in the register."))
            return redirect("decision", slug=organisation.slug, pk=pk)
    return render(request, "assembly/decision_review.html", context(organisation, form=form, decision=decision))
