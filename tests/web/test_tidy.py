"""What was kept long enough is forgotten."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.core.management import call_command

from tests.conftest import World
from waardeel.people import domain as people
from waardeel.people.models import ImportDraft, Invitation


def test_old_things_go_and_new_ones_stay(world: World, settings, tmp_path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    old, new = tmp_path / "old.log", tmp_path / "new.log"
    for file in (old, new):
        file.write_text("a code")
    month_ago = time.time() - 31 * 86_400
    os.utime(old, (month_ago, month_ago))
    for days, key in ((40, "old"), (1, "new")):
        when = world.now - timedelta(days=days)
        people.invite(
            id=uuid4(),
            organisation=world.coop,
            name=key,
            email=f"{key}@example.org",
            link=lambda words: words,
            by=world.alice,
            now=when,
        )
        people.start_import(
            id=uuid4(), organisation=world.coop, by=world.alice, now=when, file_name=key, content=b"naam\nZoe\n"
        )
        Session.objects.create(session_key=key, session_data="", expire_date=world.now + timedelta(days=2 - days))

    call_command("tidy")

    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.log"]
    assert sorted(Invitation.objects.exclude(email="").values_list("email", flat=True)) == ["new@example.org"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert ImportDraft.objects.filter(file_name="old").count() == 0
