"""The ceremony of trustees who share a key, with devices in Node and devices in Python at one table."""

import hashlib
import itertools
import json
import random

import pytest

from tests.belenios.elections import parts, played, shared, written
from tests.booth.test_workers import play
from waardeel.belenios import wire
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.tally import Decryption, read_tally
from waardeel.belenios.trustee import Shared, ceremony

below = random.Random(7).randrange
PLACES = [ceremony.Place(GROUP, 3, 2, index) for index in (1, 2, 3)]
#: The first trustee has Python, the others browsers.
PYTHON, BROWSERS = 0, (1, 2)


def context(at: int) -> dict:
    return {"group": GROUP.name, "size": 3, "threshold": 2, "index": at + 1}


def node(role: str, at: int, **more) -> dict:
    (answer,) = play("roles-worker", {"role": role, "context": context(at), **more})
    return answer


@pytest.fixture(scope="module")
def table():
    """Seeds, certificates and deals."""
    seeds = [ceremony.make_seed(below)]
    certificates = [ceremony.certify(seeds[0], PLACES[0], below)]
    for at in BROWSERS:
        made = node("certify", at)
        seeds.append(made["secret"])
        certificates.append(json.loads(made["certificate"]))
    deals = [ceremony.deal(seeds[0], PLACES[0], certificates, below)]
    for at in BROWSERS:
        dealt = node("deal", at, secret=seeds[at], certificates=certificates)["dealt"]
        deals.append(json.loads(dealt))
        ceremony.check_deal(PLACES[at], certificates, deals[at])
    return seeds, certificates, deals


def test_browsers_and_python_share_a_key_of_which_any_two_are_enough(table):
    seeds, certificates, deals = table
    handed = ceremony.hand_round(deals)
    takings = [ceremony.take(seeds[0], PLACES[0], certificates, handed[0], below)]
    for at in BROWSERS:
        taken = node("take", at, secret=seeds[at], certificates=certificates, handed=handed[at])
        takings.append(json.loads(taken["taken"]))
        ceremony.check_taking(PLACES[at], certificates, deals, takings[at])
    public = ceremony.publish(GROUP, 2, certificates, deals, takings)
    encrypted = [taking["private_key"] for taking in takings]
    secrets = [
        int(play("roles-worker", {"role": "open", "group": GROUP.name, "secret": seed, "encrypted": text})[0]["secret"])
        for seed, text in zip(seeds, encrypted, strict=True)
    ]
    assert secrets == [ceremony.private_key(*each, GROUP) for each in zip(seeds, encrypted, strict=True)]
    assert [GROUP.of_g.power(secret) for secret in secrets] == [key.public for key in public.keys]
    element = GROUP.of_g.power(12345)
    for present in itertools.combinations(range(3), 2):
        factors = {at + 1: GROUP.power(element, secrets[at]) for at in present}
        assert public.together(factors, GROUP) == GROUP.power(public.key(GROUP), 12345)


def test_a_browser_refuses_what_is_not_right_and_names_whose_point_it_is(table):
    seeds, certificates, deals = table
    again = ceremony.deal(seeds[0], PLACES[0], certificates, below)
    false = ceremony.hand_round([{**deals[0], "secrets": again["secrets"]}, *deals[1:]])[1]
    own = {"secret": seeds[1], "certificates": certificates}
    assert node("take", 1, **own, handed=false)["refused"] == "point-1"
    swapped = ceremony.hand_round([{**deals[0], "secrets": deals[0]["secrets"][::-1]}, *deals[1:]])[1]
    assert "taken" in node("take", 1, **own, handed=swapped)  # the second of three stays in its place
    swapped = ceremony.hand_round([deals[0], deals[1], {**deals[2], "secrets": deals[0]["secrets"]}])[1]
    assert node("take", 1, **own, handed=swapped)["refused"] == "point-3"
    unsigned = ceremony.hand_round([{**deals[0], "signature": deals[2]["signature"]}, *deals[1:]])[1]
    assert node("take", 1, **own, handed=unsigned)["refused"] == "ceremony"
    stranger = ceremony.certify(ceremony.make_seed(below), PLACES[1], below)
    exchanged = [certificates[0], stranger, certificates[2]]
    assert node("deal", 1, secret=seeds[1], certificates=exchanged)["refused"] == "other-key"
    three = {**context(1), "threshold": 3}
    (answer,) = play(
        "roles-worker", {"role": "deal", "context": three, "secret": seeds[1], "certificates": certificates}
    )
    assert answer["refused"] == "ceremony"
    assert node("deal", 1, secret=seeds[1][:-1], certificates=certificates)["refused"] == "key-form"


