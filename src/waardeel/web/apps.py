from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    name = "waardeel.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.web import checks  # noqa: F401  registers the system checks

        post_migrate.connect(_make_cache_table, sender=self)


def _make_cache_table(using: str, verbosity: int = 0, **kwargs: Any) -> None:
    """The cache, in which rate limits are counted, is a table that Django makes apart from the migrations."""
    call_command("createcachetable", database=using, verbosity=0)
