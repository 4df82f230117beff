"""Passkeys: the library's views, with our words where it would stay silent or speak its own."""

from __future__ import annotations

import struct
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

#: What reading something that is no answer of a device can raise.
NO_PASSKEY = (LookupError, TypeError, ValueError, AttributeError, struct.error)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey and what its owner calls it."""

    name = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or _("My passkey")

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except NO_PASSKEY:
            raise forms.ValidationError(_("That is no passkey.")) from None


class UseForm(LoginWebAuthnForm):
    """What a device answers when somebody signs in with it."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except NO_PASSKEY:
            raise forms.ValidationError(_("That is no passkey.")) from None


class Add(AddWebAuthnView):
    """Add a passkey to one's own ways to sign in."""

    form_class = PasskeyForm

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("From now on you can sign in with this passkey."))
        return response


class Remove(RemoveWebAuthnView):
    """Take a passkey off one's own ways to sign in."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The passkey is removed. Nobody can sign in with it any more."))
        return response


class Use(LoginWebAuthnView):
    """Sign in with a passkey."""

    form_class = UseForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        messages.error(
            self.request,
            _("That passkey does not work here. Try once more, or choose another way to sign in."),
        )
        onward = get_next_redirect_url(self.request)
        query = f"?{urlencode({'next': onward})}" if onward else ""
        return redirect(reverse("signin") + query)


add = Add.as_view()
remove = Remove.as_view()
use = Use.as_view()
