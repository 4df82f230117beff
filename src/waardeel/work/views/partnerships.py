"""Partnerships: who promised what, and what shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.assembly.models import Decision
from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.people.models import Organisation
from waardeel.work import domain, queries, rules
from waardeel.work.forms import DeclineForm, EvidenceForm, JudgeForm, OfferForm, PromiseForm
from waardeel.work.models import Commitment, Evidence, Opportunity, Partnership, Party
from waardeel.work.views.access import (
    organisation_of,
    own_organisation,
    partnership_joined,
    partnership_seen,
    posted,
    uploaded,
)
from waardeel.work.views.sightings import kept_file


@require_GET
def partnerships(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnerships of an organisation."""
    organisation, today = organisation_of(slug)
    query = search_of(request)
    found = queries.search_partnerships(queries.partnerships_of(organisation, request.person, today), query)
    context = {
        "organisation": organisation,
        "tab": "do",
        "query": query,
        "page": page_of(request, found),
        "speaks": request.person is not None and rules.may_speak_for(request.person, organisation, today),
    }
    return render(request, "work/partnerships.html", context)


@require_GET
def partnership(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """One partnership: its parties, its promises with what is late on top, and what was shown."""
    partnership, organisation, today = partnership_seen(request, slug, id)
    person = request.person
    parties = list(partnership.parties.select_related("organisation"))
    speaks = person is not None and rules.may_speak_for(person, organisation, today)
    waiting = next((one for one in parties if one.organisation_id == organisation.pk and not one.agreed_at), None)
    promises = queries.promises_of(partnership, today)
    page = page_of(request, promises)
    context = {
        "organisation": organisation,
        "tab": "do",
        "partnership": partnership,
        "parties": parties,
        "phases": partnership.phases.all(),
        "promises": page.object_list,
        "page": page,
        "totals": [] if partnership.told else queries.totals_of(partnership),
        "late": sum(promise.days_late > 0 for promise in promises),
        "of_a_party": rules.of_a_party(person, partnership, today),
        "speaks": speaks and not partnership.told,
        "may_answer": speaks and waiting is not None and partnership.declined_at is None and not partnership.told,
        "may_take_back": speaks and waiting is None and partnership.began_at is None and not partnership.declined_at,
        "me": person.pk if person else None,
    }
    return render(request, "work/told.html" if partnership.told else "work/partnership.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a partnership, perhaps for an opportunity (?opportunity=…)."""
    organisation, today = own_organisation(request, slug)
    require(rules.may_speak_for, request.person, organisation, today)
    opportunity = _opportunity_asked(request)
    decisions = Decision.objects.filter(adopted=True).select_related("organisation").order_by("-decided_on", "-number")
    near = Q(organisation=organisation)
    if opportunity is not None:
        near |= Q(organisation=opportunity.proposer) | Q(proposal=opportunity.proposal_id)
    form = OfferForm(
        posted(request),
        organisation=organisation,
        opportunity=opportunity,
        # A decision of any party will do; which organisation is chosen as partner is known only afterwards.
        decisions=decisions if request.method == "POST" else decisions.filter(near),
        initial=_first_words(opportunity, today),
    )

    def call(data: dict[str, Any]) -> Partnership:
        return domain.offer_partnership(
            id=data["id"],
            organisation=organisation,
            title=data["title"],
            purpose=data["purpose"],
            place=data["place"],
            parties=form.parties(),
            from_on=data["from_on"],
            until_on=data["until_on"],
            opportunity=opportunity,
            decision=data["decision"],
            by=request.person,
            now=timezone.now(),
        )

    done = request.method == "POST" and submit(request, form, call)
    if done:
        messages.success(request, _("The partnership was offered. It begins when every party has agreed."))
        return redirect("partnership", slug, done.pk)
    context = {"organisation": organisation, "tab": "do", "form": form, "opportunity": opportunity}
    return render(request, "work/offer.html", context)


@signed_in
@require_POST
def agree(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Agree to a partnership for this organisation."""
    partnership, organisation, _today = partnership_joined(request, slug, id)
    domain.agree_to_partnership(
        partnership=partnership, organisation=organisation, by=request.person, now=timezone.now()
    )
    messages.success(request, _("You agreed for %(name)s.") % {"name": organisation.name})
    return redirect("partnership", slug, id)


@signed_in
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Do not agree, or take back an offer, with a reason."""
    partnership, organisation, today = partnership_joined(request, slug, id)
    require(rules.may_speak_in, request.person, partnership, organisation, today)
    form = DeclineForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.decline_partnership(
            partnership=partnership, organisation=organisation, by=request.person, now=timezone.now(), **data
        ),
    )
    if done:
        messages.success(request, _("The other parties can read why."))
        return redirect("partnership", slug, id)
    context = {"organisation": organisation, "tab": "do", "partnership": partnership, "form": form}
    return render(request, "work/decline.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Promise something for this organisation."""
    partnership, organisation, today = partnership_joined(request, slug, id)
    require(rules.may_speak_in, request.person, partnership, organisation, today)
    form = PromiseForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.make_commitment(
            partnership=partnership, organisation=organisation, by=request.person, now=timezone.now(), **data
        ),
    )
    if done:
        messages.success(request, _("Your promise stands in the registers of all parties."))
        return redirect("partnership", slug, id)
    context = {"organisation": organisation, "tab": "do", "partnership": partnership, "form": form}
    return render(request, "work/promise.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Take a promise back, with a reason."""
    commitment, organisation = _own_commitment(request, slug, id)
    form = DeclineForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.withdraw_commitment(commitment=commitment, by=request.person, now=timezone.now(), **data),
    )
    if done:
        messages.success(request, _("The promise was taken back. It stays to be read."))
        return redirect("partnership", slug, commitment.partnership_id)
    context = {"organisation": organisation, "tab": "do", "commitment": commitment, "form": form}
    return render(request, "work/withdraw.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def submit_evidence(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Show what was done for a promise, or correct what was shown before (?corrects=…)."""
    commitment, organisation = _own_commitment(request, slug, id)
    corrects = _row_asked(request, commitment)
    today = organisation.day(timezone.now())
    initial: dict[str, Any] = {"delivered_on": today}
    if corrects is not None:
        initial = {"amount": corrects.amount, "delivered_on": corrects.delivered_on, "text": corrects.text}
    form = EvidenceForm(posted(request), uploaded(request), initial=initial, unit=commitment.unit)
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.submit_evidence(
            commitment=commitment, corrects=corrects, by=request.person, now=timezone.now(), **data
        ),
    )
    if done:
        messages.success(request, _("Thank you. The other side is asked to look at it."))
        return redirect("partnership", slug, commitment.partnership_id)
    context = {
        "organisation": organisation,
        "tab": "do",
        "commitment": commitment,
        "corrects": corrects,
        "form": form,
        "file_lost": bool(request.FILES),
    }
    return render(request, "work/submit_evidence.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def judge_evidence(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Look at what another party showed: accept it, or send it back with a reason."""
    evidence, organisation, today = _seen_evidence(request, slug, id)
    require(rules.may_judge, request.person, organisation, evidence, today)
    form = JudgeForm(posted(request))

    def call(data: dict[str, Any]) -> Evidence:
        facts = {
            "evidence": evidence,
            "organisation": organisation,
            "by": request.person,
            "now": timezone.now(),
        }
        if data["verdict"] == "yes":
            return domain.accept_evidence(**facts)
        return domain.return_evidence(reason=data["reason"], **facts)

    done = request.method == "POST" and submit(request, form, call)
    if done:
        messages.success(request, _("Thank you. The promise was reckoned anew."))
        return redirect("partnership", slug, evidence.commitment.partnership_id)
    context = {"organisation": organisation, "tab": "do", "evidence": evidence, "form": form}
    return render(request, "work/judge_evidence.html", context)


@signed_in
@require_GET
def evidence_file(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """The file of evidence, for people of the parties. A PDF is offered to be kept, not opened as a page."""
    evidence, _organisation, _today = _seen_evidence(request, slug, id)
    if not evidence.file:
        raise Http404
    if evidence.is_image:
        return kept_file(evidence.file, "image/jpeg", f"{evidence.pk}.jpg")
    return kept_file(evidence.file, "application/pdf", f"{evidence.pk}.pdf", attachment=True)


def _own_commitment(request: HttpRequest, slug: str, id: UUID) -> tuple[Commitment, Organisation]:
    """A promise of this organisation, for who speaks for it; 404 when it is of another, or not to be seen."""
    found = Commitment.objects.select_related("partnership", "party__organisation")
    commitment = get_object_or_404(found, pk=id, party__organisation__slug=slug, partnership__told_by=None)
    _partnership, organisation, today = partnership_joined(request, slug, commitment.partnership_id)
    require(rules.may_speak_for, request.person, organisation, today)
    return commitment, organisation


def _seen_evidence(request: HttpRequest, slug: str, id: UUID) -> tuple[Evidence, Organisation, Any]:
    """Evidence of a partnership of this organisation, for people of the parties; 404 for all others."""
    found = Evidence.objects.select_related(
        "commitment__partnership", "commitment__party__organisation", "corrects", "decided_for__organisation"
    )
    evidence = get_object_or_404(found, pk=id)
    _partnership, organisation, today = partnership_joined(request, slug, evidence.commitment.partnership_id)
    return evidence, organisation, today


def _opportunity_asked(request: HttpRequest) -> Opportunity | None:
    asked = request.GET.get("opportunity")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Opportunity.objects.select_related("organisation", "proposer"), pk=key)


def _row_asked(request: HttpRequest, commitment: Commitment) -> Evidence | None:
    asked = request.GET.get("corrects")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(commitment.evidence, pk=key)


def _first_words(opportunity: Opportunity | None, today: Any) -> dict[str, Any]:
    if opportunity is None:
        return {"from_on": today, "role": Party.Role.LEAD}
    decision = Decision.objects.filter(proposal=opportunity.proposal_id, adopted=True).first()
    return {
        "title": opportunity.title,
        "purpose": opportunity.task,
        "place": opportunity.place,
        "partner": opportunity.proposer_id,
        "from_on": today,
        "role": Party.Role.LEAD,
        "decision": decision,
    }
