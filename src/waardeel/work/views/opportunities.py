"""Work opportunities: from reports to work for somebody."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.people import queries as people
from waardeel.work import domain, queries, rules
from waardeel.work.forms import BundleForm, PickForm, ProposeForm, ReasonForm
from waardeel.work.models import Opportunity
from waardeel.work.views.access import city_planned, opportunity_of, organisation_of, own_organisation, posted
from waardeel.work.views.line import line_of


@require_GET
def do(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation does: a city's reports and opportunities, a firm's work and promises."""
    organisation, today = organisation_of(slug)
    person = request.person
    city = rules.is_city(organisation)
    sees_whole = city and rules.may_see_sightings(person, organisation, today)
    speaks = person is not None and rules.may_speak_for(person, organisation, today)
    context = {
        "organisation": organisation,
        "tab": "do",
        "city": city,
        "sees_whole": sees_whole,
        "may_report": sees_whole and rules.may_report(person, organisation, today),
        "may_plan": sees_whole and rules.may_plan(person, organisation, today),
        "speaks": speaks,
        "doings": queries.doings(timezone.now(), organisation),
        "partnerships": queries.partnerships_of(organisation, person, today)[:5],
    }
    if city:
        context["opportunities"] = queries.opportunities_of(organisation).exclude(state="closed")[:5]
    else:
        context["opportunities"] = queries.opportunities_taken_by(organisation)[:5]
        context["near"] = queries.opportunities_near(organisation)[:5]
    return render(request, "work/do.html", context)


@require_GET
def opportunities(request: HttpRequest, slug: str) -> HttpResponse:
    """All opportunities of a city; for another organisation those that it could take on."""
    organisation, _today = organisation_of(slug)
    city = rules.is_city(organisation)
    query = search_of(request)
    found = queries.opportunities_of(organisation) if city else queries.opportunities_near(organisation)
    context = {
        "organisation": organisation,
        "tab": "do",
        "city": city,
        "query": query,
        "page": page_of(request, queries.search_opportunities(found, query)),
    }
    return render(request, "work/opportunities.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Bundle reports into an opportunity. The list of reports sends along what was ticked (?s=…)."""
    city, _today = city_planned(request, slug)
    picked = [key for key in request.GET.getlist("s")[:200] if _is_uuid(key)]
    # What was ticked comes first; beside it what can still be added.
    choices = queries.free(queries.sightings_of(city))
    if picked:
        choices = choices.filter(pk__in=picked)
    form = BundleForm(posted(request), sightings=choices, initial={"sightings": picked})
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.bundle_sightings(organisation=city, by=request.person, now=timezone.now(), **data),
    )
    if not done and request.method == "POST":
        # The same form may have come twice: then the reports are bundled, and no longer a choice.
        done = _made_before(form.data.get("id", ""), city.pk)
    if done:
        messages.success(request, _("The work opportunity is open. Organisations can see it now."))
        return redirect("opportunity", slug, done.pk)
    context = {"organisation": city, "tab": "do", "form": form, "choices": choices}
    return render(request, "work/bundle.html", context)


