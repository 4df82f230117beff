"""What people type about waves and answers."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waardeel.assembly.models import Decision
from waardeel.house.forms import HouseForm, MakeForm
from waardeel.impact import queries
from waardeel.impact.domain import SLIPS_AT_ONCE, TEXT_LENGTH, TITLE_LENGTH
from waardeel.impact.instruments import shipped
from waardeel.impact.models import LEAST_MINIMUM, PUBLIC_MINIMUM, Wave
from waardeel.people.models import Organisation
from waardeel.work.models import Partnership


class WaveForm(MakeForm):
    """A new questionnaire. Texts are in the language that the lead is reading in."""

    title = forms.CharField(
        label=_("What is it called?"),
        max_length=TITLE_LENGTH,
        help_text=_("For example: How are we doing? Spring 2026. Do not name people."),
    )
    instrument = forms.ChoiceField(label=_("Which questions?"), widget=forms.RadioSelect)
    eligible = forms.IntegerField(
        label=_("How many people is it about?"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("Everybody who may answer, also those who will not."),
    )
    from_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    partnership = forms.ModelChoiceField(
        label=_("Which partnership is it about?"),
        queryset=Partnership.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    programme = forms.CharField(
        label=_("Which programme or workshop is it about?"), max_length=TITLE_LENGTH, required=False
    )
    why = forms.CharField(
        label=_("Why do you ask this?"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People read this before they begin, and in the report."),
    )
    changed = forms.CharField(
        label=_("What did you change last time, thanks to the answers?"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People read this after they answered, and in the report."),
    )
    minimum_cell = forms.IntegerField(
        label=_("How many answers are needed to show a figure?"),
        min_value=LEAST_MINIMUM,
        max_value=1000,
        initial=PUBLIC_MINIMUM,
        help_text=_("Figures about fewer people stay hidden, so that nobody can be recognised. Usually 10."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnerships = self.fields["partnership"]
        partnerships.queryset = queries.partnerships_of(organisation)  # type: ignore[attr-defined]
        choices = [(name, f"{instrument.title} ({len(instrument.items)})") for name, instrument in shipped().items()]
        field = self.fields["instrument"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = choices[0][0]


def _secret() -> str:
    return secrets.token_hex(16)


class SlipsForm(HouseForm):
    """How many slips. The hidden secret makes the codes, so the page sent twice prints the same slips."""

    secret = forms.CharField(widget=forms.HiddenInput, initial=_secret, min_length=32, max_length=64)
    number = forms.IntegerField(label=_("How many slips?"), min_value=1, max_value=SLIPS_AT_ONCE)


class CodeForm(HouseForm):
    """A code that somebody types."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class ApproveForm(HouseForm):
    """The decision with which members approved the report."""

    decision = forms.ModelChoiceField(label=_("Decision"), queryset=Decision.objects.none(), empty_label=None)

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adopted = Decision.objects.filter(organisation=wave.organisation_id, adopted=True)
        self.fields["decision"].queryset = adopted.order_by("-decided_on", "-number")  # type: ignore[attr-defined]
