"""What a voter fills in."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from waardeel.ballots.words import ANSWERS
from waardeel.house.forms import HouseForm


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
