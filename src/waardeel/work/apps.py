from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "waardeel.work"
    default_auto_field = "django.db.models.BigAutoField"
