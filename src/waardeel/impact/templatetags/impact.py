"""Drawings of impact: a mean on its scale, a funnel, the QR code of a slip. SVG without style or script."""

from __future__ import annotations

from decimal import Decimal

import segno
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from waardeel.impact.results import Figure

register = template.Library()

#: Width of a drawing in its own units; it scales to the page.
WIDTH = 320
#: Room at both ends, so that a dot at the end of the scale is whole.
EDGE = 12


def _at(value: Decimal | int, low: int, high: int) -> str:
    """Where a value stands on the drawing, in its units."""
    return f"{EDGE + (WIDTH - 2 * EDGE) * (Decimal(value) - low) / (high - low):.1f}"


@register.simple_tag
def scale(figure: Figure, label: str) -> SafeString:
    """A mean as a dot on its scale, with its interval as a bar. ``label`` says the same in words."""
    item = figure.item
    if figure.mean is None or figure.low is None or figure.high is None:
        raise ValueError("nothing may be drawn of a question that is held back")
    steps = range(item.low, item.high + 1) if item.high - item.low <= 10 else (item.low, item.high)
    ticks = format_html_join(
        "",
        '<rect class="scale-line" x="{}" y="14" width="1.5" height="12"></rect>'
        '<text x="{}" y="42" font-size="12" text-anchor="middle" fill="currentColor">{}</text>',
        ((_at(step, item.low, item.high), _at(step, item.low, item.high), step) for step in steps),
    )
    left, right = _at(figure.low, item.low, item.high), _at(figure.high, item.low, item.high)
    return format_html(
        '<svg class="scale" role="img" aria-label="{}" viewBox="0 0 {} 48">'
        '<rect class="scale-line" x="{}" y="19" width="{}" height="2"></rect>{}'
        '<rect class="scale-interval" x="{}" y="14" width="{}" height="12" rx="6"></rect>'
        '<circle class="scale-mean" cx="{}" cy="20" r="7"></circle></svg>',
        label, WIDTH, EDGE, WIDTH - 2 * EDGE, ticks,
        left, f"{max(Decimal(right) - Decimal(left), Decimal(2)):.1f}", _at(figure.mean, item.low, item.high),
    )  # fmt: skip


@register.simple_tag
def bar(number: int, whole: int) -> SafeString:
    """A bar as long as its share of the whole. Decorative: the number stands beside it."""
    share = f"{Decimal(100) * number / whole:.1f}" if whole else "0"
    return format_html(
        '<svg class="funnel-bar" aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none">'
        '<rect class="plot-ground" x="0" y="0" width="100" height="6" rx="1"></rect>'
        '<rect class="plot-full" x="0" y="0" width="{}" height="6" rx="1"></rect></svg>',
        share,
    )


#: Mouths of the five faces, from sad to glad.
_MOUTHS = ("M8 17q4-4 8 0", "M8 16.5q4-2 8 0", "M8 16h8", "M8 15.5q4 2 8 0", "M8 15q4 4 8 0")


@register.simple_tag
def face(position: int, of: int) -> SafeString:
    """A face from sad to glad for the answers of a five-word scale; nothing for other scales. Decorative."""
    if of != len(_MOUTHS):
        return mark_safe("")
    return format_html(
        '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10"></circle>'
        '<path d="M9 9.5v.5M15 9.5v.5"></path><path d="{}"></path></svg>',
        _MOUTHS[position],
    )


@register.simple_tag
def qr(url: str) -> SafeString:
    """The QR code of an address: black on white also in the dark, error correction M (15 % may be lost)."""
    drawing = segno.make_qr(url, error="m").svg_inline(
        scale=4, border=3, light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawing)  # noqa: S308  made of numbers by segno; the address is not in it as text
