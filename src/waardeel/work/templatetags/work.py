"""Small pieces of the pages about work."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waardeel.work.categories import categories
from waardeel.work.models import Opportunity, Sighting, Unit

register = template.Library()

DRAWINGS = Path(__file__).resolve().parent.parent / "static" / "work" / "categories"


@cache
def _drawing(slug: str) -> SafeString:
    return mark_safe((DRAWINGS / f"{slug}.svg").read_text(encoding="utf-8").strip())  # noqa: S308  our own file


@register.simple_tag
def category_icon(slug: str) -> SafeString:
    """The drawing of a category, inline: no further requests, and it follows the theme. Decorative."""
    return _drawing(slug) if slug in categories() else mark_safe("")


@register.filter
def unit_name(unit: str) -> str:
    """What is counted, in words."""
    return str(Unit(unit).label)


@register.filter
def amount(value: Decimal, unit: str = "") -> str:
    """A number as the reader's language writes it, exact: money with its cents, else without idle zeros."""
    if value == value.to_integral_value():
        return number_format(value, decimal_pos=0, force_grouping=True)
    return number_format(value if unit == Unit.EUROS else value.normalize(), force_grouping=True)


@register.inclusion_tag("work/parts/fate.html")
def fate(sighting: Sighting, doers: bool = False) -> dict[str, Any]:
    """What became of a report: a sign, and who does it or why not. ``doers`` asks who took it on."""
    opportunity = sighting.opportunity
    facts: dict[str, Any] = {"tone": "info", "sighting": sighting, "opportunity": opportunity, "names": ""}
    if sighting.closed_at is not None:
        facts |= {"word": _("Closed"), "tone": "neutral", "why": sighting.get_closed_reason_display()}
    elif opportunity is None:
        facts |= {"word": _("Reported"), "text": _("The city looks at it.")}
    elif opportunity.state == Opportunity.State.TAKEN:
        facts |= {"word": _("Taken on"), "tone": "success"}
        if doers:
            facts["names"] = ", ".join(party.organisation.name for party in opportunity.doers)
    elif opportunity.state == Opportunity.State.PROPOSED:
        facts |= {"word": _("Being decided on"), "tone": "warning"}
        if doers and opportunity.proposer:
            facts["deciding"] = opportunity.proposer.name
    else:
        facts["word"] = _("In a work opportunity")
    return facts


@register.filter
def state_tone(opportunity: Opportunity) -> str:
    """The colour of the tag of an opportunity."""
    return {"open": "info", "proposed": "warning", "taken": "success"}.get(opportunity.state, "neutral")
