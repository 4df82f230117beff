from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "waardeel.register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.register import checks  # noqa: F401  registers the system checks
