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
