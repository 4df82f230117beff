"""The device of a trustee reads the tally of an archive that adds up, and of no other."""

from __future__ import annotations

import json

import pytest

from tests.belenios.elections import ONE_OF_THREE, Played, parts, played, rehearsal, small, wide, written
from tests.booth.test_workers import node, play
from waardeel.belenios import tally
from waardeel.belenios.archive import sha256
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.tally import Decryption, Tally
from waardeel.belenios.trustee import Trustees

SETUP = 5  # election, trustees, credentials, what names them, and the event


def before_reading(of: Played) -> list:
    """The parts of the archive up to its tally."""
    found = parts(of.archive)
    return found[: next(at for at, part in enumerate(found) if part[0] == "EncryptedTally") + 1]


def own_key(of: Played, number: int = 0) -> str:
    return json.loads(of.rehearsal.trustees)[number][1]["public_key"]


@pytest.fixture
def look(tmp_path):
    def look(of: Played, archive: list, number: int = 0) -> tuple[dict, dict]:
        path = tmp_path / "election.bel"
        path.write_bytes(written(archive))
        secret = str(of.rehearsal.trustee_secrets[number])
        *_, checked, read = play(
            "roles-worker",
            {"role": "check", "archive": str(path), "public": own_key(of, number)},
            {"role": "decrypt", "secret": secret},
        )
        return checked, read

    return look


@node
@pytest.mark.parametrize("of", [small, wide], ids=["replaced", "blank, weights, three trustees"])
def test_an_archive_that_adds_up_is_read(of, look):
    of = of()
    election = of.rehearsal.election
    sums = Tally(election, tally.read_tally(before_reading(of)[-3], election))
    made = []
    for number in range(len(of.rehearsal.trustee_secrets)):
        checked, read = look(of, before_reading(of), number)
        made.append(Decryption.read(read["decryption"].encode(), election, "decryption"))
        made[-1].check(election, sums.products, int(own_key(of, number)), "decryption")
    assert checked["facts"]["fingerprint"] == election.fingerprint
    assert checked["facts"]["counted"] == 3
    trustees = Trustees.read(of.rehearsal.trustees, election.group)
    assert tally.result(election, sums.products, trustees, dict(enumerate(made, start=1)), 5_000_000_004) == of.result


def refused(looked: tuple[dict, dict]) -> str:
    checked, read = looked
    assert read["refused"] == "archive", "nothing may be read when the check did not pass"
    return checked["refused"]


@node
def test_nothing_is_read_without_an_archive():
    (answer,) = play("roles-worker", {"role": "decrypt", "secret": "12345"})
    assert answer == {"id": 0, "refused": "archive", "ms": answer["ms"]}


@node
def test_the_ballot_of_one_voter_is_not_read_in_place_of_the_sum(look):
    of = small()
    election, archive = of.rehearsal.election, before_reading(of)
    one = Tally(election)
    ballot_of_one = of.rehearsal.vote(1, [[0, 1, 0]])
    one.add(Ballot.read(ballot_of_one, election), 1)
    archive[-3] = one.written()
    archive[-2] = archive[-2].replace(hash_of(before_reading(of)[-3]), hash_of(archive[-3]))
    assert refused(look(of, archive)) == "tally"


def hash_of(content: bytes) -> bytes:
    return sha256(content).encode()


@node
@pytest.mark.parametrize("name", ["num_tallied", "total_weight"])
def test_a_wrong_size_of_the_tally_is_not_read(name, look):
    archive = before_reading(small())
    said = json.loads(archive[-2])
    archive[-2] = json.dumps(said | {name: said[name] + 1}).encode()
    assert refused(look(small(), archive)) == "tally"


@node
def test_a_vote_that_is_not_over_is_not_read(look):
    archive = before_reading(small())[:-4]
    assert refused(look(small(), archive)) == "not-ended"


@node
def test_the_key_must_be_among_the_trustees(look):
    archive = before_reading(played([(0, [[1, 0, 0]])], ONE_OF_THREE, seed=9))
    assert refused(look(small(), archive)) == "other-key"


@node
def test_the_key_of_the_election_must_be_that_of_the_trustees(look):
    of, other = small(), rehearsal(seed=5)
    archive = before_reading(of)
    both = json.dumps(json.loads(of.rehearsal.trustees) + json.loads(other.trustees)).encode()
    archive[3] = archive[3].replace(hash_of(archive[1]), hash_of(both))
    archive[1] = both
    assert refused(look(of, archive)) == "trustees"


def numbers(value, path=()):
    """Where the numbers of a ballot stand."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from numbers(each, (*path, name))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from numbers(each, (*path, at))
    elif value.isdigit():
        yield path


@node
def test_a_ballot_in_which_any_number_is_another_is_not_read(tmp_path):
    """Every number of a ballot with a blank vote, one after the other: proofs, choices, credential, signature."""
    of = wide()
    archive = before_reading(of)
    ballot = json.loads(archive[SETUP])
    messages = []
    for at, path in enumerate(numbers(ballot)):
        changed = json.loads(archive[SETUP])
        where = changed
        for step in path[:-1]:
            where = where[step]
        where[path[-1]] = str(int(where[path[-1]]) + 1)
        file = tmp_path / f"{at}.bel"
        raw = json.dumps(changed, separators=(",", ":"), ensure_ascii=False).encode()
        file.write_bytes(written([*archive[:SETUP], raw, *archive[SETUP + 1 :]]))
        messages.append({"role": "check", "archive": str(file), "public": own_key(of)})
    assert len(messages) > 50
    answers = play("roles-worker", *messages)
    assert {answer["refused"] for answer in answers} == {"ballot"}


@node
def test_the_same_ballot_twice_and_a_changed_order_are_not_read(look):
    of = small()
    archive = before_reading(of)
    twice = [*archive[: SETUP + 2], *archive[SETUP : SETUP + 2], *archive[SETUP + 2 :]]
    assert refused(look(of, twice)) == "ballot"
    early = [*archive[:SETUP], ("EndBallots", ""), *archive[SETUP:]]
    assert refused(look(of, early)) == "archive"


@node
def test_bytes_that_are_not_what_they_are_named_after_are_not_read(tmp_path):
    of = small()
    whole = bytearray(written(before_reading(of)))
    messages = []
    inside = [whole.index(word) for word in (b"public_key", b"election_hash", b"num_tallied", b"parent")]
    for at in (len(whole) - 1, *inside):  # the last byte only fills up a block
        changed = bytearray(whole)
        changed[at] ^= 1
        path = tmp_path / f"{at}.bel"
        path.write_bytes(changed)
        messages.append({"role": "check", "archive": str(path), "public": own_key(of)})
    short = tmp_path / "short.bel"
    short.write_bytes(whole[:-600])
    messages.append({"role": "check", "archive": str(short), "public": own_key(of)})
    assert [answer["refused"] for answer in play("roles-worker", *messages)] == ["archive"] * 6
