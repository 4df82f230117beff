"""`waardeel bundle` writes a record that `waardeel verify` confirms, whole or not at all."""

from __future__ import annotations

import os

import pytest

from waardeel.cli.verify import verify
from waardeel.register import queries


def test_the_record_of_an_organisation_is_written_and_verifies(run, logs, tmp_path):
    target = tmp_path / "thread.zip"
    code, out, err = run("bundle", "green-thread", str(target))
    assert (code, err) == (0, "")
    assert out == f"{target}: the record of green-thread. Check it with: waardeel verify {target}\n"
    report = verify(target)
    assert (report.slug, report.name, report.entries) == ("green-thread", "Green Thread", 2)
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_organisation_is_answered_with_the_nearest(run, logs, tmp_path):
    assert run("bundle", "gren-tread", str(tmp_path / "a.zip")) == (
        1,
        "",
        "There is no organisation 'gren-tread'. Did you mean green-thread? `waardeel organisations` lists them all.\n",
    )
    assert run("bundle", "zzz", str(tmp_path / "a.zip"))[2] == (
        "There is no organisation 'zzz'. `waardeel organisations` lists them all.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(run, logs, tmp_path):
    folder = tmp_path / "none"
    assert run("bundle", "waardstad", str(folder / "a.zip")) == (
        1,
        "",
        f"There is no folder '{folder}'. Make it first, or choose another.\n",
    )


def test_what_stands_in_the_way_is_named_and_nothing_is_left_behind(run, logs, tmp_path):
    (tmp_path / "a.zip").mkdir()
    code, _, err = run("bundle", "waardstad", str(tmp_path / "a.zip"))
    assert code == 1
    assert err == f"{tmp_path / 'a.zip'} cannot be written: Is a directory.\n"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_a_file_that_was_there_stays_when_writing_fails(run, logs, tmp_path, monkeypatch):
    target = tmp_path / "a.zip"
    target.write_bytes(b"what was there")

    def fails(slug, file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(queries, "write_bundle", fails)
    assert run("bundle", "waardstad", str(target))[0::2] == (
        1,
        f"{target} cannot be written: No space left on device.\n",
    )
    assert target.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_file_can_be_read_by_whom_other_files_can(run, logs, tmp_path, mask):
    before = os.umask(mask)
    try:
        assert run("bundle", "waardstad", str(tmp_path / "a.zip"))[0] == 0
    finally:
        os.umask(before)
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o666 & ~mask
