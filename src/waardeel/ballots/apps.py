from __future__ import annotations

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "waardeel.ballots"
    default_auto_field = "django.db.models.BigAutoField"
