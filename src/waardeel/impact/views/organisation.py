"""Impact of one organisation: its waves, and what their lead does with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from waardeel.house.forms import HouseForm
from waardeel.house.paging import page_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.impact import domain, queries, rules
from waardeel.impact.forms import ApproveForm, SlipsForm, WaveForm
from waardeel.impact.models import Wave
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person


def _organisation(slug: str) -> Organisation:
    return get_object_or_404(Organisation, slug=slug)


def _insist_lead(person: Person, organisation: Organisation) -> None:
    """A stranger sees no page of a lead at all; a member sees that it is somebody else's."""
    today = organisation.day(timezone.now())
    if not people.belongs(person, organisation, today):
        raise Http404
    require(rules.may_measure, person, organisation, today)


def _wave_of_lead(request: HttpRequest, slug: str, id: UUID) -> Wave:
    wave = get_object_or_404(Wave.objects.select_related("organisation"), organisation__slug=slug, pk=id)
    _insist_lead(request.person, wave.organisation)  # type: ignore[attr-defined]
    return wave


@require_GET
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What it brings: questionnaires that run, and results."""
    organisation = _organisation(slug)
    today = organisation.day(timezone.now())
    person = request.person  # type: ignore[attr-defined]
    lead = person is not None and rules.may_measure(person, organisation, today)
    page = page_of(request, queries.published(organisation), per_page=10)
    waiting = queries.waves_of(organisation).exclude(state=Wave.State.PUBLISHED) if lead else []
    context = {
        "organisation": organisation,
        "tab": "impact",
        "lead": lead,
        "waiting": waiting,
        "running": [] if lead else queries.running(organisation, today),
        "page": page,
        "headlines": [queries.headline_of(wave) for wave in page],
    }
    return render(request, "impact/home.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a new wave."""
    organisation = _organisation(slug)
    person = request.person  # type: ignore[attr-defined]
    _insist_lead(person, organisation)
    form = WaveForm(request.POST or None, organisation=organisation)
    if request.method == "POST":
        language = (get_language() or "nl")[:2]

        def call(data: dict[str, Any]) -> Wave:
            texts = {name: {language: data.pop(name)} for name in ("title", "why", "changed")}
            return domain.open_wave(organisation=organisation, by=person, now=timezone.now(), **texts, **data)

        wave = submit(request, form, call)
        if wave is not None:
            return redirect("impact_slips", slug=slug, id=wave.pk)
    context = {"organisation": organisation, "tab": "impact", "form": form}
    return render(request, "impact/new.html", context)


@signed_in
@require_GET
def wave(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """A wave as its lead sees it: counts, never answers, and what to do next."""
    wave = _wave_of_lead(request, slug, id)
    today = wave.organisation.day(timezone.now())
    progress = queries.progress_of(wave)
    context = {
        "organisation": wave.organisation,
        "tab": "impact",
        "wave": wave,
        "progress": progress,
        "running": wave.runs_on(today),
        "over": wave.state == Wave.State.OPEN and today > wave.until_on,
        "can_print": wave.state == Wave.State.OPEN and today <= wave.until_on and progress.invited < wave.eligible,
        "entries": queries.entries_told(wave),
    }
    return render(request, "impact/wave.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Make slips and show them, this once, to be printed."""
    wave = _wave_of_lead(request, slug, id)
    context = {"organisation": wave.organisation, "tab": "impact", "wave": wave}
    left = min(wave.eligible - wave.slips.count(), domain.SLIPS_AT_ONCE)
    form = SlipsForm(request.POST or None, initial={"number": max(left, 1)})
    if request.method == "POST":
        person = request.person  # type: ignore[attr-defined]
        made = submit(request, form, lambda data: domain.make_slips(wave=wave, by=person, now=timezone.now(), **data))
        if made is not None:
            printed = [
                {"code": code, "url": request.build_absolute_uri(reverse("answer_start", args=[code]))} for code in made
            ]
            address = request.build_absolute_uri(reverse("answer_code"))
            return render(request, "impact/slips.html", {**context, "slips": printed, "address": address})
    context |= {"form": form, "left": left, "most": domain.SLIPS_AT_ONCE}
    return render(request, "impact/make_slips.html", context)


def _step(
    request: HttpRequest, slug: str, id: UUID, template: str, act: Callable[..., Wave], done: str, after: str
) -> HttpResponse:
    """A step that cannot be undone: first a page that says so, then one button."""
    wave = _wave_of_lead(request, slug, id)
    form = HouseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        person = request.person  # type: ignore[attr-defined]
        if submit(request, form, lambda _data: act(wave=wave, by=person, now=timezone.now())) is not None:
            messages.success(request, done)
            return redirect(after, slug=slug, id=id)
    context = {
        "organisation": wave.organisation,
        "tab": "impact",
        "wave": wave,
        "form": form,
        "progress": queries.progress_of(wave),
        "back": reverse("impact_wave", args=[slug, id]),
    }
    return render(request, template, context)


@signed_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Close a wave."""
    done = _("The questionnaire is closed. Now you can publish the results.")
    return _step(request, slug, id, "impact/close.html", domain.close_wave, done, "impact_wave")


@signed_in
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Publish the results of a wave."""
    done = _("The results are published.")
    return _step(request, slug, id, "impact/publish.html", domain.publish_wave, done, "impact_report")


@signed_in
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Note the decision with which the members approved the report."""
    wave = _wave_of_lead(request, slug, id)
    form = ApproveForm(request.POST or None, wave=wave)
    if request.method == "POST":
        person = request.person  # type: ignore[attr-defined]
        done = submit(
            request,
            form,
            lambda data: domain.approve_report(wave=wave, by=person, now=timezone.now(), **data),
        )
        if done is not None:
            return redirect("impact_report", slug=slug, id=id)
    context = {
        "organisation": wave.organisation,
        "tab": "impact",
        "wave": wave,
        "form": form,
        "back": reverse("impact_wave", args=[slug, id]),
    }
    return render(request, "impact/approve.html", context)
