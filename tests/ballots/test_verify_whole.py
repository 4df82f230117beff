"""`waardeel verify` on the record of an organisation, with the archive of its verifiable secret poll beside it."""

import json

import pytest

from tests.ballots.sealed import opened, prepared
from waardeel.ballots import queries
from waardeel.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(world, tmp_path):
    """A poll that was held, its archive, and the bundle of the organisation."""
    of = opened(world, trustees=["Tess", "Tom", "Tine"], threshold=2)
    for voter, choice in ((0, "yes"), (1, "no"), (0, "no")):
        of.cast(voter, choice)
    of.end(world)
    of.decrypt([1, 3])
    return of, *of.published(tmp_path)


def test_a_stranger_checks_the_record_and_every_ballot_at_once(held, capsys):
    _, archive, bundle = held
    assert main(["verify", str(bundle), "--election", str(archive), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["polls_sealed"], said["archives_checked"]) == (1, 1)
    assert main(["verify", str(bundle)]) == 0
    assert "of which every ballot was checked: 0 (say --elections FOLDER)" in capsys.readouterr().out


def test_an_archive_of_before_the_end_is_not_the_one_of_the_record(held, capsys):
    _, archive, bundle = held
    whole = archive.read_bytes()
    end = whole.index(b'"type":"EndBallots"')
    archive.write_bytes(whole[: end // 512 * 512 - 512])
    assert main(["verify", str(bundle), "--election", str(archive)]) == 1
    assert "its head of the chain is none of the archive" in capsys.readouterr().err


def test_an_archive_that_is_wrong_or_of_another_poll_is_named(held, world, tmp_path, capsys):
    _, archive, bundle = held
    other = opened(world, id=world.coop.pk)
    (foreign := tmp_path / "other.bel").write_bytes(b"".join(queries.archive_of(other.poll.sealed)))
    assert main(["verify", str(bundle), "--election", str(foreign)]) == 1
    assert f"the record has no poll whose election is {other.poll.sealed.uuid}" in capsys.readouterr().err
    whole = bytearray(archive.read_bytes())
    whole[-1000] ^= 1
    archive.write_bytes(whole)
    assert main(["verify", str(bundle), "--election", str(archive)]) == 1
    assert archive.name in capsys.readouterr().err
    assert main(["verify", str(bundle), "--election", str(tmp_path / "none.bel")]) == 2


@pytest.mark.django_db(transaction=True)
def test_record_and_archives_are_written_and_checked_together(held, world, tmp_path, capsys):
    _, archive, _ = held
    prepared(world)  # has no archive yet
    (folder := tmp_path / "votes").mkdir()
    out = tmp_path / "all.zip"
    assert main(["bundle", world.coop.slug, str(out), "--elections", str(folder)]) == 0
    assert f"waardeel verify {out} --elections {folder}" in capsys.readouterr().out
    (written,) = folder.iterdir()
    assert (written.name, written.read_bytes()) == (archive.name, archive.read_bytes())
    assert main(["verify", str(out), "--elections", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["archives_checked"] == 1
    written.write_bytes(written.read_bytes()[:-512])
    assert main(["verify", str(out), "--elections", str(folder)]) == 1
    assert written.name in capsys.readouterr().err
    assert main(["verify", str(out), "--elections", str(tmp_path / "none")]) == 2
    assert main(["bundle", world.coop.slug, str(out), "--elections", str(tmp_path / "none")]) == 1
