"""One thing changed anywhere in a record, and every hash that speaks of it made right again: refused, each time.

What changes is drawn anew from a fixed seed for each kind of record, so that a failure comes back; the bits of the file
itself are in `test_archive`.
"""

import hashlib
import json
import random

import pytest

from tests.belenios.elections import parts, ranked, shared, small, wide, written
from waardeel.belenios import wire
from waardeel.belenios.verify import Wrong

ELECTIONS = {"small": small, "wide": wide, "shared": shared, "ranked": ranked}
#: By what a record of each kind begins with, as an archive has them.
KINDS = {
    "election": '{"version"',
    "trustees": '[["',
    "credentials": '["',
    "set-up": '{"election":',
    "ballot": '{"election_uuid"',
    "tally": "[[{",
    "size": '{"num_tallied"',
    "shuffle": '{"ciphertexts"',
    "owner": '{"owner"',
    "decryption": '{"decryption_factors"',
    "result": '{"result"',
}
CHANGES = 4


def leaves(value, at=()):
    """The path of every text, number and truth in a record."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, (*at, key))
    else:
        yield at


def other(value, chance: random.Random):
    """Another value of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 2)) if value else 1
    digits = [at for at, letter in enumerate(value) if letter.isdigit()]
    at = chance.choice(digits or range(len(value) or 1))
    return value[:at] + (str((int(value[at]) + chance.randrange(1, 10)) % 10) if digits else "x") + value[at + 1 :]


def changed(archive: bytes, kind: str, chance: random.Random) -> tuple[bytes, str] | None:
    """The archive with one leaf of one record of this kind changed; None where it has none of the kind."""
    whole = parts(archive)
    places = [at for at, part in enumerate(whole) if isinstance(part, bytes) and part.decode().startswith(KINDS[kind])]
    if not places:
        return None
    at = chance.choice(places)
    record = json.loads(whole[at])
    *before, last = path = chance.choice(list(leaves(record)))
    inner = record
    for key in before:
        inner = inner[key]
    inner[last] = other(inner[last], chance)
    _replace(whole, at, wire.written(record))
    return written(whole), f"{kind} {path}"


def _replace(whole: list, at: int, new: bytes) -> None:
    """Put another record there, and its hash wherever a later record speaks of it."""
    old, now = (hashlib.sha256(each).hexdigest().encode() for each in (whole[at], new))
    whole[at] = new
    for later in range(at + 1, len(whole)):
        if isinstance(whole[later], bytes) and old in whole[later]:
            _replace(whole, later, whole[later].replace(old, now))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("election", ELECTIONS)
def test_no_change_of_a_record_goes_through(election, kind, check):
    chance = random.Random(f"{election} {kind}")
    archive = ELECTIONS[election]().archive
    for _ in range(CHANGES):
        made = changed(archive, kind, chance)
        if made is None:
            assert kind == "shuffle"  # of these only ranked elections have any
            assert election != "ranked"
            return
        forged, what = made
        try:
            check(forged)
        except Wrong:
            continue
        pytest.fail(f"{what} was changed, and nobody saw it")
