"""How the library that signs people in is bound to ours: nobody signs up by themselves, and no password exists."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People come in by an invitation or by asking to join, so open sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        # A passkey is another key to the same door, not a second lock: who loses their phone must still be
        # able to come in with a mail code or a card.
        return [
            stage for stage in super().get_login_stages() if stage != "allauth.mfa.stages.AuthenticateStage"
        ]

    def is_reauthentication_required(self, app: str = "") -> bool:
        # There is no password to ask for again.
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened; the library's messages stay silent."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The organisation's own sign-in may only sign in who is known here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
