"""How the library that signs people in is bound to ours: no open sign-up, and no password."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from waardeel.people.signin.provider import MailNotConfirmed, NotKnown, TurnedAway, account_of

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """People come in by an invitation or by asking to join, so open sign-up is closed."""

    # One text for two things: asking for codes too often, and typing a wrong code too often.
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("That was tried too often. Wait a minute, then ask for a new code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        # A passkey is another key to the same door, not a second lock: who loses their phone must still be
        # able to come in with a mail code or a card.
        return [stage for stage in super().get_login_stages() if stage != "allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, app: str = "") -> bool:
        # There is no password to ask for again.
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened, except where the library sends somebody away with an error."""
        if level == messages.ERROR and kwargs.get("message"):
            messages.error(request, kwargs["message"])


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The organisation's own sign-in may only sign in who is known here already.

    Who that is, `provider.account_of` decides each time anew. Nothing that the provider tells is kept: it may
    be more than we want to know of anybody.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        # The library's own way would take any answer that is not empty, the word "false" too, for a yes.
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Say who this is, or turn them away with a page that says what to do."""
        name = sociallogin.provider.app.name
        try:
            if sociallogin.state.get("process") != AuthProcess.LOGIN:
                raise NotKnown  # the library could also tie a provider's account to one of ours; we do not
            sociallogin.user = account_of(sociallogin)
        except TurnedAway as reason:
            context = {"name": name, "unconfirmed": isinstance(reason, MailNotConfirmed)}
            page = render(request, "people/signin/provider_unknown.html", context, status=403)
            raise ImmediateHttpResponse(page) from reason

    def get_app(self, request: HttpRequest, *args: Any, **kwargs: Any) -> SocialApp:
        app = super().get_app(request, *args, **kwargs)
        # Always with a proof key: a code that leaks is of no use to who found it (RFC 7636, RFC 9700).
        app.settings = {"oauth_pkce_enabled": True, **app.settings}
        return app

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Who runs this house must be able to see why; the person sees only that it did not work."""
        log.warning(
            "Signing in at %s failed: %s %s",
            provider.name,
            kwargs.get("error"),
            kwargs.get("exception") or "",
        )
