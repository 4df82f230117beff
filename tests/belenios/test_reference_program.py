"""`belenios-tool` 2.0, which nobody here wrote, accepts what we make; we accept what it makes."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess

import pytest

from tests.belenios.elections import (
    ONE_OF_THREE,
    ORDER,
    TWO,
    parts,
    played,
    ranked,
    rehearsal,
    shared,
    small,
    wide,
    written,
)
from waardeel.belenios import ballot, credential, rehearse
from waardeel.belenios.ballot import Ballot, check
from waardeel.belenios.election import Election, Question
from waardeel.belenios.group import RFC_3526_2048
from waardeel.belenios.verify import verify

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(TOOL is None, reason="belenios-tool (Debian) is not installed on this machine")


GROUP = ("--group", "BELENIOS-2048")


def tool(folder, *arguments: str, **how) -> str:
    """All that the program says."""
    done = subprocess.run([TOOL, *arguments], cwd=folder, capture_output=True, text=True, check=False, **how)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def printed(folder, *arguments: str, **how) -> str:
    """What it gives on standard output alone."""
    return subprocess.run([TOOL, *arguments], cwd=folder, capture_output=True, text=True, check=True, **how).stdout


def placed(folder, of, archive: bytes) -> None:
    (folder / f"{of.rehearsal.election.uuid}.bel").write_bytes(archive)


ELECTIONS = {
    "one question, a revote": small,
    "blank votes, weights, two questions, three trustees": wide,
    "two of three trustees, the second absent": shared,
    "ranked, two shuffles": ranked,
    "ranked and nobody voted": lambda: played([], (ORDER,), group=RFC_3526_2048),
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


def single(folder) -> list[tuple[str, ...]]:
    """The key of one trustee by the program. Returns with which arguments each trustee decrypts."""
    tool(folder, "setup", "generate-trustee-key", *GROUP)
    (key,), (secret,) = folder.glob("*.pubkey"), folder.glob("*.privkey")
    (folder / "public_keys.jsons").write_text(key.read_text())
    return [("decrypt", "--privkey", secret.name, "--trustee-id", "1")]


def threshold(folder) -> list[tuple[str, ...]]:
    """A key that three trustees share by the program, of whom the last two decrypt."""
    step = ("setup", "generate-trustee-key-threshold", *GROUP, "--step")
    for _ in range(3):
        tool(folder, *step, "1")
    seeds = sorted(folder.glob("*.key"))
    (folder / "certs.jsons").write_text("".join(seed.with_suffix(".cert").read_text() for seed in seeds))
    more = ("--certs", "certs.jsons", "--threshold", "2")
    dealt = [printed(folder, *step, "3", *more, "--key", seed.name) for seed in seeds]
    (folder / "polynomials.jsons").write_text("".join(dealt))
    tool(folder, *step, "4", *more, "--polynomials", "polynomials.jsons")
    taken = [
        printed(folder, *step, "5", *more, "--key", seed.name, input=seed.with_suffix(".vinput").read_text())
        for seed in seeds
    ]
    record = printed(folder, *step, "6", *more, "--polynomials", "polynomials.jsons", input="".join(taken))
    (folder / "threshold.json").write_text(record)
    (folder / "public_keys.jsons").write_text("")
    return [
        ("decrypt-threshold", "--key", seed.name, "--decryption-key", seed.with_suffix(".dkey").name,
         "--trustee-id", str(owner))
        for owner, seed in enumerate(seeds, start=1) if owner > 1
    ]  # fmt: skip


def test_its_shuffles_pass_here_and_its_result_is_ours(tmp_path):
    """Our ranked ballots and decryptions around shuffles by the program, and the other way around."""
    of = ranked()
    whole = parts(of.archive)
    placed(tmp_path, of, written(whole[: max(at for at, part in enumerate(whole) if part[0] == "EncryptedTally") + 1]))
    for owner in ("1", "2"):
        said = printed(tmp_path, "election", "shuffle", "--trustee-id", owner)
        tool(tmp_path, "archive", "add-event", "--type=Shuffle", input=said)
    tool(tmp_path, "archive", "add-event", "--type=EndShuffles", input="")
    for owner, secret in enumerate(of.rehearsal.trustee_secrets, start=1):
        (tmp_path / "key").write_text(f'"{secret}"')
        said = printed(tmp_path, "election", "decrypt", "--privkey", "key", "--trustee-id", str(owner))
        tool(tmp_path, "archive", "add-event", "--type=PartialDecryption", input=said)
    said = printed(tmp_path, "election", "compute-result")
    tool(tmp_path, "archive", "add-event", "--type=Result", input=said)
    assert "all checks passed" in tool(tmp_path, "election", "verify")
    report = verify(tmp_path / f"{of.rehearsal.election.uuid}.bel")
    assert sorted(report.result[0]) == sorted(of.result[0])


def test_a_ranked_ballot_that_it_makes_passes_here(tmp_path):
    of = rehearsal((ORDER,), group=RFC_3526_2048)
    archive = io.BytesIO()
    rehearse.open_(of, archive, 1)
    (tmp_path / f"{of.election.uuid}.bel").write_bytes(archive.getvalue())
    (tmp_path / "code").write_text(of.codes[0][0])
    (tmp_path / "choices").write_text("[[3,1,2]]")
    made = printed(tmp_path, "election", "generate-ballot", "--privcred", "code", "--ballot", "choices")
    check(Ballot.read(made.rstrip("\n").encode(), of.election), of.election)


@pytest.mark.parametrize("trustees", [single, threshold])
def test_an_election_that_both_make_together_is_right_for_both(tmp_path, trustees):
    """Codes, trustees and election by the program; ballots by us; tally, decryption and result by the program."""
    uuid = tool(tmp_path, "setup", "generate-token").strip()
    tool(tmp_path, "setup", "generate-credentials", "--uuid", uuid, *GROUP, "--count", "3")
    decryptions = trustees(tmp_path)
    tool(tmp_path, "setup", "make-trustees")
    (public,), (private,) = tmp_path.glob("*.pubcreds"), tmp_path.glob("*.privcreds")
    (tmp_path / "public_creds.json").write_text(public.read_text())
    (tmp_path / "questions.json").write_text(
        json.dumps({"description": "", "name": "Samen", "questions": [each.written() for each in TWO],
                    "administrator": "a", "credential_authority": "c"})
    )  # fmt: skip
    tool(tmp_path, "setup", "make-election", "--uuid", uuid, *GROUP, "--template", "questions.json")
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
        said = printed(tmp_path, "election", *arguments)
        tool(tmp_path, "archive", "add-event", f"--type={type_}", input=said)

    publish("EncryptedTally", "compute-encrypted-tally")
    for arguments in decryptions:
        publish("PartialDecryption", *arguments)
    publish("Result", "compute-result")
    assert "all checks passed" in tool(tmp_path, "election", "verify")
    report = verify(tmp_path / f"{uuid}.bel")
    assert report.result == [[1, 1, 1, 1], [1, 1]]


def test_a_trustee_who_shared_a_key_here_can_decrypt_with_it(tmp_path):
    """The code and the encrypted key of our ceremony are those of the program."""
    of = shared()
    whole = parts(of.archive)
    placed(tmp_path, of, written(whole[: max(at for at, part in enumerate(whole) if part[0] == "EncryptedTally") + 1]))
    for owner in (1, 2):
        seed, encrypted = of.rehearsal.seeds[owner - 1]
        (tmp_path / "seed").write_text(seed)
        (tmp_path / "encrypted").write_text(encrypted)
        said = printed(
            tmp_path, "election", "decrypt-threshold", "--key", "seed", "--decryption-key", "encrypted",
            "--trustee-id", str(owner)
        )  # fmt: skip
        tool(tmp_path, "archive", "add-event", "--type=PartialDecryption", input=said)
    said = printed(tmp_path, "election", "compute-result")
    tool(tmp_path, "archive", "add-event", "--type=Result", input=said)
    assert "all checks passed" in tool(tmp_path, "election", "verify")
    assert verify(tmp_path / f"{of.rehearsal.election.uuid}.bel").result == of.result
