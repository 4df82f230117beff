"""`tidy`: forget what was kept long enough. Run it once a day; `make demo` and `make serve` run it when they start."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from waardeel.people import domain as people

#: Mail in the outbox holds codes and links; they work for less than a month.
OUTBOX_DAYS = 30


class Command(BaseCommand):
    help = "Forget what was kept long enough: old sessions, invitations, uploaded lists and mail in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        call_command("clearsessions")
        people.forget_old_invitations(now=now)
        people.forget_old_imports(now=now)
        folder = getattr(settings, "EMAIL_FILE_PATH", None)
        for file in Path(folder).glob("*.log") if folder else ():
            if file.stat().st_mtime < time.time() - OUTBOX_DAYS * 86_400:
                file.unlink()
