"""The workers that the pages ship, played in Node: our checks and `belenios-tool` accept what they make."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import segno

from tests.belenios.elections import ONE_OF_THREE, TWO, WHEN, rehearsal
from waardeel.belenios import credential, rehearse, tally, wire
from waardeel.belenios.ballot import Ballot, check
from waardeel.belenios.credential import Roll
from waardeel.belenios.election import Election, Question
from waardeel.belenios.exchange import PAPER, Exchange
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.tally import Decryption, Tally
from waardeel.belenios.trustee import TrusteeKey, Trustees
from waardeel.belenios.verify import verify

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src/waardeel/ballots/static/ballots"
NODE, TOOL = shutil.which("node"), shutil.which("belenios-tool")
node = pytest.mark.skipif(NODE is None, reason="Node is not installed on this machine; only maintainers need it")


NO_MORE = {"spares": 0, "papers": 0}


def play(worker: str, *messages: dict) -> list[dict]:
    lines = "".join(json.dumps({"id": at, **message}) + "\n" for at, message in enumerate(messages))
    command = [NODE, str(Path(__file__).with_name("play.mjs")), str(BUILT / f"{worker}.js")]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def cast(of, *votes) -> list[dict]:
    """The answers of the booth to (voter, choices)."""
    record = of.election.raw.decode()
    return play(
        "booth-worker",
        *({"record": record, "code": of.codes[voter][0], "choices": choices} for voter, choices in votes),
    )


QUESTIONS = {
    "one": (ONE_OF_THREE, [[0, 1, 0]]),
    "none chosen": (ONE_OF_THREE, [[0, 0, 0]]),
    "two questions, one blank": (TWO, [[1, 0, 0, 0], [0, 1]]),
    "two questions": (TWO, [[0, 1, 0, 1], [0, 0]]),
    "two of four": ((Question("?", ("a", "b", "c", "d"), 2, 2),), [[1, 0, 0, 1]]),
}


@node
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_ballot_of_the_booth_passes_and_holds_what_was_chosen(name):
    questions, choices = QUESTIONS[name]
    of = rehearsal(questions)
    (answer,) = cast(of, (1, choices))
    ballot = Ballot.read(answer["ballot"].encode(), of.election)
    check(ballot, of.election)
    assert ballot.tracker == answer["tracker"]
    sums = Tally(of.election)
    sums.add(ballot, 1)
    trustees = Trustees.read(of.trustees, of.election.group)
    decryption = Decryption.make(of.election, sums.products, of.trustee_secrets[0], of.below)
    assert tally.result(of.election, sums.products, trustees, {1: decryption}, 1) == choices


@node
def test_the_tables_made_ahead_change_nothing():
    of = rehearsal()
    record, code = of.election.raw.decode(), of.codes[0][0]
    ready, answer = play("booth-worker", {"record": record}, {"record": record, "code": code, "choices": [[1, 0, 0]]})
    assert ready["ready"] is True
    check(Ballot.read(answer["ballot"].encode(), of.election), of.election)


@node
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"code": "abc"}, "code-form"),
        ({"code": "zW2-F3b-2gT-fir-wWN"}, "code-typo"),
        ({"choices": [[1, 1, 0]]}, "choice"),
        ({"choices": [[2, 0, 0]]}, "choice"),
        ({"choices": [[1, 0]]}, "choice"),
        ({"record": "{}"}, "election"),
        ({"record": "nonsense"}, "fault"),
    ],
)
def test_what_makes_no_ballot_is_refused_with_a_reason_that_the_page_can_say(change, reason):
    of = rehearsal()
    message = {"record": of.election.raw.decode(), "code": of.codes[0][0], "choices": [[0, 1, 0]], **change}
    assert play("booth-worker", message)[0]["refused"] == reason


@node
def test_a_code_may_be_typed_without_dashes():
    of = rehearsal()
    typed = of.codes[0][0].replace("-", " ")
    (answer,) = play("booth-worker", {"record": of.election.raw.decode(), "code": typed, "choices": [[0, 0, 0]]})
    assert Ballot.read(answer["ballot"].encode(), of.election).credential == str(
        of.election.group.of_g.power(of.secret(0))
    )


@node
def test_a_whole_election_by_the_workers_is_right_for_both_verifiers(tmp_path):
    """Two trustees, the credential authority and the voters in Node; the server only adds, and never has a secret."""
    group, uuid = GROUP.name, "1ic5kzhkscWcLF"
    asked = {"role": "credentials", "uuids": [uuid], "group": group, "weights": [1, 1, 2], **NO_MORE}
    first, second = play("roles-worker", {"role": "key", "group": group}, {"role": "key", "group": group})
    made = play("roles-worker", asked)[-1]
    keys = [TrusteeKey.read(json.loads(each["key"]), GROUP, "key") for each in (first, second)]
    trustees = Trustees(tuple(keys))
    election = Election.make(uuid=uuid, name="Node", group=GROUP, key=trustees.key(GROUP), questions=TWO)
    credentials = wire.written(json.loads(made["roll"])[uuid]["credentials"])
    roll = Roll.read(credentials, GROUP)
    assert [roll.weights[public] for public in made["publics"]] == [1, 1, 2]
    secrets = [int(each["secret"]) for each in (first, second)]
    of = rehearse.Rehearsal(
        election, list(zip(made["codes"], (1, 1, 2), strict=True)), secrets, Trustees.written(keys),
        credentials, lambda below: 1,
    )  # fmt: skip
    votes = [(0, [[0, 1, 0, 0], [1, 0]]), (2, [[1, 0, 0, 0], [0, 0]]), (0, [[0, 0, 1, 1], [0, 1]])]
    path = tmp_path / f"{uuid}.bel"
    with path.open("wb") as file:
        writer = rehearse.open_(of, file, WHEN)
        ballots = [answer["ballot"].encode() for answer in cast(of, *votes)]
        for ballot in ballots:
            rehearse.cast(writer, ballot)
        sums = rehearse.close(of, writer, ballots)
        decryptions = []
        for owner, secret in enumerate(secrets, start=1):
            file.flush()
            *_, answer = play(
                "roles-worker",
                {"role": "check", "archive": str(path), "public": str(keys[owner - 1].public)},
                {"role": "decrypt", "secret": str(secret)},
            )
            raw = answer["decryption"].encode()
            decryptions.append(Decryption.read(raw, election, "decryption"))
            writer.event("PartialDecryption", writer.data(tally.written_owned(owner, writer.data(raw))))
        result = tally.result(election, sums, trustees, dict(enumerate(decryptions, start=1)), 3)
        writer.event("Result", writer.data(tally.written_result(result)))
    assert verify(path).result == [[2, 0, 1, 1], [0, 1]] == result
    if TOOL is not None:
        command = [TOOL, "election", "verify", "--dir", tmp_path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "all checks passed" in done.stderr


@node
def test_both_workers_give_up_a_code_so_that_the_server_believes_it():
    of = rehearsal(ONE_OF_THREE)
    code, uuid = of.codes[0][0], of.election.uuid
    (first,) = play("booth-worker", {"record": of.election.raw.decode(), "code": code, "into": PAPER})
    read = Exchange.read(first["exchange"].encode(), uuid, GROUP)
    assert (read.into, read.credential) == (PAPER, str(GROUP.of_g.power(of.secret(0))))
    spare, uuids = of.codes[1][0], [uuid, "1ic5kzhkscWcLF"]
    asked = {"role": "exchange", "code": code, "uuids": uuids, "group": GROUP.name, "spare": spare}
    (second,) = play("roles-worker", asked)
    exchanges = json.loads(second["exchange"])
    assert list(exchanges) == uuids
    for each, value in exchanges.items():
        public = [str(GROUP.of_g.power(credential.secret(one, each, GROUP))) for one in (code, spare)]
        read = Exchange.of(value, each, GROUP)
        assert [read.credential, read.into] == public
        (third,) = play("roles-worker", {"role": "publics", "codes": [code, spare], "uuid": each, "group": GROUP.name})
        assert third["publics"] == public


@node
def test_codes_of_the_authority_are_codes_and_a_key_is_known_by_its_public_half():
    made = play(
        "roles-worker",
        {
            "role": "credentials",
            "uuids": ["1ic5kzhkscWcLF"],
            "group": GROUP.name,
            "weights": [1] * 5,
            "spares": 2,
            "papers": 1,
        },
    )
    assert [answer.get("done") for answer in made[:-1]] == list(range(1, 9))
    codes = made[-1]["codes"]
    assert len({credential.normal(code) for code in codes}) == 8
    assert made[-1]["uses"] == ["voter"] * 5 + ["spare"] * 2 + ["paper"]
    publics = [str(GROUP.of_g.power(credential.secret(code, "1ic5kzhkscWcLF", GROUP))) for code in codes]
    assert publics == made[-1]["publics"]
    said = json.loads(made[-1]["roll"])
    of = {"credentials": sorted(publics), "spare": sorted(publics[5:7]), "paper": [publics[7]]}
    assert said == {"1ic5kzhkscWcLF": of}
    assert wire.written(said) == made[-1]["roll"].encode()
    (answer,) = play("roles-worker", {"role": "public", "group": GROUP.name, "secret": "12345"})
    assert answer["public"] == str(GROUP.of_g.power(12345))
    (answer,) = play("roles-worker", {"role": "public", "group": GROUP.name, "secret": "my key"})
    assert answer["refused"] == "key-form"


@node
def test_the_picture_on_a_letter_is_the_one_that_another_program_draws():
    # So long that the picture is full: the two programs fill up what is left in different ways.
    text = "https://waardeel.example/o/de-brug/booth/#code=zW2-F3b-2gT-fir-wWM".ljust(122, "x")
    (answer,) = play("roles-worker", {"role": "picture", "text": text})
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", answer["path"])}
    drawn = []
    for mask in range(8):  # which of the eight masks reads best is a matter of taste
        matrix = segno.make(text, error="m", boost_error=False, mask=mask, micro=False).matrix
        drawn.append({(x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one})
        assert answer["size"] == len(matrix) + 8
    assert dark in drawn


def test_the_booth_is_small_enough_for_a_slow_line():
    assert len(gzip.compress((BUILT / "booth-worker.js").read_bytes(), 9)) < 10_000


@pytest.mark.parametrize("worker", ["booth-worker", "roles-worker"])
def test_a_worker_asks_nobody_and_makes_no_code_from_text(worker):
    text = (BUILT / f"{worker}.js").read_text(encoding="utf-8")
    for forbidden in ("fetch(", "XMLHttpRequest", "importScripts", "WebSocket", "eval(", "Function(", "Math.random"):
        assert forbidden not in text


@node
def test_the_committed_workers_are_what_the_sources_build(tmp_path):
    packages = ROOT / "frontend" / "node_modules" / "esbuild"
    if not packages.exists():
        pytest.skip("the packages of frontend/package-lock.json are not installed (npm ci in frontend)")
    subprocess.run([NODE, "build-booth.mjs", str(tmp_path)], cwd=ROOT / "frontend", check=True)
    for built in tmp_path.iterdir():
        assert built.read_bytes() == (BUILT / built.name).read_bytes(), "run `npm run build` in frontend"
    assert {built.name for built in tmp_path.iterdir()} == {"booth-worker.js", "roles-worker.js"}
