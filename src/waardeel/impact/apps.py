from __future__ import annotations

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "waardeel.impact"
    default_auto_field = "django.db.models.BigAutoField"
