from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "waardeel.work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.people.privacy import register_exporter
        from waardeel.register.sentences import tell
        from waardeel.work.entries import SENTENCES
        from waardeel.work.privacy import export_work

        tell(SENTENCES)
        register_exporter("work", export_work)
