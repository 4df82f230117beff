"""Signing in with the account that an organisation gave to its people (OpenID Connect)."""

from __future__ import annotations

import logging

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views as library
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from waardeel.people.models import Account

log = logging.getLogger(__name__)

#: What goes wrong when a provider cannot be reached (the errors of the `requests` library are OSErrors) or
#: answers something that is no answer.
NO_ANSWER = (OSError, LookupError, TypeError, ValueError, AttributeError)


class TurnedAway(Exception):
    """The provider vouches for somebody, but not for somebody whom we can let in."""


class NotKnown(TurnedAway):
    """Nobody signs in here with this mail address."""


class MailNotConfirmed(TurnedAway):
    """The provider does not say that it knows this mail address to be theirs."""


def account_of(login: SocialLogin) -> Account:
    """Whose account it is that a provider vouches for: the one with the mail address that it has verified.

    An address that somebody merely typed at the provider says nothing about who they are, so only the JSON
    value true counts (or the word, which some providers send instead: OpenID Connect Core 1.0, section 5.1).
    What the provider says in two places must be about one and the same subject (section 5.3.2).

    Raises MailNotConfirmed, NotKnown.
    """
    told = login.account.extra_data
    subjects = {told[part].get("sub") for part in ("userinfo", "id_token") if part in told}
    if len(subjects) != 1:
        raise NotKnown
    if not any(mail.verified is True or mail.verified == "true" for mail in login.email_addresses):
        raise MailNotConfirmed
    # As the provider wrote it. The library made it small, and some signs outside ASCII become a plain letter
    # then: k from the kelvin sign. That would be the address of somebody else.
    address = str((told.get("userinfo") or told["id_token"]).get("email"))
    account = Account.objects.filter(email=address.lower() if address.isascii() else address).first()
    if account is None:
        raise NotKnown
    return account


@never_cache
@require_POST
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider.

    Not by a redirect: our Content-Security-Policy lets a form lead to this house only, and a browser holds
    every redirect that follows on a form to that (CSP Level 3, form-action). So the form ends on a page of
    ours, which goes on by itself.
    """
    try:
        response = library.login(request, provider_id)
    except NO_ANSWER:
        log.warning("The provider %s gives no usable answer", provider_id, exc_info=True)
        return _no_answer(request)
    if response.status_code != 302:
        return response
    return render(request, "people/signin/provider_leave.html", {"address": response["Location"]})


@never_cache
@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider, with its word on who this is."""
    try:
        return library.callback(request, provider_id)
    except NO_ANSWER:
        log.warning("The provider %s gives no usable answer", provider_id, exc_info=True)
        return _no_answer(request)


@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody changed their mind at the provider."""
    messages.info(request, _("You did not sign in. Choose another way, or try once more."))
    return redirect("signin")


def _no_answer(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=502)