@require_GET
def opportunity(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """One opportunity: what is to be done, from which reports it came, and how far it is."""
    opportunity, today = opportunity_of(slug, id)
    person = request.person
    city = opportunity.organisation
    may_plan = person is not None and rules.may_plan(person, city, today)
    mine = people.organisations_of(person, today) if person else []
    is_open = opportunity.state == Opportunity.State.OPEN
    proposed = opportunity.state == Opportunity.State.PROPOSED
    partnership = opportunity.partnerships.filter(declined_at=None).first()
    visible = partnership and rules.may_see_partnership(person, partnership, today)
    context = {
        "organisation": city,
        "tab": "do",
        "opportunity": opportunity,
        "sightings": opportunity.sightings.order_by("reported_at", "pk")[:50],
        "number": opportunity.sightings.count(),
        "sees_whole": rules.may_see_sightings(person, city, today),
        "partnership": partnership if visible else None,
        "partnership_for": partnership.parties.select_related("organisation")[0].organisation if visible else None,
        "line": line_of(opportunity, partnership),
        "may_plan": may_plan,
        "may_change": may_plan and is_open,
        "may_close": may_plan and (is_open or proposed),
        "may_offer": person is not None
        and partnership is None
        and (is_open or proposed)
        and rules.may_speak_for(person, city, today),
        "may_release": proposed
        and partnership is None
        and person is not None
        and (may_plan or rules.may_speak_for(person, opportunity.proposer, today)),
        "can_propose": [one for one in mine if is_open and rules.may_propose(person, one, one.day(timezone.now()))],
    }
    return render(request, "work/opportunity.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def opportunity_sightings(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Put more reports into an opportunity, or take some out."""
    opportunity, city = _planned(request, slug, id)
    taking = request.POST.get("act") == "remove"
    free = queries.free(queries.sightings_of(city))
    free = queries.search_sightings(free, search_of(request))[:100]
    inside = queries.sightings_of(city).filter(opportunity=opportunity)
    adding = PickForm(
        request.POST if request.method == "POST" and not taking else None,
        sightings=queries.free(queries.sightings_of(city)),
        label=_("Reports to put in"),
    )
    removing = PickForm(
        request.POST if request.method == "POST" and taking else None,
        sightings=inside,
        label=_("Reports to take out"),
    )
    if request.method == "POST":
        form, call = (removing, domain.remove_sightings) if taking else (adding, domain.add_sightings)
        done = submit(
            request,
            form,
            lambda data: call(opportunity=opportunity, by=request.person, now=timezone.now(), **data),
        )
        if done:
            messages.success(request, _("The work opportunity was changed."))
            return redirect("opportunity", slug, id)
    adding.fields["sightings"].widget.choices = [
        (one.pk, adding.fields["sightings"].label_from_instance(one)) for one in free
    ]
    context = {
        "organisation": city,
        "tab": "do",
        "opportunity": opportunity,
        "adding": adding,
        "removing": removing,
        "free": free,
        "query": search_of(request),
    }
    return render(request, "work/opportunity_sightings.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def close_opportunity(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Close an opportunity, and the reports in it, with a reason."""
    opportunity, city = _planned(request, slug, id)
    form = ReasonForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.close_opportunity(opportunity=opportunity, by=request.person, now=timezone.now(), **data),
    )
    if done:
        messages.success(request, _("Closed. Whoever reported it can read why."))
        return redirect("opportunity", slug, id)
    context = {
        "organisation": city,
        "tab": "do",
        "opportunity": opportunity,
        "number": opportunity.sightings.count(),
        "form": form,
    }
    return render(request, "work/close_opportunity.html", context)


@signed_in
@require_POST
def release(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Open an opportunity for others again."""
    opportunity, today = opportunity_of(slug, id)
    _insist_concerned(request, opportunity, today)
    domain.release_opportunity(opportunity=opportunity, by=request.person, now=timezone.now())
    messages.success(request, _("The work opportunity is open for others again."))
    return redirect("opportunity", slug, id)


@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """A member brings an opportunity before the members of their organisation (``slug``)."""
    organisation, today = own_organisation(request, slug)
    require(rules.may_propose, request.person, organisation, today)
    opportunity = get_object_or_404(Opportunity.objects.select_related("organisation"), pk=id)
    form = ProposeForm(posted(request), initial=_first_words(opportunity))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.propose_opportunity(
            opportunity=opportunity, organisation=organisation, by=request.person, now=timezone.now(), **data
        ),
    )
    if done:
        messages.success(request, _("The members can read the proposal now and comment on it."))
        return redirect("opportunity", opportunity.organisation.slug, opportunity.pk)
    context = {"organisation": organisation, "tab": "do", "opportunity": opportunity, "form": form}
    return render(request, "work/propose.html", context)


def _first_words(opportunity: Opportunity) -> dict[str, Any]:
    """A beginning of a proposal, for the member to go on with."""
    return {
        "title": (_("We take on: %(title)s") % {"title": opportunity.title})[:150],
        "plain_text": _(
            "The city asks for this work: %(task)s\n\nIt is about %(hours)s hours a week, in %(place)s.\n\n"
            "Do we take this on?"
        )
        % {"task": opportunity.task, "hours": floatformat(opportunity.hours_per_week), "place": opportunity.place},
    }


def _planned(request: HttpRequest, slug: str, id: UUID) -> tuple[Opportunity, Any]:
    """An opportunity, for the officers of its city: 404 for strangers, NotAllowed for who sees its reports."""
    opportunity, _today = opportunity_of(slug, id)
    city, _today = city_planned(request, slug)
    return opportunity, city


def _insist_concerned(request: HttpRequest, opportunity: Opportunity, today: date) -> None:
    """For others than people of the city, its partners and who proposed it, there is nothing here to press."""
    person = request.person
    proposes = people.belongs(person, opportunity.proposer, today) if opportunity.proposer else False
    if not (proposes or rules.may_see_sightings(person, opportunity.organisation, today)):
        raise Http404


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _made_before(id: str, city: UUID) -> Opportunity | None:
    return Opportunity.objects.filter(pk=id, organisation=city).first() if _is_uuid(id) else None
