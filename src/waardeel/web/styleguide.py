"""The style guide: every part of the design system on one page, for whoever builds a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waardeel.house.forms import HouseForm
from waardeel.web.templatetags.ui import ILLUSTRATIONS

ICONS = Path(__file__).resolve().parent / "static" / "waardeel" / "icons.svg"


class EveryField(HouseForm):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="As you want others to call you.", max_length=60)
    email = forms.EmailField(label="E-mail address", required=False)
    hours = forms.DecimalField(label="Hours per week", min_value=0, max_value=40)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="Kind of work", choices=[("", "Choose"), ("green", "Green"), ("clean", "Cleaning")])
    text = forms.CharField(label="What do you see?", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    photo = forms.FileField(label="Photo", required=False, widget=forms.ClearableFileInput(attrs={"accept": "image/*"}))
    vote = forms.ChoiceField(
        label="Do we take on this work?",
        choices=[("yes", "Yes"), ("no", "No"), ("abstain", "I abstain")],
        widget=forms.RadioSelect(attrs={"data-look": "cards"}),
    )
    how = forms.ChoiceField(
        label="How do you take part?",
        choices=[("hall", "In the hall"), ("phone", "On my phone"), ("paper", "On paper")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="What helps you?",
        choices=[("large", "Large print"), ("aloud", "Reading aloud"), ("buddy", "A buddy")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="I have read the text")


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part, the form once with errors."""
    context: dict[str, Any] = {
        "form": EveryField(),
        "wrong": EveryField({"name": "Samira", "email": "samira@", "hours": "60"}),
        "pictures": sorted(path.stem for path in ILLUSTRATIONS.glob("*.svg") if path.stem not in {"mark", "street"}),
        "icons": re.findall(r'<symbol id="([a-z-]+)"', ICONS.read_text(encoding="utf-8")),
        "page": Paginator(range(60), 10).get_page(2),
        "steps": [
            {"label": "Members on the list", "figure": "60", "ok": None},
            {"label": "Voted", "figure": "42", "ok": None, "note": "31 in the hall, 11 on their phone."},
            {"label": "Quorum: at least half of the members", "figure": "42 ≥ 30", "ok": True},
            {
                "label": "Majority: more than two thirds of the votes cast",
                "figure": "24/38 < 2/3",
                "ok": False,
            },
        ],
    }
    return render(request, "styleguide.html", context)
