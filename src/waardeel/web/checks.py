"""Wrong configuration is found when the house starts, and the message says how to mend it."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register("waardeel")
def check_demo_is_local(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In the demo anyone may sign in as anyone, so it must not stand open to the world."""
    public = [host for host in settings.ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]", "testserver"}]
    if settings.WAARDEEL_DEMO and public:
        return [
            Error(
                f"The demo is on and answers to {', '.join(public)}: anyone could sign in as anyone.",
                hint="Switch the demo off (unset WAARDEEL_DEMO), or leave WAARDEEL_HOSTS empty.",
                id="waardeel.E001",
            )
        ]
    return []


@register("waardeel")
def check_data_folder(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The folder for the database, photos and keys must be there for us to write in."""
    folder = settings.DATA
    probe = folder if folder.exists() else folder.parent
    if not os.access(probe, os.W_OK):
        return [
            Error(
                f"The data folder {folder} cannot be written.",
                hint="Make the folder and give it to the user that runs Waardeel, or set WAARDEEL_DATA to another one.",
                id="waardeel.E002",
            )
        ]
    return []


@register("waardeel", deploy=True)
def check_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Outside one machine, everything goes over https."""
    if not settings.HTTPS:
        return [
            Warning(
                "Pages may travel unencrypted.",
                hint="Put the house behind https and set WAARDEEL_HTTPS=1.",
                id="waardeel.W003",
            )
        ]
    return []


@register("waardeel")
def check_oidc(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A half-configured sign-in of the organisation is worse than none."""
    providers = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    missing = [
        name
        for app in providers
        for name, value in (
            ("WAARDEEL_OIDC_SECRET", app["secret"]),
            ("WAARDEEL_OIDC_SERVER", app["settings"]["server_url"]),
        )
        if not value
    ]
    if missing:
        return [
            Error(
                f"WAARDEEL_OIDC_CLIENT is set, but {' and '.join(missing)} is not.",
                hint="Set all three, or none.",
                id="waardeel.E004",
            )
        ]
    return []
