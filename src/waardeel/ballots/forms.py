"""What a voter fills in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waardeel.ballots.models import Voter
from waardeel.ballots.words import ANSWERS
from waardeel.house.forms import HouseForm, lines_of


class BallotForm(HouseForm):
    """One question, three answers. `attempt` makes the same form sent twice one ballot."""

    attempt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    choice = forms.ChoiceField(
        label=_("Your answer"),
        choices=list(ANSWERS.items()),
        widget=forms.RadioSelect(attrs={"data-look": "cards"}),
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )


class CloseForm(HouseForm):
    """Nothing to fill in: the button is the question."""


class KeysAgainForm(HouseForm):
    """Who hold the keys from now on."""

    trustees = forms.CharField(
        label=_("Who hold the keys"),
        help_text=_("Write another name in the place of who cannot go on. That person gets a link of their own."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_trustees(self) -> list[str]:
        return lines_of(self.cleaned_data["trustees"])


class FindingForm(HouseForm):
    """What an auditor found."""

    fine = forms.TypedChoiceField(
        label=_("What did you find?"),
        choices=[("yes", _("Everything is right")), ("no", _("Something is wrong"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    head = forms.CharField(
        label=_("The head of the chain"),
        help_text=_("Your program shows it when it is ready: 64 letters and digits."),
        max_length=100,
        required=False,
    )
    remark = forms.CharField(
        label=_("What you want to say about it"),
        help_text=_("Everybody can read this."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProxyForm(HouseForm):
    """Who gave a proxy to whom."""

    voter = forms.ModelChoiceField(label=_("Who cannot be there"), queryset=Voter.objects.none())
    holder = forms.ModelChoiceField(label=_("Who votes for them"), queryset=Voter.objects.none())

    def __init__(self, data: Any, voters: QuerySet[Voter]) -> None:
        super().__init__(data)
        for name in ("voter", "holder"):
            field = self.fields[name]
            field.queryset = voters
            field.label_from_instance = lambda voter: voter.person.name


class DropProxyForm(HouseForm):
    """Whose proxy was taken back."""

    dropped = forms.ModelChoiceField(queryset=Voter.objects.none(), widget=forms.HiddenInput)

    def __init__(self, data: Any, voters: QuerySet[Voter]) -> None:
        super().__init__(data)
        self.fields["dropped"].queryset = voters


class OpenForm(HouseForm):
    """Open a verifiable secret poll that is ready."""

    closes_at = forms.DateTimeField(
        label=_("The vote closes on"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class RollForm(HouseForm):
    """The public halves of the codes, filled in by the page."""

    roll = forms.CharField(widget=forms.HiddenInput, max_length=50_000_000)


class ExchangeForm(HouseForm):
    """A code is given up for another or for a ballot on paper; filled in by the page."""

    exchange = forms.CharField(widget=forms.HiddenInput, max_length=5_000)


class KeyForm(HouseForm):
    """The public half of a key, filled in by the page."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=10_000)


class RoundForm(HouseForm):
    """An answer in one round of sharing a key, filled in by the page."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=200_000)


class DecryptionForm(HouseForm):
    """A part of the result, filled in by the page."""

    decryption = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)
