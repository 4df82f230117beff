"""`heads`: write down how far each verifiable secret vote is. Run it once an hour; `make serve` does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from waardeel.ballots import domain as ballots
from waardeel.ballots import queries
from waardeel.house.errors import AlreadyDone


class Command(BaseCommand):
    help = "Put the head of every open verifiable secret vote in the register, where it changed since the last time."

    def handle(self, *args: Any, **options: Any) -> None:
        for poll in queries.open_sealed_polls():
            try:
                ballots.note_head(poll=poll, now=timezone.now())
            except AlreadyDone:
                continue