def test_a_browser_checks_an_archive_of_trustees_who_share_a_key_and_reads_its_part(tmp_path):
    of = shared()
    election, key = of.rehearsal.election, Shared.read(json.loads(of.rehearsal.trustees)[0][1], GROUP).keys[0]
    (path := tmp_path / "one.bel").write_bytes(ended(of))
    secret = str(of.rehearsal.trustee_secrets[0])
    *_, checked, made = play(
        "roles-worker",
        {"role": "check", "archive": str(path), "public": str(key.public)},
        {"role": "decrypt", "secret": secret},
    )
    assert checked["facts"]["counted"] == 3
    Decryption.read(made["decryption"].encode(), election, "it").check(
        election, read_tally(tally_of(of), election), key.public, "it"
    )
    other = played([(0, [[1, 0, 0]])], trustees=3, threshold=2, seed=5)
    (path := tmp_path / "other.bel").write_bytes(ended(other))
    *_, answer = play("roles-worker", {"role": "check", "archive": str(path), "public": str(key.public)})
    assert answer["refused"] == "other-key"


def ended(of) -> bytes:
    whole = parts(of.archive)
    return written(whole[: max(at for at, part in enumerate(whole) if part[0] == "EncryptedTally") + 1])


def tally_of(of) -> bytes:
    whole = parts(of.archive)
    return whole[max(at for at, part in enumerate(whole) if part[0] == "EncryptedTally") - 2]


def changes(record: dict):
    """The record of the trustees with one thing changed at a time."""
    digit = {"0": "1"}
    places = [
        ("certs", 0, "message"), ("certs", 1, "signature", "response"), ("coefexps", 2, "message"),
        ("coefexps", 0, "signature", "challenge"), ("signatures", 1, "response"),
        ("verification_keys", 0, "public_key"),
        ("verification_keys", 1, "pok", "response"), ("verification_keys", 2, "signature", "response"), ("threshold",),
    ]  # fmt: skip
    for *before, last in places:
        changed = json.loads(json.dumps(record))
        inner = changed
        for name in before:
            inner = inner[name]
        value = inner[last]
        inner[last] = (
            value + 1 if isinstance(value, int) else value[:200] + digit.get(value[200:201], "0") + value[201:]
        )
        if isinstance(value, str) and len(value) < 200:
            inner[last] = value[:-1] + digit.get(value[-1], "0")
        yield changed
    for name in ("signatures", "coefexps"):
        yield {key: value for key, value in record.items() if key != name}


def test_a_browser_refuses_every_change_of_what_the_trustees_published(tmp_path):
    of = shared()
    record = json.loads(of.rehearsal.trustees)[0][1]
    whole = parts(ended(of))
    messages = []
    for at, changed in enumerate(changes(record)):
        whole[1] = wire.written([["Pedersen", changed]])
        hashes = [hashlib.sha256(part).hexdigest() for part in whole[:3]]
        whole[3] = wire.written(dict(zip(("election", "trustees", "credentials"), hashes, strict=True)))
        (path := tmp_path / f"{at}.bel").write_bytes(written(whole))
        public = record["verification_keys"][0]["public_key"]
        messages.append({"role": "check", "archive": str(path), "public": public})
    answers = play("roles-worker", *messages)
    assert len(answers) == 11
    assert all(answer["refused"] in ("trustees", "ceremony", "archive", "other-key") for answer in answers)
