"""Wrong configuration of the register is found when the house starts."""

from __future__ import annotations

import stat
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from waardeel.register.keys import key_file


@register("waardeel")
def check_register_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The signing key must be readable by us and by nobody else."""
    path = key_file()
    if not path.exists():
        return []
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [
            Error(
                f"The signing key of the register ({path}) can be read by others on this machine.",
                hint=f"Run: chmod 600 {path}",
                id="waardeel.E010",
            )
        ]
    return []


@register("waardeel")
def check_site_origin(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The origin names this installation in every signed head, so it must be set once and for all."""
    origin = settings.SITE_ORIGIN
    if not origin or any(character in origin for character in " +\n/"):
        return [
            Error(
                f"WAARDEEL_ORIGIN is {origin!r}: it must be a host name such as waardeel.example.org.",
                hint="Set WAARDEEL_ORIGIN to the host name of this installation and never change it.",
                id="waardeel.E011",
            )
        ]
    if origin == "localhost" and not settings.DEBUG and not settings.WAARDEEL_DEMO:
        return [
            Warning(
                "WAARDEEL_ORIGIN is not set: signed heads of the register will name localhost.",
                hint="Set WAARDEEL_ORIGIN to the host name of this installation before the first entry.",
                id="waardeel.W012",
            )
        ]
    return []
