"""`belenios-tool` 2.0, which nobody here wrote, accepts what we make; we accept what it makes."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess

import pytest

from tests.belenios.elections import ONE_OF_THREE, TWO, parts, played, rehearsal, small, wide, written
from waardeel.belenios import ballot, credential, rehearse
from waardeel.belenios.ballot import Ballot, check
from waardeel.belenios.election import Election, Question
from waardeel.belenios.verify import verify

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(TOOL is None, reason="belenios-tool (Debian) is not installed on this machine")


def tool(folder, *arguments: str, **how) -> str:
    done = subprocess.run([TOOL, *arguments], cwd=folder, capture_output=True, text=True, check=False, **how)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def placed(folder, of, archive: bytes) -> None:
    (folder / f"{of.rehearsal.election.uuid}.bel").write_bytes(archive)


ELECTIONS = {
    "one question, a revote": small,
    "blank votes, weights, two questions, three trustees": wide,
    "nobody voted": lambda: played([]),
    "exactly two of four": lambda: played(
        [(0, [[1, 1, 0, 0]]), (1, [[0, 1, 0, 1]])], (Question("?", ("a", "b", "c", "d"), 2, 2),)
    ),
    "approve any number": lambda: played([(0, [[1, 1, 1]]), (3, [[0, 0, 0]])], (Question("?", ("a", "b", "c"), 0, 3),)),
    "only blank or one": lambda: played([(0, [[1, 0]]), (1, [[0, 1]])], (Question("?", ("a",), 1, 1, blank=True),)),
}


@pytest.mark.parametrize("name", ELECTIONS)
def test_it_verifies_every_election_that_we_make(tmp_path, name):
    of = ELECTIONS[name]()
    placed(tmp_path, of, of.archive)
    assert "all checks passed" in tool(tmp_path, "election", "verify")


def test_it_verifies_an_election_at_every_stage(tmp_path):
    whole = parts(small().archive)
    for at, part in enumerate(whole):
        if isinstance(part, tuple):
            placed(tmp_path, small(), written(whole[: at + 1]))
            assert "all checks passed" in tool(tmp_path, "election", "verify")


@pytest.mark.parametrize("questions", [ONE_OF_THREE, TWO], ids=["one", "two with blank"])
def test_ballots_that_it_makes_with_our_codes_pass_here(tmp_path, questions):
    of, file = rehearsal(questions), io.BytesIO()
    rehearse.open_(of, file, 1_795_717_195)
    (tmp_path / f"{of.election.uuid}.bel").write_bytes(file.getvalue())
    (tmp_path / "code").write_text(of.codes[2][0])
    choices = [[0, 1, 0]] if questions is ONE_OF_THREE else [[0, 0, 1, 1], [1, 0]]
    (tmp_path / "choices").write_text(json.dumps(choices))
    made = tool(tmp_path, "election", "generate-ballot", "--privcred", "code", "--ballot", "choices", stdin=None)
    raw = made.partition("\n")[0].encode()
    check(Ballot.read(raw, of.election), of.election)


def test_an_election_that_both_make_together_is_right_for_both(tmp_path):
    """Codes, trustees and election by the program; ballots by us; tally, decryption and result by the program."""
    uuid = tool(tmp_path, "setup", "generate-token").strip()
    group = ("--group", "BELENIOS-2048")
    tool(tmp_path, "setup", "generate-credentials", "--uuid", uuid, *group, "--count", "3")
    tool(tmp_path, "setup", "generate-trustee-key", *group)
    (key,) = tmp_path.glob("*.pubkey")
    (tmp_path / "public_keys.jsons").write_text(key.read_text())
    tool(tmp_path, "setup", "make-trustees")
    (public,), (private,) = tmp_path.glob("*.pubcreds"), tmp_path.glob("*.privcreds")
    (tmp_path / "public_creds.json").write_text(public.read_text())
    (tmp_path / "questions.json").write_text(
        json.dumps({"description": "", "name": "Samen", "questions": [each.written() for each in TWO],
                    "administrator": "a", "credential_authority": "c"})
    )  # fmt: skip
    tool(tmp_path, "setup", "make-election", "--uuid", uuid, *group, "--template", "questions.json")
    election = Election.read((tmp_path / "election.json").read_bytes().rstrip(b"\n"))
    tool(tmp_path, "archive", "init")
    below = random.Random(4).randrange
    codes = [line.split()[1] for line in private.read_text().splitlines()]
    choices = ([[0, 1, 0, 0], [1, 0]], [[1, 0, 0, 0], [0, 0]], [[0, 0, 1, 1], [0, 1]])
    for code, chosen in zip(codes, choices, strict=True):
        secret = credential.secret(code, uuid, election.group)
        made = ballot.make(election, secret, chosen, below)
        tool(tmp_path, "archive", "add-event", "--type=Ballot", input=made.raw.decode())
    tool(tmp_path, "archive", "add-event", "--type=EndBallots", input="")

    def publish(type_: str, *arguments: str) -> None:
        made = subprocess.run([TOOL, "election", *arguments], cwd=tmp_path, capture_output=True, text=True, check=True)
        tool(tmp_path, "archive", "add-event", f"--type={type_}", input=made.stdout)

    publish("EncryptedTally", "compute-encrypted-tally")
    (secret_key,) = tmp_path.glob("*.privkey")
    publish("PartialDecryption", "decrypt", "--privkey", secret_key.name, "--trustee-id", "1")
    publish("Result", "compute-result")
    assert "all checks passed" in tool(tmp_path, "election", "verify")
    report = verify(tmp_path / f"{uuid}.bel")
    assert report.result == [[1, 1, 1, 1], [1, 1]]
