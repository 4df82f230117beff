from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "waardeel.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.people.entries import SENTENCES
        from waardeel.people.privacy import export_people, register_exporter
        from waardeel.register.sentences import tell

        tell(SENTENCES)
        register_exporter("people", export_people)
