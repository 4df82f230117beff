"""Every hour the register says how far an open verifiable secret vote is."""

import pytest
from django.core.management import call_command

from tests.ballots.sealed import opened, prepared
from waardeel.ballots import domain, queries
from waardeel.ballots.errors import NotReady
from waardeel.cli import main
from waardeel.house.errors import AlreadyDone
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db


def heads() -> list[tuple[int, str]]:
    entries = Entry.objects.filter(kind="poll.head_noted").order_by("n")
    return [(entry.public["ballots"], entry.public["head"]) for entry in entries]


def test_the_command_writes_heads_that_changed_and_no_others(world):
    of, still = opened(world), prepared(world)
    call_command("heads")
    assert heads() == []  # the opening wrote it down
    of.cast(0, "yes")
    for _ in range(2):
        call_command("heads")
    assert heads() == [(1, queries.head_of(of.poll.sealed))]
    of.cast(0, "no")
    call_command("heads")
    assert [number for number, _ in heads()] == [1, 2]
    with pytest.raises(NotReady):
        domain.note_head(poll=still.poll, now=world.now)
    of.end(world)
    call_command("heads")
    assert len(heads()) == 2
    with pytest.raises(NotReady):
        domain.note_head(poll=of.poll, now=world.now)


def test_a_head_that_was_written_down_twice_is_done_already(world):
    of = opened(world)
    with pytest.raises(AlreadyDone):
        domain.note_head(poll=of.poll, now=world.now)


def test_a_board_that_was_changed_after_the_hour_is_found(world, tmp_path, capsys):
    """A ballot that was published and then taken away: the head that was written down is in no archive any more."""
    of = opened(world)
    of.cast(0, "yes")
    call_command("heads")
    of.poll.sealed.records.order_by("-position").first().delete()
    of.poll.sealed.records.order_by("-position").first().delete()
    archive, bundle = of.published(tmp_path)
    assert main(["verify", str(bundle), "--election", str(archive)]) == 1
    assert "poll.head_noted): its head of the chain is none of the archive" in capsys.readouterr().err
