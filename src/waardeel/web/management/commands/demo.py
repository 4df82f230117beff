"""`demo`: fill the demo city, or tell who can be played in it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from waardeel.people.models import Organisation, Person
from waardeel.web.demo.cast import CAST
from waardeel.web.demo.small import SmallCity
from waardeel.web.demo.story import ZONE, Story


class Command(BaseCommand):
    help = "Fill the demo city (small, or large with 200 organisations and 20,000 people), or tell who lives in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=["small", "large"], default="small")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and day give the same city")
        parser.add_argument("--day", type=date.fromisoformat, help="last day of the history (today)")
        parser.add_argument("--who", action="store_true", help="only tell who one can sign in as")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["who"]:
            self._who()
            return
        if not settings.WAARDEEL_DEMO:
            raise CommandError("This is not a demo. Set WAARDEEL_DEMO=1 to make it one; never where real people are.")
        if Organisation.objects.exists():
            raise CommandError("There is a city already. Take another folder with WAARDEEL_DATA, or empty this one.")
        today = options["day"] or timezone.now().astimezone(ZONE).date()
        with transaction.atomic(), override("nl"):
            story = Story(today=today, seed=options["seed"])
            SmallCity(story).tell()
            if options["size"] == "large":
                from waardeel.web.demo.large import LargeCity

                LargeCity(story).tell()
            story.play()
        self.stdout.write(f"{Organisation.objects.count()} organisations, {Person.objects.count()} people.")

    def _who(self) -> None:
        with override("en"):
            self.stdout.write("You can sign in as one of these, with one press, at /signin/:")
            for player in CAST:
                self.stdout.write(f"  {player.name:16} {player.does}")
