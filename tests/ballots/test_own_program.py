"""A verifiable secret poll held with `waardeel trustee` and `waardeel credentials`, without the program in the page."""

import csv
import json

import pytest
from django.urls import reverse

from tests.ballots.sealed import CHOICES, prepared
from waardeel.ballots import domain, queries
from waardeel.ballots.models import Poll
from waardeel.ballots.views.sealed import role_token
from waardeel.belenios import ballot, credential
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client, tmp_path, capsys):
    """Somebody with a role: saves the question of their page, answers it, and sends the answer."""

    class Person:
        def __init__(self, poll, number: int) -> None:
            self.address = reverse(
                "poll_role", args=[poll.organisation.slug, poll.pk, number, role_token(poll.sealed, number)]
            )
            self.question, self.key = tmp_path / f"{number}.json", tmp_path / f"{number}.key"

        def asks(self) -> dict:
            said = client.get(self.address, {"question": ""})
            assert said["Content-Disposition"].startswith("attachment")
            self.question.write_bytes(said.content)
            return said.json()

        def answers(self, command: str, *more: str) -> int:
            self.asks()
            self.code = main([command, str(self.question), *more])
            self.said, self.told = capsys.readouterr()
            return self.code

        def sends(self, field: str) -> None:
            assert self.code == 0, self.told
            assert client.post(self.address, {field: self.said.strip()}).status_code == 302

    return Person


@pytest.mark.parametrize("threshold", [0, 2])
def test_a_poll_is_prepared_and_read_by_programs_outside_the_browser(world, person, tmp_path, threshold):
    of = prepared(world, trustees=["Tess", "Tom", "Tine"], threshold=threshold)
    trustees = [person(of.poll, number) for number in (1, 2, 3)]
    for _ in range(3 if threshold else 1):
        for trustee in trustees:
            trustee.answers("trustee", "--key", str(trustee.key))
            trustee.sends("answer" if threshold else "key")
    assert all(trustee.key.stat().st_mode & 0o77 == 0 for trustee in trustees)
    authority, codes = person(of.poll, 0), tmp_path / "codes.csv"
    authority.answers("credentials", "--codes", str(codes))
    authority.sends("roll")
    of.poll.refresh_from_db()
    of.open(world)
    with codes.open(encoding="utf-8-sig", newline="") as file:
        code = next(csv.DictReader(file, delimiter=";"))["code"]
    secret = credential.secret(code, of.poll.sealed.uuid, GROUP)
    made = ballot.make(of.election, secret, CHOICES["yes"], of.below).raw.decode()
    domain.cast_sealed_ballot(poll=of.poll, ballot_text=made, now=of.now)
    of.end(world)
    archive = tmp_path / "archive.bel"
    archive.write_bytes(b"".join(queries.archive_of(of.poll.sealed)))
    head = queries.head_of(of.poll.sealed)
    for trustee in trustees[:2] if threshold else trustees:
        trustee.answers("trustee", "--key", str(trustee.key), "--archive", str(archive))
        assert head in trustee.told
        trustee.sends("decryption")
    of.poll.refresh_from_db()
    assert of.poll.state == Poll.State.CLOSED
    assert of.poll.count["yes"] == "1"


def test_a_key_and_codes_are_not_overwritten(world, person, tmp_path):
    of = prepared(world)
    one, authority = person(of.poll, 1), person(of.poll, 0)
    one.answers("trustee", "--key", str(one.key))
    kept = one.key.read_text()
    assert one.answers("trustee", "--key", str(one.key)) == 2
    assert "is there already, and is not overwritten" in one.told
    assert one.key.read_text() == kept
    codes = tmp_path / "codes.csv"
    codes.write_text("mine")
    assert authority.answers("credentials", "--codes", str(codes)) == 2
    assert codes.read_text() == "mine"


def test_nothing_is_read_without_a_right_archive_and_the_right_key(world, person, tmp_path):
    of = prepared(world)
    first, second = person(of.poll, 1), person(of.poll, 2)
    for trustee in (first, second):
        trustee.answers("trustee", "--key", str(trustee.key))
        trustee.sends("key")
    of.roll()
    of.poll.refresh_from_db()
    of.open(world)
    of.cast(0, "yes")
    (early := tmp_path / "early.bel").write_bytes(b"".join(queries.archive_of(of.poll.sealed)))
    of.end(world)
    (archive := tmp_path / "archive.bel").write_bytes(b"".join(queries.archive_of(of.poll.sealed)))
    key = ("--key", str(first.key))
    assert first.answers("trustee", *key) == 2
    assert "Give the archive" in first.told
    assert first.answers("trustee", *key, "--archive", str(early)) == 2
    assert "cannot be read now" in first.told
    assert first.answers("trustee", "--key", str(second.key), "--archive", str(archive)) == 2
    assert "not the key that you made" in first.told
    second.key.write_text("no key")
    assert second.answers("trustee", "--key", str(second.key), "--archive", str(archive)) == 2
    assert "holds no key" in second.told
    whole = bytearray(archive.read_bytes())
    whole[-2000] ^= 1
    archive.write_bytes(whole)
    assert first.answers("trustee", *key, "--archive", str(archive)) == 2
    assert "is not right, so nothing was read" in first.told
    assert first.said == ""


@pytest.mark.parametrize(
    "question",
    [
        "",
        "[]",
        "{}",
        json.dumps({"uuid": "x", "group": "other"}),
        json.dumps({"uuid": "x", "group": GROUP.name, "context": {"size": 2}}),
        json.dumps({"uuid": "x", "group": GROUP.name, "context": {"size": 2, "threshold": 3, "index": 1}}),
    ],
)
def test_what_is_no_question_is_said(question, tmp_path, capsys):
    (path := tmp_path / "question.json").write_text(question)
    key, codes = tmp_path / "x.key", tmp_path / "codes.csv"
    assert main(["trustee", str(path), "--key", str(key)]) == 2
    assert main(["credentials", str(path), "--codes", str(codes)]) == 2
    assert capsys.readouterr().out == ""
    assert not key.exists()
    assert not codes.exists()
