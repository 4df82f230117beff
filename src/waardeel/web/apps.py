from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "waardeel.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.web import checks  # noqa: F401  registers the system checks
