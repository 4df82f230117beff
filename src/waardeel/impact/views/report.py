"""The public report of a wave, as a page, as CSV and as JSON: three ways to show one stored outcome."""

from __future__ import annotations

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from waardeel.impact import queries, results, rules
from waardeel.impact.models import Wave


def _published(slug: str, id: UUID) -> Wave:
    """A wave that is not published does not exist for the public, its lead included."""
    waves = queries.published().select_related("organisation__log", "decision", "partnership")
    return get_object_or_404(waves, organisation__slug=slug, pk=id)


@require_GET
def report(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """One page: what was asked and why, who answered, what came out, how sure it is, how to check it."""
    wave = _published(slug, id)
    person = request.person  # type: ignore[attr-defined]
    today = wave.organisation.day(timezone.now())
    figures = results.figures_of(wave.outcome, wave.instrument)
    context = {
        "organisation": wave.organisation,
        "tab": "impact",
        "wave": wave,
        "outcome": wave.outcome,
        "funnel": wave.outcome["funnel"],
        "figures": figures,
        "held_back": [figure for figure in figures if figure.mean is None],
        "entries": queries.entries_told(wave),
        "lead": person is not None and rules.may_measure(person, wave.organisation, today),
    }
    return render(request, "impact/report.html", context)


@require_GET
def report_json(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """The outcome exactly as the register holds it."""
    return JsonResponse(_published(slug, id).outcome)


@require_GET
def report_csv(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """One row per question, empty cells where figures are held back. Figures with a point, for programs."""
    wave = _published(slug, id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{wave.from_on}.csv"'
    response["Content-Language"] = get_language() or ""
    funnel = [wave.outcome["funnel"][step] for step in results.FUNNEL]
    writer = csv.writer(response)
    writer.writerow(["question", "text", "low", "high", "n", "mean", "interval_low", "interval_high", *results.FUNNEL])
    for figure in results.figures_of(wave.outcome, wave.instrument):
        item = figure.item
        estimate = [figure.n, figure.mean, figure.low, figure.high]
        writer.writerow([item.key, item.text, item.low, item.high, *estimate, *funnel])
    return response
