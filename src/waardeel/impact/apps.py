from __future__ import annotations

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "waardeel.impact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.impact.entries import SENTENCES
        from waardeel.register.sentences import tell

        tell(SENTENCES)
