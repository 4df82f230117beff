"""The sixteen kinds of work left undone, with what is known about each.

Source: `data/flag_category_map.yaml` (see `data/SOURCES.md`). CPV codes: Regulation (EC) No 213/2008.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLE = Path(__file__).resolve().parent / "data" / "flag_category_map.yaml"

#: Can somebody without papers or experience begin with it?
EntryLevel = Literal["yes", "partly", "no"]

LABELS: Mapping[str, str | Promise] = {
    "veeg-zwerfvuil": _("Litter and sweeping"),
    "prullenbak-is-vol": _("Full bin"),
    "grofvuil": _("Bulky waste"),
    "onkruid": _("Weeds"),
    "maaien-snoeien": _("Mowing and pruning"),
    "boom": _("Tree"),
    "drijfvuil": _("Rubbish in the water"),
    "graffiti-wildplak": _("Graffiti and stickers"),
    "fietswrak": _("Bicycle wreck"),
    "fietsrek-nietje": _("Bicycle rack"),
    "speelplaats": _("Playground"),
    "straatmeubilair": _("Bench, post or sign"),
    "onderhoud-stoep-straat-en-fietspad": _("Pavement and paving"),
    "gladheid": _("Snow and ice"),
    "hondenpoep": _("Dog dirt"),
    "duiven": _("Bird droppings"),
}

NEEDS: Mapping[str, str | Promise] = {
    "driving licence": _("driving licence"),
    "machine certificate": _("machine certificate"),
    "tree certificate": _("tree certificate"),
    "boat licence": _("boat licence"),
    "safety inspection": _("safety inspection"),
    "bicycle workshop": _("bicycle workshop"),
}

#: How the table says how often, in the words of `models.Rhythm`.
_RHYTHMS = {"daily": "daily", "weekly": "weekly", "month": "monthly", "season": "season", "call": "call"}
_LEVELS: Mapping[object, EntryLevel] = {True: "yes", "partly": "partly", False: "no"}


@dataclass(frozen=True)
class Category:
    """A kind of work left undone.

    ``cpv``: procurement codes, the likeliest first. ``rhythm``: how often it usually comes back (a value of
    `models.Rhythm`). ``crew``: how many people do it together, such as "2-4". ``entry_level``: whether
    somebody without papers can begin. ``needs``: papers it takes. ``leads_to``: further work it may bring.
    """

    slug: str
    label: str | Promise
    cpv: tuple[str, ...]
    rhythm: str
    crew: str
    entry_level: EntryLevel
    needs: tuple[str | Promise, ...]
    leads_to: str | Promise


@cache
def categories() -> Mapping[str, Category]:
    """All categories by their slug, in the order of the table.

    Raises KeyError when the table has a word that this room does not know.
    """
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["map"]
    return {
        row["slug"]: Category(
            slug=row["slug"],
            label=LABELS[row["slug"]],
            cpv=tuple(row["cpv"]),
            rhythm=_RHYTHMS[row["rhythm"]],
            crew=str(row["crew"]),
            entry_level=_LEVELS[row["entry_level"]],
            needs=tuple(NEEDS[need] for need in row.get("needs", ())),
            leads_to=NEEDS[row["follow_on"]] if "follow_on" in row else "",
        )
        for row in rows
    }


def choices() -> list[tuple[str, str | Promise]]:
    """Slug and name of every category, for a form or a model field."""
    return [(category.slug, category.label) for category in categories().values()]


def slugs_named(text: str) -> list[str]:
    """Categories whose name, in the language of the reader, holds this text."""
    wanted = text.casefold()
    return [slug for slug, label in LABELS.items() if wanted in str(label).casefold()]
