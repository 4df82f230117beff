"""`waardeel organisations` lists whose records are kept here."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def test_organisations_are_listed_by_name(run, logs):
    assert run("organisations") == (0, "green-thread  Green Thread\nwaardstad     Wâardstad\n", "")


def test_organisations_as_json(run, logs):
    code, out, err = run("organisations", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == [
        {"slug": "green-thread", "name": "Green Thread"},
        {"slug": "waardstad", "name": "Wâardstad"},
    ]


def test_an_empty_house_says_so(run, empty_house):
    assert run("organisations") == (0, "There are no organisations here yet.\n", "")
    assert run("organisations", "--json") == (0, "[]\n", "")


@pytest.mark.slow
def test_a_house_that_was_never_set_up_says_so_in_one_line(tmp_path):
    """In a process of its own, with the settings that the command takes when none are given."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "waardeel.cli", "organisations"],
        check=False,
        env=environment | {"WAARDEEL_DATA": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The database cannot be read (no such table: ")
    assert done.stderr.count("\n") == 1
