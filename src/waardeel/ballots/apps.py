from __future__ import annotations

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "waardeel.ballots"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.ballots.entries import SENTENCES
        from waardeel.ballots.privacy import export_ballots
        from waardeel.people.privacy import register_exporter
        from waardeel.register.sentences import tell

        tell(SENTENCES)
        register_exporter("ballots", export_ballots)
