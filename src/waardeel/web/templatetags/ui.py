"""Small pieces of screen that HTML alone cannot draw: icons, pictures, figures, and the controls of a form.

Everything here is safe under a strict Content-Security-Policy: no style attribute, no script. Figures are SVG
whose sizes are attributes and whose colours are classes of ``house.css``, so that they follow the theme.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, CheckboxInput
from django.forms.boundfield import BoundField, BoundWidget
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: Not worth a capital: "De Groene Draad" is GD.
ARTICLES = {"de", "het", "een", "la", "le", "les", "the"}
ILLUSTRATIONS = Path(__file__).resolve().parent.parent / "templates" / "house" / "illustrations"

#: Answers that have a sign of their own on an answer card, whatever the question.
ANSWER_ICONS = {"yes": "check", "no": "cross", "abstain": "minus"}

# Pictures


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ``static/waardeel/icons.svg``: ``{% icon "hand" %}``.

    Decorative unless ``label`` says what it means to somebody who cannot see it.
    """
    href = f"{static('waardeel/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            href,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@cache
def _drawing(name: str) -> SafeString:
    drawing = (ILLUSTRATIONS / f"{name}.svg").read_text(encoding="utf-8").strip()
    return mark_safe(drawing)  # noqa: S308  our own file, no input in it


@register.simple_tag
def illustration(name: str) -> SafeString:
    """An own drawing, inline so that it follows the theme: ``{% illustration "field" %}``. Always decorative.

    Raises FileNotFoundError for a name that is not drawn.
    """
    return _drawing(name)


@register.simple_tag
def mark() -> SafeString:
    """The mark of Waardeel: one common field, divided in strips."""
    return _drawing("mark")


@register.simple_tag
def avatar(name: str, kind: str = "person") -> SafeString:
    """The initials of a name in a coloured round (person) or square (organisation).

    Decorative: show the name beside it.
    """
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if len(words) > 1 and words[0].lower() in ARTICLES:
        words = words[1:]
    capitals = [word for word in words if word[0].isupper()] or words
    initials = (capitals[0][0] + (capitals[-1][0] if len(capitals) > 1 else "")).upper() if capitals else "·"
    tint = zlib.crc32(name.encode()) % 5 + 1
    return format_html(
        '<span class="avatar avatar-{}" data-tint="{}" aria-hidden="true">{}</span>',
        kind,
        tint,
        initials,
    )


# Figures


@register.simple_tag
def plots(total: int, filled: int, label: str) -> SafeString:
    """People or shares as little plots of a field, ``filled`` of them sown.

    ``{% plots 60 38 "38 of 60 members voted" %}``.

    More than 120 are drawn as 100 plots in proportion (``label`` carries the true numbers).
    """
    total, filled = max(int(total), 0), max(min(int(filled), int(total)), 0)
    if total > 120:
        filled, total = round(100 * filled / total), 100
    columns = max(1, min(total, 12 if total <= 36 else 20))
    rows = max(1, -(-total // columns))
    cells = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="10" height="14" rx="2"></rect>',
        (
            (
                "plot-full" if i < filled else "plot-bare",
                13 * (i % columns),
                17 * (i // columns),
            )
            for i in range(total)
        ),
    )
    return format_html(
        '<svg class="plots" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}">{}</svg>',
        label, 13 * columns - 3, 17 * rows - 3, 13 * columns - 3, cells,
    )  # fmt: skip


@register.simple_tag
def stack(label: str, **parts: int) -> SafeString:
    """One bar of several parts: ``{% stack "31 yes, 7 no, 4 abstained" yes=31 no=7 abstain=4 %}``.

    Names with a colour: yes, no, abstain, rest. ``label`` must say the numbers;
    show them in words beside it too.
    """
    shown = {name: value for name, value in parts.items() if value > 0}
    gap = 0.8
    room = 100 - gap * (len(shown) - 1)
    rects, at = [], 0.0
    for name, value in shown.items():
        width = room * value / sum(shown.values())
        rects.append((name, f"{at:.2f}", f"{width:.2f}"))
        at += width + gap
    cells = format_html_join(
        "",
        '<rect class="part-{}" x="{}" y="0" width="{}" height="4" rx="0.6"></rect>',
        rects,
    )
    return format_html(
        '<svg class="stack" role="img" aria-label="{}" viewBox="0 0 100 4" '
        'preserveAspectRatio="none">{}</svg>',
        label, cells,
    )  # fmt: skip


# Forms


def _classed(field: BoundField) -> dict[str, Any]:
    own = field.field.widget.attrs.get("class", "")
    return {"class": f"ds-input {own}".strip()}


@register.filter
def control(field: BoundField) -> SafeString:
    """The control itself, with the classes of the design system."""
    return field.as_widget(attrs=_classed(field))


@register.simple_tag
def options(field: BoundField) -> list[Any]:
    """The choices of a radio group or a group of ticks, flat; empty for a widget of several inputs."""
    widget = field.field.widget
    if not hasattr(widget, "optgroups"):
        return []
    attrs = field.build_widget_attrs(_classed(field))
    if field.auto_id and "id" not in widget.attrs:
        attrs["id"] = field.auto_id
    return [
        BoundWidget(widget, data, renderer=field.form.renderer)
        for data in widget.subwidgets(field.html_name, field.value(), attrs=attrs)
    ]


@register.simple_tag
def option_icon(option: Any) -> SafeString:
    """The sign of an answer on a card (tick, cross, dash), or nothing."""
    name = ANSWER_ICONS.get(str(option.data["value"]))
    return icon(name) if name and "data-look" in option.data["attrs"] else mark_safe("")


@register.filter
def look(field: BoundField) -> str:
    """``answers`` for big cards (``data-look="cards"`` on the widget), else ``options``."""
    return "answers" if field.field.widget.attrs.get("data-look") == "cards" else "options"


@register.filter
def is_tick(field: BoundField) -> bool:
    """A single yes-or-no box, which carries its label at its right."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of help and errors of a field, for ``aria-describedby``."""
    return field.aria_describedby or ""


@register.filter
def first_id(field: BoundField) -> str:
    """The id where the focus should go to mend a field: its first option when it is a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def error_count(form: BaseForm) -> int:
    """How many errors a form has, those on top included."""
    return sum(len(errors) for errors in form.errors.values())
