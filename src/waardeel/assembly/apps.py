from __future__ import annotations

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "waardeel.assembly"
    default_auto_field = "django.db.models.BigAutoField"
